"""Order: when an answer reached each of its points, and in which order.

A point is reached where the stretch begins that makes it, in whole or in part. The deck's order is a
good one, not the only one, so it is told and not marked.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from rehearse.analysis.coverage import CREDIT, match_key_points
from rehearse.take import Transcript

if TYPE_CHECKING:
    from rehearse.analysis.coverage import Coverage
    from rehearse.analysis.judging import Judge
    from rehearse.deck import Question

FEWEST_ORDERED = 3
"""Fewer points have no order worth telling."""


@dataclass(frozen=True, slots=True)
class Order:
    """When and in which order points were reached; a point is named by its place in the deck, from 0.

    Parameters
    ----------
    reached : tuple of int
        The points that were made, in whole or in part, in the order they were said.
    first_point_s : float or None
        From the first word to the first point, s; None without points or without times.
    in_deck_order : float or None
        Share of all pairs of those points that were said in the deck's order, 0–1 (1 is the deck's order
        and 0 its reverse); None for fewer than three points, and where any few of the points do.
    after_time_limit : tuple of int
        The points that were worth less, or nothing, when the time limit was over.
    """

    reached: tuple[int, ...] = ()
    first_point_s: float | None = None
    in_deck_order: float | None = None
    after_time_limit: tuple[int, ...] = ()


def find_order(
    question: Question, transcript: Transcript, coverage: Coverage, *, judge: Judge | None = None
) -> Order:
    """Find when points were reached.

    Parameters
    ----------
    question : Question
    transcript : Transcript
    coverage : Coverage
        What the answer covered of the question.
    judge : Judge, optional
        What that was found with.
    """
    firsts = {
        at: match.first_word
        for at, match in enumerate(coverage.key_points)
        if CREDIT[match.status] and match.first_word is not None
    }
    reached = tuple(sorted(firsts, key=lambda at: (firsts[at], at)))
    if not reached:
        return Order()
    pairs = list(combinations(reached, 2))
    ordered = len(reached) >= FEWEST_ORDERED and question.need is None
    start_s = coverage.key_points[reached[0]].start_s
    return Order(
        reached=reached,
        first_point_s=None if start_s is None else start_s - transcript.words[0].start_s,
        in_deck_order=sum(one < other for one, other in pairs) / len(pairs) if ordered else None,
        after_time_limit=_late(question, transcript, coverage, judge),
    )


def _late(
    question: Question, transcript: Transcript, coverage: Coverage, judge: Judge | None
) -> tuple[int, ...]:
    """Return the points that what was said within the limit earns less for."""
    limit_s = question.time_limit_s
    late = [
        (at, match)
        for at, match in enumerate(coverage.key_points)
        if limit_s is not None and match.end_s is not None and match.end_s > limit_s and CREDIT[match.status]
    ]
    if not late:
        return ()
    within = Transcript(
        tuple(word for word in transcript.words if limit_s is not None and word.end_s <= limit_s),
        transcript.engine,
        transcript.model,
        transcript.language,
    )
    before = match_key_points(
        [match.key_point for _, match in late], within, question=question.text, judge=judge
    )
    return tuple(
        at
        for (at, match), early in zip(late, before, strict=True)
        if CREDIT[early.status] < CREDIT[match.status]
    )
