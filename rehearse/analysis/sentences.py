"""A text in the sentences in which it is embedded, with the words that each holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from rehearse.analysis.text import Token

LONGEST_SENTENCE_WORDS = 30
"""What has no full stop for so many words is cut: speech often has none."""


class Sentences:
    """A text in the sentences in which it is read; long ones are cut.

    Parameters
    ----------
    tokens : sequence of Token
    words : sequence of str
        That the tokens count.

    Attributes
    ----------
    firsts, lasts : list of int
        The first and the last token of each sentence.
    edges : list of (int, int)
        Its first word, and the word after its last.
    texts : list of str
        Each word being what stands between two spaces.
    """

    def __init__(self, tokens: Sequence[Token], words: Sequence[str]) -> None:
        self.tokens = tokens
        self._n_words = len(words)
        self.firsts = [0] if tokens else []
        for index in range(1, len(tokens)):
            before, token, begun = tokens[index - 1], tokens[index], tokens[self.firsts[-1]].first_word
            ended = token.sentence > before.sentence or token.first_word - begun >= LONGEST_SENTENCE_WORDS
            if ended and token.first_word > before.last_word:
                self.firsts.append(index)
        self.lasts = [end - 1 for end in (*self.firsts[1:], len(tokens)) if end]
        self.edges = [
            (tokens[first].first_word, tokens[last].last_word + 1)
            for first, last in zip(self.firsts, self.lasts, strict=True)
        ]
        self.texts = [
            " ".join("".join(word.split()) or "…" for word in words[first:end]) for first, end in self.edges
        ]

    def together(self, rows: Sequence[npt.NDArray[np.floating]]) -> npt.NDArray[np.float32]:
        """Return a vector for each word from those of each sentence."""
        found = np.zeros((self._n_words, rows[0].shape[1] if rows else 0), np.float32)
        for (first, end), row in zip(self.edges, rows, strict=True):
            found[first:end] = row
        return found
