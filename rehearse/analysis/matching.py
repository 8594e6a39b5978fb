"""Window recall: the stretch of an answer that best expresses one wording.

A wording is taken as its telling words, each weighed by how telling it is. Every stretch of the answer
that is not much longer than the wording is asked which of those words it holds (the same stem, or nearly
so), and is scored by the share of their weight: recall. Words that stand far apart, or in another order,
count for less; words of the question count little, since saying the question back covers nothing. A stretch
in which one thing turns the claim around (a denial, another number, an opposite) is *denied*: it scores
as what it turns around, and is kept apart.

Scores only ever look inside their stretch, so saying more never lowers the best one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from rehearse.analysis.turning import Turning

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rehearse.analysis.answer import Answer
    from rehearse.analysis.turning import Held
    from rehearse.analysis.weights import Unit

LONE_WORD_FACTOR = 0.6
"""What one word scores when its wording has several: a shared word is not half a point."""

ECHO_CEILING = 0.35
"""Most that a stretch can score when the question says all of its matched words."""

WINDOW_FACTOR = 3.0
WINDOW_EXTRA_WORDS = 8
"""A stretch may be so many times as long as its wording, and so many words more: speech is wordy."""

FREE_EXTRA_WORDS = 3.0
"""Telling words between the matched ones that cost nothing, …"""

EXTRA_WORD_COST = 0.03
"""… and what each further one costs."""

EXTRA_SENTENCES = 1
"""A stretch may have so many sentences more than its wording: scattered words don't add up."""

DISORDER_COST = 0.1
"""What is lost when the words stand in wholly another order."""

OTHER_CLAIM_FACTOR = 0.5
"""What is left of the score of a claim that is turned around in two places: it says something else."""

DENIAL_FLOOR = 0.7
"""Score from which a stretch that turns a point around contradicts it."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the answer that expresses a wording.

    Parameters
    ----------
    score : float
        How well, 0–1.
    matched : tuple of int
        Indices of the answer's tokens that do, in order; never empty.
    denied : bool
        Whether it turns the claim around.
    """

    score: float
    matched: tuple[int, ...]
    denied: bool = False

    def overlaps(self, other: Stretch) -> bool:
        """Say whether the two share a word."""
        return not set(self.matched).isdisjoint(other.matched)


def best_stretches(
    units: Sequence[Unit], answer: Answer, n_words: int, n_sentences: int = 1
) -> tuple[Stretch | None, Stretch | None]:
    """Find the best stretch that affirms a wording, and the best one that denies it.

    Parameters
    ----------
    units : sequence of Unit
        The wording's.
    answer : Answer
    n_words, n_sentences : int
        Length of the wording.

    Returns
    -------
    affirmed, denied : Stretch or None
        Of equal scores the shorter stretch, then the earlier. Denied ones that score under `DENIAL_FLOOR`
        are not looked for.
    """
    claim = _Claim(units, answer)
    length = WINDOW_EXTRA_WORDS + math.ceil(WINDOW_FACTOR * n_words)
    sentences = answer.sentences
    more_sentences = n_sentences - 1 + EXTRA_SENTENCES
    best: dict[bool, tuple[tuple[float, int], Stretch]] = {}
    least = {False: 0.0, True: DENIAL_FLOOR}
    for start, (first, _, _) in enumerate(claim.events):
        held: dict[int, tuple[float, int]] = {}
        for index, at, similarity in claim.events[start:]:
            if index >= first + length or sentences[index] > sentences[first] + more_sentences:
                break
            if similarity <= held.get(at, (0.0, 0))[0]:
                continue
            held[at] = (similarity, index)
            affirmable, deniable = claim.bounds(frozenset(held))
            if affirmable < least[False] and deniable < least[True]:
                continue
            stretch = claim.judged(held)
            rank = (stretch.score, stretch.matched[0] - stretch.matched[-1])
            if stretch.score >= least[stretch.denied] and (
                stretch.denied not in best or rank > best[stretch.denied][0]
            ):
                best[stretch.denied] = (rank, stretch)
                least[stretch.denied] = stretch.score
    affirmed, denied = best.get(False), best.get(True)
    return (affirmed[1] if affirmed else None), (denied[1] if denied else None)


