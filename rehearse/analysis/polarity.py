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

OBJECTS = frozenset(["nothing", "none"])
"""Negations that are things themselves."""

COMPARING = frozenset(["and", "or", "versus", "vs"])
COMPARED_WORDS = 2
"""The words between two things that a question compares, and how many words each of the two may have."""


def opposites_of(word: str) -> frozenset[str]:
    """Return the stems that each turn around a claim made with a stem."""
    return _opposites().get(word, frozenset())


@cache
def _opposites() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for pair in OPPOSITES:
        one, other = (stem(word) for word in pair)
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {word: frozenset(others) for word, others in found.items()}


def rivals(question: Sequence[Token]) -> dict[str, str]:
    """Return the two things that a question asks to compare, each as the other's rival.

    They are the words on either side of an "and", less what the two sides share: bias and variance, 1 and 2
    of "Type I and Type II", "supervised learning and unsupervised learning".
    """
    found: dict[str, str] = {}
    for index, token in enumerate(question):
        if token.form not in COMPARING or not 0 < index < len(question) - 1:
            continue
        left = _run(question, range(index - 1, max(-1, index - 1 - COMPARED_WORDS), -1))[::-1]
        right = _run(question, range(index + 1, min(len(question), index + 1 + COMPARED_WORDS)))
        one = [word for word in left if word not in right]
        other = [word for word in right if word not in left]
        if one and other:
            found[one[0]] = other[0]
            found[other[0]] = one[0]
    return found


def _run(tokens: Sequence[Token], indices: range) -> list[str]:
    """Return the stems of the telling words at indices, up to the first that tells nothing."""
    found: list[str] = []
    for index in indices:
        if tokens[index].stop or tokens[index].clause != tokens[indices[0]].clause:
            break
        found.append(tokens[index].stem)
    return found


def heads_negation(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a token is the first telling word after a negation in its clause."""
    if tokens[index].stop or tokens[index].form in NEGATIONS:
        return False
    for before in range(index - 1, max(-1, index - 1 - NEGATION_REACH), -1):
        token = tokens[before]
        if token.clause != tokens[index].clause:
            return False
        if token.form in NEGATIONS:
            return _denies(tokens, before, index)
        if not token.stop:
            return False
    return False


def _denies(tokens: Sequence[Token], negation: int, index: int) -> bool:
    """Say whether a negation denies the telling word that comes next."""
    form, clause = tokens[negation].form, tokens[negation].clause
    if form == "no" and negation < index - 1:
        return False  # "he said no for a reason": only the word right after "no" is denied
    if form in OBJECTS and any(not other.stop and other.clause == clause for other in tokens[:negation]):
        return False  # "learns nothing and follows rules": what stands before it is denied
    after = tokens[negation + 1].form
    earlier = tokens[negation - 1].form if negation else ""
    return (form, after) not in NOT_A_DENIAL and (earlier, form) not in NOT_A_DENIAL


def near_negation(tokens: Sequence[Token], index: int) -> bool:
    """Say whether something negative stands shortly before or right after a token in its clause, or is it."""
    clause = tokens[index].clause
    return any(
        token.clause == clause and (token.form in NEGATIONS or token.form in WEAK_NEGATIONS)
        for token in tokens[max(0, index - NEGATION_REACH) : index + 2]
    )
