"""How telling each word of a key point is.

Without a corpus at hand, three things stand for one: a list of words that turn up in answers to anything,
how many points of the question share a word, and whether the question itself says it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from rehearse.analysis.polarity import heads_negation, opposites_of, rivals
from rehearse.analysis.text import stem, tokens_of
from rehearse.analysis.vocabulary import COMMON_WORDS, NEGATIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rehearse.analysis.text import Token

COMMON_WEIGHT = 0.5
"""Weight of a word that turns up in answers to any question."""

TERM_WEIGHT = 1.5
"""Weight of a term written with signs or digits (C++, F1, k-means): nothing tells more."""

STOP_WEIGHT = 0.15
"""Weight of a word that tells nothing, which it only has in a wording that has little else: "what I learned
from this is" takes more than "learning"."""

ENOUGH_WEIGHT = 1.0
PHRASE_WORDS = 4
"""A wording has little else when its telling words weigh less than the first together, or when it has one
telling word among as many words as the second."""

QUESTION_WEIGHT = 0.05
"""What is left of the weight of a word that the question asks with, …"""

TOLD_WEIGHT = 0.5
"""… and of one that it only tells before it asks. Both were chosen on the graded answers not held out."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A word of a wording; `weight` is what it tells here, `plain_weight` what it tells to anyone.

    With one of its `rivals` in its place, a claim says something else; its `counterpart` is what the question
    compares it with, and its `alternative` what the wording offers in its place ("a or b"), "" for none.
    """

    form: str
    stem: str
    weight: float
    plain_weight: float
    in_question: bool
    stop: bool
    number: bool
    negated: bool
    rivals: frozenset[str]
    counterpart: str
    alternative: str


class Weights:
    """How telling each word is, for one question.

    Parameters
    ----------
    wordings : iterable of sequence of Token
        One for each key point: the words that all of them share tell them apart least.
    question : str
        Its words tell little in an answer. Those of what it tells before it asks tell more: they may be
        what the answer is about.
    """

    def __init__(self, wordings: Iterable[Sequence[Token]], question: str) -> None:
        self._frequency = Counter(word for tokens in wordings for word in {token.stem for token in tokens})
        view = tokens_of(question)
        self._question = frozenset(token.stem for token in view if not token.stop)
        self._asked = frozenset(token.stem for token in tokens_of(_asking(question)) if not token.stop)
        self._rivals = rivals(view)

    def units(self, wording: Sequence[Token]) -> tuple[Unit, ...]:
        """Return the telling words of a wording, each once; with the others when they tell little."""
        units: dict[str, Unit] = {}
        for index, token in enumerate(wording):
            if token.stem not in units and token.form not in NEGATIONS:
                in_question = token.stem in self._question
                weight = self._weight(token)
                counterpart = self._rivals.get(token.stem, "")
                units[token.stem] = Unit(
                    token.form,
                    token.stem,
                    weight * self._of_question(token.stem),
                    weight,
                    in_question,
                    token.stop,
                    token.number,
                    negated=heads_negation(wording, index),
                    rivals=opposites_of(token.stem) | set(filter(None, [counterpart])),
                    counterpart=counterpart,
                    alternative=_alternative(wording, index),
                )
        telling = tuple(unit for unit in units.values() if not unit.stop)
        light = sum(unit.weight for unit in telling) < ENOUGH_WEIGHT
        lonely = len(telling) == 1 and len(units) >= PHRASE_WORDS
        return tuple(units.values()) if light or lonely else telling

    def _of_question(self, word: str) -> float:
        """Return what is left of a stem's weight."""
        if word in self._asked:
            return QUESTION_WEIGHT
        return TOLD_WEIGHT if word in self._question else 1.0

    def _weight(self, token: Token) -> float:
        if token.stop:
            return STOP_WEIGHT
        if not token.form.isalpha() and not token.number:
            weight = TERM_WEIGHT
        else:
            weight = COMMON_WEIGHT if is_common(token.stem) else 1.0
        return weight / math.sqrt(max(1, self._frequency[token.stem]))


def _asking(question: str) -> str:
    """Return the sentences of a question that ask; the last where none has a question mark."""
    sentences = re.split(r"(?<=[.?!])\s+", question.strip())
    return " ".join(each for each in sentences if each.endswith("?")) or sentences[-1]


def _alternative(wording: Sequence[Token], index: int) -> str:
    """Return the stem of the telling word on the other side of an "or"; "" for none."""
    for step in (-2, 2):
        other = index + step
        if 0 <= other < len(wording) and wording[index + step // 2].form == "or" and not wording[other].stop:
            return wording[other].stem
    return ""


def is_common(word: str) -> bool:
    """Say whether a stem turns up in answers to anything."""
    return word in _common_stems()


@cache
def _common_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in COMMON_WORDS)
