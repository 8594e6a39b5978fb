"""The real libraries on real (virtual) devices: what is played is heard, what is spoken is recorded."""

import ctypes
import threading
import time

import numpy as np
import pytest
import soundfile

from rehearse.audio import capture
from rehearse.audio.devices import find_microphone, find_speaker, list_devices
from rehearse.audio.files import open_recording
from rehearse.audio.player import SpeakerPlayer
from rehearse.audio.recorder import MicrophoneRecorder
from rehearse.errors import AudioInputError, SpeechOutputError
from tests.contract.virtual_sound import MONITOR_RATE_HZ, as_samples
from tests.waits import PATIENCE_S, until_ended

TONE_HZ = 440


def tones(path, duration_s, sample_rate_hz=44_100):
    """Write a tone that fades in and out within 10 ms, so that a missing end shows in its length."""
    times_s = np.arange(round(duration_s * sample_rate_hz)) / sample_rate_hz
    fade = np.minimum(1, np.minimum(times_s, duration_s - times_s) / 0.01)
    soundfile.write(path, 0.5 * fade * np.sin(2 * np.pi * TONE_HZ * times_s), sample_rate_hz)
    return path


def sounding_s(samples, sample_rate_hz):
    """Return when sound begins and ends, and how much of the time between is silent, s, to 1 ms an edge."""
    hop = sample_rate_hz // 1000
    loud = np.abs(samples[: len(samples) // hop * hop]).reshape(-1, hop).max(axis=1) > 0.01
    places = np.flatnonzero(loud)
    assert len(places)
    hops = np.array([places[0], places[-1] + 1, np.count_nonzero(~loud[places[0] : places[-1]])])
    return hops * hop / sample_rate_hz


def test_an_answer_is_recorded_whole_and_as_long_as_the_clock_says(attached_sound, tmp_path):
    spoken = tones(tmp_path / "spoken.wav", 5.0)

    live_path = tmp_path / "answer.wav"
    live = MicrophoneRecorder().start(live_path)
    began_s = time.perf_counter()
    attached_sound.play_into_microphone(spoken)
    level_dbfs, duration_s = live.level_dbfs, live.duration_s
    ended_s = time.perf_counter()
    recording = live.stop()

    assert time.perf_counter() - ended_s < 1.0
    assert (recording.path, recording.device, recording.n_overflows) == (live_path, "default", 0)
    assert open_recording(recording.path).n_frames == recording.n_frames
    assert recording.duration_s == pytest.approx(ended_s - began_s, rel=0.01)
    assert duration_s == pytest.approx(ended_s - began_s, abs=0.3)
    assert level_dbfs < 0
    heard, rate = soundfile.read(recording.path)
    start_s, end_s, gaps_s = sounding_s(heard, rate)
    assert end_s - start_s - gaps_s == pytest.approx(5.0, abs=0.02)  # a busy machine may add a gap


def test_sound_up_to_the_moment_of_stopping_is_kept(attached_sound, tmp_path):
    player = attached_sound.play_into_microphone(tones(tmp_path / "long.wav", 6.0), wait=False)
    time.sleep(0.5)

    live = MicrophoneRecorder().start(tmp_path / "answer.wav")
    began_s = time.perf_counter()
    time.sleep(1.5)
    level_dbfs, trouble = live.level_dbfs, live.trouble
    ended_s = time.perf_counter()
    recording = live.stop()
    player.kill()
    player.wait(PATIENCE_S)

    heard, rate = soundfile.read(recording.path)
    start_s, end_s, _ = sounding_s(heard, rate)
    assert start_s == 0
    assert end_s >= ended_s - began_s - 0.01
    assert level_dbfs == pytest.approx(-6, abs=1)
    assert trouble == ""


def test_a_microphone_that_delivers_zeros_is_called_silent_until_sound_comes(attached_sound, tmp_path):
    live = MicrophoneRecorder().start(tmp_path / "answer.wav")
    assert live.trouble == ""
    time.sleep(0.8)
    silent, level_dbfs = live.trouble, live.level_dbfs
    attached_sound.play_into_microphone(tones(tmp_path / "spoken.wav", 0.5))
    afterwards = live.trouble
    live.discard()

    assert "nothing but silence" in silent
    assert level_dbfs == float("-inf")
    assert afterwards == ""
    assert not (tmp_path / "answer.wav").exists()


def test_nothing_is_lost_while_python_is_busy_elsewhere(attached_sound, tmp_path):
    """Extension modules hold the interpreter for a tenth of a second at a time while they load."""
    holds_the_interpreter = ctypes.PyDLL(None).usleep
    live = MicrophoneRecorder().start(tmp_path / "answer.wav")
    with attached_sound.listening() as heard:
        speech = attached_sound.play_into_microphone(tones(tmp_path / "spoken.wav", 1.5), wait=False)
        playing = threading.Thread(
            target=SpeakerPlayer().play, args=(tones(tmp_path / "question.wav", 1.5), threading.Event())
        )
        playing.start()
        for _ in range(10):
            holds_the_interpreter(120_000)
            time.sleep(0.05)
        until_ended(playing)
    speech.wait(PATIENCE_S)
    recording = live.stop()

    assert recording.n_overflows == 0
    for samples, rate in (soundfile.read(recording.path), (as_samples(heard), MONITOR_RATE_HZ)):
        start_s, end_s, gaps_s = sounding_s(samples, rate)
        assert end_s - start_s - gaps_s == pytest.approx(1.5, abs=0.02)


def test_a_recording_is_heard_on_the_speaker_to_its_end_when_play_returns(attached_sound, tmp_path):
    path = tones(tmp_path / "question.wav", 1.5, 22_050)

    with attached_sound.listening() as heard:
        began_s = time.perf_counter()
        SpeakerPlayer().play(path, threading.Event())
        took_s = time.perf_counter() - began_s

    start_s, end_s, gaps_s = sounding_s(as_samples(heard), MONITOR_RATE_HZ)
    assert end_s - start_s - gaps_s == pytest.approx(1.5, abs=0.02)  # a busy machine may add a gap
    assert 1.5 <= took_s < 2.2


def test_playing_stops_when_it_is_told_to(attached_sound, tmp_path):
    path = tones(tmp_path / "long.wav", 20)
    stop = threading.Event()
    threading.Timer(0.4, stop.set).start()

    began_s = time.perf_counter()
    SpeakerPlayer().play(path, stop)

    assert time.perf_counter() - began_s < 1.2


def test_the_default_devices_are_found_and_others_by_number_or_part_of_a_name(attached_sound):
    names = {device.name: device.index for device in list_devices()}

    assert find_microphone().name == "default"
    assert find_microphone("PUL").index == names["pulse"]
    assert find_speaker(names["pulse"]).name == "pulse"
    assert MicrophoneRecorder("pulse").check().name == "pulse"
    with pytest.raises(AudioInputError, match="There is no microphone 'Blue Yeti'") as caught:
        find_microphone("Blue Yeti")
    assert "pulse" in caught.value.hint
    with pytest.raises(SpeechOutputError, match="More than one speaker"):
        find_speaker("ul")


def test_a_microphone_that_never_calls_back_is_named(attached_sound, tmp_path, monkeypatch):
    monkeypatch.setattr(capture, "_FIRST_SOUND_TIMEOUT_S", 0.5)
    monkeypatch.setattr(capture.Capture, "_on_sound", lambda *_: None)

    with pytest.raises(AudioInputError, match="No sound comes from the microphone"):
        MicrophoneRecorder().start(tmp_path / "answer.wav")
    assert list(tmp_path.iterdir()) == []
