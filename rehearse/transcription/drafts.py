"""Decoding with a draft: what was heard of a sound so far, as a guess at what is heard of more of it.

A decoder writes one token at a time, each a pass through the model. Where a guess at the whole text is at
hand, one pass checks all of it: as long as the decoder would have chosen the same tokens, their passes
are saved, and from the first difference on it decodes as ever. The outcome is that of decoding without
a draft. The method is speculative decoding (Leviathan, Kalman & Matias 2023) with the model's own earlier
words in place of a smaller model's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch
    from whisper.decoding import PyTorchInference


@dataclass(slots=True)
class Drafts:
    """What each witness last heard of a stretch; empty at first.

    Parameters
    ----------
    words, verbatim : tuple of int
        Text tokens.
    """

    words: tuple[int, ...] = ()
    verbatim: tuple[int, ...] = ()


class DraftedInference:
    """Stands where openai-whisper's ``DecodingTask`` has its inference; for one text at a time.

    Parameters
    ----------
    inference : whisper.decoding.PyTorchInference
        Which runs the model, and remembers what it computed for the tokens before.
    draft : tuple of int
    """

    def __init__(self, inference: PyTorchInference, draft: tuple[int, ...]) -> None:
        self._inference = inference
        self._draft = draft
        self._n_initial = 0
        self._checked: torch.Tensor | None = None
        self._agrees = True

    def logits(self, tokens: torch.Tensor, audio_features: torch.Tensor) -> torch.Tensor:
        """Return the logits after `tokens`, shape (1, n_tokens), for the token that comes next.

        Returns
        -------
        torch.Tensor
            Shape (1, n, n_vocab), of which the last of the n counts.
        """
        import torch

        if self._checked is None:
            self._n_initial = tokens.shape[1]
            with_draft = torch.cat([tokens, torch.tensor([self._draft], device=tokens.device)], dim=1)
            self._inference.initial_token_length = with_draft.shape[1]
            checked: torch.Tensor = self._inference.logits(with_draft, audio_features)
            self._inference.initial_token_length = self._n_initial
            self._checked = checked
            return checked[:, : self._n_initial]
        n_chosen = tokens.shape[1] - self._n_initial
        if self._agrees and n_chosen <= len(self._draft) and int(tokens[0, -1]) == self._draft[n_chosen - 1]:
            return self._checked[:, tokens.shape[1] - 1 : tokens.shape[1]]
        if self._agrees:
            self._agrees = False
            self._forget_from(tokens.shape[1] - 1)
        logits: torch.Tensor = self._inference.logits(tokens, audio_features)
        return logits

    def cleanup_caching(self) -> None:
        """Let go of what was remembered."""
        self._inference.cleanup_caching()

    def _forget_from(self, n_tokens: int) -> None:
        """Keep only what was computed for the first `n_tokens`: the rest of the draft was wrong."""
        for module in self._inference.kv_modules:
            self._inference.kv_cache[module] = self._inference.kv_cache[module][:, :n_tokens]
