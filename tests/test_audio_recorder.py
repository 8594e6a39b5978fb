"""What the recorder makes of devices that no test machine has: stereo only, busy, overflowing, deaf."""

import time
from types import SimpleNamespace

import numpy as np
import pytest
import soundfile

from rehearse.audio import capture, devices, recorder
from rehearse.audio.devices import Device, device_setting, find_microphone, quiet_stderr
from rehearse.audio.growing_wav import GrowingWav
from rehearse.audio.recorder import MicrophoneRecorder
from rehearse.errors import AudioInputError, StoreError
from tests.waits import until


class PortAudioError(Exception):
    pass


class Library:
    """A PortAudio with one microphone, which delivers `blocks` at once when it is started."""

    PortAudioError = PortAudioError

    def __init__(self, blocks=(), refusal=None, only_channels=None):
        self.blocks = blocks
        self.refusal = refusal
        self.only_channels = only_channels

    def InputStream(self, *, channels, callback, **_):  # noqa: N802  PortAudio's name
        if self.only_channels not in (None, channels):
            raise PortAudioError("Invalid number of channels", -9998)
        if self.refusal:
            raise PortAudioError(*self.refusal)
        return SimpleNamespace(
            latency=0.01,
            time=time.perf_counter(),
            start=lambda: self.deliver(callback),
            close=lambda **_: None,
        )

    def deliver(self, callback):
        for frames, overflow in self.blocks:
            times = SimpleNamespace(inputBufferAdcTime=0.0, currentTime=0.0)
            callback(frames, len(frames), times, SimpleNamespace(input_overflow=overflow))


@pytest.fixture
def plug_in(monkeypatch):
    def plug(library):
        microphone = Device(3, "Desk microphone", 2, 0, 16_000)
        monkeypatch.setattr(capture, "import_sounddevice", lambda: library)
        monkeypatch.setattr(recorder, "find_microphone", lambda _: microphone)
        monkeypatch.setattr(capture, "without_sound_card", lambda: False)
        monkeypatch.setattr(recorder, "_STOP_TIMEOUT_S", 0.05)
        monkeypatch.setattr(recorder, "_MARGIN_S", 10.0)

    return plug


def test_a_microphone_that_only_has_two_channels_is_averaged(plug_in, tmp_path):
    stereo = np.stack([np.full(800, 1_000), np.full(800, 3_000)], axis=1).astype(np.int16)
    plug_in(Library([(stereo, False)], only_channels=2))

    recording = MicrophoneRecorder().start(tmp_path / "answer.wav").stop()

    samples, _ = soundfile.read(recording.path, dtype="int16")
    assert set(samples) == {2_000}
    assert (recording.n_frames, recording.device) == (800, "Desk microphone")


def test_lost_sound_is_counted(plug_in, tmp_path):
    block = np.ones((100, 1), np.int16)
    plug_in(Library([(block, False), (block, True), (block, True)]))

    assert MicrophoneRecorder().start(tmp_path / "answer.wav").stop().n_overflows == 2


@pytest.mark.parametrize(
    ("refusal", "complaint"),
    [
        (("Device unavailable", -9985), "in use by another program, or not allowed"),
        (("Invalid sample rate", -9997), "could not be opened: "),
    ],
)
def test_a_microphone_that_refuses_is_named_and_nothing_is_left(plug_in, tmp_path, refusal, complaint):
    plug_in(Library(refusal=refusal))

    with pytest.raises(AudioInputError, match=f"'Desk microphone' .*{complaint}") as caught:
        MicrophoneRecorder().start(tmp_path / "answer.wav")

    assert caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_what_the_clock_says_is_missing_is_counted(plug_in, tmp_path, monkeypatch):
    monkeypatch.setattr(recorder, "_CLOCK_TOLERANCE_S", 0.05)
    plug_in(Library([(np.ones((100, 1), np.int16), False)]))
    live = MicrophoneRecorder().start(tmp_path / "answer.wav")
    time.sleep(0.2)

    recording = live.stop()

    assert recording.n_frames == 100
    assert recording.n_missing_frames > 0.1 * 16_000


def test_an_unplugged_microphone_is_noticed_after_a_second(plug_in, tmp_path, monkeypatch):
    monkeypatch.setattr(recorder, "_STALLED_S", 0.1)
    plug_in(Library([(np.ones((100, 1), np.int16), False)]))
    live = MicrophoneRecorder().start(tmp_path / "answer.wav")
    assert live.trouble == ""
    time.sleep(0.15)

    assert "may have been unplugged" in live.trouble
    assert live.level_dbfs == float("-inf")
    assert live.stop().n_frames == 100


def test_a_disk_that_is_full_keeps_what_was_written_and_says_so(plug_in, tmp_path, monkeypatch):
    monkeypatch.setattr(GrowingWav, "append", _append_once)
    plug_in(Library([(np.ones((100, 1), np.int16), False)]))
    live = MicrophoneRecorder().start(tmp_path / "answer.wav")
    until(lambda: live.duration_s > 0, "the first sound to be written")
    live._capture._on_sound(
        np.ones((100, 1), np.int16),
        100,
        SimpleNamespace(inputBufferAdcTime=0.0, currentTime=0.0),
        SimpleNamespace(input_overflow=False),
    )

    until(lambda: live.trouble, "the trouble to be told")
    assert "can no longer be written (No space left on device)" in live.trouble
    assert live.stop().n_frames == 100


_append = GrowingWav.append


def _append_once(wav, frames):
    if wav.n_frames:
        raise OSError(28, "No space left on device")
    _append(wav, frames)


def test_a_place_that_cannot_be_written_is_a_matter_of_the_store(plug_in, tmp_path):
    plug_in(Library())

    with pytest.raises(StoreError, match="could not be made"):
        MicrophoneRecorder().start(tmp_path / "missing" / "answer.wav")


@pytest.mark.parametrize(("text", "device"), [("3", 3), ("Blue Yeti", "Blue Yeti"), ("hw:1,0", "hw:1,0")])
def test_a_device_is_given_by_number_or_name(text, device):
    assert device_setting(text) == device


def test_the_systems_own_microphone_is_the_default(monkeypatch):
    found = (Device(0, "Line in", 2, 0, 48_000), Device(4, "Headset", 1, 2, 16_000, True, True))
    monkeypatch.setattr(devices, "list_devices", lambda: found)

    assert find_microphone() == found[1]
    assert find_microphone("line") == found[0]
    assert find_microphone(4) == found[1]


def test_c_libraries_are_kept_quiet_only_inside_the_block(capfd):
    import os

    os.write(2, b"before ")
    with quiet_stderr():
        os.write(2, b"ALSA lib pcm.c Unknown PCM ")
    os.write(2, b"after")

    assert capfd.readouterr().err == "before after"
