import os
import struct
import sys
import tracemalloc
import wave
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from rehearse.audio.files import blocks, import_recording, open_recording, require_sound
from rehearse.errors import AudioInputError, StoreError
from rehearse.take import Recording
from tests.programs import run_program


def noise(n_frames: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(-20_000, 20_000, n_frames).astype(np.int16)


def write(path, samples, sample_rate_hz=16_000, subtype=None):
    soundfile.write(path, samples, sample_rate_hz, subtype)
    return path


def read(recording: Recording) -> np.ndarray:
    return np.concatenate(list(blocks(recording, recording.sample_rate_hz)))


@pytest.mark.parametrize("sample_rate_hz", [8_000, 16_000, 44_100, 48_000, 96_000])
def test_a_16_bit_mono_file_is_kept_bit_for_bit_at_its_own_rate(tmp_path, sample_rate_hz):
    samples = noise(2 * sample_rate_hz + 17)
    source = write(tmp_path / "in.wav", samples, sample_rate_hz)

    recording = import_recording(source, tmp_path / "out.flac")

    assert recording == Recording(tmp_path / "out.flac", sample_rate_hz, len(samples))
    kept, rate = soundfile.read(recording.path, dtype="int16")
    assert rate == sample_rate_hz
    assert np.array_equal(kept, samples)
    assert soundfile.info(recording.path).format == "FLAC"


def test_24_bits_stay_24_bits(tmp_path):
    samples = np.random.default_rng(1).integers(-(2**23), 2**23, 5_000).astype(np.int32) << 8
    source = write(tmp_path / "in.wav", samples, subtype="PCM_24")

    recording = import_recording(source, tmp_path / "out.flac")

    kept, _ = soundfile.read(recording.path, dtype="int32")
    assert np.array_equal(kept, samples)
    assert soundfile.info(recording.path).subtype == "PCM_24"


def test_the_channels_of_a_stereo_file_are_averaged(tmp_path):
    left, right = noise(48_000, 1), noise(48_000, 2)
    source = write(tmp_path / "in.wav", np.stack([left, right], axis=1), 48_000)

    kept, _ = soundfile.read(import_recording(source, tmp_path / "out.flac").path, dtype="int16")

    assert kept.ndim == 1
    assert np.abs(kept - (left.astype(float) + right) / 2).max() <= 0.5


def test_what_is_louder_than_full_scale_or_no_number_at_all_does_no_harm(tmp_path):
    samples = np.array([0.5, 2.0, -2.0, np.nan, np.inf, -np.inf], np.float32)
    source = write(tmp_path / "in.wav", samples, subtype="FLOAT")

    kept = read(import_recording(source, tmp_path / "out.flac"))

    assert kept == pytest.approx([0.5, 1, -1, 0, 1, -1], abs=1e-6)


def test_a_single_sample_is_a_recording(tmp_path):
    source = write(tmp_path / "in.wav", np.array([1234], np.int16))

    recording = import_recording(source, tmp_path / "out.flac")

    assert recording.n_frames == 1
    assert [len(block) for block in blocks(recording)] == [1]


def not_there(folder):
    return folder / "nowhere.wav"


def a_folder(folder):
    return folder


def empty(folder):
    (folder / "empty.wav").touch()
    return folder / "empty.wav"


def text(folder):
    (folder / "notes.txt").write_text("Bias is the error from wrong assumptions.\n" * 50)
    return folder / "notes.txt"


def rubbish(folder):
    (folder / "rubbish.mp3").write_bytes(np.random.default_rng(3).bytes(5_000))
    return folder / "rubbish.mp3"


def no_samples(folder):
    return write(folder / "none.wav", np.zeros(0, np.int16))


def a_playlist_of_an_address(folder):
    path = folder / "list.m3u8"
    path.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nhttp://127.0.0.1:9/a.ts\n")
    return path


@pytest.mark.parametrize(
    ("make", "complaint"),
    [
        (not_there, "There is no file"),
        (a_folder, "is a folder"),
        (empty, "is empty"),
        (text, "(is not a sound file|holds no sound)"),
        (rubbish, "(is not a sound file|holds no sound)"),
        (no_samples, "holds no sound"),
        (a_playlist_of_an_address, "(is not a sound file|holds no sound)"),
    ],
)
def test_what_cannot_be_imported_gets_a_sentence_and_a_remedy_and_leaves_nothing(tmp_path, make, complaint):
    source = make(tmp_path)
    place = tmp_path / "recordings"
    place.mkdir()

    with pytest.raises(AudioInputError, match=complaint) as caught:
        import_recording(source, place / "out.flac")

    assert caught.value.message.endswith(".")
    assert caught.value.hint.endswith(".")
    assert list(place.iterdir()) == []


def test_a_destination_that_cannot_be_written_is_a_matter_of_the_store(tmp_path):
    source = write(tmp_path / "in.wav", noise(1_000))

    with pytest.raises(StoreError, match="could not be written"):
        import_recording(source, tmp_path / "missing" / "out.flac")


@pytest.mark.parametrize("suffix", ["wav", "flac"])
def test_of_a_truncated_file_what_is_there_is_taken(tmp_path, suffix):
    samples = noise(160_000)
    source = write(tmp_path / f"in.{suffix}", samples)
    whole = source.read_bytes()
    source.write_bytes(whole[: len(whole) // 2])

    kept, _ = soundfile.read(import_recording(source, tmp_path / "out.flac").path, dtype="int16")

    assert 70_000 < len(kept) < 90_000
    assert np.array_equal(kept[:70_000], samples[:70_000])


def test_a_path_that_the_system_refuses_is_named_once(tmp_path):
    source = tmp_path / ("x" * 300)

    with pytest.raises(AudioInputError) as caught:
        import_recording(source, tmp_path / "out.flac")

    assert caught.value.message == f"{source} cannot be read: File name too long."


def test_damage_in_the_middle_costs_only_the_middle(tmp_path):
    source = write(tmp_path / "in.mp3", np.sin(np.arange(10 * 16_000) / 20).astype(np.float32))
    damaged = bytearray(source.read_bytes())
    middle = len(damaged) // 2
    damaged[middle : middle + 600] = bytes(600)
    source.write_bytes(damaged)

    recording = import_recording(source, tmp_path / "out.flac")

    assert recording.duration_s == pytest.approx(10, abs=1)


def test_digital_silence_can_be_imported_but_is_refused_where_sound_is_wanted(tmp_path):
    source = write(tmp_path / "in.wav", np.zeros(16_000, np.int16))
    recording = import_recording(source, tmp_path / "out.flac")

    with pytest.raises(AudioInputError, match="is silent"):
        require_sound(recording)


def test_a_single_sound_in_silence_is_sound(tmp_path):
    samples = np.zeros(50_000, np.int16)
    samples[-1] = 1

    require_sound(import_recording(write(tmp_path / "in.wav", samples), tmp_path / "out.flac"))


def test_a_file_takes_its_place_only_when_it_is_whole(tmp_path):
    good = import_recording(write(tmp_path / "in.wav", noise(1_000)), tmp_path / "out.flac")
    before = good.path.read_bytes()

    with pytest.raises(AudioInputError):
        import_recording(rubbish(tmp_path), good.path)

    assert good.path.read_bytes() == before


def test_a_long_recording_is_never_held_in_memory(tmp_path):
    minute = np.random.default_rng(0).integers(0, 256, 8_000 * 60).astype(np.uint8).tobytes()
    with wave.open(str(tmp_path / "in.wav"), "wb") as file:
        file.setparams((1, 1, 8_000, 0, "NONE", ""))
        for _ in range(8):
            file.writeframesraw(minute)
    import_recording(write(tmp_path / "short.wav", noise(9)), tmp_path / "short.flac")  # imports done

    tracemalloc.start()
    recording = import_recording(tmp_path / "in.wav", tmp_path / "out.flac")
    n_samples = sum(len(block) for block in blocks(recording))
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert recording.duration_s == 480
    assert n_samples == 480 * 16_000
    assert peak_bytes < 3_000_000  # whole, it would be 15 MB


@given(
    n_frames=st.integers(1, 100_000),
    from_hz=st.sampled_from([8_000, 11_025, 16_000, 22_050, 44_100, 48_000]),
    to_hz=st.sampled_from([8_000, 16_000, 44_100]),
)
def test_resampling_gives_the_right_length_to_a_sample(tmp_path_factory, n_frames, from_hz, to_hz):
    path = write(tmp_path_factory.mktemp("length") / "in.wav", noise(n_frames), from_hz)

    resampled = list(blocks(open_recording(path), to_hz))

    assert sum(map(len, resampled)) == round(n_frames * to_hz / from_hz)
    assert all(block.dtype == np.float32 and np.abs(block).max(initial=0) <= 1 for block in resampled)


@pytest.mark.parametrize("sample_rate_hz", [8_000, 44_100, 48_000])
def test_a_sound_is_where_it_was_after_resampling(tmp_path, sample_rate_hz):
    times_s = np.arange(3 * sample_rate_hz) / sample_rate_hz
    burst = np.where(abs(times_s - 1.75) < 0.05, 0.5 * np.sin(2 * np.pi * 1_000 * times_s), 0)
    path = write(tmp_path / "in.wav", burst, sample_rate_hz)

    heard = np.concatenate(list(blocks(open_recording(path))))

    loud_s = np.flatnonzero(abs(heard) > 0.25) / 16_000
    assert loud_s[0] == pytest.approx(1.70, abs=0.001)
    assert loud_s[-1] == pytest.approx(1.80, abs=0.001)


def test_a_wav_whose_program_died_is_read_to_its_end(tmp_path):
    path = write(tmp_path / "answer.wav", noise(16_000))
    unfinished = bytearray(path.read_bytes())
    unfinished[4:8] = struct.pack("<I", 36 + 2 * 4_000)
    unfinished[40:44] = struct.pack("<I", 2 * 4_000)
    path.write_bytes(unfinished)

    assert open_recording(path).n_frames == 16_000
    assert soundfile.info(path).frames == 16_000


@pytest.mark.parametrize("content", [b"", b"RIFF", b"RIFF\x00\x00\x00\x00WAVE", bytes(1_000)])
def test_a_recording_that_is_no_recording_is_named_as_damaged(tmp_path, content):
    (tmp_path / "answer.wav").write_bytes(content)

    with pytest.raises(AudioInputError, match=r"(is damaged|is empty)"):
        open_recording(tmp_path / "answer.wav")


def test_a_recording_that_went_away_is_named(tmp_path):
    with pytest.raises(AudioInputError, match="cannot be read"):
        list(blocks(Recording(tmp_path / "gone.flac", 16_000, 100)))


@pytest.mark.skipif(sys.platform == "win32", reason="names are not bytes there")
def test_names_that_the_locale_cannot_write_are_no_hindrance(tmp_path):
    """LC_ALL=C, as in a cron job or a small container."""
    source = write(tmp_path / "prüfung é.wav", noise(8_000))
    program = """
import sys
from pathlib import Path
from rehearse.audio.files import blocks, import_recording, open_recording
from rehearse.store import Store
from tests.builders import make_beginning, make_take
source = Path(sys.argv[1])
store = Store(source.parent / source.stem)
folder = store.begin(make_beginning())
recording = import_recording(source, folder / "answer.flac")
print(sum(map(len, blocks(open_recording(recording.path)))))
store.save(make_take(folder, recording=recording), {})
print(len(store.takes().good))
"""
    done = run_program(
        *(sys.executable, "-c", program, str(source)),
        environment=os.environ | {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        folder=Path(__file__).parent.parent,
    )

    assert done.stdout.split() == ["8000", "1"], done.stderr


@pytest.mark.parametrize(
    ("container", "codec", "sample_rate_hz"),
    [
        ("m4a", "aac", 44_100),
        ("webm", "libopus", 48_000),
        ("mp3", "libmp3lame", 44_100),
        ("ogg", "libopus", 48_000),
        ("aiff", "pcm_s16be", 44_100),
    ],
)
def test_what_phones_and_browsers_record_can_be_imported(tmp_path, container, codec, sample_rate_hz):
    import av

    path = tmp_path / f"answer.{container}"
    times_s = np.arange(2 * sample_rate_hz) / sample_rate_hz
    tone = (0.5 * np.sin(2 * np.pi * 440 * times_s)).astype(np.float32)
    with av.open(str(path), "w") as output:
        stream = output.add_stream(codec, rate=sample_rate_hz, layout="stereo")
        frame = av.AudioFrame.from_ndarray(np.stack([tone, tone]), format="fltp", layout="stereo")
        frame.sample_rate = sample_rate_hz
        for piece in av.AudioResampler(stream.format, "stereo", sample_rate_hz, stream.frame_size).resample(
            frame
        ):
            output.mux(stream.encode(piece))
        output.mux(stream.encode(None))

    recording = import_recording(path, tmp_path / "answer.flac")

    require_sound(recording)
    assert recording.sample_rate_hz == sample_rate_hz
    assert recording.duration_s == pytest.approx(2.0, abs=0.1)
    heard, _ = soundfile.read(recording.path)
    spectrum = np.abs(np.fft.rfft(heard))
    assert np.argmax(spectrum) / recording.duration_s == pytest.approx(440, abs=2)
    assert soundfile.info(recording.path).subtype == "PCM_16"
