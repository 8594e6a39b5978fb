"""Verdicts: from the stretches that affirm and deny a point to its status.

A point is judged by the wording that fits best. It is contradicted where something turns it around, or where
a misconception fits its stretch better than it does; what is said of one point is not held against another.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from rehearse.analysis.calibration import calibrated
from rehearse.analysis.matching import DENIAL_FLOOR, best_stretches
from rehearse.analysis.text import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rehearse.analysis.answer import Answer
    from rehearse.analysis.matching import Stretch
    from rehearse.analysis.nearness import Landscape, Passage
    from rehearse.analysis.weights import Weights


class Status(StrEnum):
    """What an answer did with a key point."""

    COVERED = "covered"
    PARTLY = "partly"
    MISSED = "missed"
    CONTRADICTED = "contradicted"


COVERED_SCORE = 0.8
COVERED_SCORE_WITH_MEANING = 0.775
"""Score from which a point is covered; a little less will do where meaning speaks too, for then other answers
score far less. These and the next two were set on the built-in decks, whose model answers cover their own
points and few others, and on the labelled answers of the tests."""

PARTLY_SCORE = 0.75
"""Score from which it is partly covered."""

WORDING_SCORE = 0.95
"""Recall from which a wording was said as the deck has it, give or take its order."""

MISCONCEPTION_SCORE = 0.8
"""Recall from which a misconception is flagged: a false alarm hurts more than a miss."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The best that an answer holds for and against a point.

    Parameters
    ----------
    score : float
        How likely a person would say that the answer makes the point, 0–1; 0 where nothing was found.
    wording : str
        The wording that fits best; "" for none.
    affirmed : Stretch or None
        The stretch whose words affirm it.
    passage : Passage or None
        The passage that means it, where meanings are compared.
    denied : Stretch or None
    denied_by : str
        The wording that is denied; "" for none.
    """

    score: float = 0.0
    wording: str = ""
    affirmed: Stretch | None = None
    passage: Passage | None = None
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
    matched : tuple of int
        Indices of the answer's tokens that decided; empty when the point was missed.
    by : str
        What matched: "wording" where the whole of one was said, "words" where enough of it was, "meaning"
        where only that, or "" when the point was missed.
    """

    status: Status
    score: float
    wording: str
    matched: tuple[int, ...] = ()
    by: str = ""


def read(
    wordings: Iterable[str], answer: Answer, weights: Weights, landscape: Landscape | None = None
) -> Reading:
    """Find the best that is said for and against a point over all of its wordings, the first of equals."""
    best = Reading()
    denied: Stretch | None = None
    denied_by = ""
    for wording in wordings:
        view = tokens_of(wording)
        units = weights.units(view)
        one_for, one_against = best_stretches(
            units, answer, len(view), 1 + max((token.sentence for token in view), default=0)
        )
        passage = landscape.nearest(wording, units, one_for) if landscape else None
        words = one_for.score if one_for else 0.0
        if passage is not None and one_for is not None and not passage.holds(one_for):
            words = 0.0  # what is said elsewhere does not add up
        score = calibrated(words, passage)
        if one_for is not None and passage is not None:
            # A misheard word leads an embedder astray; recall merely loses it. The more of the stretch was
            # doubted, the nearer its score is to what the words alone have.
            doubt = answer.doubt(one_for.matched[0], one_for.matched[-1])
            score += doubt * max(calibrated(one_for.score) - score, 0.0)
        if score > best.score:
            best = Reading(score, wording, one_for, passage)
        if one_against is not None and (denied is None or one_against.score > denied.score):
            denied, denied_by = one_against, wording
    return replace(best, denied=denied, denied_by=denied_by)


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
    if denied is not None and _contradicts(denied, affirmed, answer):
        score = min(reading.score, 1 - calibrated(denied.score))
        if not any(denied.overlaps(other) and other.score >= denied.score for other in others):
            return Verdict(Status.CONTRADICTED, score, reading.denied_by, denied.matched, "words")
        if affirmed is not None and affirmed.overlaps(denied):  # those words say the other point
            return Verdict(Status.MISSED, score, reading.wording)
    if reading.score < PARTLY_SCORE:
        return Verdict(Status.MISSED, reading.score, reading.wording)
    enough = COVERED_SCORE if reading.passage is None else COVERED_SCORE_WITH_MEANING
    status = Status.COVERED if reading.score >= enough else Status.PARTLY
    if affirmed is not None and calibrated(affirmed.score) >= PARTLY_SCORE:
        matched, by = affirmed.matched, "wording" if affirmed.score >= WORDING_SCORE else "words"
    else:
        assert reading.passage is not None  # what else would the score come from
        matched, by = reading.passage.matched, "meaning"
    against = [
        claim.score
        for claim in claims
        if claim.score >= MISCONCEPTION_SCORE
        and claim.score > (affirmed.score if affirmed else 0.0)
        and _most_within(matched, claim)
    ]
    if against:
        score = min(reading.score, 1 - calibrated(max(against)))
        return Verdict(Status.CONTRADICTED, score, reading.wording, matched, by)
    return Verdict(status, reading.score, reading.wording, matched, by)


def _contradicts(denied: Stretch, affirmed: Stretch | None, answer: Answer) -> bool:
    """Say whether a denied stretch contradicts its point.

    Not by one word alone, nor across clauses, nor where the point is made plainly elsewhere. What seems to
    make it within the very words that turn it around, and less well, does not.
    """
    clauses = {answer.tokens[index].clause for index in denied.matched}
    if len(denied.matched) < 2 or len(clauses) > 1:
        return False
    if affirmed is None or affirmed.score < DENIAL_FLOOR:
        return True
    within = denied.matched[0] <= affirmed.matched[0] and affirmed.matched[-1] <= denied.matched[-1]
    return within and denied.overlaps(affirmed) and affirmed.score < denied.score


def _most_within(matched: tuple[int, ...], claim: Stretch) -> bool:
    """Say whether what makes a point is said within a claim: one word in common does not make them rivals."""
    within = sum(claim.matched[0] <= index <= claim.matched[-1] for index in matched)
    return 2 * within >= len(matched)
