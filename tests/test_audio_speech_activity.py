import itertools
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehearse.audio.files import blocks, open_recording
from rehearse.audio.speech_activity import CHUNK_SAMPLES, SpeechProbabilities, detect_speech
from rehearse.silero import load_detector

DATA = Path(__file__).parent / "data"
SPEECH = np.concatenate(list(blocks(open_recording(DATA / "jfk.flac"))))
"""11 s of a president; he pauses four times."""


def seconds(duration_s):
    return np.zeros(round(duration_s * 16_000), np.float32)


def noise(n, level):
    return (level * np.random.default_rng(4).standard_normal(n)).astype(np.float32)


@pytest.mark.parametrize(
    "sound",
    [
        seconds(0),
        np.array([0.5], np.float32),
        seconds(3),
        noise(48_000, 0.001),
        noise(48_000, 0.1),
        (0.3 * np.sin(np.arange(48_000) * 0.2)).astype(np.float32),
        np.where(np.arange(48_000) % 8_000 < 40, 0.8, 0).astype(np.float32),
    ],
    ids=["nothing", "one sample", "silence", "hiss", "loud hiss", "tone", "clicks"],
)
def test_what_is_no_speech_is_not_taken_for_it(sound):
    assert detect_speech([sound]) == ()


def test_speech_is_found_in_order_disjoint_and_within_the_recording():
    speech = detect_speech([SPEECH])

    assert 4 <= len(speech) <= 8
    assert speech[0].start_s < 0.6
    assert all(stretch.duration_s >= 0.04 for stretch in speech)
    assert all(later.start_s - earlier.end_s >= 0.1 for earlier, later in itertools.pairwise(speech))
    assert speech[-1].end_s <= len(SPEECH) / 16_000


@pytest.mark.parametrize("level", [1.0, 0.1], ids=["as it is", "at a tenth of the level"])
@pytest.mark.parametrize("pause_s", [0.3, 0.6, 1.0, 2.5])
def test_a_silence_put_into_a_vowel_is_found_to_within_60_ms(pause_s, level):
    loudest = 16_000 + int(np.argmax(np.convolve(np.abs(SPEECH[16_000:32_000]), np.ones(800), "same")))
    pause = noise(round(pause_s * 16_000), 0.002)

    speech = detect_speech([level * np.concatenate([SPEECH[:loudest], pause, SPEECH[loudest:]])])

    starts_s = np.array([stretch.start_s for stretch in speech])
    ends_s = np.array([stretch.end_s for stretch in speech])
    assert min(abs(ends_s - loudest / 16_000)) <= 0.06
    assert min(abs(starts_s - loudest / 16_000 - pause_s)) <= 0.06
    assert not any(abs(starts_s - loudest / 16_000 - pause_s / 2) < pause_s / 2 - 0.06)


@pytest.mark.parametrize(("snr_db", "most_s"), [(20, 0.06), (10, 0.1)])
def test_a_pause_is_found_in_noise_too(snr_db, most_s):
    loudest = 16_000 + int(np.argmax(np.convolve(np.abs(SPEECH[16_000:32_000]), np.ones(800), "same")))
    sound = np.concatenate([SPEECH[:loudest], seconds(0.8), SPEECH[loudest:]])
    level = float(np.sqrt((SPEECH**2).mean())) * 10 ** (-snr_db / 20)

    speech = detect_speech([sound + noise(len(sound), level)])

    assert min(abs(stretch.end_s - loudest / 16_000) for stretch in speech) <= most_s
    assert min(abs(stretch.start_s - loudest / 16_000 - 0.8) for stretch in speech) <= most_s


def test_loading_the_detector_leaves_the_environment_as_it_was(monkeypatch):
    monkeypatch.delenv("OMP_THREAD_LIMIT", raising=False)
    load_detector()
    assert "OMP_THREAD_LIMIT" not in os.environ

    monkeypatch.setenv("OMP_THREAD_LIMIT", "7")
    load_detector()
    assert os.environ["OMP_THREAD_LIMIT"] == "7"


@settings(max_examples=8, deadline=None)
@given(cuts=st.lists(st.integers(0, 3 * 16_000), max_size=8))
def test_how_the_stream_is_cut_into_blocks_makes_no_difference(cuts):
    sound = SPEECH[: 3 * 16_000]

    assert detect_speech(np.split(sound, sorted(cuts))) == detect_speech([sound])


def test_probabilities_come_as_soon_as_each_chunk_is_complete():
    detector = SpeechProbabilities()

    assert detector.feed(SPEECH[: CHUNK_SAMPLES - 1]) == []
    assert len(detector.feed(SPEECH[CHUNK_SAMPLES - 1 : 2 * CHUNK_SAMPLES + 5])) == 2
    assert len(detector.finish()) == 1
    assert detector.finish() == []


def test_a_detector_that_finished_begins_anew():
    detector = SpeechProbabilities()
    first = detector.feed(SPEECH[16_000:32_000]) + detector.finish()

    assert detector.feed(SPEECH[16_000:32_000]) + detector.finish() == first
