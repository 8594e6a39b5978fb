"""Which question comes next: the one that most needs practice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
    """Choose the question that most needs practice; see :func:`by_need`.

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
    return by_need(candidates, attempts)[0]


def by_need(questions: Iterable[Question], attempts: Sequence[Attempt]) -> list[Question]:
    """Return questions, those that most need practice first.

    Never tried ones come first, in the order given; then the lowest coverage of the latest attempt, of
    equals the one tried longest ago.
    """
    latest: dict[str, Attempt] = {}
    for attempt in sorted(attempts, key=lambda attempt: attempt.recorded_at):
        latest[attempt.question_id] = attempt

    def need(question: Question) -> tuple[float, float]:
        attempt = latest.get(question.id)
        if attempt is None:
            return (-1.0, 0.0)
        return (attempt.coverage or 0.0, attempt.recorded_at.timestamp())

    return sorted(questions, key=need)
