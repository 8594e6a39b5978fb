"""Which question comes next: the one that most needs practice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rehearse.deck import Deck, Question


@dataclass(frozen=True, slots=True)
class Attempt:
    """What choosing the next question needs to know of a past take.

    Parameters
    ----------
    question_id : str
    recorded_at : datetime
    coverage : float or None
        0–1; None when it could not be known.
    """

    question_id: str
    recorded_at: datetime
    coverage: float | None


def choose_question(deck: Deck, attempts: Sequence[Attempt], *, after: Question | None = None) -> Question:
    """Choose the question that most needs practice.

    Never tried ones come first, in the deck's order; then the lowest coverage of the latest
    attempt, of equals the one tried longest ago.

    Parameters
    ----------
    deck : Deck
        With at least one question.
    attempts : sequence of Attempt
        In any order; those at questions of other decks are ignored.
    after : Question, optional
        The one just answered, which is not chosen again while there is another.
    """
    candidates = [q for q in deck.questions if after is None or q.id != after.id] or list(deck.questions)
    latest: dict[str, Attempt] = {}
    for attempt in sorted(attempts, key=lambda attempt: attempt.recorded_at):
        latest[attempt.question_id] = attempt
    untried = [question for question in candidates if question.id not in latest]
    if untried:
        return untried[0]

    def need(question: Question) -> tuple[float, datetime]:
        attempt = latest[question.id]
        return (attempt.coverage if attempt.coverage is not None else 0.0, attempt.recorded_at)

    return min(candidates, key=need)
