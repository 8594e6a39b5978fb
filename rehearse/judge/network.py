"""The judge as a network: the encoder, and one layer that judges from its states."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

from rehearse.judge.bert import Bert

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    import numpy.typing as npt

    from rehearse.analysis.judging import Claim
    from rehearse.judge.bert import Encoded, Floats
    from rehearse.judge.reading import Reader
    from rehearse.judge.weights import Weights

Asked = TypeVar("Asked", bound="Hashable")

LONGEST_TEXT_TOKENS = 128
"""A longer text is cut before it is embedded."""

BATCH_TOKENS = 1024
"""Read at once, padding included: about what fits a processor's cache."""

MOST_REMEMBERED = 20_000
"""So many texts (30 MB) and so many claims are kept: several decks and hours of speech."""


class Network:
    """Embeds texts and judges claims, each once.

    Parameters
    ----------
    weights : mapping of str to ndarray
    reader : Reader
    """

    def __init__(self, weights: Weights, reader: Reader) -> None:
        self._model = Bert(weights)
        self._weight, self._bias = weights["head.weight"], weights["head.bias"]
        self._reader = reader
        self._meanings: dict[str, Floats] = {}
        self._judgements: dict[Claim, Floats] = {}

    def embed(self, texts: Sequence[str]) -> Floats:
        """Return a unit vector for each text, shape (len(texts), n_numbers)."""
        new = _unknown(texts, self._meanings)
        read = [self._reader.text(text, LONGEST_TEXT_TOKENS) for text in new]
        for at, states, there in self._in_batches(read):
            mean = (states * there[..., None]).sum(axis=1) / there.sum(axis=1, keepdims=True)
            mean /= np.linalg.norm(mean, axis=1, keepdims=True)
            self._meanings.update(zip((new[index] for index in at), mean, strict=True))
        known = [self._meanings[text] for text in texts]
        return np.array(known, np.float32).reshape(len(texts), self._weight.shape[1] // 2)

    def judge(self, claims: Sequence[Claim]) -> Floats:
        """Return, for each claim, the shares of the four judgements, shape (len(claims), 4)."""
        new = _unknown(claims, self._judgements)
        read = [self._reader.pair(each.question, each.text, each.wordings, each.passage) for each in new]
        for at, states, _ in self._in_batches(read):
            shares = self._shares(states, [read[index] for index in at])
            self._judgements.update(zip((new[index] for index in at), shares, strict=True))
        known = [self._judgements[claim] for claim in claims]
        return np.array(known, np.float32).reshape(len(claims), len(self._bias))

    def _shares(self, states: Floats, read: Sequence[Encoded]) -> Floats:
        """Judge from the first token's state and the mean of the passage's."""
        passage = np.zeros(states.shape[:2], np.float32)
        for row, each in enumerate(read):
            passage[row, each.second_from : len(each.tokens)] = 1 / (len(each.tokens) - each.second_from)
        mean = np.einsum("ntd,nt->nd", states, passage)
        logits = np.concatenate([states[:, 0], mean], axis=1) @ self._weight.T + self._bias
        shares = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(shares / shares.sum(axis=1, keepdims=True), np.float32)

    def _in_batches(
        self, read: Sequence[Encoded]
    ) -> Iterator[tuple[list[int], Floats, npt.NDArray[np.bool_]]]:
        """Read texts of about one length together; yields which, their states, and what is no padding."""
        batch: list[int] = []
        for index in sorted(range(len(read)), key=lambda index: len(read[index].tokens)):
            if batch and (len(batch) + 1) * len(read[index].tokens) > BATCH_TOKENS:
                yield (batch, *self._model.states([read[each] for each in batch]))
                batch = []
            batch.append(index)
        if batch:
            yield (batch, *self._model.states([read[each] for each in batch]))


def _unknown(asked: Sequence[Asked], known: dict[Asked, Floats]) -> list[Asked]:
    """Return what is not known yet, each once; forgets all where it gets too much."""
    new = [each for each in dict.fromkeys(asked) if each not in known]
    if len(known) + len(new) > MOST_REMEMBERED:
        known.clear()
        new = list(dict.fromkeys(asked))
    return new
