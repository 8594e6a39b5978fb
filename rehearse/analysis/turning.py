"""What turns a stretch of an answer around, or makes it the claim of something else.

A stretch may hold a wording's words and yet say the opposite: it denies one of them, has another number or
an opposite in one's place, or gives two things each other's part. Each such thing is one turn; a stretch
with one says the opposite, and with two it says another thing.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from rehearse.analysis.polarity import NEGATION_REACH, near_negation
from rehearse.analysis.vocabulary import TRANSITIVE_VERBS
from rehearse.analysis.weights import is_common

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rehearse.analysis.answer import Answer
    from rehearse.analysis.weights import Unit

    Held = Mapping[int, tuple[float, int]]
    """Of each unit of a wording that a stretch holds, by its place: how nearly, and the token."""

TURN_REACH = 2
"""Telling words beyond a stretch up to which another number or an opposite still belongs to it."""

COUNT_REACH = 3
"""The same for a number, whose thing may have its adjectives ("three primary keys per table")."""

SAYING_OF = frozenset("is are was were means mean has have does do".split())  # noqa: SIM905
SAYING_REACH = 8
"""Words after which something is said of what stands before them, and so many words on at most."""


class Turning:
    """Where an answer may turn a wording around.

    Parameters
    ----------
    units : sequence of Unit
        The wording's.
    answer : Answer
    """

    def __init__(self, units: Sequence[Unit], answer: Answer) -> None:
        self._units = units
        self._answer = answer
        stems = {unit.stem for unit in units}
        self._turners = [answer.turners(unit, but=stems) for unit in units]
        self._pairs = opposed_pairs(units)
        self._parts = [
            (x, y)
            for x, y in combinations(range(len(units)), 2)
            if units[x].counterpart and units[x].counterpart == units[y].stem
        ]
        self._subjects = [
            (at, answer.said(unit.counterpart))
            for at, unit in enumerate(units)
            if unit.counterpart and unit.counterpart not in stems and answer.said(unit.counterpart)
        ]

    def replaceable(self, at: int) -> bool:
        """Say whether the answer has something that could take a unit's place."""
        return bool(self._turners[at])

    def turns(self, held: Held, matched: tuple[int, ...]) -> tuple[int, dict[int, int]]:
        """Count what turns a stretch around, and return the units replaced, each with what replaces it.

        Parameters
        ----------
        held : mapping
        matched : tuple of int
            The stretch's tokens.
        """
        replaced = self._replaced(held, matched)
        n_turns = self._negations(held) + self._denied_verb(held, matched) + len(replaced)
        return n_turns + (self._crossed(held) or self._swapped(held)), replaced

    def _negations(self, held: Held) -> int:
        """Count the units said plainly that the wording denies, and one more if any other is denied.

        Denying a word of the question denies no claim about it.
        """
        units, denied_heads = self._units, self._answer.denied_heads
        affirmed = sum(
            units[at].negated and not near_negation(self._answer.tokens, index)
            for at, (_, index) in held.items()
        )
        return affirmed + any(
            index in denied_heads and not units[at].negated and not units[at].in_question
            for at, (_, index) in held.items()
        )

    def _denied_verb(self, held: Held, matched: tuple[int, ...]) -> bool:
        """Say whether the stretch's words are joined by a denied word of no other import ("doesn't make")."""
        if any(self._units[at].negated for at in held):
            return False
        tokens = self._answer.tokens
        before = self._answer.telling_before
        return any(
            index not in matched
            and is_common(tokens[index].stem)
            and (
                all(tokens[other].clause == tokens[index].clause for other in matched)
                if matched[0] < index < matched[-1]
                else tokens[index].form in TRANSITIVE_VERBS
                and index < matched[0]
                and before[index + 1] == before[matched[0]]  # with nothing telling between them
                and tokens[index].clause == tokens[matched[0]].clause
            )
            for index in self._answer.denied_between(matched[0] - NEGATION_REACH, matched[-1])
        )

    def _replaced(self, held: Held, matched: tuple[int, ...]) -> dict[int, int]:
        """Return the units in whose place the stretch has a rival, each with that one's token.

        The rest of the stretch is within one clause, or the rival is another number of the same thing.
        """
        if not any(self._turners[at] for at in range(len(self._units)) if at not in held):
            return {}
        tokens, before = self._answer.tokens, self._answer.telling_before
        clause = tokens[matched[0]].clause
        whole = tokens[matched[-1]].clause == clause
        found: dict[int, int] = {}
        for at, turners in enumerate(self._turners):
            if at in held:
                continue
            counted = held.get(at + 1, (0.0, 0))[1] if self._units[at].number else 0
            reach = COUNT_REACH if self._units[at].number else TURN_REACH
            for index in turners:
                near = (
                    whole
                    and tokens[index].clause == clause
                    and before[matched[0]] - before[index + 1] < reach
                    and before[index] - before[matched[-1] + 1] < reach
                )
                same_thing = index < counted and before[index + 1] == before[counted]
                if (
                    (near or same_thing)
                    and index not in matched
                    and index not in self._answer.denied_heads  # "not low" is high
                ):
                    found[at] = index
                    break
        return found

    def _crossed(self, held: Held) -> bool:
        """Say whether two things have each other's attributes ("bias goes up and variance goes down")."""
        for at_a, at_x, at_b, at_y in self._pairs:
            if at_x in held and at_y in held and at_a in held and at_b in held:
                a, x, b, y = (held[at][1] for at in (at_a, at_x, at_b, at_y))
                if abs(a - y) < abs(a - x) and abs(b - x) < abs(b - y):
                    return True
            for its, other in ((at_x, at_y), (at_y, at_x)):
                if its not in held and other in held:
                    tokens, again = self._answer.tokens, self._answer.said(self._units[other].stem)
                    clause = tokens[held[other][1]].clause
                    if sum(tokens[index].clause == clause for index in again) > 1:
                        return True  # both are said to go the same way
        return False

    def _swapped(self, held: Held) -> bool:
        """Say whether the two things compared have each other's part.

        "A primary key refers to a foreign key" does, where a foreign one refers to a primary one: a word of
        the wording stands between the two in the answer too, but the other way round, and no "by" makes it
        passive.
        """
        tokens = self._answer.tokens
        for x, y in self._parts:
            if x not in held or y not in held:
                continue
            named_x, named_y = held[x][1], held[y][1]
            between = tokens[named_y:named_x]
            if (
                named_y < named_x
                and tokens[named_y].clause == tokens[named_x].clause
                and all(token.form != "by" for token in between)
                and any(at in held and named_y < held[at][1] < named_x for at in range(x + 1, y))
            ):
                return True
        return False

    def strays(self, held: Held) -> bool:
        """Say whether a word is said of what the question compares the wording's subject with.

        A word belongs to the last of the two that its clause named before it: in "type one is a false
        negative and type two a false positive", no false positive is said of type one.
        """
        tokens = self._answer.tokens
        said = [index for at, (_, index) in held.items() if not self._units[at].in_question]
        for subject, counterparts in self._subjects:
            if subject not in held:
                continue
            named = held[subject][1]
            for b in counterparts:
                if any(
                    b < index <= b + SAYING_REACH
                    and not b < named < index
                    and tokens[b].clause == tokens[index].clause
                    and any(token.form in SAYING_OF for token in tokens[b:index])
                    for index in said
                ):
                    return True
        return False


def opposed_pairs(units: Sequence[Unit]) -> tuple[tuple[int, int, int, int], ...]:
    """Return where a wording says opposite things of two: each thing, then what is said of it."""
    found = []
    for x, y in combinations(range(1, len(units)), 2):
        if units[y].stem in units[x].rivals and y - x > 1:
            found.append((x - 1, x, y - 1, y))
    return tuple(found)
