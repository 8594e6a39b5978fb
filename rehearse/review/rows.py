"""Past takes as the lists show them: one row each, cheap to keep by the thousand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from rehearse.analysis.document import figure

if TYPE_CHECKING:
    from rehearse.take import Take


@dataclass(frozen=True, slots=True)
class Row:
    """What is known of a take at a glance.

    Parameters
    ----------
    id : str
    deck, question_id, question : str
        Name of the deck, id and text of the question.
    recorded_at : datetime
    duration_s : float
    session : str
    demonstration : bool
    text : str
        What was said.
    coverage : float or None
        0–1.
    pace_wpm, fillers_per_min, pauses_per_min : float or None
    """

    id: str
    deck: str
    question_id: str
    question: str
    recorded_at: datetime
    duration_s: float
    session: str
    demonstration: bool
    text: str
    coverage: float | None
    pace_wpm: float | None
    fillers_per_min: float | None
    pauses_per_min: float | None

    @property
    def key(self) -> tuple[str, str]:
        """Deck and id of the question: what history hangs on."""
        return (self.deck, self.question_id)

    @property
    def day(self) -> date:
        """The day on which it was recorded, where it was recorded."""
        return self.recorded_at.date()


def matching(rows: Iterable[Row], words: str) -> list[Row]:
    """Return the rows in which every one of some words occurs: in the question, the answer, or the date."""
    wanted = words.casefold().split()
    return [row for row in rows if all(word in _searched(row) for word in wanted)]


def _searched(row: Row) -> str:
    when = f"{row.recorded_at:%Y-%m-%d %A %B} {row.recorded_at.day}"
    return f"{row.question} {row.question_id} {row.deck} {when} {row.id} {row.text}".casefold()


def row_of(take: Take, made: Mapping[str, Any]) -> Row:
    """Return the row of a take.

    Parameters
    ----------
    take : Take
    made : mapping
        Its analysis document; an empty one where there is none.
    """
    return Row(
        id=take.id,
        deck=take.deck,
        question_id=take.question.id,
        question=take.question.text,
        recorded_at=take.recorded_at,
        duration_s=take.recording.duration_s,
        session=take.session,
        demonstration=take.demonstration,
        text=take.transcript.text,
        coverage=figure(made, "coverage", "coverage"),
        pace_wpm=figure(made, "pacing", "speech_rate_wpm"),
        fillers_per_min=figure(made, "summary", "fillers_per_min"),
        pauses_per_min=figure(made, "summary", "silent_pauses_per_min"),
    )
