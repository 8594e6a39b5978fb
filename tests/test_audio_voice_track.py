"""Pitch, loudness and clipping of sounds whose truth is known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehearse.analysis.voice import measure_voice
from rehearse.audio.voice_track import track_voice
from rehearse.take import Interval, Transcript

RATE_HZ = 16_000
few = settings(max_examples=8, deadline=None)


def voice(pitch_hz, level_dbfs=-26.0):
    """Return a vowel-like sound: ten harmonics, each weaker, following `pitch_hz` sample by sample."""
    phase = 2 * np.pi * np.cumsum(pitch_hz) / RATE_HZ
    sound = np.sum([np.sin(n * phase) / n for n in range(1, 11)], axis=0)
    sound = sound / np.sqrt((sound**2).mean()) * 10 ** (level_dbfs / 20)
    return sound.astype(np.float32)


def steady(pitch_hz, duration_s):
    return np.full(round(duration_s * RATE_HZ), float(pitch_hz))


def measured(sound, *, speech=None, transcript=Transcript(())):  # noqa: B008  a value
    speech = speech or (Interval(0.0, len(sound) / RATE_HZ),)
    return measure_voice(track_voice(np.array_split(sound, 7), speech), speech, transcript)


@few
@given(pitch_hz=st.floats(80, 400), level_dbfs=st.floats(-40, -16))
def test_the_pitch_and_level_of_a_steady_voice_are_found_to_a_third_of_a_semitone_and_a_decibel(
    pitch_hz, level_dbfs
):
    found = measured(voice(steady(pitch_hz, 7), level_dbfs))

    assert found.pitch_median_hz is not None
    assert found.pitch_variation_semitones is not None
    assert abs(12 * np.log2(found.pitch_median_hz / pitch_hz)) <= 0.34
    assert found.pitch_variation_semitones <= 0.2
    assert found.level_dbfs == pytest.approx(level_dbfs, abs=1)


@few
@given(pitch_hz=st.floats(100, 250), swing_semitones=st.floats(0.5, 5))
def test_the_variation_of_a_swinging_pitch_is_found_to_a_fifth_or_a_third_of_a_semitone(
    pitch_hz, swing_semitones
):
    seconds = np.arange(8 * RATE_HZ) / RATE_HZ
    swing = swing_semitones * np.sin(2 * np.pi * 0.5 * seconds)

    found = measured(voice(pitch_hz * 2 ** (swing / 12)))

    # A sine's standard deviation is its amplitude ÷ √2.
    assert found.pitch_variation_semitones == pytest.approx(swing_semitones / np.sqrt(2), rel=0.2, abs=0.3)


@few
@given(
    levels=st.lists(st.floats(-12, 12), min_size=3, max_size=5),
    level_dbfs=st.floats(-35, -25),
)
def test_loudness_over_time_is_found_to_a_decibel(levels, level_dbfs):
    sound = np.concatenate([voice(steady(150, 5), level_dbfs + level) for level in levels])

    found = np.array([moment.level_db for moment in measured(sound).loudness])

    assert found - found[0] == pytest.approx(np.array(levels) - levels[0], abs=1)


def test_noise_has_no_pitch_and_pitch_is_told_where_there_is_speech_only():
    noise = (0.05 * np.random.default_rng(3).standard_normal(3 * RATE_HZ)).astype(np.float32)
    sound = np.concatenate([voice(steady(150, 3)), noise, voice(steady(150, 3))])

    track = track_voice([sound], (Interval(0.0, 6.0),))

    voiced = ~np.isnan(track.pitch_hz)
    assert voiced[:99].mean() > 0.95
    assert voiced[105:198].mean() < 0.1
    assert not voiced[201:].any()


@pytest.mark.parametrize(
    ("sound", "reason"),
    [
        (voice(steady(150, 3)), "too short to tell: 3.0 s of voice"),
        (
            np.concatenate([voice(steady(150, 7)), 0.03 * np.ones(2 * RATE_HZ, np.float32)])
            + (0.03 * np.random.default_rng(2).standard_normal(9 * RATE_HZ)).astype(np.float32),
            "too noisy to tell",
        ),
    ],
    ids=["short", "noisy"],
)
def test_pitch_and_loudness_are_withheld_with_the_reason(sound, reason):
    found = measured(sound, speech=(Interval(0.0, min(7.0, len(sound) / RATE_HZ)),))

    assert reason in found.withheld
    assert found.pitch_median_hz is None
    assert found.level_dbfs is not None


def test_clipping_is_found_and_a_clean_sound_has_none():
    sound = voice(steady(150, 7), -10)

    assert measured(sound).clipped_ratio == 0
    assert measured((4 * sound).clip(-1, 1)).clipped_ratio == pytest.approx(1, abs=0.1)


def test_a_recording_without_sound_has_an_empty_track_and_no_voice():
    track = track_voice([], ())

    assert len(track.level_dbfs) == len(track.pitch_hz) == len(track.clipped) == 0
    assert measure_voice(track, (), Transcript(())).withheld == "No speech was heard."


@few
@given(cuts=st.lists(st.integers(0, 11 * RATE_HZ), max_size=6))
def test_how_the_stream_is_cut_into_blocks_makes_no_difference(cuts):
    sound = voice(steady(150, 11))
    speech = (Interval(0.0, 1.0), Interval(9.5, 10.5))

    track, whole = (track_voice(blocks, speech) for blocks in (np.split(sound, sorted(cuts)), [sound]))

    assert np.array_equal(track.level_dbfs, whole.level_dbfs)
    assert np.array_equal(track.pitch_hz, whole.pitch_hz, equal_nan=True)
