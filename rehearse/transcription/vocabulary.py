"""The logits of all tokens of the vocabulary, most of them roughly.

A pass of the text decoder over one token spends most of its time on them: 52,000 products of 512 numbers,
of which the few that are the largest matter. So they are all computed with int8 numbers, a quarter of the
memory to read, and the largest of them anew with the numbers as they are: what is written comes out the
same, and so does how likely it was, to a hundredth or so. With base on one core that only knows AVX2 a token
takes 2.5 ms in place of 17.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from rehearse.transcription.linear import linear

if TYPE_CHECKING:
    import torch
    from whisper.model import TextDecoder, Whisper

N_EXACT = 64
"""So many of the largest are computed anew. A filler that is pushed is among them, or is not written."""
MOST_ROUGH = 16
"""More states at once would be too rough themselves, as they share a scale, and little is gained."""
LARGEST_INT8 = 127
_ENGINE = "fbgemm"
_ROUGH = "rough_logits"


def logits_of(decoder: TextDecoder, states: torch.Tensor) -> torch.Tensor:
    """Return the logits after each state, in the quickest way that was prepared.

    Parameters
    ----------
    decoder : whisper.model.TextDecoder
    states : torch.Tensor
        float32, shape (n, n_state).

    Returns
    -------
    torch.Tensor
        float32, shape (n, n_vocab).
    """
    rough = getattr(decoder, _ROUGH, None)
    return linear(states, decoder.token_embedding.weight) if rough is None else rough(states)


def prepare_logits(model: Whisper) -> None:
    """Let :func:`logits_of` compute roughly what need not be exact, where this processor is quick at that."""
    if has_int8_products():
        setattr(model.decoder, _ROUGH, RoughLogits(model.decoder.token_embedding.weight))


class RoughLogits:
    """Computes logits from states of the decoder; exactly from many, and the largest of few.

    Parameters
    ----------
    embedding : torch.Tensor
        Of the tokens: float32, shape (n_vocab, n_state).
    """

    def __init__(self, embedding: torch.Tensor) -> None:
        self._embedding = embedding.detach()
        self._rough = _as_int8(self._embedding)

    def __call__(self, states: torch.Tensor) -> torch.Tensor:
        """Return the logits after each state.

        Parameters
        ----------
        states : torch.Tensor
            float32, shape (n, n_state).

        Returns
        -------
        torch.Tensor
            float32, shape (n, n_vocab).
        """
        import torch

        if len(states) > MOST_ROUGH:
            return linear(states, self._embedding)
        # For the largest products to fit into 16 bits on older processors, states are kept to 7.
        logits: torch.Tensor = torch.ops.quantized.linear_dynamic(states, self._rough, reduce_range=True)
        largest = logits.topk(N_EXACT, dim=-1, sorted=False).indices
        exact = torch.bmm(self._embedding[largest], states.unsqueeze(-1)).squeeze(-1)
        return logits.scatter_(1, largest, exact)


def has_int8_products() -> bool:
    """Say whether this PyTorch has them for this processor; a later one may have others."""
    import torch

    is_here = hasattr(torch, "quantize_per_channel") and hasattr(torch.ops.quantized, "linear_prepack")
    return is_here and _ENGINE in torch.backends.quantized.supported_engines


def _as_int8(weight: torch.Tensor) -> object:
    """Return a weight as PyTorch's int8 products take it, each row with a scale of its own."""
    import torch

    scales = (weight.abs().amax(dim=1).double() / LARGEST_INT8).clamp_min(torch.finfo(torch.float32).tiny)
    zeros = torch.zeros(len(weight), dtype=torch.long)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "torch.quantize_per_tensor, .* are deprecated")
        rounded = torch.quantize_per_channel(weight, scales, zeros, 0, torch.qint8)
    before = torch.backends.quantized.engine
    torch.backends.quantized.engine = _ENGINE
    try:
        return torch.ops.quantized.linear_prepack(rounded, None)
    finally:
        torch.backends.quantized.engine = before
