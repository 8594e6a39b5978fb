"""Pitch and loudness of a voice, by librosa's pYIN and plain means of squares.

pYIN (Mauch & Dixon 2014) weighs the candidates of the YIN method against each other over time. It is
asked only where somebody speaks, and in pieces, so that an hour costs no more memory than a minute.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from rehearse.sound import SPEECH_RATE_HZ, Samples, VoiceTrack
from rehearse.take import Interval

STEP_SAMPLES = 480
"""30 ms: a syllable has several."""
LOWEST_HZ, HIGHEST_HZ = 65.0, 500.0
"""Voices of adults in conversation; Praat's usual floor and ceiling are 75 and 500 Hz."""

_FRAME_SAMPLES = 1024
"""Two periods of the lowest voice."""
_RESOLUTION_SEMITONES = 0.25
"""Coarse candidates keep pYIN fast, and are far finer than any difference shown."""
_THRESHOLD_PRIOR = (1, 5)
"""Parameters of the beta distribution of YIN's threshold. A little more patient with breathy voices
than librosa's (2, 18), which leaves a quiet speaker half unvoiced."""
_PIECE_S = 10.0
_SHORTEST_S = 0.09
_QUIETEST_DBFS = -120.0
_RUMBLE_HZ = 80.0
"""Below it there is traffic and hum, which no listener takes for loudness of speech."""
_FULL_SCALE = 0.99
_CLIPPED_SAMPLES = 3
"""A single sample at full scale is a peak, several in 30 ms are its top cut off."""


def track_voice(blocks: Iterable[Samples], speech: tuple[Interval, ...]) -> VoiceTrack:
    """Follow a voice through a recording.

    Parameters
    ----------
    blocks : iterable of float32 arrays
        A whole recording, 16 kHz mono; read once and not kept.
    speech : tuple of Interval
        Where somebody speaks, in order and disjoint; pitch is looked for there only.
    """
    levels: list[npt.NDArray[np.float32]] = []
    pitches: list[npt.NDArray[np.float32]] = []
    clipped: list[npt.NDArray[np.bool_]] = []
    start_s = 0.0
    for piece in _pieces(blocks):
        steps = _steps(piece)
        power = (_steps(_without_rumble(piece)) ** 2).mean(axis=1)
        levels.append((10 * np.log10(np.maximum(power, 10 ** (_QUIETEST_DBFS / 10)))).astype(np.float32))
        clipped.append((np.abs(steps) >= _FULL_SCALE).sum(axis=1) >= _CLIPPED_SAMPLES)
        pitches.append(_pitch(piece, len(steps), start_s, speech))
        start_s += len(piece) / SPEECH_RATE_HZ
    if not levels:
        return VoiceTrack(_STEP_S, np.zeros(0, np.float32), np.zeros(0, np.float32), np.zeros(0, np.bool_))
    return VoiceTrack(_STEP_S, np.concatenate(levels), np.concatenate(pitches), np.concatenate(clipped))


_STEP_S = STEP_SAMPLES / SPEECH_RATE_HZ


def prepare() -> None:
    """Load librosa and let it compile itself, which takes seconds, before anybody waits for it."""
    track_voice([np.ones(SPEECH_RATE_HZ, np.float32)], (Interval(0.0, 1.0),))


def _steps(piece: Samples) -> Samples:
    """Cut a piece into rows of one step each, the last one filled up with silence."""
    return np.pad(piece, (0, -len(piece) % STEP_SAMPLES)).reshape(-1, STEP_SAMPLES)


def _without_rumble(piece: Samples) -> Samples:
    spectrum = np.fft.rfft(piece)
    spectrum[: round(_RUMBLE_HZ * len(piece) / SPEECH_RATE_HZ)] = 0
    return np.fft.irfft(spectrum, len(piece)).astype(np.float32)


def _pieces(blocks: Iterable[Samples]) -> Iterator[Samples]:
    """Yield the blocks as pieces of `_PIECE_S`, a whole number of steps, the last one shorter."""
    n_piece = round(_PIECE_S / _STEP_S) * STEP_SAMPLES
    pending: list[Samples] = []
    n_pending = 0
    for block in blocks:
        pending.append(block)
        n_pending += len(block)
        while n_pending >= n_piece:
            joined = np.concatenate(pending)
            yield joined[:n_piece]
            pending, n_pending = [joined[n_piece:]], n_pending - n_piece
    if n_pending:
        yield np.concatenate(pending)


def _pitch(
    piece: Samples, n_steps: int, start_s: float, speech: tuple[Interval, ...]
) -> npt.NDArray[np.float32]:
    """Return the pitch at the middle of each step of a piece that begins at `start_s`."""
    import librosa

    pitch_hz = np.full(n_steps, np.nan, np.float32)
    for interval in speech:
        first = max(0, round((interval.start_s - start_s) / _STEP_S))
        last = min(n_steps, round((interval.end_s - start_s) / _STEP_S))
        if (last - first) * _STEP_S < _SHORTEST_S:
            continue
        # pYIN's frames lie around multiples of its hop: begin at the middle of a step.
        sound = piece[first * STEP_SAMPLES + STEP_SAMPLES // 2 : last * STEP_SAMPLES]
        if not sound.any():
            continue
        found_hz, _, _ = librosa.pyin(
            sound,
            fmin=LOWEST_HZ,
            fmax=HIGHEST_HZ,
            sr=SPEECH_RATE_HZ,
            frame_length=_FRAME_SAMPLES,
            hop_length=STEP_SAMPLES,
            resolution=_RESOLUTION_SEMITONES,
            beta_parameters=_THRESHOLD_PRIOR,
        )
        pitch_hz[first:last] = found_hz[: last - first]
    return pitch_hz
