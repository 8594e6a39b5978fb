"""The pages on one take, and the parts of it that they ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from rehearse.errors import StoreError
from rehearse.review.rendering import page
from rehearse.review.take_view import view_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from rehearse.review.archive import Archive
    from rehearse.take import Take

SOUND_TYPES = {".flac": "audio/flac", ".wav": "audio/wav"}


class TakePages:
    """Handlers; each runs in a thread of its own, so that reading files holds nobody up.

    Parameters
    ----------
    archive : Archive
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def take(self, request: Request) -> Response:
        """Show a take."""
        take = self._take(request)
        address = f"/takes/{quote(take.id)}"
        return page(
            "take_page.html",
            section="Takes",
            view=view_of(self._archive.seen(take)),
            address=address,
            sound=f"{address}/sound" if take.recording.path.exists() else None,
        )

    def peaks(self, request: Request) -> Response:
        """Give the waveform."""
        from starlette.responses import JSONResponse

        return JSONResponse(self._archive.peaks(self._take(request)))

    def voice(self, request: Request) -> Response:
        """Give pitch and loudness."""
        from starlette.responses import JSONResponse

        return JSONResponse(self._archive.voice(self._take(request)))

    def sound(self, request: Request) -> Response:
        """Give the recording, whole or in parts."""
        from starlette.responses import FileResponse

        path = self._take(request).recording.path
        if path.suffix not in SOUND_TYPES or not path.is_file():
            raise StoreError("The sound of this take is gone.")
        return FileResponse(path, media_type=SOUND_TYPES[path.suffix], content_disposition_type="inline")

    def _take(self, request: Request) -> Take:
        return self._archive.take(request.path_params["take"])
