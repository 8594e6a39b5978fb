"""What an answer said, as part of the JSON document of :mod:`rehearse.analysis.document`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rehearse.analysis.delivery_document import rounded, times

if TYPE_CHECKING:
    from rehearse.analysis import Analysis
    from rehearse.analysis.coverage import Coverage, KeyPointMatch, MisconceptionMatch
    from rehearse.analysis.not_knowing import NotKnowing
    from rehearse.analysis.order import Order
    from rehearse.analysis.spotting import Spot
    from rehearse.analysis.story import Story


def coverage_document(coverage: Coverage) -> dict[str, Any]:
    """Return what was covered, as plain values."""
    return {
        "coverage": rounded(coverage.coverage),
        "key_points": [_key_point(match) for match in coverage.key_points],
        "misconceptions": [_misconception(match) for match in coverage.misconceptions],
    }


def content_document(analysis: Analysis) -> dict[str, Any]:
    """Return when points were reached, the parts of a story, and what was said not to be known."""
    return {
        "order": _order(analysis.order),
        "story": None if analysis.story is None else _story(analysis.story),
        "not_knowing": None if analysis.not_knowing is None else _not_knowing(analysis.not_knowing),
    }


def _key_point(match: KeyPointMatch) -> dict[str, Any]:
    return {
        "text": match.key_point.text,
        "weight": match.key_point.weight,
        "status": match.status.value,
        "score": rounded(match.score),
        "quote": match.quote or None,
        **times(match.start_s, match.end_s),
        "by": match.by or None,
        "wording": match.wording or None,
        "swapped_with": match.swapped_with or None,
        **_words(match.first_word, match.last_word),
    }


def _misconception(match: MisconceptionMatch) -> dict[str, Any]:
    return {
        "text": match.text,
        "score": rounded(match.score),
        "quote": match.quote,
        **times(match.start_s, match.end_s),
        **_words(match.first_word, match.last_word),
    }


def _words(first: int | None, last: int | None) -> dict[str, Any]:
    matched = [] if first is None or last is None else list(range(first, last + 1))
    return {"first_word": first, "last_word": last, "matched_words": matched}


def _order(order: Order) -> dict[str, Any]:
    return {
        "reached": list(order.reached),
        "first_point_s": rounded(order.first_point_s),
        "in_deck_order": rounded(order.in_deck_order),
        "after_time_limit": list(order.after_time_limit),
    }


def _story(story: Story) -> dict[str, Any]:
    return {
        **{part: None if spot is None else _spot(spot) for part, spot in story.parts.items()},
        "expected": list(story.expected),
    }


def _not_knowing(not_knowing: NotKnowing) -> dict[str, Any]:
    plan = not_knowing.plan
    return {
        "kind": not_knowing.kind.value,
        "admission": _spot(not_knowing.admission),
        "plan": None if plan is None else _spot(plan),
    }


def _spot(spot: Spot) -> dict[str, Any]:
    return {"quote": spot.quote, **times(spot.start_s, spot.end_s)}
