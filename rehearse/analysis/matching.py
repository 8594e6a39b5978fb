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
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from rehearse.analysis.polarity import heads_negation, near_negation, opposite
from rehearse.analysis.text import stem
from rehearse.analysis.vocabulary import OPPOSING_PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rehearse.analysis.text import Token
    from rehearse.analysis.weights import Unit, Weights

WORD_SIMILARITY = 0.9
"""Jaro–Winkler similarity from which two stems are one word: what reached the best AUC on graded answers."""

EXACT_LETTERS = 3
"""Stems of up to so many letters must be equal: "roc" is not "rock", nor "k" "kb"."""

SHORT_LETTERS = 5
SHORT_WORD_SIMILARITY = 0.93
"""Stems of 4 or 5 letters must be more alike: "train" and "trait" are 0.92."""

ALIKE_BEGINNING = 2
"""Stems that are only nearly equal must begin with as many equal letters: "plot" is not "pilot"."""

SHORTEST_PART = 2
"""Words of fewer letters don't make a compound: "O of n" is not "on"."""

LONE_WORD_FACTOR = 0.7
"""What one word scores when its wording has several: a shared word is not half a point."""

ECHO_CEILING = 0.5
"""Most that a stretch can score when the question says all of its matched words."""

WINDOW_FACTOR = 3.0
WINDOW_EXTRA_WORDS = 8
"""A stretch may be so many times as long as its wording, and so many words more: speech is wordy."""

FREE_EXTRA_WORDS = 3.0
"""Telling words between the matched ones that cost nothing, …"""

EXTRA_WORD_COST = 0.03
"""… and what each further one costs."""

DISORDER_COST = 0.1
"""What is lost when the words stand in wholly another order."""

TURN_REACH = 2
"""Words beyond a stretch in which another number or an opposite still belongs to it."""


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


class Answer:
    """The plain view of an answer, made ready for matching many wordings against it.

    Parameters
    ----------
    tokens : sequence of Token
    """

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self._positions: dict[str, list[int]] = {}
        for index, token in enumerate(tokens):
            self._positions.setdefault(token.stem, []).append(index)
        self._vocabulary = list(self._positions)
        self._compounds: dict[str, list[int]] = {}
        for index, (left, right) in enumerate(pairwise(tokens)):
            if min(len(left.form), len(right.form)) >= SHORTEST_PART:
                self._compounds.setdefault(stem(left.form + right.form), []).append(index)
        self.telling_before = list(accumulate((not token.stop for token in tokens), initial=0))
        self._like: dict[str, list[tuple[int, float]]] = {}

    def like(self, word: str) -> list[tuple[int, float]]:
        """Return where a stem is said, or nearly so, and how nearly (0–1), in order."""
        if word not in self._like:
            self._like[word] = sorted(self._search(word))
        return self._like[word]

    def _search(self, word: str) -> Iterable[tuple[int, float]]:
        similar = {word: 1.0} if word in self._positions else {}
        if len(word) > EXACT_LETTERS and not any(sign.isdigit() for sign in word):
            for other, similarity, _ in process.extract(
                word,
                self._vocabulary,
                scorer=JaroWinkler.normalized_similarity,
                score_cutoff=WORD_SIMILARITY,
                limit=None,
            ):
                if _alike(word, other, similarity):
                    similar.setdefault(other, similarity)
        for other, similarity in similar.items():
            yield from ((index, similarity) for index in self._positions[other])
        if word not in self._positions:
            yield from ((index, 1.0) for index in self._compounds.get(word, ()))

    def compound(self, left: str, right: str) -> list[tuple[int, float]]:
        """Return where two stems are said as one word; single letters are left to their own."""
        if min(len(left), len(right)) < SHORTEST_PART:
            return []
        return [(index, 1.0) for index in self._positions.get(left + right, ())]

    def halves(self, word: str, index: int) -> bool:
        """Say whether a stem found at a token is that token and the next together ("over fitting")."""
        return word not in self._positions and index in self._compounds.get(word, ())

    @cached_property
    def denied_heads(self) -> frozenset[int]:
        """Tokens that a negation directly denies: the first telling word after it in its clause."""
        return frozenset(i for i in range(len(self.tokens)) if heads_negation(self.tokens, i))