class _Claim:
    """A wording's units laid against an answer."""

    def __init__(self, units: Sequence[Unit], answer: Answer) -> None:
        self._units = units
        self._answer = answer
        self._total = sum(unit.weight for unit in units)
        self._plain_total = sum(unit.plain_weight for unit in units)
        self.events = sorted(
            (index, at, similarity) for at in range(len(units)) for index, similarity in self._said(at)
        )
        self._turning = Turning(units, answer)
        places = {unit.stem: at for at, unit in enumerate(units)}
        self._alternatives = [places.get(unit.alternative, -1) for unit in units]
        self._bounds: dict[frozenset[int], tuple[float, float]] = {}

    def _said(self, at: int) -> Iterable[tuple[int, float]]:
        """Return where a unit is said; two that stand side by side may be said as one ("tradeoff")."""
        units = self._units
        said = self._answer.like(units[at].stem)
        for left, right in ((at - 1, at), (at, at + 1)):
            if left >= 0 and right < len(units) and not units[left].number:
                said = said + self._answer.compound(units[left].stem, units[right].stem)
        return said

    def bounds(self, held: frozenset[int]) -> tuple[float, float]:
        """Return the most that a stretch with these units can score, affirmed and denied."""
        if held not in self._bounds:
            affirmable = deniable = 0.0
            for at, unit in enumerate(self._units):
                if at in held or self._alternatives[at] in held:
                    affirmable += unit.weight
                    deniable += unit.plain_weight
                elif self._turning.replaceable(at):
                    deniable += unit.plain_weight
            lone = LONE_WORD_FACTOR if self._is_lone(len(held)) else 1.0
            most = self._ceiling(held)
            self._bounds[held] = affirmable / self._total * lone * most, deniable / self._plain_total * most
        return self._bounds[held]

    def _is_lone(self, n_held: int) -> bool:
        return n_held == 1 < len(self._units)

    def _ceiling(self, held: Iterable[int]) -> float:
        """Return what is left of the recall of these units where only the question's words are said."""
        echoes = all(self._units[at].in_question or self._units[at].stop for at in held)
        return ECHO_CEILING if echoes else 1.0

    def judged(self, held: Held) -> Stretch:
        """Score the stretch that holds some of the units."""
        units, answer = self._units, self._answer
        similarities = {at: similarity for at, (similarity, _) in held.items()}
        for at, alternative in enumerate(self._alternatives):
            if at not in held and alternative in held:  # "a or b" is said with either
                similarities[at] = held[alternative][0]
        order = [index for _, (_, index) in sorted(held.items())]
        halves = {index + 1 for at, (_, index) in held.items() if answer.halves(units[at].stem, index)}
        matched = tuple(sorted({*order, *halves}))
        turned, replaced = self._turning.turns(held, matched)
        denied = turned == 1
        if denied:  # which must be about the same thing as the claim, so words of the question count fully
            gained = sum(units[at].plain_weight * similarity for at, similarity in similarities.items())
            gained += sum(units[at].plain_weight for at in replaced)
            recall = gained / self._plain_total
            matched = tuple(sorted({*matched, *replaced.values()}))
        else:
            gained = sum(units[at].weight * similarity for at, similarity in similarities.items())
            recall = gained / self._total
            if turned or self._turning.strays(held):  # turned in two places, a claim is another one
                recall *= OTHER_CLAIM_FACTOR
        if self._is_lone(len(held) + (len(replaced) if denied else 0)):
            recall *= LONE_WORD_FACTOR
        recall *= self._ceiling(held)
        telling = answer.telling_before[matched[-1] + 1] - answer.telling_before[matched[0]]
        extra = max(0.0, telling - len(matched) - FREE_EXTRA_WORDS)
        steps = [later > earlier for earlier, later in pairwise(order) if later != earlier]
        disorder = 1 - sum(steps) / len(steps) if steps else 0.0
        score = recall * (1 - DISORDER_COST * disorder) / (1 + EXTRA_WORD_COST * extra)
        return Stretch(min(1.0, score), matched, denied)
