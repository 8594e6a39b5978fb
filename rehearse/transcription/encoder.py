"""Whisper's encoder, given less silence than openai-whisper gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rehearse.sound import SPEECH_RATE_HZ
from rehearse.transcription.text_decoder import looked_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from whisper.model import Whisper

    from rehearse.sound import Samples
    from rehearse.transcription.text_decoder import EncodedSound

SHORTEST_WINDOW_S, LEAST_SILENCE_AFTER_S = 20.0, 10.0
"""What the encoder is given: so much at least, and so much silence after the sound, in the 30 s with which
it was taught. On the speech of benchmarks/transcription.py base finds as many fillers as in the whole window,
and the error rate of read words is higher by 0.002; 15 s and 5 s of silence lose fillers."""


def encode(model: Whisper, samples: Samples, go_on: Callable[[], None]) -> EncodedSound:
    """Encode 16 kHz sound for the decoder.

    openai-whisper fills every sound up to 30 s with silence, whose encoding takes as long as that of speech.

    Parameters
    ----------
    model : whisper.model.Whisper
    samples : Samples
        At most 30 s.
    go_on : callable
        Asked before each block of the model; what it raises ends the encoding.
    """
    import torch
    from torch.nn.functional import gelu
    from whisper.audio import FRAMES_PER_SECOND, N_SAMPLES, log_mel_spectrogram, pad_or_trim

    window_s = max(SHORTEST_WINDOW_S, len(samples) / SPEECH_RATE_HZ + LEAST_SILENCE_AFTER_S)
    mel = log_mel_spectrogram(pad_or_trim(samples, N_SAMPLES), model.dims.n_mels)
    mel = mel[:, : int(window_s) * FRAMES_PER_SECOND].to(model.device).unsqueeze(0)
    encoder = model.encoder
    with torch.no_grad():
        states = gelu(encoder.conv2(gelu(encoder.conv1(mel)))).permute(0, 2, 1)
        states = states + encoder.positional_embedding[: states.shape[1]]
        for block in encoder.blocks:
            go_on()
            states = block(states)
        return looked_at(model, encoder.ln_post(states)[0], go_on)
