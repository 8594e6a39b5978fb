"""What coverage asks of a judge: whether a passage states a claim.

The judge that ships is a small model that learned from graded answers (:mod:`rehearse.judge`); words alone
(:mod:`rehearse.analysis.words_alone`) stand in where it cannot be loaded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

STATES, TOUCHES, SILENT, CONTRADICTS = range(4)
"""The columns of what a judge says."""

MOST_WORDINGS = 3
"""So many wordings of a claim are read with it: those nearest to the passage."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim to be looked for in one passage.

    Parameters
    ----------
    question : str
        As asked; "" for none.
    text : str
        The claim: a key point, or a misconception.
    wordings : tuple of str
        Other ways of saying it, examples of it among them.
    passage : str
        One or two neighbouring sentences of an answer.
    """

    question: str
    text: str
    wordings: tuple[str, ...]
    passage: str


class Judge(Protocol):
    """Reads a claim against a passage."""

    def embed(self, texts: Sequence[str]) -> Floats:
        """Return a unit vector for each text: the nearer two are, the likelier they say alike.

        Returns
        -------
        ndarray, shape (len(texts), n), dtype float32
        """

    def judge(self, claims: Sequence[Claim]) -> Floats:
        """Say how likely a person would find that each passage states, touches, is silent on, contradicts.

        Returns
        -------
        ndarray, shape (len(claims), 4), dtype float32
            Rows add up to 1.
        """
