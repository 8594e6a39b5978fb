"""Coverage: which key points an answer made, with the words that made them.

The answer is cut into passages once. For each point the passages nearest to it in meaning are read by a
judge, and the verdict follows from what the judge says of them. Each point is covered, partly covered, missed
or contradicted; it earns 1, ½, 0 or 0 of its weight.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypedDict

from rehearse.analysis.verdict import Status, numbers
from rehearse.analysis.verdict import judge as judge_point
from rehearse.deck import KeyPoint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rehearse.analysis.judging import Judge
    from rehearse.analysis.passages import Passage
    from rehearse.analysis.reading import Reading
    from rehearse.deck import Question
    from rehearse.take import Transcript


__all__ = [
    "CREDIT",
    "Coverage",
    "KeyPointMatch",
    "MisconceptionMatch",
    "Status",
    "cover",
    "match_key_points",
    "share_covered",
]

CREDIT = {Status.COVERED: 1.0, Status.PARTLY: 0.5, Status.MISSED: 0.0, Status.CONTRADICTED: 0.0}
"""The share of its weight that a point earns."""


@dataclass(frozen=True, slots=True)
class KeyPointMatch:
    """A key point and what the answer did with it.

    Parameters
    ----------
    key_point : KeyPoint
    status : Status
    score : float
        How likely a person would say that the answer makes the point, 0–1; at 0.5 graders are split. So a
        contradicted point scores low, the lower the surer the contradiction.
    first_word, last_word : int or None
        The passage that shows it, as indices into the transcript's words, both included; None when missed.
    start_s, end_s : float or None
        Its times; None when missed, or when the transcript has no times (typed text).
    quote : str
        The passage as said; "" when missed.
    wording : str
        The wording of the point that is nearest to the passage, or to the answer when missed; "" for none.
    by : str
        Who decided: "judge", "words" where no judge could be loaded, or "person".
    swapped_with : str
        Of a contradicted point, the point of the same question that would have been right to say so of; ""
        for none.
    """

    key_point: KeyPoint
    status: Status
    score: float = 0.0
    first_word: int | None = None
    last_word: int | None = None
    start_s: float | None = None
    end_s: float | None = None
    quote: str = ""
    wording: str = ""
    by: str = ""
    swapped_with: str = ""


@dataclass(frozen=True, slots=True)
class MisconceptionMatch:
    """A misconception that the answer stated.

    Parameters
    ----------
    text : str
        The misconception, as the deck states it.
    score : float
        How likely a person would say that the answer states it, 0–1.
    first_word, last_word : int
        The passage, as indices into the transcript's words, both included.
    start_s, end_s : float or None
        None when the transcript has no times.
    quote : str
    """

    text: str
    score: float
    first_word: int
    last_word: int
    start_s: float | None
    end_s: float | None
    quote: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What an answer covered.

    Parameters
    ----------
    coverage : float or None
        Weighted share of the key points covered, 0–1; None for a question without key points.
    key_points : tuple of KeyPointMatch
        One for each key point of the question, in the deck's order.
    misconceptions : tuple of MisconceptionMatch
        Those that were stated; usually none.
    """

    coverage: float | None
    key_points: tuple[KeyPointMatch, ...] = ()
    misconceptions: tuple[MisconceptionMatch, ...] = ()


def match_key_points(
    key_points: Sequence[KeyPoint],
    transcript: Transcript,
    *,
    question: str = "",
    judge: Judge | None = None,
) -> tuple[KeyPointMatch, ...]:
    """Say what an answer did with each key point.

    Parameters
    ----------
    key_points : sequence of KeyPoint
    transcript : Transcript
    question : str
        As asked.
    judge : Judge, optional
        Such as :class:`rehearse.judge.MiniLMJudge`; without one, words alone decide.

    Returns
    -------
    tuple of KeyPointMatch
        One for each key point, in their order.
    """
    from rehearse.analysis.reading import Reading  # here, because it needs numpy

    return _match(key_points, transcript, Reading(transcript, question, judge))


