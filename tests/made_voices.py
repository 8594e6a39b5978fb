"""Voices made of harmonics: vowels held and vowels that glide, at known times."""

import numpy as np

from rehearse.sound import SPEECH_RATE_HZ

UH_HZ = (600.0, 1200.0)
"""The first two formants of a neutral vowel."""


def silence(duration_s):
    """A quiet room."""
    n_samples = round(duration_s * SPEECH_RATE_HZ)
    return np.random.default_rng(n_samples).normal(0, 0.0005, n_samples).astype(np.float32)


def held_vowel(duration_s, pitch_hz=120.0):
    """An "uh": pitch and formants stand still."""
    n_samples = round(duration_s * SPEECH_RATE_HZ)
    return _voice(np.full(n_samples, pitch_hz), *(np.full(n_samples, formant) for formant in UH_HZ))


def gliding_vowels(duration_s, pitch_hz=120.0):
    """Speech without consonants: both formants move all the time, five syllables a second."""
    time_s = np.arange(round(duration_s * SPEECH_RATE_HZ)) / SPEECH_RATE_HZ
    swing = np.sin(2 * np.pi * 5 * time_s)
    return _voice(np.full(len(time_s), pitch_hz), 550 + 250 * swing, 1600 - 700 * swing)


def _voice(pitch_hz, first_hz, second_hz):
    phase = 2 * np.pi * np.cumsum(pitch_hz) / SPEECH_RATE_HZ
    sound = np.zeros(len(pitch_hz))
    for harmonic in range(1, 30):
        frequency_hz = harmonic * pitch_hz
        nearness = [np.exp(-(((frequency_hz - formant) / 150) ** 2)) for formant in (first_hz, second_hz)]
        sound += (0.02 + nearness[0] + 0.6 * nearness[1]) * np.sin(harmonic * phase)
    fade = np.minimum(1, np.minimum(np.arange(len(sound)), np.arange(len(sound))[::-1]) / 160)
    return (0.1 * sound * fade).astype(np.float32)
