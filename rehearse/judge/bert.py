"""A small BERT, forward only, in NumPy: what the embedder and the judge both are.

The model is all-MiniLM-L6-v2's: six layers of 384 numbers a token (Devlin et al. 2019, Wang et al. 2020).
PyTorch would take three seconds to import and 250 MB, which a command that judges a typed answer has no use
for; the products themselves take as long in NumPy's linear algebra.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

N_HEADS = 12
"""Of attention in each layer; the other sizes are those of the weights."""

LAYER_NORM_EPSILON = 1e-12

FARTHEST = np.float32(-1e9)
"""What is added to the attention that padding would get."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text or a pair of texts as tokens.

    Parameters
    ----------
    tokens : sequence of int
    second_from : int
        Where the second text begins; the number of tokens where there is none.
    """

    tokens: Sequence[int]
    second_from: int


class Bert:
    """The encoder.

    Parameters
    ----------
    weights : mapping of str to ndarray
        float32, named as in the published model ("encoder.layer.0.attention.self.query.weight").
    """

    def __init__(self, weights: Mapping[str, Floats]) -> None:
        self._weights = weights
        self._n_layers = sum(name.endswith("attention.self.query.weight") for name in weights)
        self.longest = len(weights["embeddings.position_embeddings.weight"])

    def states(self, batch: Sequence[Encoded]) -> tuple[Floats, npt.NDArray[np.bool_]]:
        """Read texts together.

        Parameters
        ----------
        batch : sequence of Encoded
            Best of about one length, for the shorter ones are padded. None longer than `longest` tokens.

        Returns
        -------
        states : ndarray, shape (len(batch), n_tokens, n_numbers), dtype float32
            What each token means where it stands.
        there : ndarray, shape (len(batch), n_tokens), dtype bool
            False for padding, whose states mean nothing.
        """
        n_tokens = max(len(each.tokens) for each in batch)
        tokens = np.zeros((len(batch), n_tokens), np.int64)
        second = np.zeros((len(batch), n_tokens), np.int64)
        there = np.zeros((len(batch), n_tokens), bool)
        for row, each in enumerate(batch):
            tokens[row, : len(each.tokens)] = each.tokens
            second[row, each.second_from : len(each.tokens)] = 1
            there[row, : len(each.tokens)] = True
        states = self._embedded(tokens, second)
        blocked = np.where(there, np.float32(0), FARTHEST)[:, None, None, :]
        for layer in range(self._n_layers):
            states = self._layer(f"encoder.layer.{layer}.", states, blocked)
        return states, there

    def _embedded(self, tokens: npt.NDArray[np.int64], second: npt.NDArray[np.int64]) -> Floats:
        weights = self._weights
        summed = (
            weights["embeddings.word_embeddings.weight"][tokens]
            + weights["embeddings.position_embeddings.weight"][: tokens.shape[1]]
            + weights["embeddings.token_type_embeddings.weight"][second]
        )
        return self._normed("embeddings.LayerNorm", summed)

    def _layer(self, name: str, states: Floats, blocked: Floats) -> Floats:
        attended = self._linear(f"{name}attention.output.dense", self._attention(name, states, blocked))
        states = self._normed(f"{name}attention.output.LayerNorm", states + attended)
        wide = _gelu(self._linear(f"{name}intermediate.dense", states))
        return self._normed(f"{name}output.LayerNorm", states + self._linear(f"{name}output.dense", wide))

    def _attention(self, name: str, states: Floats, blocked: Floats) -> Floats:
        n_texts, n_tokens, width = states.shape
        query, key, value = (
            self._linear(f"{name}attention.self.{part}", states)
            .reshape(n_texts, n_tokens, N_HEADS, width // N_HEADS)
            .transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 1, 3, 2)
        scores *= np.float32(1 / math.sqrt(width // N_HEADS))
        scores += blocked
        scores -= scores.max(axis=-1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=-1, keepdims=True)
        mixed = (scores @ value).transpose(0, 2, 1, 3).reshape(n_texts, n_tokens, width)
        return np.asarray(mixed, np.float32)

    def _linear(self, name: str, states: Floats) -> Floats:
        flat = states.reshape(-1, states.shape[-1]) @ self._weights[f"{name}.weight"].T
        flat += self._weights[f"{name}.bias"]
        return flat.reshape(*states.shape[:-1], -1)

    def _normed(self, name: str, states: Floats) -> Floats:
        centred = states - states.mean(axis=-1, keepdims=True)
        spread = np.sqrt(np.square(centred).mean(axis=-1, keepdims=True) + LAYER_NORM_EPSILON)
        normed = centred / spread * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]
        return np.asarray(normed, np.float32)


def _gelu(values: Floats) -> Floats:
    """Return the Gaussian error linear unit, in place, by its tanh form (Hendrycks and Gimpel 2016).

    Off by up to 5e-4 from the form with the error function, which NumPy lacks.
    """
    inner = values * values
    inner *= np.float32(0.044715)
    inner += 1
    inner *= values
    inner *= np.float32(math.sqrt(2 / math.pi))
    np.tanh(inner, out=inner)
    inner += 1
    inner *= np.float32(0.5)
    values *= inner
    return values
