"""What changes a decoder's mind at each token: a push towards fillers, a way out of loops, and an end.

All are openai-whisper's ``LogitFilter``: told the logits of the next token and the tokens so far, they
change the logits in place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rehearse.transcription.decoder import FILLER_BIAS, FILLER_DISTANCE_TOKENS
from rehearse.transcription.loops import MOST_REFUSALS, looping

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import torch


class FillerEncouragement:
    """A whisper ``LogitFilter`` for one text that makes fillers likelier, but not after a filler.

    It notes how likely the model itself holds a filler at each step. A comma counts for one: it is how
    the model writes down the pause that a filler stands in.

    Parameters
    ----------
    filler_tokens : list of int
    comma : int
        The token of a comma.

    Attributes
    ----------
    sample_begin : int
        Before it stand the prompt and Whisper's own marks.
    chances : list of float
        For each token of the text, the probability of a filler or a comma there, 0–1.
    """

    def __init__(self, filler_tokens: list[int], comma: int) -> None:
        self._filler_tokens = filler_tokens
        self._signs = [*filler_tokens, comma]
        self.sample_begin = 0
        self.chances: list[float] = []

    def apply(self, logits: torch.Tensor, tokens: torch.Tensor) -> None:
        """Change `logits`, shape (1, n_vocab), in place, given the tokens so far."""
        row, so_far = logits[0], tokens[0, self.sample_begin :]
        self.chances.append(float(row.softmax(dim=-1)[self._signs].sum()))
        recent = so_far[-(FILLER_DISTANCE_TOKENS - 1) :].tolist()
        follows_filler = any(token in self._filler_tokens for token in recent)
        if not follows_filler:
            row[self._filler_tokens] += FILLER_BIAS


class LoopBreaker:
    """A whisper ``LogitFilter`` that refuses to say the same once more, and in the end gives up."""

    def __init__(self, sounds: Sequence[str], end_token: int, sample_begin: int) -> None:
        self._sounds = sounds
        self._end_token = end_token
        self._sample_begin = sample_begin
        self._n_refusals = 0

    @property
    def gave_up(self) -> bool:
        """Whether the text was ended because it fell back into loops."""
        return self._n_refusals > MOST_REFUSALS

    def apply(self, logits: torch.Tensor, tokens: torch.Tensor) -> None:
        """Change `logits`, shape (1, n_vocab), in place, given the tokens so far."""
        said = [
            self._sounds[token]
            for token in tokens[0, self._sample_begin :].tolist()
            if token < self._end_token
        ]
        refused = looping([sound for sound in said if sound])
        if not refused:
            return
        self._n_refusals += 1
        logits[0, [token for token, sound in enumerate(self._sounds) if sound in refused]] = -float("inf")
        if self.gave_up:
            logits[0, : self._end_token] = -float("inf")


class AskWhetherToGoOn:
    """A whisper ``LogitFilter`` that changes nothing, and lets something raise that is told the text."""

    def __init__(self, go_on: Callable[[tuple[int, ...]], None], sample_begin: int) -> None:
        self._go_on = go_on
        self._sample_begin = sample_begin

    def apply(self, _logits: torch.Tensor, tokens: torch.Tensor) -> None:
        """Ask, given the tokens so far."""
        self._go_on(tuple(tokens[0, self._sample_begin :].tolist()))
