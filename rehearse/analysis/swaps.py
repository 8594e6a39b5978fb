"""Swapped definitions: what was said of one point that would have been right of another.

"Type one is when you miss a real effect" contradicts what the deck says of type I, and with the other name in
its place it states what the deck says of type II. That is tried with every pair of points of which one is
contradicted: the word in which the two points first differ is exchanged in the passage, and the judge reads
the passage again for the other point.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rehearse.analysis.judging import STATES, Claim
from rehearse.analysis.numbers import in_digits
from rehearse.analysis.reading import claimed
from rehearse.analysis.text import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rehearse.analysis.judging import Judge
    from rehearse.deck import KeyPoint

SURELY = 0.5
"""How likely the passage must state the other point, with its name in place of the first's."""


def swapped_with(
    point: KeyPoint, passage: str, others: Iterable[KeyPoint], question: str, judge: Judge
) -> KeyPoint | None:
    """Return the point that a passage would state with the names exchanged; None where there is none.

    Parameters
    ----------
    point : KeyPoint
        Which the passage contradicts.
    passage : str
    others : iterable of KeyPoint
        The question's other points.
    question : str
    judge : Judge
    """
    tried = [
        (other, Claim(question, claimed(other), other.wordings[:1], exchanged))
        for other in others
        if (exchanged := _exchanged(passage, point.text, other.text))
    ]
    if not tried:
        return None
    likely = judge.judge([claim for _, claim in tried])[:, STATES]
    best = int(likely.argmax())
    return tried[best][0] if likely[best] >= SURELY else None


def _exchanged(passage: str, point: str, other: str) -> str:
    """Return a passage with the other point's name in place of the point's; "" where it is not named."""
    ours = [token for token in tokens_of(in_digits(point)) if not token.stop]
    theirs = [token for token in tokens_of(in_digits(other)) if not token.stop]
    pair = next(((one, two) for one, two in zip(ours, theirs, strict=False) if one.stem != two.stem), None)
    if pair is None:
        return ""
    one, two = pair
    said = tokens_of(in_digits(passage))
    if one.stem not in {token.stem for token in said} or two.stem in {token.stem for token in said}:
        return ""
    return " ".join(two.form if token.stem == one.stem else token.form for token in said)
