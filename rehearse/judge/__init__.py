"""The judge: a small model that learned from people whether a passage states a key point.

It reads a claim (a key point with its wordings and its question) together with one passage of an answer, and
says how likely a person would find that the passage states it, touches it, is silent on it, contradicts it.
It is all-MiniLM-L6-v2 trained on spoken answers that were graded point by point (`training/` in the
repository makes it); by itself, a text still means to it about what it meant to that model, which serves to
find the passages worth reading.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from rehearse.judge.weights import HERE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    import numpy.typing as npt

    from rehearse.analysis.judging import Claim
    from rehearse.judge.network import Network

    Floats = npt.NDArray[np.float32]


class MiniLMJudge:
    """Embeds texts and judges claims, each once; safe to share between threads.

    It loads when first needed, or earlier by `load` in another thread.

    Parameters
    ----------
    folder : Path, optional
        Where the weights and the vocabulary are.
    """

    def __init__(self, folder: Path = HERE) -> None:
        self._folder = folder
        self._lock = threading.RLock()
        self._network: Network | None = None

    def load(self) -> None:
        """Make ready (idempotent); the first use does it otherwise.

        Raises
        ------
        JudgeError
        """
        self._loaded()

    def embed(self, texts: Sequence[str]) -> Floats:
        """Return what texts mean.

        Parameters
        ----------
        texts : sequence of str

        Returns
        -------
        ndarray, shape (len(texts), 384), dtype float32
            A unit vector for each, so that the dot product of two is their cosine.

        Raises
        ------
        JudgeError
        """
        with self._lock:
            return self._loaded().embed(texts)

    def judge(self, claims: Sequence[Claim]) -> Floats:
        """Say how likely a person would find that each passage states, touches, is silent on, contradicts.

        Parameters
        ----------
        claims : sequence of Claim

        Returns
        -------
        ndarray, shape (len(claims), 4), dtype float32
            Rows add up to 1; columns as in :mod:`rehearse.analysis.judging`.

        Raises
        ------
        JudgeError
        """
        with self._lock:
            return self._loaded().judge(claims)

    def _loaded(self) -> Network:
        with self._lock:
            if self._network is None:
                from rehearse.judge.network import Network
                from rehearse.judge.reading import Reader
                from rehearse.judge.weights import read_weights

                self._network = Network(read_weights(self._folder), Reader(self._folder / "tokenizer.json"))
            return self._network
