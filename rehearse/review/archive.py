"""What the pages read: takes, what was made of them, and the decks, whatever state each is in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING, Any

from rehearse.analysis.corrected import Corrected, apply_corrections
from rehearse.corrections import digest
from rehearse.corrections_log import read_corrections
from rehearse.errors import RehearseError, StoreError
from rehearse.rescoring import scored_question
from rehearse.review.tracks import peaks_of, voice_of
from rehearse.take_folder import is_take

if TYPE_CHECKING:
    from rehearse.deck import Deck, Question
    from rehearse.desk import Hearing
    from rehearse.rescoring import Rescorer
    from rehearse.store import Store
    from rehearse.take import Take
    from rehearse.take_index import Rows


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
    read_rows : callable
        Returns all takes at a glance.
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
    read_rows: Callable[[], Rows]
    rescorer: Rescorer
    hearing: Hearing
    read_decks: Callable[[], tuple[Deck, ...]]
    now: Callable[[], datetime]
    default_deck: str

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

    def kept(self, take_ids: Iterable[str]) -> dict[str, tuple[Take, Mapping[str, Any]]]:
        """Return takes with what was made of them, by their ids; those that cannot be read are left out."""
        kept: dict[str, tuple[Take, Mapping[str, Any]]] = {}
        for take_id in take_ids:
            with suppress(RehearseError):
                seen = self.seen(self.take(take_id))
                kept[take_id] = (seen.take, seen.made)
        return kept

    def deck_of(self, take: Take) -> Deck | None:
        """Return a take's deck as it is now; None when it is not among the decks."""
        return next((deck for deck in self.read_decks() if deck.name == take.deck), None)

    def question_now(self, take: Take) -> Question | None:
        """Return a take's question as its deck has it now; None when it is no longer to be found."""
        deck = self.deck_of(take)
        questions = deck.questions if deck else ()
        return next((question for question in questions if question.id == take.question.id), None)

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
