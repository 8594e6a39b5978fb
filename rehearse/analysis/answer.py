"""An answer made ready for matching: where each word is said, or nearly so, denied, or replaced.

Words are alike when their stems are equal or nearly so, as a recogniser mishears them; stems too short
or beginning otherwise must be equal, and one that a prefix turns into its opposite is another word. A word
that the recogniser itself doubted may be any that sounds like it.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from rehearse.analysis.polarity import heads_negation
from rehearse.analysis.sounding import sound_of, sounding_like
from rehearse.analysis.text import stem
from rehearse.analysis.vocabulary import OPPOSING_PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from rehearse.analysis.text import Token
    from rehearse.analysis.weights import Unit

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
"""Words of fewer letters don't make a compound: "O of n" is not "on". Doubtful ones do: "a void"."""


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
        self.sentences = [token.sentence for token in tokens]
        self._pairs: dict[str, list[int]] = {}
        for index, (left, right) in enumerate(pairwise(tokens)):
            shortest = min(len(left.form), len(right.form))
            if shortest >= SHORTEST_PART or (left.doubtful and right.doubtful):
                self._pairs.setdefault((left.form + right.form)[:ALIKE_BEGINNING], []).append(index)
        self.telling_before = list(accumulate((not token.stop for token in tokens), initial=0))
        self._compounds: dict[str, list[int]] = {}
        self._like: dict[str, list[tuple[int, float]]] = {}
        self._numbers = [index for index, token in enumerate(tokens) if token.number]
        self._doubtful: dict[str, list[int]] = {}
        for index, token in enumerate(tokens):
            if token.doubtful and not token.number and not token.stop:  # "and" is said far more than "hand"
                self._doubtful.setdefault(token.stem, []).append(index)
        self._doubtful_sounds = {word: sound_of(word) for word in self._doubtful}

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
            yield from self._sounding(word, similar)
        for other, similarity in similar.items():
            yield from ((index, similarity) for index in self._positions[other])
        if word not in self._positions:
            yield from ((index, 1.0) for index in self._said_as_two(word))

    def _sounding(self, word: str, similar: Mapping[str, float]) -> Iterable[tuple[int, float]]:
        """Return where a doubtful word sounds like a stem and is not `similar` to it anyway."""
        for other, similarity in sounding_like(word, self._doubtful_sounds):
            if other not in similar and not _opposed(word, other):
                yield from ((index, similarity) for index in self._doubtful[other])

    def _said_as_two(self, word: str) -> list[int]:
        """Return where a stem is said as two words ("over fitting"), at the first of them."""
        if word not in self._compounds:
            self._compounds[word] = [
                index
                for index in self._pairs.get(word[:ALIKE_BEGINNING], ())
                if (joined := self.tokens[index].form + self.tokens[index + 1].form)[: len(word) - 1]
                == word[:-1]
                and stem(joined) == word
            ]
        return self._compounds[word]

    def compound(self, left: str, right: str) -> list[tuple[int, float]]:
        """Return where two stems are said as one word; single letters are left to their own."""
        if min(len(left), len(right)) < SHORTEST_PART:
            return []
        return [(index, 1.0) for index in self._positions.get(left + right, ())]

    def halves(self, word: str, index: int) -> bool:
        """Say whether a stem found at a token is that token and the next together ("over fitting")."""
        return word not in self._positions and index in self._said_as_two(word)

    def doubt(self, first: int, last: int) -> float:
        """Return the share of the telling words between two tokens that the recogniser doubted, 0–1."""
        telling = [token.doubtful for token in self.tokens[first : last + 1] if not token.stop]
        return sum(telling) / len(telling) if telling else 0.0

    def said(self, word: str) -> list[int]:
        """Return where exactly this stem is said, in order."""
        return self._positions.get(word, [])

    def turners(self, unit: Unit, *, but: AbstractSet[str]) -> list[int]:
        """Return where something stands that takes a unit's place and so turns a claim around.

        `but` the words of the wording itself, which have places of their own.
        """
        rivals = [index for rival in unit.rivals - but for index in self._positions.get(rival, ())]
        if unit.number:
            rivals += [index for index in self._numbers if self.tokens[index].stem not in but]
        return rivals

    def denied_between(self, first: int, end: int) -> Sequence[int]:
        """Return those `denied_heads` that stand between two tokens, the first included."""
        heads = self._denied
        return heads[bisect_left(heads, first) : bisect_left(heads, end)]

    @cached_property
    def _denied(self) -> list[int]:
        return sorted(self.denied_heads)

    @cached_property
    def denied_heads(self) -> frozenset[int]:
        """Tokens that a negation directly denies: the first telling word after it in its clause."""
        return frozenset(i for i in range(len(self.tokens)) if heads_negation(self.tokens, i))


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
