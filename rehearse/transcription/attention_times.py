"""Finds when each token of a text was said, from where in the sound the decoder looked.

The method is openai-whisper's own (``whisper.timing``): some heads of the decoder's attention follow the
speech, and dynamic time warping finds the path through what they look at. Its sound is not encoded again
here, and of the decoder's attention only those heads' is computed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rehearse.transcription.decoder import STEPS_PER_S, token_edges_s
from rehearse.transcription.text_decoder import TextDecoder

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt
    from whisper.model import Whisper
    from whisper.tokenizer import Tokenizer

    from rehearse.transcription.text_decoder import EncodedSound

_MEDIAN_OF_STEPS = 7


def attention_times(
    model: Whisper, tokenizer: Tokenizer, tokens: Sequence[int], sound: EncodedSound, duration_s: float
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Find when each of a text's tokens was said.

    Parameters
    ----------
    model : whisper.model.Whisper
    tokenizer : whisper.tokenizer.Tokenizer
    tokens : sequence of int
        Text tokens, at least one.
    sound : EncodedSound
    duration_s : float
        How much of the sound is not silence put after it, s.

    Returns
    -------
    edges_s : float64, shape (n_tokens + 1,)
        Where each token begins, and where the last one ends, from the start of the sound.
    probabilities : float64, shape (n_tokens,)
        How sure the model is of each token after those before it, 0–1.
    """
    import torch
    from whisper.timing import dtw

    start = tokenizer.sot_sequence_including_notimestamps
    decoder = TextDecoder(model, sound)
    logits = decoder.logits([*start, *tokens, tokenizer.eot])[len(start) - 1 : -2, : tokenizer.eot]
    chosen = logits.gather(1, torch.tensor(tokens)[:, None])[:, 0]
    probabilities = (chosen - logits.logsumexp(dim=-1)).exp().double().numpy()
    n_steps = max(1, int(duration_s * STEPS_PER_S))
    looks = torch.stack(
        [
            decoder.queries[block][0, head] @ sound.keys[block][0, head, :n_steps].T
            for block, head in model.alignment_heads.indices().T.tolist()
        ]
    )
    shares = (looks / decoder.queries[0].shape[-1] ** 0.5).softmax(dim=-1)
    deviation, mean = torch.std_mean(shares, dim=-2, keepdim=True, unbiased=False)
    matrix = _median_filtered(((shares - mean) / deviation).numpy()).mean(axis=0)
    rows, steps = dtw(torch.from_numpy(-matrix[len(start) - 1 : -1]))
    return token_edges_s(rows, steps), probabilities


def _median_filtered(values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Take the median of each value and those beside it along the last axis."""
    beside = _MEDIAN_OF_STEPS // 2
    if values.shape[-1] <= beside:
        return values
    padded = np.pad(values, [(0, 0)] * (values.ndim - 1) + [(beside, beside)], mode="reflect")
    windows = np.lib.stride_tricks.sliding_window_view(padded, _MEDIAN_OF_STEPS, axis=-1)
    median: npt.NDArray[np.float32] = np.partition(windows, beside, axis=-1)[..., beside]
    return median
