"""The pages on one take, and the parts of it that they ask for."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote

from rehearse.analysis.document import figure
from rehearse.errors import StoreError
from rehearse.review.asked_changes import change_from
from rehearse.review.changes_view import earlier_scores, told_changes
from rehearse.review.file_pages import FORMS
from rehearse.review.notes import read_notes, write_notes
from rehearse.review.rendering import page, sent_to
from rehearse.review.take_view import view_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from rehearse.review.archive import Archive, Seen
    from rehearse.take import Take
    from rehearse.take_rows import TakeRow

SOUND_TYPES = {".flac": "audio/flac", ".wav": "audio/wav"}


class TakePages:
    """Handlers; each runs in a thread of its own, so that reading files holds nobody up.

    Parameters
    ----------
    archive : Archive
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        # Who looks at a take may correct it, and is not to wait then. Its end holds nobody up.
        self._preparing = threading.Thread(target=archive.rescorer.prepare, name="prepare", daemon=True)
        self._begin_once = threading.Lock()

    def take(self, request: Request) -> Response:
        """Show a take."""
        take = self._take(request)
        if self._begin_once.acquire(blocking=False):
            self._preparing.start()
        seen = self._archive.seen(take)
        address = f"/takes/{quote(take.id)}"
        return page(
            "take_page.html",
            section="Takes",
            view=view_of(seen),
            address=address,
            sound=f"{address}/sound" if take.recording.path.exists() else None,
            siblings=_around(self._archive.read_rows().good, take),
            forms=FORMS,
            was=_ratio(request.query_params.get("was", "")),
            coverage=figure(seen.made, "coverage", "coverage"),
            changes=told_changes(seen.corrected),
            earlier=earlier_scores(take.folder),
            deck_changed=self._archive.question_now(take) not in (None, seen.question),
            notes=read_notes(take.folder),
        )

    def correct(self, request: Request, fields: Mapping[str, str]) -> Response:
        """Keep a correction, score the take again, and show what has changed."""
        take = self._take(request)
        before = self._archive.seen(take)
        self._archive.rescorer.correct(take, [change_from(fields)], self._archive.now())
        return _back(take, before)

    def rescore(self, request: Request, _fields: Mapping[str, str]) -> Response:
        """Score the take against its question as the deck has it now."""
        take = self._take(request)
        before = self._archive.seen(take)
        question = self._archive.question_now(take)
        if question is None:
            raise StoreError("The deck of this take no longer has its question.", "Its score stays as it is.")
        self._archive.rescorer.rescore_against(take, question, self._archive.now())
        return _back(take, before)

    def note(self, request: Request, fields: Mapping[str, str]) -> Response:
        """Keep the person's notes."""
        take = self._take(request)
        write_notes(take.folder, fields.get("notes", ""))
        return sent_to(f"/takes/{quote(take.id)}#notes")

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


def _around(rows: Sequence[TakeRow], take: Take) -> tuple[TakeRow | None, TakeRow | None]:
    """Return the takes of the same question right before and right after a take."""
    ids = [row for row in rows if (row.deck, row.question_id) == (take.deck, take.question.id)]
    at = next((place for place, row in enumerate(ids) if row.id == take.id), None)
    if at is None:
        return None, None
    return ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None


def _ratio(text: str) -> float | None:
    """Read a ratio, 0–1, from an address; None for anything else."""
    return float(text) if re.fullmatch(r"[01]\.\d{1,3}", text) and float(text) <= 1 else None


def _back(take: Take, before: Seen) -> Response:
    """Show a take again, with what its coverage was before."""
    coverage = figure(before.made, "coverage", "coverage")
    was = "" if coverage is None else f"?was={coverage:.3f}"
    return sent_to(f"/takes/{quote(take.id)}{was}#changes")
