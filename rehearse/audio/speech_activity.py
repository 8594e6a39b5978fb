"""Where speech is: Silero's detector and the sound's own level, weighed together.

Silero tells speech from keys, breath and hum, but in steps of 32 ms and with some inertia: it comes a
little late, and stays on into a pause. The level knows to 10 ms when sound begins and ends, and has no
judgement. So each 10 ms counts as speech when the two together say so: Silero's probability, and how
far the level has risen from that of the noise around it to that of the speech around it. Silences as
short as the closure of a "t" are then closed, and clicks dropped.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from rehearse.silero import load_detector
from rehearse.sound import SPEECH_RATE_HZ, Samples
from rehearse.take import Interval

CHUNK_SAMPLES = 512
CHUNK_S = CHUNK_SAMPLES / SPEECH_RATE_HZ
"""What Silero judges at a time: 32 ms."""

_HEARD_PEAK = 0.3
_LARGEST_GAIN = 20.0
_PEAK_DECAY = 0.997
"""Silero misses quiet speech, so it is given every voice at about the same level: the loudest moment so
far, forgotten by half in 7 s, is raised to a peak of 0.3 where it is lower."""

_WINDOW_SAMPLES = 400
_HOP_SAMPLES = 160
_HOP_S = _HOP_SAMPLES / SPEECH_RATE_HZ
_LOWEST_HZ = 100.0
"""Below it there is rumble and hum, and little of any voice."""
_LOWEST_DB = -96.0
"""The last bit of a 16-bit sample."""

_LEVEL_WEIGHT = 0.9
_DECISION = 0.9
"""Speech where probability + weight × rise ≥ decision. Both tuned, with the constants below, on one
spontaneous monologue with hand-made word times, the same with silences put in, and espeak-ng, each
clean and in noise; the optimum is flat (F1 of pauses changes by 0.01 for ± 0.15 in either)."""
_NEIGHBOURHOOD_S = 5.0
_STEP_S = 0.5
_SURELY_SPEECH = 0.8
_SURELY_SILENCE = 0.1
_FEWEST_SILENT_S = 0.2
_SPEECH_PERCENTILE = 80
_NOISE_PERCENTILE = 5
_DEPTH_DB = 30.0
"""Speech spans some 30 dB from its loudest vowels to its faintest consonants."""
_SMALLEST_RISE_DB = 3.0

_PERHAPS_SPEECH = 0.35
"""The probability below which Silero's own recommendation lets speech end; it begins at 0.5."""

_CLOSURE_S = 0.1
"""Silences shorter than this are part of the speech: a stop's closure lasts 50 to 100 ms."""
_CLICK_S = 0.04
"""Louder stretches shorter than this are no speech: the shortest syllables last longer."""


class SpeechProbabilities:
    """Silero's judgement of a stream, chunk by chunk; usable while the stream goes on."""

    def __init__(self) -> None:
        self._detector = load_detector()
        self._rest: Samples = np.zeros(0, np.float32)
        self._peak = 0.0

    def feed(self, samples: Samples) -> list[float]:
        """Return the probability of speech, 0–1, of each `CHUNK_SAMPLES` completed by `samples`.

        Parameters
        ----------
        samples : float32, shape (n,)
            16 kHz mono, of any length, following on what was fed before.
        """
        sound = np.concatenate([self._rest, samples])
        n_whole = len(sound) // CHUNK_SAMPLES * CHUNK_SAMPLES
        self._rest = sound[n_whole:]
        return [self._judge(chunk) for chunk in sound[:n_whole].reshape(-1, CHUNK_SAMPLES)]

    def finish(self) -> list[float]:
        """Return the judgement of the last samples, if they did not fill a chunk, and begin anew."""
        n_missing = -len(self._rest) % CHUNK_SAMPLES
        last = self.feed(np.zeros(n_missing, np.float32))
        self._detector.reset()
        self._peak = 0.0
        return last

    def _judge(self, chunk: Samples) -> float:
        self._peak = max(_PEAK_DECAY * self._peak, float(np.abs(chunk).max()))
        gain = _HEARD_PEAK / min(max(self._peak, _HEARD_PEAK / _LARGEST_GAIN), _HEARD_PEAK)
        return float(self._detector.process_samples((gain * chunk).tolist()))


def follow_speech(sound: Iterable[Samples]) -> Iterator[tuple[float, bool]]:
    """Yield for each chunk of a stream when it ends (s), and whether a voice may be in it.

    For those who must decide while the stream goes on, and would rather wait once too often.

    Parameters
    ----------
    sound : iterable of float32 arrays
        16 kHz mono, read as it comes.
    """
    detector = SpeechProbabilities()
    n_chunks = 0
    for block in sound:
        for probability in detector.feed(block):
            n_chunks += 1
            yield n_chunks * CHUNK_S, probability >= _PERHAPS_SPEECH


def detect_speech(blocks: Iterable[Samples]) -> tuple[Interval, ...]:
    """Return where speech is, in order and disjoint, silences under 100 ms closed.

    Parameters
    ----------
    blocks : iterable of float32 arrays
        A whole recording, 16 kHz mono; read once and not kept.

    Returns
    -------
    tuple of Interval
        Within the recording; boundaries in steps of 10 ms.
    """
    probabilities, level_db, duration_s = _measure(blocks)
    if not len(level_db):
        return ()
    # A chunk's probability belongs a little before its middle: Silero lags.
    chunk_times_s = (np.arange(len(probabilities)) + 0.25) * CHUNK_S
    hop_times_s = (np.arange(len(level_db)) + 0.5) * _HOP_S
    probability = np.interp(hop_times_s, chunk_times_s, probabilities)
    speech = probability + _LEVEL_WEIGHT * _rise(level_db, probability) >= _DECISION
    return _intervals(_close_and_drop(speech), duration_s)


