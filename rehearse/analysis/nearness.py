"""Nearness: the passage of an answer that comes nearest to a wording with words of its own.

A passage is one sentence of the answer, two, or as many as the wording is long. It is asked how near it
comes to each telling word of the wording ("large" to "high"): a recall like that of
:mod:`rehearse.analysis.matching`, but of words that need not be the same. What a word means is taken where it
stands, from the embedding of its sentence, less what it shares with the question: for the question's topic is
in every answer to it. A word that is denied comes near to none, nor does a rival, and another number counts
against that of a wording of one sentence.

It is also asked the other way round, how much of what it says beyond the question comes near the wording: a
precision. Of two passages that hold the same words, the one that says little else is the likelier to mean it.

The embedder reads every sentence once, so the work grows with the answer's length alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Protocol

import numpy as np

from rehearse.analysis.matching import WINDOW_EXTRA_WORDS, WINDOW_FACTOR
from rehearse.analysis.sentences import Sentences
from rehearse.analysis.text import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    from rehearse.analysis.answer import Answer
    from rehearse.analysis.matching import Stretch
    from rehearse.analysis.text import Token
    from rehearse.analysis.weights import Unit
    from rehearse.take import Transcript

    Vectors = npt.NDArray[np.float32]

NEAR = 0.5
"""Cosine of two words' meanings from which one stands for the other, or denies it; below, in proportion."""

SHOWN_NEAR = 0.75
"""How near a word comes, 0–1, to be shown as one that made the point."""


class Meaning(Protocol):
    """A sentence embedder."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return a unit vector for each text."""

    def embed_words(self, texts: Sequence[str]) -> Sequence[npt.NDArray[np.floating]]:
        """Return, for each text, a vector of any length for each of its words between spaces."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that comes near a wording.

    Parameters
    ----------
    recall : float
        How near it comes to the wording's telling words, 0–1.
    precision : float
        How near its own telling words come to the wording, those of the question left out, 0–1.
    first, last : int
        Its first and last token, both included.
    matched : tuple of int
        Indices of the tokens that come near, in order; never empty.
    """

    recall: float
    precision: float
    first: int
    last: int
    matched: tuple[int, ...]

    def holds(self, stretch: Stretch) -> bool:
        """Say whether a stretch lies in it, if only in part."""
        return self.first <= stretch.matched[-1] and stretch.matched[0] <= self.last


