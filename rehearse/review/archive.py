"""What the pages read: takes, what was made of them, and the decks, whatever state each is in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING, Any

from rehearse.analysis.corrected import Corrected, apply_corrections
from rehearse.corrections import digest
from rehearse.corrections_log import read_corrections
from rehearse.errors import StoreError
from rehearse.rescoring import scored_question
from rehearse.review.rows import Row, row_of
from rehearse.review.tracks import peaks_of, voice_of
from rehearse.take_folder import is_take

if TYPE_CHECKING:
    from rehearse.deck import Deck, Question
    from rehearse.desk import Hearing
    from rehearse.rescoring import Rescorer
    from rehearse.shelf import TroubledTake
    from rehearse.store import Store
    from rehearse.take import Take


@dataclass(frozen=True, slots=True)
class Seen:
    """A take and what is made of it.

    Parameters
    ----------
    take : Take
        As it was recorded.
    question : Question
        What it is scored against.
    corrected : Corrected
        Its transcript as a person corrected it.
    made : mapping
        Its analysis document.
    """

    take: Take
    question: Question
    corrected: Corrected
    made: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Archive:
    """Everything that the pages are made of.

    Parameters
    ----------
    store : Store
    rescorer : Rescorer
    hearing : Hearing
        The one that the rescorer has.
    read_decks : callable
        Returns the decks that can be read now.
    now : callable
        The wall clock, with its time zone.
    default_deck : str
        Name of the deck that is practised when none is named.
    """

    store: Store
    rescorer: Rescorer
    hearing: Hearing
    read_decks: Callable[[], tuple[Deck, ...]]
    now: Callable[[], datetime]
    default_deck: str

    def rows(self) -> tuple[list[Row], tuple[TroubledTake, ...]]:
        """Return a row for every take, in order of time, and the folders that are no whole takes.

        Raises
        ------
        StoreError
            When the recordings folder itself cannot be read.
        """
        takes = self.store.takes()
        rows = [row_of(take, self.store.analysis(take) or {}) for take in takes.good]
        return rows, (*takes.damaged, *takes.unfinished)

    def folder(self, take_id: str) -> Path:
        """Return the folder of a take: one inside the recordings folder, and nothing else.

        Raises
        ------
        StoreError
        """
        is_name = take_id == Path(take_id).name and take_id not in ("", ".", "..") and "\\" not in take_id
        if not is_name or not is_take(self.store.recordings / take_id):
            raise StoreError("There is no such take.", "It may have been deleted or renamed.")
        return self.store.recordings / take_id

    def take(self, take_id: str) -> Take:
        """Return a take by the name of its folder.

        Raises
        ------
        StoreError
        """
        return self.store.load(self.folder(take_id))

    def seen(self, take: Take) -> Seen:
        """Return a take as it stands; what is kept of it is used while it tells of every correction.

        Raises
        ------
        AudioInputError
            When it must be scored again, and its sound cannot be read.
        StoreError
        """
        corrected = apply_corrections(take.transcript, read_corrections(take.folder))
        made = self.store.analysis(take)
        if made is None or not _tells_of(made, corrected):
            rescored = self.rescorer.refresh(take)
            made, corrected = rescored.document, rescored.corrected
        return Seen(take, scored_question(take, made), corrected, made)

    def peaks(self, take: Take) -> list[int]:
        """Return the waveform of a take.

        Raises
        ------
        AudioInputError
        """
        return peaks_of(take.recording)

    def voice(self, take: Take) -> dict[str, Any]:
        """Return pitch and loudness of a take; the first time takes seconds, unless it was heard before.

        Raises
        ------
        AudioInputError
        """
        return voice_of(self.hearing.voice(take.recording, self.hearing.speech(take.recording)))


def _tells_of(made: Mapping[str, Any], corrected: Corrected) -> bool:
    """Say whether a document from disk has what the pages show, with the corrections that hold now."""
    whole = all(isinstance(made.get(name), kind) for name, kind in _FIELDS.items())
    return whole and made["summary"].get("corrections_digest") == digest(corrected.standing)


_FIELDS: dict[str, type | tuple[type, ...]] = {
    "summary": dict,
    "words": list,
    "filled_pauses": (list, NoneType),  # null where those of the language are not known
    "silent_pauses": list,
    "pacing": dict,
    "coverage": dict,
    "delivery": dict,
    "scorecard": dict,
}
