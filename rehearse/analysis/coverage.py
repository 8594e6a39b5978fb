"""Coverage: which key points an answer made, with the words that made them.

Each point is covered, partly covered, missed or contradicted; it earns 1, ½, 0 or 0 of its weight.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rehearse.analysis.answer import Answer
from rehearse.analysis.quotes import place
from rehearse.analysis.text import tokens, tokens_of
from rehearse.analysis.verdict import MISCONCEPTION_SCORE, Status, judge, read
from rehearse.analysis.weights import Weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rehearse.analysis.nearness import Meaning
    from rehearse.deck import KeyPoint, Question
    from rehearse.take import Transcript


__all__ = [
    "CREDIT",
    "Coverage",
    "KeyPointMatch",
    "MisconceptionMatch",
    "Status",
    "cover",
    "match_key_points",
    "match_misconceptions",
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
        That stretch, as indices into the transcript's words, both included; None when missed.
    matched_words : tuple of int
        Indices of the words in it that did it.
    start_s, end_s : float or None
        Its times; None when missed, or when the transcript has no times (typed text).
    quote : str
        The stretch as said; "" when missed.
    wording : str
        The wording of the point that fitted best; "" when none did at all.
    by : str
        What made it fit: "wording" where the whole of one was said, "words" where enough of one was,
        "meaning" where the words alone would not have done, "person" where one decided;
        "" when missed.
    """

    key_point: KeyPoint
    status: Status
    score: float = 0.0
    first_word: int | None = None
    last_word: int | None = None
    matched_words: tuple[int, ...] = ()
    start_s: float | None = None
    end_s: float | None = None
    quote: str = ""
    wording: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class MisconceptionMatch:
    """A misconception that the answer stated.

    Parameters
    ----------
    text : str
        The misconception, as the deck states it.
    score : float
        How well the stretch expresses it, 0–1.
    first_word, last_word : int
        The stretch, as indices into the transcript's words, both included.
    matched_words : tuple of int
    start_s, end_s : float or None
        None when the transcript has no times.
    quote : str
    """

    text: str
    score: float
    first_word: int
    last_word: int
    matched_words: tuple[int, ...]
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
    misconceptions: Sequence[str] = (),
    meaning: Meaning | None = None,
) -> tuple[KeyPointMatch, ...]:
    """Say what an answer did with each key point.

    Parameters
    ----------
    key_points : sequence of KeyPoint
    transcript : Transcript
    question : str
        As asked; its words count little, so that saying it back covers nothing.
    misconceptions : sequence of str
        Claims that contradict a point when they fit its stretch of the answer better than the point does.
    meaning : Meaning, optional
        A sentence embedder, such as :func:`rehearse.meaning.load_meaning` returns; without one, words alone
        decide.

    Returns
    -------
    tuple of KeyPointMatch
        One for each key point, in their order.
    """
    answer = Answer(tokens(transcript))
    weights = _weights(key_points, question)
    claims = [
        claim for text in misconceptions if (claim := read([text], answer, weights).affirmed) is not None
    ]
    landscape = None
    if meaning is not None and answer.tokens:
        from rehearse.analysis.nearness import Landscape  # here, because it needs numpy

        landscape = Landscape(answer, transcript, question, meaning)
        landscape.prepare(wording for key_point in key_points for wording in wordings_of(key_point))
    readings = [read(wordings_of(key_point), answer, weights, landscape) for key_point in key_points]
    matches = []
    for key_point, reading in zip(key_points, readings, strict=True):
        others = [other.affirmed for other in readings if other is not reading and other.affirmed is not None]
        verdict = judge(reading, answer, claims=claims, others=others)
        matches.append(
            KeyPointMatch(key_point, verdict.status, verdict.score, wording=verdict.wording)
            if not verdict.matched
            else KeyPointMatch(
                key_point,
                verdict.status,
                verdict.score,
                wording=verdict.wording,
                by=verdict.by,
                **place(verdict.matched, transcript, answer),
            )
        )
    return tuple(matches)


def match_misconceptions(
    misconceptions: Sequence[str],
    transcript: Transcript,
    *,
    question: str = "",
    key_points: Sequence[KeyPoint] = (),
) -> tuple[MisconceptionMatch, ...]:
    """Return the misconceptions that an answer states.

    One that is denied is not stated, nor is one whose stretch expresses a key point at least as well.

    Parameters
    ----------
    misconceptions : sequence of str
    transcript : Transcript
    question : str
    key_points : sequence of KeyPoint
    """
    answer = Answer(tokens(transcript))
    weights = _weights(key_points, question)
    claims = [
        (text, claim)
        for text in misconceptions
        if (claim := read([text], answer, weights).affirmed) is not None
        and claim.score >= MISCONCEPTION_SCORE
    ]
    truths = [
        truth
        for key_point in (key_points if claims else ())
        for wording in wordings_of(key_point)
        if (truth := read([wording], answer, weights).affirmed) is not None
    ]
    return tuple(
        MisconceptionMatch(text, claim.score, **place(claim.matched, transcript, answer))
        for text, claim in claims
        if not any(claim.overlaps(truth) and truth.score >= claim.score for truth in truths)
    )


def cover(question: Question, transcript: Transcript, *, meaning: Meaning | None = None) -> Coverage:
    """Say what an answer covered of a question.

    Coverage is the weight earned ÷ the weight to be earned. A point earns its weight times its `CREDIT`.
    Where the question needs only `need` of its points, the `need` best earnings count, against the
    `need` heaviest weights.

    Parameters
    ----------
    question : Question
    transcript : Transcript
    meaning : Meaning, optional
        As of :func:`match_key_points`.
    """
    matches = match_key_points(
        question.key_points,
        transcript,
        question=question.text,
        misconceptions=question.misconceptions,
        meaning=meaning,
    )
    stated = match_misconceptions(
        question.misconceptions, transcript, question=question.text, key_points=question.key_points
    )
    return Coverage(share_covered(matches, question.need), matches, stated)


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


def wordings_of(key_point: KeyPoint) -> tuple[str, ...]:
    return (key_point.text, *key_point.wordings)


def _weights(key_points: Sequence[KeyPoint], question: str) -> Weights:
    return Weights((tokens_of(" ".join(wordings_of(key_point))) for key_point in key_points), question)
