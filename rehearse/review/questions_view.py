"""The questions of the decks, and how each has gone: never tried, weakest first, and one in detail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rehearse.review.rows import key_of
from rehearse.take_rows import TakeRow

if TYPE_CHECKING:
    from rehearse.deck import Deck

SPARK_TAKES = 20
"""Takes in the small line beside a question."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A question and its takes.

    Parameters
    ----------
    rows : tuple of TakeRow
        At least one, in order of time.
    """

    rows: tuple[TakeRow, ...]

    @property
    def latest(self) -> TakeRow:
        """The take that counts."""
        return self.rows[-1]

    @property
    def best(self) -> float | None:
        """The highest coverage reached, 0–1."""
        known = [row.coverage for row in self.rows if row.coverage is not None]
        return max(known) if known else None

    @property
    def course(self) -> tuple[float | None, ...]:
        """Coverage of the latest takes, in order of time."""
        return tuple(row.coverage for row in self.rows[-SPARK_TAKES:])


@dataclass(frozen=True, slots=True)
class Untried:
    """A question that was never answered.

    Parameters
    ----------
    deck, id, text, group : str
    """

    deck: str
    id: str
    text: str
    group: str


def tried(rows: Iterable[TakeRow]) -> list[Tried]:
    """Return the questions that were tried, the weakest first: by the latest coverage, then the oldest."""
    groups: dict[tuple[str, str], list[TakeRow]] = {}
    for row in rows:
        groups.setdefault(key_of(row), []).append(row)
    found = [Tried(tuple(group)) for group in groups.values()]

    def need(question: Tried) -> tuple[float, object]:
        coverage = question.latest.coverage
        return (1.0 if coverage is None else coverage, question.latest.recorded_at)

    return sorted(found, key=need)


def untried(
    decks: Sequence[Deck], rows: Iterable[TakeRow], default_deck: str
) -> list[tuple[Deck, list[Untried]]]:
    """Return the questions never tried, by deck: of the decks that are practised, and the default one."""
    rows = list(rows)
    keys = {key_of(row) for row in rows}
    practised = {row.deck for row in rows} | {default_deck}
    found = []
    for deck in decks:
        if deck.name not in practised:
            continue
        left = [
            Untried(deck.name, question.id, question.text, question.group)
            for question in deck.questions
            if (deck.name, question.id) not in keys
        ]
        if left:
            found.append((deck, left))
    return found
