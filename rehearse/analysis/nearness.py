"""Nearness: the passage of an answer that means most nearly what a wording says.

A passage is one sentence of the answer, two, or as many as the wording is long. It is asked two things.
How near is its meaning to the wording's, once what both share with the question is taken out: for the
question's topic is in every answer to it. And how near does it come to each telling word of the wording,
with a word of its own ("large" to "high"): a recall like that of :mod:`rehearse.analysis.matching`, but of
words that need not be the same. A passage that denies such a word, or has its rival, says something else.

The sentence embedder is only ever given the answer's sentences and words; passages of several sentences
are their mean. So the work grows with the answer's length and not with that of the passages.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from rehearse.analysis.matching import OTHER_CLAIM_FACTOR, WINDOW_EXTRA_WORDS, WINDOW_FACTOR
from rehearse.analysis.text import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    from rehearse.analysis.answer import Answer
    from rehearse.analysis.matching import Stretch
    from rehearse.analysis.weights import Unit
    from rehearse.take import Transcript

    Vectors = npt.NDArray[np.float32]

LONGEST_SENTENCE_WORDS = 30
"""What has no full stop for so many words is cut: speech often has none."""

FAR = 0.2
NEAR = 0.9
"""Cosines of two words' embeddings from which one begins to stand for the other, and from which it does."""

DENIED_NEAR = 0.6
"""Cosine from which a denied word is taken for the denial of a wording's word."""

LEAST_OWN_MEANING = 0.5
"""A passage that is nearly the question has little meaning of its own; it is not blown up beyond this."""


class Meaning(Protocol):
    """A sentence embedder."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return a unit vector for each text."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that comes near a wording.

    Parameters
    ----------
    evidence : float
        Nearness of words and of meaning, added; 0–2.
    first, last : int
        Its first and last token, both included.
    """

    evidence: float
    first: int
    last: int

    def holds(self, stretch: Stretch) -> bool:
        """Say whether a stretch lies in it, if only in part."""
        return self.first <= stretch.matched[-1] and stretch.matched[0] <= self.last


