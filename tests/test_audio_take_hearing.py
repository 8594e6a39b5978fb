"""A take is listened to once; what was heard is kept, checked, and made again when it is not there."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rehearse.audio.files import import_recording
from rehearse.audio.hearing import RecordingHearing
from rehearse.audio.take_hearing import HEARD_FILE, TakeHearing, read_heard
from rehearse.errors import AudioInputError

SPEECH = Path(__file__).parent / "data" / "jfk.flac"


@pytest.fixture(scope="module")
def heard_once(tmp_path_factory):
    recording = import_recording(SPEECH, tmp_path_factory.mktemp("take") / "answer.flac")
    hearing = TakeHearing()
    speech = hearing.speech(recording)
    return recording, speech, hearing.voice(recording, speech)


@pytest.fixture
def take(heard_once, tmp_path):
    recording = heard_once[0]
    folder = shutil.copytree(recording.path.parent, tmp_path / "take")
    return type(recording)(folder / "answer.flac", recording.sample_rate_hz, recording.n_frames)


def same(one, other):
    return all(
        np.array_equal(getattr(one, name), getattr(other, name), equal_nan=name == "pitch_hz")
        for name in ("step_s", "level_dbfs", "pitch_hz", "clipped")
    )


def test_what_was_heard_is_the_same_when_it_is_read_back(heard_once, take):
    _, speech, voice = heard_once

    assert TakeHearing().speech(take) == speech == RecordingHearing().speech(take)
    assert same(TakeHearing().voice(take, speech), voice)


def test_a_take_whose_sound_is_gone_is_still_known(heard_once, take):
    take.path.unlink()

    speech = TakeHearing().speech(take)

    assert same(TakeHearing().voice(take, speech), heard_once[2])


def test_a_take_without_sound_and_without_what_was_heard_cannot_be_heard(take):
    take.path.unlink()
    (take.path.parent / HEARD_FILE).unlink()

    with pytest.raises(AudioInputError):
        TakeHearing().speech(take)


def test_what_was_heard_in_another_recording_is_not_believed(take):
    longer = type(take)(take.path, take.sample_rate_hz, take.n_frames + 1)

    assert read_heard(take) is not None
    assert read_heard(longer) is None


def test_a_folder_that_cannot_be_written_to_is_heard_all_the_same(take, monkeypatch):
    (take.path.parent / HEARD_FILE).unlink()
    (take.path.parent / HEARD_FILE).mkdir()  # nothing can take its place

    speech = TakeHearing().speech(take)

    assert TakeHearing().voice(take, speech).step_s > 0


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_file_is_only_ever_nothing(take, data):
    file = take.path.parent / HEARD_FILE
    whole = file.read_bytes()
    damaged = bytearray(whole)
    for at in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=4)):
        damaged[at] = data.draw(st.integers(0, 255))
    file.write_bytes(damaged[: data.draw(st.integers(0, len(whole)))])
    try:
        read_heard(take)
    finally:
        file.write_bytes(whole)
