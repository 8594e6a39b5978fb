import resource
import struct

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from rehearse.audio.growing_wav import GrowingWav, repair_header


def frames(n: int) -> bytes:
    return np.arange(n, dtype="<i2").tobytes()


@given(sizes=st.lists(st.integers(0, 3_000), max_size=8), rate=st.sampled_from([8_000, 44_100, 192_000]))
def test_the_file_is_whole_after_every_block(tmp_path_factory, sizes, rate):
    path = tmp_path_factory.mktemp("wav") / "answer.wav"
    wav = GrowingWav(path, rate)
    expected = b""
    for size in sizes:
        wav.append(frames(size))
        expected += frames(size)

        heard, heard_rate = soundfile.read(path, dtype="int16")
        assert heard.tobytes() == expected
        assert heard_rate == rate
        assert wav.n_frames == len(expected) // 2
        assert repair_header(path) is False
    wav.close()


def test_a_recording_is_never_written_over(tmp_path):
    GrowingWav(tmp_path / "answer.wav", 16_000).close()

    with pytest.raises(FileExistsError):
        GrowingWav(tmp_path / "answer.wav", 16_000)


def test_when_the_disk_is_full_what_fitted_is_kept_and_whole(tmp_path):
    wav = GrowingWav(tmp_path / "answer.wav", 16_000)
    wav.append(frames(1_000))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (44 + 2 * 1_500, limits[1]))
    try:
        with pytest.raises(OSError, match="too large"):
            wav.append(frames(1_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    wav.close()

    heard, _ = soundfile.read(tmp_path / "answer.wav", dtype="int16")
    assert heard.tobytes() == frames(1_000) + frames(500)
    assert wav.n_frames == 1_500


@pytest.mark.parametrize("claimed_bytes", [0, 100, 4_000, 0xFFFF_FFFF])
def test_a_header_that_lags_behind_the_sound_catches_up(tmp_path, claimed_bytes):
    path = tmp_path / "answer.wav"
    wav = GrowingWav(path, 16_000)
    wav.append(frames(1_000))
    wav.close()
    content = bytearray(path.read_bytes())
    content[4:8] = struct.pack("<I", min(claimed_bytes + 36, 0xFFFF_FFFF))
    content[40:44] = struct.pack("<I", claimed_bytes)
    path.write_bytes(bytes(content) + b"\x01")  # and half a frame more

    assert repair_header(path) is True

    heard, _ = soundfile.read(path, dtype="int16")
    assert heard.tobytes() == frames(1_000)
    assert repair_header(path) is False


def test_the_notes_after_the_sound_of_someone_elses_file_are_left_alone(tmp_path):
    path = tmp_path / "song.wav"
    soundfile.write(path, np.arange(100, dtype=np.int16), 16_000)
    content = bytearray(path.read_bytes()) + b"LIST\x04\x00\x00\x00INFO"
    content[4:8] = struct.pack("<I", len(content) - 8)
    path.write_bytes(content)

    assert repair_header(path) is False
    assert path.read_bytes() == bytes(content)