def _measure(blocks: Iterable[Samples]) -> tuple[list[float], npt.NDArray[np.float32], float]:
    """Return Silero's probability per chunk, the level per hop (dB re full scale), and the length (s)."""
    detector = SpeechProbabilities()
    probabilities: list[float] = []
    levels: list[npt.NDArray[np.float32]] = []
    n_around = (_WINDOW_SAMPLES - _HOP_SAMPLES) // 2
    pending: Samples = np.zeros(n_around, np.float32)
    n_samples = 0
    for block in blocks:
        n_samples += len(block)
        probabilities += detector.feed(block)
        pending = np.concatenate([pending, block])
        n_hops = max(0, (len(pending) - _WINDOW_SAMPLES) // _HOP_SAMPLES + 1)
        levels.append(_level_db(pending, n_hops))
        pending = pending[n_hops * _HOP_SAMPLES :]
    probabilities += detector.finish()
    n_hops = -(-n_samples // _HOP_SAMPLES) - sum(map(len, levels))
    levels.append(_level_db(np.pad(pending, (0, _WINDOW_SAMPLES)), n_hops))
    level_db = np.concatenate(levels)
    smooth_db = (
        np.convolve(np.pad(level_db, 1, mode="edge"), np.ones(3) / 3, "valid") if n_samples else level_db
    )
    return probabilities, smooth_db.astype(np.float32), n_samples / SPEECH_RATE_HZ


def _level_db(sound: Samples, n_hops: int) -> npt.NDArray[np.float32]:
    """Return the level above `_LOWEST_HZ` of the first `n_hops` windows, dB re full scale."""
    if n_hops == 0:
        return np.zeros(0, np.float32)
    windows = np.lib.stride_tricks.sliding_window_view(sound, _WINDOW_SAMPLES)[::_HOP_SAMPLES][:n_hops]
    spectrum = np.fft.rfft(windows * np.hanning(_WINDOW_SAMPLES), axis=1)
    frequencies_hz = np.fft.rfftfreq(_WINDOW_SAMPLES, 1 / SPEECH_RATE_HZ)
    amplitude = np.abs(spectrum[:, frequencies_hz >= _LOWEST_HZ]) / _WINDOW_SAMPLES
    power = np.maximum((amplitude**2).sum(axis=1), 10 ** (_LOWEST_DB / 10))
    level_db: npt.NDArray[np.float32] = (10 * np.log10(power)).astype(np.float32)
    return level_db


def _rise(level_db: npt.NDArray[np.float32], probability: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return how far each hop's level has risen from the noise (0) to the speech (1) around it, −1 to 1.

    Noise is where Silero surely hears no speech, or the quietest moments where there is no such place;
    what lies deep below the speech is silence in any case.
    """
    reach, step = round(_NEIGHBOURHOOD_S / _HOP_S), round(_STEP_S / _HOP_S)
    rise = np.zeros(len(level_db))
    for start in range(0, len(level_db), step):
        around = slice(max(0, start - reach), start + step + reach)
        nearby_db, nearby = level_db[around], probability[around]
        spoken_db, silent_db = nearby_db[nearby > _SURELY_SPEECH], nearby_db[nearby < _SURELY_SILENCE]
        if not len(spoken_db):
            continue
        speech_db = float(np.percentile(spoken_db, _SPEECH_PERCENTILE))
        if len(silent_db) * _HOP_S >= _FEWEST_SILENT_S:
            noise_db = float(np.median(silent_db))
        else:
            noise_db = float(np.percentile(nearby_db, _NOISE_PERCENTILE))
        noise_db = max(noise_db, speech_db - _DEPTH_DB)
        here_db = level_db[start : start + step]
        rise[start : start + step] = (here_db - noise_db) / max(speech_db - noise_db, _SMALLEST_RISE_DB)
    return rise.clip(-1, 1)


def _close_and_drop(speech: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Return `speech` without clicks, and without silences too short to be pauses."""
    without_clicks = _fill_short(~speech, round(_CLICK_S / _HOP_S))
    return _fill_short(~without_clicks, round(_CLOSURE_S / _HOP_S))


def _fill_short(mask: npt.NDArray[np.bool_], n_shortest: int) -> npt.NDArray[np.bool_]:
    """Return `mask` with its inner gaps of fewer than `n_shortest` hops filled."""
    filled = mask.copy()
    edges = np.flatnonzero(np.diff(mask.astype(np.int8)))
    for end, start in itertools.pairwise(edges):
        if mask[end] and start - end < n_shortest:
            filled[end + 1 : start + 1] = True
    return filled


def _intervals(speech: npt.NDArray[np.bool_], duration_s: float) -> tuple[Interval, ...]:
    """Return the stretches of a mask of hops as intervals within a recording."""
    edges = np.flatnonzero(np.diff(speech.astype(np.int8), prepend=0, append=0))
    return tuple(
        Interval(round(float(start) * _HOP_S, 3), min(round(float(end) * _HOP_S, 3), duration_s))
        for start, end in zip(edges[::2], edges[1::2], strict=True)
    )
