"""The scorecard: what was said, how it was said, and why each mark is what it is.

There is no total. Each mark comes with the sentence that names what moved it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rehearse.analysis.coverage import Coverage
    from rehearse.analysis.fillers import Fillers
    from rehearse.analysis.pacing import Pacing
    from rehearse.take import Interval, Transcript


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
    transcript: Transcript,
    coverage: Coverage,
    fillers: Fillers,
    pauses: tuple[Interval, ...],
    pacing: Pacing,
) -> Scorecard:
    """Score an answer from its analyses."""
    return Scorecard(Mark(coverage.coverage, ""), Mark(None, ""))
