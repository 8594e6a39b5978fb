"""What turns a claim around: a negation and what it denies, and words that are opposites.

A plain view of the answer knows no grammar. A negation is taken to deny the first telling word after it
in its clause ("does not reduce", "never a label"); whether a word is denied in any way is asked more
generously. Between them lies doubt, in which nothing is called a contradiction.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from rehearse.analysis.text import stem
from rehearse.analysis.vocabulary import NEGATIONS, NOT_A_DENIAL, OPPOSITES, WEAK_NEGATIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rehearse.analysis.text import Token

NEGATION_REACH = 4
"""Words back to which a negation is looked for."""


def opposite(one: str, other: str) -> bool:
    """Say whether of two stems each turns around a claim that the other makes."""
    return (one, other) in _opposites()


@cache
def _opposites() -> frozenset[tuple[str, str]]:
    pairs = [(stem(one), stem(other)) for one, other in OPPOSITES]
    return frozenset(pairs) | frozenset((other, one) for one, other in pairs)


def heads_negation(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a token is the first telling word after a negation in its clause."""
    if tokens[index].stop or tokens[index].form in NEGATIONS:
        return False
    for before in range(index - 1, max(-1, index - 1 - NEGATION_REACH), -1):
        token = tokens[before]
        if token.clause != tokens[index].clause:
            return False
        if token.form == "no" and before < index - 1:
            return False  # "he said no for a reason": only the word right after "no" is denied
        if token.form in NEGATIONS:
            after = tokens[before + 1].form
            earlier = tokens[before - 1].form if before else ""
            return (token.form, after) not in NOT_A_DENIAL and (earlier, token.form) not in NOT_A_DENIAL
        if not token.stop:
            return False
    return False


def near_negation(tokens: Sequence[Token], index: int) -> bool:
    """Say whether something negative stands shortly before or right after a token in its clause, or is it."""
    clause = tokens[index].clause
    return any(
        token.clause == clause and (token.form in NEGATIONS or token.form in WEAK_NEGATIONS)
        for token in tokens[max(0, index - NEGATION_REACH) : index + 2]
    )
