"""Sound files: anything people have goes in, one kind comes out, and none is ever held whole.

Whatever PyAV can decode becomes a mono FLAC at its own sample rate. From then on a recording is read
as a stream of blocks at the rate the listener wants. Both cost the same memory for two hours as for
two seconds.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from rehearse.audio.growing_wav import repair_header
from rehearse.errors import AudioInputError, StoreError
from rehearse.libsndfile import name_for_libsndfile
from rehearse.sound import SPEECH_RATE_HZ, Samples
from rehearse.take import Recording

if TYPE_CHECKING:
    from av import AudioFrame, AudioStream, Codec
    from av.container import InputContainer

_BLOCK_S = 1.0
_CONTAINERS = "wav,w64,flac,ogg,mp3,aac,mov,matroska,aiff,caf,au,amr,asf,avi,flv,mpeg,mpegts,ac3,wv,ape,tta"
"""What FFmpeg may take a file for. Playlists are not among them: they name other files and addresses,
and a live one never ends."""
_SAMPLE_RATES_HZ = range(1_000, 655_351)
"""From what is no longer speech to FLAC's upper limit."""
_NOT_SOUND_HINT = "Give one that a music player can play: WAV, FLAC, Ogg, MP3, M4A or WebM, say."


def import_recording(source: Path, destination: Path) -> Recording:
    """Turn a sound file of any kind into a mono FLAC file at its own sample rate.

    Channels are averaged. 16 bits a sample are kept as they are, and up to 24 where a file has more.
    Of a damaged file, what can be decoded is taken. Digital silence is a recording like any other
    here; :func:`require_sound` refuses it where speech is wanted.

    Parameters
    ----------
    source : Path
        An audio or video file.
    destination : Path
        Written under another name beside it and then renamed, so that it is whole or not there.

    Raises
    ------
    AudioInputError
        When `source` is missing, a folder, empty, not a sound file, or holds no sound.
    StoreError
        When `destination` cannot be written.
    """
    import av
    import soundfile

    require_file(source)
    partial = destination.with_name(f"{destination.name}.part")
    try:
        recording = _transcode(source, partial)
        partial.replace(destination)
    except av.FFmpegError as error:
        raise AudioInputError(f"{source} is not a sound file, or is damaged.", _NOT_SOUND_HINT) from error
    except (OSError, soundfile.LibsndfileError) as error:
        raise StoreError(
            f"The recording {destination} could not be written: {_reason(error)}.",
            "Make room on the disk, or choose another place with --recordings.",
        ) from error
    finally:
        partial.unlink(missing_ok=True)
    return Recording(destination, recording.sample_rate_hz, recording.n_frames)


def open_recording(path: Path) -> Recording:
    """Return the recording in a WAV or FLAC file that is there already.

    The header of a WAV whose recording was cut short (a crash, a power cut) is put right first.

    Raises
    ------
    AudioInputError
        When there is no such file, or no sound in it.
    """
    import soundfile

    require_file(path)
    try:
        repair_header(path)
        info = soundfile.info(name_for_libsndfile(path))
    except (OSError, soundfile.LibsndfileError) as error:
        raise AudioInputError(
            f"The recording {path} is damaged.", "Import it again with: rehearse score FILE --save"
        ) from error
    if info.frames <= 0:
        raise AudioInputError(f"{path} holds no sound.", "Record it again.")
    return Recording(path, int(info.samplerate), int(info.frames))


def blocks(recording: Recording, sample_rate_hz: int = SPEECH_RATE_HZ) -> Iterator[Samples]:
    """Yield a recording as mono blocks of about a second.

    Together they are ``round(n_frames × sample_rate_hz ÷ recording.sample_rate_hz)`` samples long, for
    the ``n_frames`` that the file really has, so a sample's place is its time.

    Parameters
    ----------
    recording : Recording
    sample_rate_hz : int
        The rate to yield; resampled with soxr where the file has another.

    Raises
    ------
    AudioInputError
        When the file is gone or damaged.
    """
    import soundfile

    try:
        with soundfile.SoundFile(name_for_libsndfile(recording.path)) as file:
            source = (
                np.nan_to_num(block.mean(axis=1), posinf=1.0, neginf=-1.0).clip(-1, 1)
                for block in file.blocks(round(_BLOCK_S * file.samplerate), dtype="float32", always_2d=True)
            )
            yield from resample(source, file.samplerate, sample_rate_hz)
    except (OSError, soundfile.LibsndfileError) as error:
        raise AudioInputError(
            f"The recording {recording.path} cannot be read.", "See that it is still there, and whole."
        ) from error


def require_sound(recording: Recording, source: Path | None = None) -> None:
    """Refuse a recording that is digital silence from end to end.

    Parameters
    ----------
    recording : Recording
    source : Path, optional
        The file to name in the error, where the recording is a copy of it.

    Raises
    ------
    AudioInputError
    """
    if not any(block.any() for block in blocks(recording, recording.sample_rate_hz)):
        raise AudioInputError(
            f"{source or recording.path} is silent: every one of its samples is zero.",
            "Was the microphone muted, or not allowed in the system's privacy settings?",
        )


def _reason(error: Exception) -> str:
    """Return what a library says went wrong, without the path and the full stop that it may add."""
    said = getattr(error, "strerror", None) or getattr(error, "error_string", None) or str(error)
    return str(said).removeprefix("Error : ").rstrip(".")


