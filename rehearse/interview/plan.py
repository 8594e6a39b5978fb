"""Which questions an interview asks, in what order, and whether there is time for the next one.

Warm-ups come first. Of the others those are asked that most need it, in an order that cannot be known
beforehand: a real interviewer does not begin with your worst question and end with your best.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace

from rehearse.answering import DEFAULT_TIME_LIMIT_S
from rehearse.choosing import Attempt, by_need
from rehearse.deck import Deck, KeyPoint, Question

DEFAULT_BUDGET_S = 20 * 60.0

READING_S = 12.0
"""About how long a question is read, with the moment before the answer."""

QUESTIONS_PER_WARM_UP = 5
"""One in so many questions is a warm-up; at least one where two are asked."""

FOLLOW_UP_LIMIT_S = 60.0
"""A follow-up asks for one point: half of what a whole question gets by default."""

FOLLOW_UP_ID = "{}--follow-up"
"""No question of a deck can have such an id, so that histories keep the two apart."""

_WARM_UP = re.compile(r"\s*warm", re.IGNORECASE)


def is_warm_up(question: Question) -> bool:
    """Say whether a question stands under a heading such as "Warm-up"."""
    return _WARM_UP.match(question.group) is not None


def needed_s(question: Question) -> float:
    """Return the time that asking and answering a question takes, by its target, s."""
    return READING_S + (question.time_limit_s or DEFAULT_TIME_LIMIT_S)


def plan_questions(
    deck: Deck, attempts: Sequence[Attempt], *, n_questions: int | None, budget_s: float | None, seed: str
) -> tuple[Question, ...]:
    """Choose the questions of an interview, in the order in which they are asked.

    Parameters
    ----------
    deck : Deck
        With at least one question.
    attempts : sequence of Attempt
        What is known of past takes.
    n_questions : int or None
        How many; as many as the time allows where it is None.
    budget_s : float or None
        How long the interview may last; None for as long as it takes.
    seed : str
        The same gives the same plan.

    Returns
    -------
    tuple of Question
        Where time decides, all that there might be time for if the answers are short.
    """
    chance = random.Random(seed)
    shuffled = chance.sample(deck.questions, len(deck.questions))
    warm_ups = [question for question in by_need(shuffled, attempts) if is_warm_up(question)]
    others = [question for question in by_need(shuffled, attempts) if not is_warm_up(question)]
    n_wanted = min(n_questions or _n_that_fit(deck, budget_s), len(deck.questions))
    n_warm_ups = max(1, round(n_wanted / QUESTIONS_PER_WARM_UP)) if n_wanted > 1 or not others else 0
    n_warm_ups = min(max(n_warm_ups, n_wanted - len(others)), len(warm_ups))
    n_others = n_wanted - n_warm_ups
    asked = others[:n_others]
    chance.shuffle(asked)
    reserve = others[n_others:] if n_questions is None else []
    return (*warm_ups[:n_warm_ups], *asked, *reserve)


def _n_that_fit(deck: Deck, budget_s: float | None) -> int:
    if budget_s is None:
        return len(deck.questions)
    mean_s = sum(needed_s(question) for question in deck.questions) / len(deck.questions)
    return max(1, int(budget_s / mean_s))


def there_is_time(question: Question, *, budget_s: float | None, spent_s: float) -> bool:
    """Say whether a question that takes its whole target would still end within the budget."""
    return budget_s is None or needed_s(question) <= budget_s - spent_s


def follow_up(question: Question, missed: Sequence[KeyPoint]) -> Question | None:
    """Return the question that probes further after an answer; None where the deck offers none.

    Parameters
    ----------
    question : Question
    missed : sequence of KeyPoint
        Its key points that the answer left out; the weightiest with a probe is asked about.
    """
    probed = max((point for point in missed if point.probe), key=lambda point: point.weight, default=None)
    if probed is None:
        return None
    return Question(
        id=FOLLOW_UP_ID.format(question.id),
        text=probed.probe,
        group=question.group,
        key_points=(replace(probed, probe=""),),
        time_limit_s=FOLLOW_UP_LIMIT_S,
        tags=question.tags,
    )
