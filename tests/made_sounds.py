"""Twenty sounds without speech, such as a microphone hears in a room: made here, so free of any licence.

All are 16 kHz, 12 s long, the same at every call, and as loud as they would be beside a voice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from rehearse.sound import SPEECH_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Callable

    from rehearse.sound import Samples

DURATION_S = 12.0
N_SAMPLES = int(DURATION_S * SPEECH_RATE_HZ)

LOUDEST_BESIDE_SPEECH = 0.2
"""Root mean square, as a share of the speech's: 14 dB less, a noisy room."""

Wave = npt.NDArray[np.float64]


def sounds_without_speech() -> dict[str, Samples]:
    """Return the twenty sounds by name."""
    return {
        name: make(np.random.default_rng(number)).clip(-1, 1).astype(np.float32)
        for number, (name, make) in enumerate(_MAKERS.items())
    }


def with_speech_in_the_middle(sound: Samples, speech: Samples) -> Samples:
    """Return `sound` with `speech` over its middle, and at least 1 s of it alone on either side.

    A sound louder than `LOUDEST_BESIDE_SPEECH` is turned down to it: beyond, people do not hear all
    words either.
    """
    n_samples = max(len(sound), len(speech) + 2 * SPEECH_RATE_HZ)
    loudness, speech_loudness = (np.sqrt(np.mean(np.square(part))) for part in (sound, speech))
    mixed: Samples = np.resize(sound, n_samples)
    if loudness > LOUDEST_BESIDE_SPEECH * speech_loudness:
        mixed *= LOUDEST_BESIDE_SPEECH * speech_loudness / loudness
    start = (n_samples - len(speech)) // 2
    mixed[start : start + len(speech)] += speech
    return mixed.clip(-1, 1)


def _times_s() -> Wave:
    return np.arange(N_SAMPLES) / SPEECH_RATE_HZ


def _noise(generator: np.random.Generator, slope: float, level: float) -> Wave:
    """Return noise whose power falls with frequency to the power of `slope`, of root mean square `level`."""
    spectrum = np.fft.rfft(generator.normal(size=N_SAMPLES))
    frequencies_hz = np.fft.rfftfreq(N_SAMPLES, 1 / SPEECH_RATE_HZ)
    spectrum *= np.maximum(frequencies_hz, 20) ** (-slope / 2)
    noise = np.fft.irfft(spectrum, N_SAMPLES)
    shaped: Wave = noise * level / np.sqrt(np.mean(noise**2))
    return shaped


def _hum(mains_hz: float, level: float) -> Wave:
    harmonics = sum(np.sin(2 * np.pi * mains_hz * k * _times_s()) / k for k in range(1, 8))
    return level * np.asarray(harmonics)


def _bursts(
    generator: np.random.Generator, rate_hz: float, decay_s: float, level: float, resonance_hz: float | None
) -> Wave:
    """Return short noises at random moments, ringing at `resonance_hz` where it is given."""
    sound = np.zeros(N_SAMPLES)
    time_s = np.arange(int(8 * decay_s * SPEECH_RATE_HZ)) / SPEECH_RATE_HZ
    for start in generator.integers(0, N_SAMPLES - len(time_s), int(rate_hz * DURATION_S)):
        burst = generator.normal(size=len(time_s)) * np.exp(-time_s / decay_s)
        if resonance_hz is not None:
            burst += np.sin(2 * np.pi * resonance_hz * generator.uniform(0.8, 1.2) * time_s) * np.exp(
                -time_s / decay_s
            )
        sound[start : start + len(time_s)] += level * generator.uniform(0.4, 1) * burst
    return sound


def _melody(generator: np.random.Generator, level: float, n_harmonics: int, n_voices: int) -> Wave:
    """Return plucked notes of a pentatonic scale, a new one each third of a second."""
    sound = np.zeros(N_SAMPLES)
    time_s = np.arange(SPEECH_RATE_HZ) / SPEECH_RATE_HZ
    for start in range(0, N_SAMPLES - len(time_s), SPEECH_RATE_HZ // 3):
        for _ in range(n_voices):
            pitch_hz = 220 * 2 ** (generator.choice([-12, -5, 0, 2, 4, 7, 9, 12]) / 12)
            for harmonic in range(1, n_harmonics + 1):
                note = np.sin(2 * np.pi * pitch_hz * harmonic * time_s) / harmonic * np.exp(-3 * time_s)
                sound[start : start + len(time_s)] += level * note / n_voices
    return sound


def _breath(generator: np.random.Generator) -> Wave:
    """Return air drawn in and out, 4 s a breath, from near the microphone."""
    envelope = np.maximum(0, np.sin(2 * np.pi * _times_s() / 2)) ** 2
    breath: Wave = _noise(generator, 1.0, 0.03) * envelope
    return breath


def _sweep() -> Wave:
    """Return a siren: a tone that glides between 400 and 1200 Hz."""
    frequency_hz = 800 + 400 * np.sin(2 * np.pi * 0.5 * _times_s())
    siren: Wave = 0.1 * np.sin(2 * np.pi * np.cumsum(frequency_hz) / SPEECH_RATE_HZ)
    return siren


_MAKERS: dict[str, Callable[[np.random.Generator], Wave]] = {
    "digital silence": lambda _: np.zeros(N_SAMPLES),
    "the last bit": lambda generator: generator.integers(-1, 2, N_SAMPLES) / 32768,
    "constant offset": lambda generator: 0.02 + _noise(generator, 0, 0.0005),
    "quiet white noise": lambda generator: _noise(generator, 0, 0.003),
    "loud white noise": lambda generator: _noise(generator, 0, 0.1),
    "quiet pink noise": lambda generator: _noise(generator, 1, 0.005),
    "loud pink noise": lambda generator: _noise(generator, 1, 0.1),
    "brown noise": lambda generator: _noise(generator, 2, 0.05),
    "hum at 50 Hz": lambda generator: _hum(50, 0.03) + _noise(generator, 0, 0.001),
    "loud hum at 60 Hz": lambda generator: _hum(60, 0.15) + _noise(generator, 0, 0.001),
    "clicks": lambda generator: _bursts(generator, 2, 0.001, 0.5, None),
    "typing": lambda generator: _bursts(generator, 6, 0.008, 0.1, 2500) + _noise(generator, 1, 0.002),
    "heavy typing": lambda generator: _bursts(generator, 9, 0.015, 0.3, 900) + _noise(generator, 1, 0.004),
    "knocks": lambda generator: _bursts(generator, 1, 0.03, 0.3, 180),
    "breath": _breath,
    "fan": lambda generator: _noise(generator, 1.5, 0.02) + _hum(120, 0.01),
    "beeps": lambda _: 0.1 * np.sin(2 * np.pi * 1000 * _times_s()) * (_times_s() % 1 < 0.2),
    "siren": lambda _: _sweep(),
    "a plucked tune": lambda generator: _melody(generator, 0.2, 6, 1),
    "chords": lambda generator: _melody(generator, 0.2, 4, 3),
}
