"""Verdicts: from what the judge says of an answer's passages to a key point's status.

A passage's likelihood of making a point is that of stating it and a part of that of touching it. The
likeliest passage speaks for the point, the passage that contradicts it most speaks against it; the point's
score is what is left of the one when the other is taken into account, and two numbers cut it into statuses.
The numbers are fitted by ``python -m training.fit`` on subjects that the judge did not learn from, and
written to `verdict.toml`; nothing else decides.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from rehearse.analysis.judging import CONTRADICTS, STATES, TOUCHES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rehearse.analysis.judging import Floats
    from rehearse.analysis.passages import Passage

NUMBERS = Path(__file__).with_name("verdict.toml")

NEARLY = 0.9
"""A passage this much as likely as the likeliest shows the point as well; the shortest is the best quote."""

LEAST = 0.002
"""No judgement is surer than this leaves: the judge saw too few passages to be."""


class Status(StrEnum):
    """What an answer did with a key point."""

    COVERED = "covered"
    PARTLY = "partly"
    MISSED = "missed"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer did with a point.

    Parameters
    ----------
    status : Status
    score : float
        How likely a person would say that the answer makes the point, 0–1.
    passage : int or None
        Which of the passages shows it; None when the point was missed.
    """

    status: Status
    score: float
    passage: int | None = None


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of the formula; `verdict.toml` tells what each means."""

    touching: float
    made: tuple[float, float, float]
    opposed: tuple[float, float, float]
    covered_from: float
    partly_from: float
    contradicted_from: float


@cache
def numbers(by: str) -> Numbers:
    """Return the numbers of the formula, by who judges: "judge" or "words"."""
    found = tomllib.loads(NUMBERS.read_text(encoding="utf-8"))[by]
    found["made"], found["opposed"] = tuple(found["made"]), tuple(found["opposed"])
    return Numbers(**found)


def evidence(opinions: Floats, touching: float) -> tuple[float, float]:
    """Return the log-odds of the passage that speaks for a point most, and of the one that speaks against it.

    Parameters
    ----------
    opinions : ndarray, shape (n_passages, 4)
        What the judge says of each passage; there is at least one.
    touching : float
        What touching a point counts beside stating it.
    """
    speaking, against = (shown(opinions, touching, against=denied).max() for denied in (False, True))
    return _log_odds(float(speaking)), _log_odds(float(against))


def status_of(opinions: Floats, fitted: Numbers) -> tuple[Status, float]:
    """Return a point's status, and how likely a person would say that the answer makes it, 0–1."""
    if not len(opinions):
        return Status.MISSED, 0.0
    found = evidence(opinions, fitted.touching)
    made, opposed = (
        1 / (1 + math.exp(-(bias + of_speaking * found[0] + of_against * found[1])))
        for bias, of_speaking, of_against in (fitted.made, fitted.opposed)
    )
    if made >= fitted.covered_from:
        return Status.COVERED, made
    if opposed >= fitted.contradicted_from:
        return Status.CONTRADICTED, made
    return (Status.PARTLY if made >= fitted.partly_from else Status.MISSED), made


def judge(opinions: Floats, passages: Sequence[Passage], fitted: Numbers) -> Verdict:
    """Judge a point by what the judge says of the passages that were read for it.

    Parameters
    ----------
    opinions : ndarray, shape (n_passages, 4)
    passages : sequence of Passage
    fitted : Numbers
    """
    status, score = status_of(opinions, fitted)
    if status is Status.MISSED:
        return Verdict(status, score)
    likely = shown(opinions, fitted.touching, against=status is Status.CONTRADICTED)
    return Verdict(status, score, shortest(likely, passages))


def shown(opinions: Floats, touching: float, *, against: bool) -> Floats:
    """Return how likely each passage makes a point, or contradicts it; shape (n_passages,)."""
    if against:
        return opinions[:, CONTRADICTS]
    return opinions[:, STATES] + touching * opinions[:, TOUCHES]


def shortest(likely: Floats, passages: Sequence[Passage]) -> int:
    """Return the shortest of the passages that are nearly as likely as the likeliest."""
    enough = NEARLY * likely.max()
    return min(
        (at for at in range(len(passages)) if likely[at] >= enough),
        key=lambda at: (passages[at].last_word - passages[at].first_word, -likely[at]),
    )


def _log_odds(share: float) -> float:
    bounded = min(max(share, LEAST), 1 - LEAST)
    return math.log(bounded / (1 - bounded))