class Landscape:
    """An answer's sentences and words as meanings.

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
        self._firsts = _sentence_starts(answer, transcript)
        ends = [*self._firsts[1:], len(answer.tokens)]
        texts = [
            " ".join(word.text for word in transcript.words[answer.tokens[first].first_word : last_word + 1])
            for first, end in zip(self._firsts, ends, strict=True)
            for last_word in [answer.tokens[end - 1].last_word]
        ]
        self._lasts = [end - 1 for end in ends]
        self._topic = meaning.embed([question])[0] if question else None
        lengths = np.array([[len(text.split())] for text in texts], np.float32)
        self._sums = _running_sums(meaning.embed(texts) * lengths)
        self._words = _running_sums(lengths)[:, 0]
        forms = sorted({token.form for token in answer.tokens if not token.stop})
        self._forms = {form: at for at, form in enumerate(forms)}
        self._form_vectors = meaning.embed(forms)
        self._telling = [at for at, token in enumerate(answer.tokens) if not token.stop]
        self._passages: dict[int, tuple[list[tuple[int, int]], Vectors]] = {}

    def prepare(self, wordings: Iterable[str]) -> None:
        """Let the embedder see all wordings at once, which is faster than one by one."""
        texts = list(wordings)
        self._meaning.embed([*texts, *(token.form for text in texts for token in tokens_of(text))])

    def nearest(self, wording: str, units: Sequence[Unit], stretch: Stretch | None) -> Passage | None:
        """Find the passage that comes nearest to a wording.

        Parameters
        ----------
        wording : str
        units : sequence of Unit
            The wording's.
        stretch : Stretch or None
            The stretch that affirms the wording best: a passage that holds it has its evidence besides.

        Returns
        -------
        Passage or None
            Its evidence leaves out what the words of the stretch give. None for an answer without words.
        """
        if not self._telling or not units:
            return None
        spans, vectors = self._spans(WINDOW_EXTRA_WORDS + math.ceil(WINDOW_FACTOR * len(wording.split())))
        meant = vectors @ self._own(self._meaning.embed([wording]))[0]
        recalled, other = self._recalled(units, spans)
        evidence = (np.sqrt(recalled) + np.clip(meant, 0, 1)) * np.where(other, OTHER_CLAIM_FACTOR, 1.0)
        rank = evidence.copy()
        if stretch is not None:
            holds = [
                self._firsts[first] <= stretch.matched[-1] and stretch.matched[0] <= self._lasts[last]
                for first, last in spans
            ]
            rank += math.sqrt(stretch.score) * np.array(holds)
        best = int(np.argmax(rank))
        first, last = spans[best]
        return Passage(float(evidence[best]), self._firsts[first], self._lasts[last])

    def _spans(self, most_words: int) -> tuple[list[tuple[int, int]], Vectors]:
        """Return the passages of up to so many words, as first and last sentence, and their own meanings."""
        if most_words not in self._passages:
            spans: dict[tuple[int, int], None] = {}
            n_sentences = len(self._firsts)
            fits = np.searchsorted(self._words, self._words[:-1] + most_words, side="right") - 2
            for first in range(n_sentences):
                for last in (first, first + 1, int(fits[first])):
                    if first <= last < n_sentences:
                        spans[first, last] = None
            edges = np.array(list(spans))
            sums = self._sums[edges[:, 1] + 1] - self._sums[edges[:, 0]]
            self._passages[most_words] = list(spans), self._own(_unit(sums))
        return self._passages[most_words]

    def _own(self, vectors: Vectors) -> Vectors:
        """Take the question's direction out of meanings."""
        if self._topic is None:
            return vectors
        own = vectors - np.outer(vectors @ self._topic, self._topic)
        lengths = np.linalg.norm(own, axis=1, keepdims=True)
        return np.asarray(own / np.maximum(lengths, LEAST_OWN_MEANING), np.float32)

    def _recalled(
        self, units: Sequence[Unit], spans: list[tuple[int, int]]
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
        """Return how much of a wording's words each passage comes near, 0–1, and which say something else."""
        answer = self._answer
        cosines = self._meaning.embed([unit.form for unit in units]) @ self._form_vectors.T
        near = np.clip((cosines - FAR) / (NEAR - FAR), 0, 1)
        columns = [self._forms[answer.tokens[at].form] for at in self._telling]
        at_token = np.zeros((len(units), len(answer.tokens)))
        at_token[:, self._telling] = near[:, columns]
        turned = np.zeros((len(units), len(answer.tokens)), bool)
        denied = sorted(answer.denied_heads)
        plain = [row for row, unit in enumerate(units) if not unit.negated]
        but = {unit.stem for unit in units}
        for row, unit in enumerate(units):
            for index, similarity in answer.like(unit.stem):
                at_token[row, index] = max(at_token[row, index], similarity)
            rivals = answer.turners(unit, but=but)
            at_token[row, rivals] = 0.0  # opposites are alike to an embedder
            turned[row, rivals] = True
        for index in denied:
            column = self._forms.get(answer.tokens[index].form)
            if column is not None and plain:
                turned[plain, index] |= cosines[plain, column] >= DENIED_NEAR
        said = np.maximum.reduceat(at_token, self._firsts, axis=1)
        against = np.logical_or.reduceat(turned, self._firsts, axis=1)
        edges = np.array(spans)
        most, other = said[:, edges[:, 0]].copy(), against[:, edges[:, 0]].copy()
        for further in range(1, int((edges[:, 1] - edges[:, 0]).max()) + 1):
            at = np.minimum(edges[:, 0] + further, edges[:, 1])
            np.maximum(most, said[:, at], out=most)
            np.logical_or(other, against[:, at], out=other)
        weights = np.array([unit.weight for unit in units])
        elsewhere = np.asarray((other & (most < 1)).any(axis=0), np.bool_)
        return np.asarray(weights @ most / weights.sum(), np.float64), elsewhere


def _sentence_starts(answer: Answer, transcript: Transcript) -> list[int]:
    """Return the first token of each sentence; long ones are cut."""
    starts = [0]
    for index in range(1, len(answer.tokens)):
        before = transcript.words[answer.tokens[index - 1].last_word].text
        begun = answer.tokens[starts[-1]].first_word
        new_word = answer.tokens[index].first_word > answer.tokens[index - 1].last_word
        ended = before.rstrip("\"'”’)]").endswith((".", "?", "!", ";", "…"))
        if new_word and (ended or answer.tokens[index].first_word - begun >= LONGEST_SENTENCE_WORDS):
            starts.append(index)
    return starts


def _running_sums(rows: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
    """Return the sums of the first 0, 1, 2 … rows."""
    return np.vstack([np.zeros((1, rows.shape[1])), np.cumsum(rows, axis=0, dtype=np.float64)])


def _unit(vectors: npt.NDArray[np.floating]) -> Vectors:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), np.float32)
