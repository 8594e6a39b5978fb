"""Taking takes away from the browser: the same files that `rehearse export` writes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rehearse.errors import StoreError
from rehearse.export.captions import as_srt, as_vtt, captions
from rehearse.export.markdown import as_markdown
from rehearse.export.table import as_csv
from rehearse.interview.record import Interviews

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from rehearse.rescoring import Rescored
    from rehearse.review.archive import Archive

FORMS = {
    "html": "text/html",
    "md": "text/markdown",
    "json": "application/json",
    "srt": "application/x-subrip",
    "vtt": "text/vtt",
}
"""What a take can be taken away as."""


class FilePages:
    """Handlers; each runs in a thread of its own, so that reading files holds nobody up.

    Parameters
    ----------
    archive : Archive
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def take(self, request: Request) -> Response:
        """Give a take in one of the forms."""
        form = request.path_params["form"]
        take = self._archive.take(request.path_params["take"])
        if form not in FORMS:
            raise StoreError("A take is not to be had in that form.", f"There are: {', '.join(FORMS)}.")
        return _file(written(self._archive.rescorer.rescore(take), form), f"{take.id}.{form}", FORMS[form])

    def interview(self, request: Request) -> Response:
        """Give all answers of an interview, with the report on it, as one page."""
        from rehearse.review.session_file import exported_session

        session = request.path_params["session"]
        archive = self._archive
        if session not in Interviews(archive.store.recordings).sessions():
            raise StoreError("There is no such interview.", "It may have been deleted.")
        text = exported_session(archive.store, archive.rescorer, archive.read_rows().good, session)
        return _file(text, f"interview-{session}.html", FORMS["html"])

    def table(self, _request: Request) -> Response:
        """Give all takes as a table."""
        return _file(as_csv(self._archive.read_rows().good), "takes.csv", "text/csv")


def written(rescored: Rescored, form: str) -> str:
    """Return a take in one of `FORMS`.

    Raises
    ------
    AudioInputError, StoreError
        When a form needs its sound, and that is there and cannot be read.
    """
    from rehearse.review.take_file import take_file

    if form == "html":
        return take_file(rescored)
    if form == "md":
        return as_markdown(rescored)
    if form == "json":
        return json.dumps(rescored.document, indent=2, ensure_ascii=False) + "\n"
    made = captions(rescored.transcript.words, rescored.take.recording.duration_s)
    return as_srt(made) if form == "srt" else as_vtt(made)


def _file(text: str, name: str, media_type: str) -> Response:
    """Give a text as a file to keep, never to be shown at this address."""
    from urllib.parse import quote

    from starlette.responses import Response

    disposition = f"attachment; filename*=utf-8''{quote(name)}"
    return Response(text.encode(), media_type=media_type, headers={"Content-Disposition": disposition})
