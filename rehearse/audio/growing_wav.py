"""A WAV file that is whole at every moment, however the program ends.

The sizes in a WAV's header are normally filled in when it is closed. Here they are written again
after each block, so that a player reads all of a recording whose program was killed. Should the
header lag behind the sound after all (a power cut), :func:`repair_header` lets it catch up.
"""

from __future__ import annotations

import os
import struct
from io import FileIO
from pathlib import Path

_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")
_FORMAT_PCM = 1
SAMPLE_BYTES = 2
HEADER_BYTES = _HEADER.size
_RIFF_SIZE_AT = 4
_DATA_SIZE_AT = 40
_RIFF_OVERHEAD_BYTES = HEADER_BYTES - 8
_LARGEST_SIZE = 0xFFFF_FFFF


class GrowingWav:
    """A mono 16-bit WAV file being written.

    Parameters
    ----------
    path : Path
        Must not exist: a recording is never written over.
    sample_rate_hz : int

    Raises
    ------
    OSError
    """

    def __init__(self, path: Path, sample_rate_hz: int) -> None:
        self.path = path
        self.n_frames = 0
        self._file = path.open("xb", buffering=0)
        try:
            self._file.write(_header(sample_rate_hz))
        except OSError:
            self._file.close()
            path.unlink()
            raise

    def append(self, frames: bytes) -> None:
        """Write 16-bit frames, then the header's sizes.

        When the disk fills up, what fitted is kept and counted before the error is raised.

        Raises
        ------
        OSError
        """
        n_bytes = self.n_frames * SAMPLE_BYTES
        left = memoryview(frames)
        try:
            while left:
                n_written = self._file.write(left) or 0
                left = left[n_written:]
                n_bytes += n_written
        finally:
            self.n_frames = n_bytes // SAMPLE_BYTES
            _write_sizes(self._file, self.n_frames * SAMPLE_BYTES)

    def sync(self) -> None:
        """Wait until the disk itself has everything."""
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close the file; it needs no other ending."""
        self._file.close()


def _header(sample_rate_hz: int) -> bytes:
    """Return the header of an empty mono 16-bit file."""
    return _HEADER.pack(
        *(b"RIFF", _RIFF_OVERHEAD_BYTES, b"WAVE"),
        *(b"fmt ", 16, _FORMAT_PCM, 1, sample_rate_hz, sample_rate_hz * SAMPLE_BYTES),
        *(SAMPLE_BYTES, 8 * SAMPLE_BYTES, b"data", 0),
    )


def _write_sizes(file: FileIO, n_data_bytes: int) -> None:
    file.seek(_RIFF_SIZE_AT)
    file.write(struct.pack("<I", min(n_data_bytes + _RIFF_OVERHEAD_BYTES, _LARGEST_SIZE)))
    file.seek(_DATA_SIZE_AT)
    file.write(struct.pack("<I", min(n_data_bytes, _LARGEST_SIZE)))
    file.seek(0, os.SEEK_END)


def repair_header(path: Path) -> bool:
    """Make the header of an interrupted recording say how much sound the file holds.

    Files that did not come from :class:`GrowingWav`, and whole ones, are left as they are.

    Returns
    -------
    bool
        Whether anything was amended.

    Raises
    ------
    OSError
    """
    with path.open("rb") as file:
        head = file.read(HEADER_BYTES)
        n_bytes = file.seek(0, os.SEEK_END)
    if len(head) < HEADER_BYTES:
        return False
    riff, riff_size, wave, form, form_size, _, _, _, _, frame_bytes, _, data, data_size = _HEADER.unpack(head)
    if (riff, wave, form, form_size, data) != (b"RIFF", b"WAVE", b"fmt ", 16, b"data") or not frame_bytes:
        return False
    ends_with_its_sound = data_size + _RIFF_OVERHEAD_BYTES == riff_size or data_size in (0, _LARGEST_SIZE)
    n_data_bytes = (n_bytes - HEADER_BYTES) // frame_bytes * frame_bytes
    if not ends_with_its_sound or data_size == n_data_bytes or n_bytes > _LARGEST_SIZE:
        return False
    with path.open("r+b", buffering=0) as file:
        _write_sizes(file, n_data_bytes)
    return True
