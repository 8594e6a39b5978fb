"""Verdicts: from the stretches that affirm and deny a point to its status.

A point is judged by the wording that fits best. It is contradicted where something turns it around, or where
a misconception fits its stretch better than it does; what is said of one point is not held against another.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rehearse.analysis.matching import best_stretches
from rehearse.analysis.text import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rehearse.analysis.matching import Answer, Stretch
    from rehearse.analysis.weights import Weights


class Status(StrEnum):
    """What an answer did with a key point."""

    COVERED = "covered"
    PARTLY = "partly"
    MISSED = "missed"
    CONTRADICTED = "contradicted"


COVERED_SCORE = 0.7
"""Score from which a point is covered. This and the next three were set on the built-in decks, whose model
answers cover their own points and few others, and on the labelled answers of the tests."""

PARTLY_SCORE = 0.5
"""Score from which it is partly covered."""

CONTRADICTED_SCORE = 0.7
"""Score from which a stretch that turns the point around contradicts it."""

MISCONCEPTION_SCORE = 0.8
"""Score from which a misconception is flagged: a false alarm hurts more than a miss."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The best that an answer holds for and against a point.

    Parameters
    ----------
    affirmed, denied : Stretch or None
    affirmed_by, denied_by : str
        The wordings they fit; "" for none.
    """

    affirmed: Stretch | None = None
    affirmed_by: str = ""
    denied: Stretch | None = None
    denied_by: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer did with a point.

    Parameters
    ----------
    status : Status
    score : float
        0–1.
    wording : str
        The wording that fitted best; "" for none.
    stretch : Stretch or None
        None when the point was missed.
    """

    status: Status
    score: float
    wording: str
    stretch: Stretch | None = None


def read(wordings: Iterable[str], answer: Answer, weights: Weights) -> Reading:
    """Find the best stretches for and against a point over all of its wordings, the first of equals."""
    affirmed: Stretch | None = None
    denied: Stretch | None = None
    affirmed_by = denied_by = ""
    for wording in wordings:
        one_for, one_against = best_stretches(tokens_of(wording), answer, weights)
        if one_for is not None and (affirmed is None or one_for.score > affirmed.score):
            affirmed, affirmed_by = one_for, wording
        if one_against is not None and (denied is None or one_against.score > denied.score):
            denied, denied_by = one_against, wording
    return Reading(affirmed, affirmed_by, denied, denied_by)


def judge(
    reading: Reading, answer: Answer, *, claims: Sequence[Stretch] = (), others: Sequence[Stretch] = ()
) -> Verdict:
    """Judge a point.

    Parameters
    ----------
    reading : Reading
    answer : Answer
    claims : sequence of Stretch
        What affirms the question's misconceptions best.
    others : sequence of Stretch
        What affirms the question's other points best. A denial that says one of them at least as well is
        none: "high bias means underfitting" does not deny that high variance means overfitting.
    """
    affirmed, denied = reading.affirmed, reading.denied
    if denied is not None and any(denied.overlaps(other) and other.score >= denied.score for other in others):
        denied = None
    if denied is not None and _contradicts(denied, affirmed, answer):
        return Verdict(Status.CONTRADICTED, denied.score, reading.denied_by, denied)
    if affirmed is None:
        return Verdict(Status.MISSED, 0.0, "")
    if affirmed.score < PARTLY_SCORE:
        return Verdict(Status.MISSED, affirmed.score, reading.affirmed_by)
    status = Status.COVERED if affirmed.score >= COVERED_SCORE else Status.PARTLY
    if any(
        claim.score >= MISCONCEPTION_SCORE and claim.score > affirmed.score and claim.overlaps(affirmed)
        for claim in claims
    ):
        status = Status.CONTRADICTED
    return Verdict(status, affirmed.score, reading.affirmed_by, affirmed)


def _contradicts(denied: Stretch, affirmed: Stretch | None, answer: Answer) -> bool:
    """Say whether a denied stretch contradicts its point.

    Not by one word alone, nor across clauses, nor where the point is made plainly elsewhere. What seems to
    make it within the very words that turn it around, and less well, does not.
    """
    clauses = {answer.tokens[index].clause for index in denied.matched}
    if denied.score < CONTRADICTED_SCORE or len(denied.matched) < 2 or len(clauses) > 1:
        return False
    if affirmed is None or affirmed.score < COVERED_SCORE:
        return True
    return set(affirmed.matched) < set(denied.matched) and affirmed.score < denied.score