class Landscape:
    """An answer's words as meanings.

    Parameters
    ----------
    answer : Answer
    transcript : Transcript
    question : str
    meaning : Meaning
    """

    def __init__(self, answer: Answer, transcript: Transcript, question: str, meaning: Meaning) -> None:
        self._answer = answer
        self._meaning = meaning
        self._topic = meaning.embed([question])[0] if question else None
        said = Sentences(answer.tokens, [word.text for word in transcript.words])
        self._firsts, self._lasts = said.firsts, said.lasts
        self._n_words = np.cumsum([0, *(end - first for first, end in said.edges)])
        words = said.together(meaning.embed_words(said.texts))
        self._telling = [at for at, token in enumerate(answer.tokens) if not token.stop]
        self._vectors = self._meant([answer.tokens[at] for at in self._telling], words)
        asked = {token.stem for token in tokens_of(question)}
        self._new = np.array([answer.tokens[at].stem not in asked for at in self._telling], bool)
        self._denied = sorted(answer.denied_heads)
        self._denied_columns = np.searchsorted(self._telling, self._denied)
        self._passages: dict[int, npt.NDArray[np.int64]] = {}
        self._cosines: dict[str, Vectors] = {}

    def prepare(self, wordings: Iterable[str]) -> None:
        """Compare all wordings with the answer at once, which is faster than one by one.

        Only what was prepared can be asked for in :meth:`nearest`.
        """
        if not self._telling:
            return
        read = {
            wording: Sentences(view, wording.split()) for wording in wordings if (view := tokens_of(wording))
        }
        rows = iter(self._meaning.embed_words([text for each in read.values() for text in each.texts]))
        meant = [
            self._meant(each.tokens, each.together(list(islice(rows, len(each.texts)))))
            for each in read.values()
        ]
        cosines = np.vstack([np.zeros((0, self._vectors.shape[1]), np.float32), *meant]) @ self._vectors.T
        ends = np.cumsum([len(each.tokens) for each in read.values()])
        for (wording, each), end in zip(read.items(), ends, strict=True):
            self._cosines[wording] = cosines[end - len(each.tokens) : end]

    def nearest(self, wording: str, units: Sequence[Unit], stretch: Stretch | None) -> Passage | None:
        """Find the passage that comes nearest to a wording.

        Parameters
        ----------
        wording : str
        units : sequence of Unit
            The wording's.
        stretch : Stretch or None
            The stretch that affirms the wording best: of passages about as near, one that holds it is better.

        Returns
        -------
        Passage or None
            None for an answer without words.
        """
        if not self._telling or not units:
            return None
        passages = self._spans(WINDOW_EXTRA_WORDS + math.ceil(WINDOW_FACTOR * len(wording.split())))
        near, denying = self._near(units, wording)
        recall = self._recall(units, wording, near, passages)
        firsts, lasts = np.array(self._firsts)[passages[:, 0]], np.array(self._lasts)[passages[:, 1]]
        precision = self._precision(wording, denying, firsts, lasts)
        rank = recall
        if stretch is not None:
            holds = (firsts <= stretch.matched[-1]) & (stretch.matched[0] <= lasts)
            rank = recall + math.sqrt(stretch.score) * holds
        best = int(np.argmax(rank))
        first, last = int(firsts[best]), int(lasts[best])
        tells = [not (unit.in_question or unit.stop) for unit in units]
        nearest = near[tells, first : last + 1].max(axis=0, initial=0.0)
        matched = np.flatnonzero(nearest >= SHOWN_NEAR) + first
        return Passage(
            float(recall[best]),
            float(precision[best]),
            first,
            last,
            tuple(matched.tolist()) or tuple(range(first, last + 1)),
        )

    def _spans(self, most_words: int) -> npt.NDArray[np.int64]:
        """Return the passages of up to so many words, each by its first and last sentence."""
        if most_words not in self._passages:
            n_sentences = len(self._firsts)
            fits = np.searchsorted(self._n_words, self._n_words[:-1] + most_words, side="right") - 2
            spans = {
                (first, last): None
                for first in range(n_sentences)
                for last in (first, first + 1, int(fits[first]))
                if first <= last < n_sentences
            }
            self._passages[most_words] = np.array(list(spans), np.int64)
        return self._passages[most_words]

    def _meant(self, tokens: Sequence[Token], words: npt.NDArray[np.floating]) -> Vectors:
        """Return what tokens mean where they stand, less the question's share, as unit vectors.

        A token of several words is their sum.
        """
        sums = np.vstack([np.zeros((1, words.shape[1])), np.cumsum(words, axis=0, dtype=np.float64)])
        firsts = [token.first_word for token in tokens]
        ends = [token.last_word + 1 for token in tokens]
        vectors = _unit(sums[ends] - sums[firsts])
        if self._topic is not None:
            vectors = _unit(vectors - np.outer(vectors @ self._topic, self._topic))
        return vectors

    def _near(
        self, units: Sequence[Unit], wording: str
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
        """Return how near each token comes to each unit, 0–1, and which of the denied ones deny a unit."""
        answer = self._answer
        places = {token.stem: at for at, token in reversed(list(enumerate(tokens_of(wording))))}
        near = np.zeros((len(units), len(answer.tokens)))
        cosines = self._cosines[wording][[places[unit.stem] for unit in units]]
        near[:, self._telling] = np.clip(cosines / NEAR, 0, 1)
        but = {unit.stem for unit in units}
        plain = np.array([not (unit.negated or unit.in_question) for unit in units])
        for row, unit in enumerate(units):
            for index, similarity in answer.like(unit.stem):
                near[row, index] = max(near[row, index], similarity)
            near[row, answer.turners(unit, but=but)] = 0.0  # opposites are alike to an embedder
        denied = (near[:, self._denied] == 1) & plain[:, None]
        near[:, self._denied] = np.where(denied, 0.0, near[:, self._denied])
        return near, denied.any(axis=0)

    def _recall(
        self,
        units: Sequence[Unit],
        wording: str,
        near: npt.NDArray[np.float64],
        passages: npt.NDArray[np.int64],
    ) -> npt.NDArray[np.float64]:
        """Return how much of a wording's words each passage comes near, 0–1."""
        most = _most(np.maximum.reduceat(near, self._firsts, axis=1), passages)
        if not any(token.sentence for token in tokens_of(wording)):
            but = {unit.stem for unit in units}
            for row in (at for at, unit in enumerate(units) if unit.number):
                others = np.zeros((1, len(self._answer.tokens)))
                others[0, self._answer.turners(units[row], but=but)] = 1.0
                replaced = _most(np.maximum.reduceat(others, self._firsts, axis=1), passages)[0]
                most[row] -= replaced * (most[row] < 1)
        weights = np.array([unit.weight for unit in units])
        return np.asarray(np.clip(weights @ most / weights.sum(), 0, 1), np.float64)

    def _precision(
        self,
        wording: str,
        denying: npt.NDArray[np.bool_],
        firsts: npt.NDArray[np.int64],
        lasts: npt.NDArray[np.int64],
    ) -> npt.NDArray[np.float64]:
        """Return how much of what passages say beyond the question comes near a wording, 0–1."""
        near = np.clip(self._cosines[wording].max(axis=0) / NEAR, 0, 1) * self._new
        near[self._denied_columns[denying]] = 0.0
        starts, ends = np.searchsorted(self._telling, firsts), np.searchsorted(self._telling, lasts + 1)
        total, n_new = (np.cumsum([0.0, *values]) for values in (near, self._new))
        return np.asarray((total[ends] - total[starts]) / np.maximum(n_new[ends] - n_new[starts], 1))


def _most(by_sentence: npt.NDArray[np.float64], passages: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Return the largest value of each row over the sentences of each passage."""
    most = by_sentence[:, passages[:, 0]].copy()
    for further in range(1, int((passages[:, 1] - passages[:, 0]).max()) + 1):
        np.maximum(most, by_sentence[:, np.minimum(passages[:, 0] + further, passages[:, 1])], out=most)
    return most


def _unit(vectors: npt.NDArray[np.floating]) -> Vectors:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), np.float32)
