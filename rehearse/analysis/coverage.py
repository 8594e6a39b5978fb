"""Coverage: which key points an answer made, with the words that made them.

Each point is covered, partly covered, missed or contradicted; it earns 1, ½, 0 or 0 of its weight.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rehearse.deck import KeyPoint, Question
    from rehearse.take import Transcript


class Status(StrEnum):
    """What an answer did with a key point."""

    COVERED = "covered"
    PARTLY = "partly"
    MISSED = "missed"
    CONTRADICTED = "contradicted"


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
        How well the best stretch of the answer expresses the point, 0–1.
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
    meaning: object | None = None,
) -> tuple[KeyPointMatch, ...]:
    """Match key points against an answer."""
    return tuple(KeyPointMatch(key_point, Status.MISSED) for key_point in key_points)


def cover(question: Question, transcript: Transcript, *, meaning: object | None = None) -> Coverage:
    """Say what an answer covered of a question's key points."""
    matches = match_key_points(question.key_points, transcript, question=question.text)
    return Coverage(0.0 if matches else None, matches)
