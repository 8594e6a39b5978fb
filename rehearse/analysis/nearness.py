"""Nearness: the passage of an answer that comes nearest to a wording with words of its own.

A passage is one sentence of the answer, two, or as many as the wording is long. It is asked how near it
comes to each telling word of the wording ("large" to "high"): a recall like that of
:mod:`rehearse.analysis.matching`, but of words that need not be the same. What a word means is taken where it
stands, from the embedding of its sentence, less what it shares with the question: for the question's topic is
in every answer to it. A word that the passage denies, or has the rival of, counts against it.

The embedder reads every sentence once, so the work grows with the answer's length alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from rehearse.analysis.matching import WINDOW_EXTRA_WORDS, WINDOW_FACTOR
from rehearse.analysis.text import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    from rehearse.analysis.answer import Answer
    from rehearse.analysis.matching import Stretch
    from rehearse.analysis.text import Token
    from rehearse.analysis.weights import Unit
    from rehearse.take import Transcript, Word

    Vectors = npt.NDArray[np.float32]

LONGEST_SENTENCE_WORDS = 30
"""What has no full stop for so many words is cut: speech often has none."""

NEAR = 0.6
"""Cosine of two words' meanings from which one stands for the other; below, in proportion."""

DENIED_NEAR = 0.5
"""Cosine from which a denied word is taken for the denial of a wording's word."""


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
    first, last : int
        Its first and last token, both included.
    """

    recall: float
    first: int
    last: int

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
        self._firsts = _sentence_starts(answer)
        self._lasts = [end - 1 for end in (*self._firsts[1:], len(answer.tokens))]
        edges = [
            (answer.tokens[first].first_word, answer.tokens[last].last_word + 1)
            for first, last in zip(self._firsts, self._lasts, strict=True)
        ]
        rows = meaning.embed_words([_text(transcript.words[first:end]) for first, end in edges])
        words = np.zeros((len(transcript.words), rows[0].shape[1]), np.float32)
        for (first, end), row in zip(edges, rows, strict=True):
            words[first:end] = row
        self._telling = [at for at, token in enumerate(answer.tokens) if not token.stop]
        self._vectors = self._meant([answer.tokens[at] for at in self._telling], words)
        self._denied = sorted(answer.denied_heads)
        self._denied_columns = np.searchsorted(self._telling, self._denied)
        self._n_words = np.cumsum([0, *(end - first for first, end in edges)])
        self._passages: dict[int, npt.NDArray[np.int64]] = {}
        self._cosines: dict[str, Vectors] = {}

    def prepare(self, wordings: Iterable[str]) -> None:
        """Compare all wordings with the answer at once, which is faster than one by one.

        Only what was prepared can be asked for in :meth:`nearest`.
        """
        if not self._telling:
            return
        views = {wording: tokens_of(wording) for wording in wordings}
        rows = self._meaning.embed_words([" ".join(wording.split()) for wording in views])
        meant = [
            self._meant(view, np.asarray(words, np.float32))
            for view, words in zip(views.values(), rows, strict=True)
        ]
        cosines = np.vstack([np.zeros((0, self._vectors.shape[1]), np.float32), *meant]) @ self._vectors.T
        ends = np.cumsum([len(view) for view in views.values()])
        for (wording, view), end in zip(views.items(), ends, strict=True):
            self._cosines[wording] = cosines[end - len(view) : end]

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
        recall = self._recall(units, wording, passages)
        firsts, lasts = np.array(self._firsts)[passages[:, 0]], np.array(self._lasts)[passages[:, 1]]
        rank = recall
        if stretch is not None:
            holds = (firsts <= stretch.matched[-1]) & (stretch.matched[0] <= lasts)
            rank = recall + math.sqrt(stretch.score) * holds
        best = int(np.argmax(rank))
        return Passage(float(recall[best]), int(firsts[best]), int(lasts[best]))

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

    def _recall(
        self, units: Sequence[Unit], wording: str, passages: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.float64]:
        """Return how much of a wording's words each passage comes near, 0–1."""
        answer = self._answer
        places = {token.stem: at for at, token in reversed(list(enumerate(tokens_of(wording))))}
        cosines = self._cosines[wording][[places[unit.stem] for unit in units]]
        near = np.zeros((len(units), len(answer.tokens)))
        near[:, self._telling] = np.clip(cosines / NEAR, 0, 1)
        turned = np.zeros(near.shape, bool)
        but = {unit.stem for unit in units}
        plain = np.array([not (unit.negated or unit.in_question) for unit in units])
        for row, unit in enumerate(units):
            for index, similarity in answer.like(unit.stem):
                near[row, index] = max(near[row, index], similarity)
            rivals = answer.turners(unit, but=but)
            near[row, rivals] = 0.0  # opposites are alike to an embedder
            turned[row, rivals] = True
        denied = cosines[:, self._denied_columns] >= DENIED_NEAR
        denied |= near[:, self._denied] == 1
        denied &= plain[:, None]
        turned[:, self._denied] |= denied
        near[:, self._denied] = np.where(denied, 0.0, near[:, self._denied])
        most = _most(np.maximum.reduceat(near, self._firsts, axis=1), passages)
        against = _most(np.logical_or.reduceat(turned, self._firsts, axis=1).astype(float), passages)
        most -= (against > 0) & (most < 1)
        weights = np.array([unit.weight for unit in units])
        return np.asarray(np.clip(weights @ most / weights.sum(), 0, 1), np.float64)


def _most(by_sentence: npt.NDArray[np.float64], passages: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Return the largest value of each row over the sentences of each passage."""
    most = by_sentence[:, passages[:, 0]].copy()
    for further in range(1, int((passages[:, 1] - passages[:, 0]).max()) + 1):
        np.maximum(most, by_sentence[:, np.minimum(passages[:, 0] + further, passages[:, 1])], out=most)
    return most


def _sentence_starts(answer: Answer) -> list[int]:
    """Return the first token of each sentence; long ones are cut."""
    starts = [0]
    for index in range(1, len(answer.tokens)):
        begun = answer.tokens[starts[-1]].first_word
        new_word = answer.tokens[index].first_word > answer.tokens[index - 1].last_word
        ended = answer.tokens[index].sentence > answer.tokens[index - 1].sentence
        if new_word and (ended or answer.tokens[index].first_word - begun >= LONGEST_SENTENCE_WORDS):
            starts.append(index)
    return starts


def _text(words: Sequence[Word]) -> str:
    """Return words as a text in which each is what stands between two spaces."""
    return " ".join("".join(word.text.split()) or "…" for word in words)


def _unit(vectors: npt.NDArray[np.floating]) -> Vectors:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), np.float32)
