"""A take's WAV made into a FLAC of half its size, without losing a bit.

The WAV goes only when the FLAC has been read back from its file and holds the same samples.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path
from typing import Any

from rehearse.durable import appearing
from rehearse.errors import StoreError
from rehearse.libsndfile import name_for_libsndfile
from rehearse.take import Recording

WAV_FILE = "answer.wav"
FLAC_FILE = "answer.flac"

_BLOCK_FRAMES = 1 << 16


def compress(folder: Path, recording: Recording) -> Recording:
    """Turn a take's ``answer.wav`` into ``answer.flac``.

    A take that has its FLAC already keeps it. Sound that FLAC cannot hold exactly (floating point)
    stays WAV.

    Parameters
    ----------
    folder : Path
    recording : Recording
        What is known of it from recording.

    Returns
    -------
    Recording
        The same, with the file as it now is.

    Raises
    ------
    StoreError
        When there is no sound, or it cannot be written; what there was is then still there.
    OSError
    """
    import soundfile

    wav, flac = folder / WAV_FILE, folder / FLAC_FILE
    if not wav.exists() and not flac.exists():
        raise StoreError(f"The take {folder.name} has no sound: {WAV_FILE} is missing.", "Record it again.")
    try:
        if not flac.exists():
            n_frames, subtype = _frames_and_subtype(wav)
            if n_frames == 0 or not soundfile.check_format("FLAC", subtype):
                return _described(recording, wav)
            with appearing(flac) as passing:
                _copy(wav, passing, subtype)
                _verify(wav, passing)
        # Both are there now, or were since a program ended between these two steps.
        if wav.exists() and _frames_and_subtype(wav)[0] == _frames_and_subtype(flac)[0]:
            wav.unlink()
        return _described(recording, flac)
    except soundfile.LibsndfileError as error:
        raise StoreError(
            f"The sound of {folder.name} cannot be compressed: {error.error_string}",
            f"See that the disk has room; what you said is in {wav if wav.exists() else flac}.",
        ) from error


def _frames_and_subtype(path: Path) -> tuple[int, str]:
    import soundfile

    info = soundfile.info(name_for_libsndfile(path))
    return int(info.frames), str(info.subtype)


def _described(recording: Recording, path: Path) -> Recording:
    import soundfile

    info = soundfile.info(name_for_libsndfile(path))
    return replace(recording, path=path, sample_rate_hz=int(info.samplerate), n_frames=int(info.frames))


def _blocks(path: Path) -> Iterator[Any]:
    """Yield the samples as they are stored: int32 holds every kind of integer that FLAC does."""
    import soundfile

    yield from soundfile.blocks(
        name_for_libsndfile(path), blocksize=_BLOCK_FRAMES, dtype="int32", always_2d=True
    )


def _copy(wav: Path, flac: Path, subtype: str) -> None:
    import soundfile

    info = soundfile.info(name_for_libsndfile(wav))
    with soundfile.SoundFile(
        name_for_libsndfile(flac), "w", info.samplerate, info.channels, subtype=subtype, format="FLAC"
    ) as target:
        for block in _blocks(wav):
            target.write(block)


def _verify(wav: Path, flac: Path) -> None:
    """Compare every sample: on a full disk the header of a cut-off file may still be right."""
    import numpy as np

    for stored, read_back in zip_longest(_blocks(wav), _blocks(flac)):
        if not np.array_equal(stored, read_back):
            raise StoreError(
                f"{wav} was not written whole as FLAC.", "See that the disk has room; nothing was removed."
            )