def best_stretches(
    wording: Sequence[Token], answer: Answer, weights: Weights
) -> tuple[Stretch | None, Stretch | None]:
    """Find the best stretch that affirms a wording, and the best one that denies it.

    Parameters
    ----------
    wording : sequence of Token
    answer : Answer
    weights : Weights

    Returns
    -------
    affirmed, denied : Stretch or None
        Of equal scores the shorter stretch, then the earlier.
    """
    units = weights.units(wording)
    events = sorted(
        (index, at, similarity)
        for at, unit in enumerate(units)
        for index, similarity in _said(units, at, answer)
    )
    length = WINDOW_EXTRA_WORDS + math.ceil(WINDOW_FACTOR * len(wording))
    best: dict[bool, tuple[tuple[float, int], Stretch]] = {}
    for start, (first, _, _) in enumerate(events):
        held: dict[int, tuple[float, int]] = {}
        for index, at, similarity in events[start : bisect_left(events, (first + length,), lo=start)]:
            if similarity <= held.get(at, (0.0, 0))[0]:
                continue
            held[at] = (similarity, index)
            stretch = _judged(units, held, answer)
            rank = (stretch.score, stretch.matched[0] - stretch.matched[-1])
            if stretch.denied not in best or rank > best[stretch.denied][0]:
                best[stretch.denied] = (rank, stretch)
    affirmed, denied = best.get(False), best.get(True)
    return (affirmed[1] if affirmed else None), (denied[1] if denied else None)


def _said(units: Sequence[Unit], at: int, answer: Answer) -> Iterable[tuple[int, float]]:
    """Return where a unit is said; two that stand side by side may be said as one ("tradeoff")."""
    said = answer.like(units[at].stem)
    for left, right in ((at - 1, at), (at, at + 1)):
        if left >= 0 and right < len(units) and not units[left].number:
            said = said + answer.compound(units[left].stem, units[right].stem)
    return said


def _judged(units: Sequence[Unit], held: dict[int, tuple[float, int]], answer: Answer) -> Stretch:
    """Score the stretch that holds some of the units."""
    order = [index for _, (_, index) in sorted(held.items())]
    halves = {index + 1 for at, (_, index) in held.items() if answer.halves(units[at].stem, index)}
    matched = tuple(sorted({*order, *halves}))
    turned, granted = _turns(units, held, matched, answer)
    denied = turned % 2 == 1  # turned twice, a claim is itself again
    if denied:  # which must be about the same thing as the claim, so words of the question count fully
        gained = sum(units[at].plain_weight * similarity for at, (similarity, _) in held.items()) + granted
        recall = gained / sum(unit.plain_weight for unit in units)
    else:
        gained = sum(units[at].weight * similarity for at, (similarity, _) in held.items())
        recall = gained / sum(unit.weight for unit in units)
    if len(held) == 1 < len(units):
        recall *= LONE_WORD_FACTOR
    if all(units[at].in_question or units[at].stop for at in held):
        recall *= ECHO_CEILING
    telling = answer.telling_before[matched[-1] + 1] - answer.telling_before[matched[0]]
    extra = max(0.0, telling - len(matched) - FREE_EXTRA_WORDS)
    steps = [later > earlier for earlier, later in pairwise(order) if later != earlier]
    disorder = 1 - sum(steps) / len(steps) if steps else 0.0
    score = recall * (1 - DISORDER_COST * disorder) / (1 + EXTRA_WORD_COST * extra)
    return Stretch(min(1.0, score), matched, denied)


def _turns(
    units: Sequence[Unit], held: dict[int, tuple[float, int]], matched: tuple[int, ...], answer: Answer
) -> tuple[int, float]:
    """Count what turns the claim around in a stretch; also the weight of the words it takes the place of."""
    turned = 0
    for at, (_, index) in held.items():
        if units[at].negated:
            turned += not near_negation(answer.tokens, index)
        else:
            turned += index in answer.denied_heads
    granted = 0.0
    tokens = answer.tokens
    others = [
        tokens[index]
        for index in range(max(0, matched[0] - TURN_REACH), min(len(tokens), matched[-1] + 1 + TURN_REACH))
        if index not in matched and all(tokens[index].clause == tokens[other].clause for other in matched)
    ]
    for at, unit in enumerate(units):
        if at in held:
            continue
        if any((unit.number and other.number) or opposite(unit.stem, other.stem) for other in others):
            turned += 1
            granted += unit.plain_weight
    return turned, granted


def _alike(one: str, other: str, similarity: float) -> bool:
    """Say whether two similar stems may be taken for one word."""
    letters = min(len(one), len(other))
    if letters <= EXACT_LETTERS or one[:ALIKE_BEGINNING] != other[:ALIKE_BEGINNING]:
        return False
    return (letters > SHORT_LETTERS or similarity >= SHORT_WORD_SIMILARITY) and not _opposed(one, other)


def _opposed(one: str, other: str) -> bool:
    """Say whether two stems differ by a beginning that turns one into the other's opposite."""
    short, long = sorted((one, other), key=len)
    return any(long == prefix + short for prefix in OPPOSING_PREFIXES)
