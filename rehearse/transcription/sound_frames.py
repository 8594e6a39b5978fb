"""What the sound itself tells each 10 ms: how loud, whether voiced, how fast its timbre changes.

A filled pause is one vowel held, so it is voiced and its timbre stands still; running speech changes its
timbre all the time, and a silence is neither. None of it needs a model.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from rehearse.sound import SPEECH_RATE_HZ

if TYPE_CHECKING:
    from rehearse.sound import Samples

Measure = npt.NDArray[np.float64]

FRAME_S = 0.01
_HOP_SAMPLES = int(FRAME_S * SPEECH_RATE_HZ)
_WINDOW_SAMPLES = 640
"""40 ms: three periods of the lowest voice."""
_N_FFT = 2048
_FRAMES_AT_ONCE = 128

_LOWEST_HZ, _HIGHEST_HZ = 100.0, 4500.0
"""Where voices have their power; below is rumble and hum."""
_VOICE_HZ = (70.0, 400.0)
_PITCH_BELOW_HZ = 1500.0
"""Above it, breath and noise hide the period."""
_FIRST_PEAK = 0.9
"""The shortest period almost as clear as the clearest is the true one; the others are its multiples."""

_N_BANDS = 18
_TIMBRE_DEPTH_DB = 40.0
_TIMBRE_STEP_FRAMES = 3
_FLOOR_POWER = 1e-10

_QUIET_PERCENTILE, _LOUD_PERCENTILE = 5, 90
_SOUNDING_SHARE = 0.35
"""Of the way from the quiet to the loud moments, in dB, from where on there is sound."""
_SOUNDING_DEPTH_DB = 30.0
"""Speech spans some 30 dB from its loudest vowels to its faintest consonants."""


@dataclass(frozen=True, slots=True, eq=False)
class SoundFrames:
    """Measures of a sound, one value a 10 ms frame; all of shape (n_frames,).

    Parameters
    ----------
    level_db : float64
        In the band of voices, dB re full scale.
    voicing : float64
        How periodic, 0–1.
    pitch_hz : float64
        Meaningful where voiced.
    change_db : float64
        How much the timbre differs between 30 ms before and 30 ms after: root mean square over bands.
    """

    level_db: Measure
    voicing: Measure
    pitch_hz: Measure
    change_db: Measure

    @property
    def sounding_db(self) -> float:
        """The level above which there is sound rather than the room's noise, dB."""
        if not len(self.level_db):
            return 0.0
        quiet_db, loud_db = np.percentile(self.level_db, (_QUIET_PERCENTILE, _LOUD_PERCENTILE))
        return float(max(quiet_db + _SOUNDING_SHARE * (loud_db - quiet_db), loud_db - _SOUNDING_DEPTH_DB))


def measure(samples: Samples) -> SoundFrames:
    """Measure 16 kHz sound; frame i lies from 10 i ms to 10 (i + 1) ms."""
    n_frames = len(samples) // _HOP_SAMPLES
    before = (_WINDOW_SAMPLES - _HOP_SAMPLES) // 2
    padded = np.pad(samples.astype(np.float64), (before, _WINDOW_SAMPLES))
    windows = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW_SAMPLES)[::_HOP_SAMPLES][:n_frames]
    # Some at a time: all spectra at once would not fit into the processor's cache.
    parts = [
        _measure_frames(windows[first : first + _FRAMES_AT_ONCE])
        for first in range(0, max(n_frames, 1), _FRAMES_AT_ONCE)
    ]
    level_db, voicing, pitch_hz, bands = (np.concatenate(part) for part in zip(*parts, strict=True))
    return SoundFrames(level_db, voicing, pitch_hz, _change_db(bands))


def _measure_frames(windows: Measure) -> tuple[Measure, Measure, Measure, Measure]:
    """Return each frame's level, voicing, pitch and power in bands, from its samples."""
    shape = np.hanning(_WINDOW_SAMPLES)
    centred = windows - windows.mean(axis=1, keepdims=True)
    power = np.abs(np.fft.rfft(centred * shape, _N_FFT, axis=1)) ** 2
    window_power = np.abs(np.fft.rfft(shape, _N_FFT)) ** 2
    frequencies_hz = np.fft.rfftfreq(_N_FFT, 1 / SPEECH_RATE_HZ).astype(np.float64)
    in_band = (frequencies_hz >= _LOWEST_HZ) & (frequencies_hz < _HIGHEST_HZ)
    level_db = 10 * np.log10(power[:, in_band].sum(axis=1) / _WINDOW_SAMPLES**2 + _FLOOR_POWER)
    voicing, pitch_hz = _voice(power, window_power, frequencies_hz)
    edges_hz = np.geomspace(150.0, _HIGHEST_HZ, _N_BANDS + 1)
    bands = np.add.reduceat(power, np.searchsorted(frequencies_hz, edges_hz), axis=1)[:, :-1]
    return level_db, voicing, pitch_hz, bands


def _voice(power: Measure, window_power: Measure, frequencies_hz: Measure) -> tuple[Measure, Measure]:
    """Return how periodic each frame is and with which frequency, after Boersma (1993).

    The autocorrelation of the windowed sound is divided by that of the window, so that long periods are
    not slighted.
    """
    low = np.where((frequencies_hz >= _VOICE_HZ[0]) & (frequencies_hz < _PITCH_BELOW_HZ), power, 0)
    first, last = (int(SPEECH_RATE_HZ / frequency_hz) for frequency_hz in reversed(_VOICE_HZ))
    own = np.fft.irfft(low, axis=1)
    window = np.fft.irfft(window_power)
    likeness = own[:, first:last] / (own[:, :1] + _FLOOR_POWER) / (window[first:last] / window[0])
    best = likeness.max(axis=1)
    near_best = likeness >= _FIRST_PEAK * best[:, None]
    period = first + near_best.argmax(axis=1)
    return best.clip(0, 1), SPEECH_RATE_HZ / period


def _change_db(bands: Measure) -> Measure:
    timbre_db = 10 * np.log10(bands + _FLOOR_POWER)
    if not len(timbre_db):
        return np.zeros(0)
    timbre_db = np.maximum(timbre_db, timbre_db.max(axis=1, keepdims=True) - _TIMBRE_DEPTH_DB)
    timbre_db -= timbre_db.mean(axis=1, keepdims=True)  # loudness is no part of the timbre
    smooth = np.pad(timbre_db, ((1, 1), (0, 0)), mode="edge")
    smooth = (smooth[:-2] + smooth[1:-1] + smooth[2:]) / 3
    around = np.pad(smooth, ((_TIMBRE_STEP_FRAMES, _TIMBRE_STEP_FRAMES), (0, 0)), mode="edge")
    difference = around[2 * _TIMBRE_STEP_FRAMES :] - around[: -2 * _TIMBRE_STEP_FRAMES]
    change: Measure = np.sqrt((difference**2).mean(axis=1))
    return change
