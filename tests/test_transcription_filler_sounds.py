"""What a sound says about fillers, on voices made for it."""

import numpy as np
import pytest

from rehearse.sound import SPEECH_RATE_HZ
from rehearse.take import Interval
from rehearse.transcription.filler_sounds import FillerSounds
from rehearse.transcription.sound_frames import FRAME_S, measure
from tests.made_voices import gliding_vowels, held_vowel, silence


def sounds_of(*parts):
    return FillerSounds.of(measure(np.concatenate(parts)))


def about(start_s, end_s):
    return pytest.approx((start_s, end_s), abs=0.05)


def times(interval):
    return interval.start_s, interval.end_s


@pytest.mark.parametrize("pitch_hz", [80.0, 120.0, 240.0])
def test_a_held_vowel_is_voiced_at_its_pitch_and_steady(pitch_hz):
    frames = measure(held_vowel(0.6, pitch_hz))
    middle = slice(10, 50)

    assert len(frames.level_db) == 60
    assert frames.voicing[middle].min() > 0.8
    assert np.median(frames.pitch_hz[middle]) == pytest.approx(pitch_hz, rel=0.03)
    assert frames.change_db[middle].max() < 2


def test_gliding_vowels_change_and_noise_is_not_voiced():
    noise = np.random.default_rng(0).normal(0, 0.1, SPEECH_RATE_HZ).astype(np.float32)

    assert np.median(measure(gliding_vowels(1.0)).change_db) > 5
    assert np.median(measure(noise).voicing) < 0.5


@pytest.mark.parametrize("n_samples", [0, 1, 159, 160, 700])
def test_the_shortest_sounds_can_be_measured(n_samples):
    frames = measure(np.zeros(n_samples, np.float32))

    assert len(frames.level_db) == len(frames.change_db) == len(frames.voicing) == n_samples // 160
    sounds = FillerSounds.of(frames)
    assert sounds.held == ()
    assert sounds.left_out([]) == ()


def test_a_filler_gets_the_times_of_its_own_sound():
    #     0–0.5 silent, 0.5–1.5 words, 1.5–1.9 silent, 1.9–2.3 uh, 2.3–2.8 silent, 2.8–3.8 words
    sounds = sounds_of(
        silence(0.5), gliding_vowels(1), silence(0.4), held_vowel(0.4), silence(0.5), gliding_vowels(1)
    )

    judgement = sounds.judge(Interval(1.5, 2.0), between=Interval(0.5, 3.8))  # attention comes early

    assert judgement.held
    assert times(judgement.interval) == about(1.9, 2.3)


def test_a_filler_joined_to_a_word_is_only_its_held_part():
    sounds = sounds_of(silence(0.3), gliding_vowels(0.8), held_vowel(0.4), silence(0.5))

    judgement = sounds.judge(Interval(1.1, 1.4), between=Interval(0.3, 2.0))

    assert judgement.held
    assert times(judgement.interval) == about(1.1, 1.5)


def test_a_filler_that_sounds_like_an_article_is_doubtful():
    sounds = sounds_of(silence(0.5), held_vowel(0.11), silence(0.5))

    judgement = sounds.judge(Interval(0.5, 0.6), between=Interval(0.2, 1.0))

    assert not judgement.held
    assert times(judgement.interval) == about(0.5, 0.61)


def test_a_filler_where_no_voice_sounds_is_refused():
    noise = np.random.default_rng(0).normal(0, 0.1, SPEECH_RATE_HZ // 2).astype(np.float32)
    sounds = sounds_of(silence(0.5), noise, silence(0.5), held_vowel(0.4))

    assert sounds.judge(Interval(0.5, 0.9), between=Interval(0.4, 1.2)).interval is None


def test_a_held_vowel_alone_between_silences_is_a_filler_that_nobody_wrote():
    parts = (silence(0.5), gliding_vowels(1), silence(0.5), held_vowel(0.4), silence(0.5), gliding_vowels(1))
    sounds = sounds_of(*parts)
    words = [Interval(0.4, 1.0), Interval(1.0, 1.8), Interval(2.8, 3.9)]

    (left_out,) = sounds.left_out(words)

    assert times(left_out) == about(2.0, 2.4)
    assert sounds.left_out([*words, Interval(2.0, 2.3)]) == ()


@pytest.mark.parametrize(
    ("name", "sound"),
    [
        ("too short", held_vowel(0.12)),
        ("too long", held_vowel(2.0)),
        ("gliding", gliding_vowels(0.5)),
        ("unvoiced", np.random.default_rng(0).normal(0, 0.1, 6400).astype(np.float32)),
    ],
)
def test_other_lone_sounds_are_not_fillers(name, sound):
    assert sounds_of(silence(0.5), sound, silence(0.5)).left_out([]) == ()


def test_a_word_drawn_out_is_not_a_filler():
    sounds = sounds_of(silence(0.5), gliding_vowels(0.5), held_vowel(0.4), silence(0.5))

    assert sounds.left_out([Interval(0.5, 1.1)]) == ()


def test_all_times_lie_inside_the_sound():
    sound = np.concatenate([held_vowel(0.3), silence(0.2), held_vowel(0.3)])

    for interval in FillerSounds.of(measure(sound)).held:
        assert 0 <= interval.start_s < interval.end_s <= len(sound) / SPEECH_RATE_HZ + FRAME_S
