"""Calibration: from evidence to how likely a person would say that a point was made.

A logistic curve of the evidence, fitted by `benchmarks/coverage.py --fit` on answers that people graded, and
only on those that it does not hold out: at 0.5 as many of them found the point made as not.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rehearse.analysis.nearness import Passage

WORDS_ALONE = (-1.30, 3.78)
"""Intercept, and slope of √(recall of words)."""

WITH_MEANING = (-2.87, 1.73, 2.32, 1.37)
"""Intercept, and slopes of √(recall of words) and of the nearest passage's recall and precision."""


def calibrated(words: float, passage: Passage | None = None) -> float:
    """Return how likely a person would say that the point was made, 0–1.

    Parameters
    ----------
    words : float
        The score of the stretch that affirms it, 0–1.
    passage : Passage or None
        What meaning adds; None where it is not compared.
    """
    if passage is None:
        intercept, slope = WORDS_ALONE
        logit = intercept + slope * math.sqrt(words)
    else:
        intercept, slope, of_recall, of_precision = WITH_MEANING
        logit = intercept + slope * math.sqrt(words)
        logit += of_recall * passage.recall + of_precision * passage.precision
    return 1 / (1 + math.exp(-logit)) if words or passage else 0.0