def require_file(path: Path) -> None:
    """Name what is wrong with a path before a decoder says it in its own way.

    Raises
    ------
    AudioInputError
    """
    try:
        if path.is_dir():
            raise AudioInputError(f"{path} is a folder, not a recording.", "Give one sound file in it.")
        if not path.is_file():
            raise AudioInputError(f"There is no file {path}.", "Check its name and folder.")
        with path.open("rb") as file:
            if not file.read(1):
                raise AudioInputError(f"{path} is empty.", "Give a file with sound in it.")
    except (OSError, ValueError) as error:
        raise AudioInputError(
            f"{path} cannot be read: {_reason(error)}.", "Check its name and permissions."
        ) from error


def _transcode(source: Path, partial: Path) -> Recording:
    """Decode `source` into the FLAC file `partial`."""
    import av
    import soundfile

    options = {"format_whitelist": _CONTAINERS, "protocol_whitelist": "file"}
    with av.open(str(source.absolute()), options=options) as container:
        if not container.streams.audio:
            raise AudioInputError(f"{source} holds no sound.", _NOT_SOUND_HINT)
        stream = container.streams.audio[0]
        frames = _decoded_frames(container, stream)
        first = next(frames, None)
        if first is None:
            raise AudioInputError(f"{source} holds no sound that can be decoded.", _NOT_SOUND_HINT)
        sample_rate_hz = int(first.sample_rate)
        if sample_rate_hz not in _SAMPLE_RATES_HZ:
            raise AudioInputError(f"{source} has {sample_rate_hz} samples a second.", _NOT_SOUND_HINT)
        n_bits = _bits(stream.codec_context.codec, first.format.name)
        n_frames = 0
        with soundfile.SoundFile(
            name_for_libsndfile(partial), "w", sample_rate_hz, 1, f"PCM_{n_bits}", format="FLAC"
        ) as flac:
            for block in _mono_blocks(first, frames, sample_rate_hz):
                flac.write(_as_integers(block, n_bits))
                n_frames += len(block)
    return Recording(partial, sample_rate_hz, n_frames)


def _decoded_frames(container: InputContainer, stream: AudioStream) -> Iterator[AudioFrame]:
    """Yield the frames of `stream` that can be decoded, passing over damage."""
    import av

    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets, None)
        except av.FFmpegError:  # the file ends in the middle of something: what came before is good
            packet = None
        if packet is None:
            return
        try:
            yield from (frame for frame in packet.decode() if frame.samples)
        except av.FFmpegError:
            continue


def _mono_blocks(first: AudioFrame, rest: Iterator[AudioFrame], sample_rate_hz: int) -> Iterator[Samples]:
    """Yield decoded frames as mono float32 blocks of about a second."""
    import av

    resampler, setup = None, None
    pending: list[Samples] = []
    n_pending = 0
    for frame in itertools.chain([first], rest):
        if setup != (frame.format.name, frame.layout.name, frame.sample_rate):
            # A stream may change in the middle (internet radio does); its rate here must not.
            if pending:
                yield _mixed(pending)
                pending, n_pending = [], 0
            setup = (frame.format.name, frame.layout.name, frame.sample_rate)
            resampler = av.AudioResampler(format="fltp", layout=frame.layout, rate=sample_rate_hz)
        frame.pts = None  # broken time stamps are of no use here, and trip the resampler
        assert resampler is not None
        pending += [piece.to_ndarray().astype(np.float32) for piece in resampler.resample(frame)]
        n_pending += frame.samples
        if n_pending >= _BLOCK_S * sample_rate_hz:
            yield _mixed(pending)
            pending, n_pending = [], 0
    if resampler is not None:
        pending += [piece.to_ndarray().astype(np.float32) for piece in resampler.resample(None)]
    if pending:
        yield _mixed(pending)


def _mixed(pieces: list[Samples]) -> Samples:
    """Join pieces of shape (n_channels, n) and average their channels."""
    mono: Samples = np.concatenate(pieces, axis=1).mean(axis=0)
    return mono


def _bits(codec: Codec, sample_format: str) -> int:
    """Return the bits a sample that keep what this source has: 16, or 24."""
    is_16_bit = sample_format.rstrip("p") in {"u8", "s16"}
    return 16 if is_16_bit or not codec.lossless else 24


def _as_integers(block: Samples, n_bits: int) -> npt.NDArray[np.signedinteger]:
    """Scale to integers of `n_bits`, as libsndfile wants them: int16, or int32 with low bits unused."""
    full_scale = 2 ** (n_bits - 1)
    scaled = np.rint(np.nan_to_num(block, posinf=1.0, neginf=-1.0).astype(np.float64) * full_scale)
    integers: npt.NDArray[np.int32] = scaled.clip(-full_scale, full_scale - 1).astype(np.int32)
    return integers.astype(np.int16) if n_bits == 16 else np.left_shift(integers, 32 - n_bits)


def resample(source: Iterator[Samples], from_hz: int, to_hz: int) -> Iterator[Samples]:
    """Yield a stream at another rate, its length right to a sample."""
    if from_hz == to_hz:
        yield from source
        return
    import soxr

    stream = soxr.ResampleStream(from_hz, to_hz, 1, dtype="float32")
    n_in = n_out = 0
    for block in source:
        n_in += len(block)
        resampled = stream.resample_chunk(block)
        n_out += len(resampled)
        yield resampled.clip(-1, 1)
    n_missing = round(n_in * to_hz / from_hz) - n_out
    rest = stream.resample_chunk(np.zeros(0, np.float32), last=True)[: max(n_missing, 0)]
    if n_missing > 0:
        yield np.pad(rest, (0, n_missing - len(rest))).clip(-1, 1)
