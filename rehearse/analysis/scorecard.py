"""The scorecard: what was said, how it was said, and why each mark is what it is.

There is no total. The mark for content is the coverage. The mark for delivery is the mean of the
parts of :mod:`rehearse.analysis.delivery`. Each mark comes with the sentences that name what moved it.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

from rehearse.analysis.coverage import Status
from rehearse.analysis.delivery import delivery_advice, too_little
from rehearse.analysis.not_knowing import Kind
from rehearse.analysis.phrases import at, listed

if TYPE_CHECKING:
    from rehearse.analysis.coverage import Coverage, KeyPointMatch
    from rehearse.analysis.delivery import Part
    from rehearse.analysis.manner import Manner
    from rehearse.analysis.not_knowing import NotKnowing
    from rehearse.analysis.pacing import Pacing

MAX_ADVICE = 3
"""More than three things cannot be worked on at once."""

MAX_NAMED_POINTS = 2
"""So many missed points are named; the others are counted."""

_SILENT = ("If you did speak, see with `rehearse doctor` that the right microphone is heard.",)


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark and its reason.

    Parameters
    ----------
    value : float or None
        0–1; None when it cannot be given.
    why : str
        What moved it, or why there is none, in whole sentences.
    """

    value: float | None
    why: str


@dataclass(frozen=True, slots=True)
class Scorecard:
    """What an answer is told.

    Parameters
    ----------
    content, delivery : Mark
    advice : tuple of str
        The two or three most useful sentences, the most useful first.
    """

    content: Mark
    delivery: Mark
    advice: tuple[str, ...] = ()


def score(
    coverage: Coverage,
    pacing: Pacing,
    parts: tuple[Part, ...],
    manner: Manner,
    not_knowing: NotKnowing | None = None,
    *,
    need: int | None = None,
) -> Scorecard:
    """Score an answer from its analyses.

    Parameters
    ----------
    coverage : Coverage
    pacing : Pacing
    parts : tuple of Part
        Of the mark for delivery; empty for too little speech.
    manner : Manner
    not_knowing : NotKnowing, optional
    need : int, optional
        How many of the key points make the answer whole; None for all.
    """
    if not pacing.n_words:
        return Scorecard(
            Mark(coverage.coverage, "No words were heard."), Mark(None, too_little(pacing)), _SILENT
        )
    unmarked = too_little(pacing)
    values = [part.value for part in parts if part.told]
    delivery = Mark(None, unmarked) if unmarked else Mark(fmean(values), " ".join(part.why for part in parts))
    advice = [*_content_advice(coverage, need, not_knowing), *delivery_advice(parts, manner)][:MAX_ADVICE]
    if not advice and coverage.coverage is not None and parts:
        advice = [
            "Nothing stands out to work on. Come back in a few days and see whether it still comes as easily."
        ]
    return Scorecard(_content(coverage, need, not_knowing), delivery, tuple(advice))


def _content(coverage: Coverage, need: int | None, not_knowing: NotKnowing | None) -> Mark:
    """Mark the content, and say what moved the mark."""
    by_status = {
        status: [match for match in coverage.key_points if match.status is status] for status in Status
    }
    covered, partly = len(by_status[Status.COVERED]), len(by_status[Status.PARTLY])
    sentences = []
    if coverage.coverage is None:
        sentences.append("This question has no key points, so its content gets no mark.")
    else:
        n_points = len(coverage.key_points)
        of = f"{n_points} key points" if n_points != 1 else "1 key point"
        if need is not None and need < n_points:
            of += f", of which any {need} {'makes' if need == 1 else 'make'} the answer whole"
        also = f" and touched on {partly}" if partly else ""
        sentences.append(f"You covered {covered}{also} of {of}.")
        missed = sorted(by_status[Status.MISSED], key=lambda match: -match.key_point.weight)
        if missed and coverage.coverage < 1:
            named = [f"“{match.key_point.text}”" for match in missed[:MAX_NAMED_POINTS]]
            if len(missed) > MAX_NAMED_POINTS:
                named.append(f"{len(missed) - MAX_NAMED_POINTS} more")
            sentences.append(f"You missed {listed(named)}.")
    sentences += [_contradiction(match) for match in by_status[Status.CONTRADICTED]]
    sentences += [
        f"“{match.quote}”{at(match.start_s)} is close to a common misconception: {match.text}."
        for match in coverage.misconceptions
    ]
    if not_knowing is not None and not_knowing.plan is not None:
        sentences.append(
            f"You said what you didn't know{at(not_knowing.admission.start_s)} and how you would find out"
            f"{at(not_knowing.plan.start_s)}: a good move."
        )
    return Mark(coverage.coverage, " ".join(sentences))


def _content_advice(coverage: Coverage, need: int | None, not_knowing: NotKnowing | None) -> list[str]:
    """Return what would help the content most, the most useful first, at most two sentences."""
    advice = [
        f"Listen again{at(match.start_s)}: you said “{_ended(match.quote)}” {_right_is(match)}"
        for match in coverage.key_points
        if match.status is Status.CONTRADICTED
    ]
    if not_knowing is not None and not_knowing.kind is Kind.BARE and (coverage.coverage or 0.0) < 0.5:
        advice.append(
            "When you don't know, say so and go on to how you would find out: that is an answer too."
        )
    if coverage.coverage is not None and coverage.coverage < 1:
        open_points = [
            match for match in coverage.key_points if match.status in (Status.MISSED, Status.PARTLY)
        ]
        open_points.sort(key=lambda match: (match.status is Status.PARTLY, -match.key_point.weight))
        # Points that share a probe are won by answering it once.
        advice += dict.fromkeys(_open_point(match, need) for match in open_points)
    return advice[:2]


def _contradiction(match: KeyPointMatch) -> str:
    """Say what was heard in the place of a point."""
    if match.swapped_with:
        return (
            f"You swapped two things{at(match.start_s)}: what you said belongs to “{match.swapped_with}”, "
            f"not to “{match.key_point.text}”."
        )
    return f"You said otherwise{at(match.start_s)} than “{match.key_point.text}”."


def _ended(quote: str) -> str:
    """Return a quote with a full stop, unless it has an end of its own."""
    return quote if quote.endswith((".", "!", "?")) else f"{quote.rstrip(',;:')}."


def _right_is(match: KeyPointMatch) -> str:
    """Say what would have been right."""
    if match.swapped_with:
        return f"That is what “{match.swapped_with}” is about: the two are swapped."
    return f"The point is: {match.key_point.text}."


def _open_point(match: KeyPointMatch, need: int | None) -> str:
    """Say how to win a point that was missed or only touched on."""
    point = match.key_point
    if match.status is Status.PARTLY:
        return f"You only touched on “{point.text}”{at(match.start_s)} (“{match.quote}”): say it in full."
    if point.probe:
        return f"Answer this too: {point.probe}"
    return f"{'Next time you could say' if need else 'Next time, say'}: {point.text}."