def cover(question: Question, transcript: Transcript, *, judge: Judge | None = None) -> Coverage:
    """Say what an answer covered of a question.

    Coverage is the weight earned ÷ the weight to be earned. A point earns its weight times its `CREDIT`.
    Where the question needs only `need` of its points, the `need` best earnings count, against the
    `need` heaviest weights.

    Parameters
    ----------
    question : Question
    transcript : Transcript
    judge : Judge, optional
        As of :func:`match_key_points`.
    """
    from rehearse.analysis.reading import Reading  # here, because it needs numpy

    reading = Reading(transcript, question.text, judge)
    matches = _match(question.key_points, transcript, reading)
    stated = tuple(_stated(question.misconceptions, transcript, reading, matches))
    return Coverage(share_covered(matches, question.need), matches, stated)


def _match(
    key_points: Sequence[KeyPoint], transcript: Transcript, reading: Reading
) -> tuple[KeyPointMatch, ...]:
    from rehearse.analysis.swaps import swapped_with  # here, because it needs numpy

    fitted = numbers(reading.by)
    matches = []
    for point, read in zip(key_points, reading.read(key_points), strict=True):
        verdict = judge_point(read.opinions, read.passages, fitted)
        found = KeyPointMatch(point, verdict.status, verdict.score, by=reading.by)
        if verdict.passage is not None:
            passage = read.passages[verdict.passage]
            against = verdict.status is Status.CONTRADICTED
            quoted = reading.quote(point, passage, fitted.touching, against=against)
            found = replace(found, wording=read.wordings[verdict.passage], **place(quoted, transcript))
            if against:
                others = [other for other in key_points if other is not point]
                swapped = swapped_with(point, passage.text, others, reading.question, reading.judge)
                found = replace(found, swapped_with=swapped.text if swapped else "")
        matches.append(found)
    return tuple(matches)


def _stated(
    misconceptions: Sequence[str],
    transcript: Transcript,
    reading: Reading,
    matches: Sequence[KeyPointMatch],
) -> Iterator[MisconceptionMatch]:
    """Yield the misconceptions that are stated, unless a point is made as surely by the same words."""
    claims = [KeyPoint(text) for text in misconceptions]
    for claim, read in zip(claims, reading.read(claims), strict=True):
        verdict = judge_point(read.opinions, read.passages, numbers(reading.by))
        if verdict.status is Status.COVERED and verdict.passage is not None:
            where = place(read.passages[verdict.passage], transcript)
            if not any(_made_by(match, where) and match.score >= verdict.score for match in matches):
                yield MisconceptionMatch(claim.text, verdict.score, **where)


def _made_by(match: KeyPointMatch, where: Place) -> bool:
    """Say whether a point is covered by words of a passage."""
    return (
        match.status is Status.COVERED
        and match.first_word is not None
        and match.last_word is not None
        and match.first_word <= where["last_word"]
        and where["first_word"] <= match.last_word
    )


class Place(TypedDict):
    """The fields of a match that trace it to the transcript; times are None when that has none."""

    first_word: int
    last_word: int
    start_s: float | None
    end_s: float | None
    quote: str


def place(passage: Passage, transcript: Transcript) -> Place:
    """Trace a passage to its words, its times and its text."""
    said = transcript.words[passage.first_word : passage.last_word + 1]
    timed = transcript.words[-1].end_s > 0
    return Place(
        first_word=passage.first_word,
        last_word=passage.last_word,
        start_s=said[0].start_s if timed else None,
        end_s=max(word.end_s for word in said) if timed else None,
        quote=" ".join(word.text for word in said),
    )


def share_covered(matches: Sequence[KeyPointMatch], need: int | None = None) -> float | None:
    """Return the weight earned ÷ the weight to be earned, 0–1; None without key points.

    Parameters
    ----------
    matches : sequence of KeyPointMatch
    need : int, optional
        How many of the points make the answer whole; None for all.
    """
    if not matches:
        return None
    need = len(matches) if need is None else min(need, len(matches))
    earned = sorted((match.key_point.weight * CREDIT[match.status] for match in matches), reverse=True)
    weights = sorted((match.key_point.weight for match in matches), reverse=True)
    return sum(earned[:need]) / sum(weights[:need])
