"""Reads a recording while it is being made, from the file that it grows in.

The file is the queue: nothing is held in memory, nothing can overflow, and a reader that falls behind
catches up later.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from rehearse.audio.files import resample
from rehearse.audio.growing_wav import HEADER_BYTES, SAMPLE_BYTES
from rehearse.sound import SPEECH_RATE_HZ, Samples

_BLOCK_S = 1.0
_POLL_S = 0.05
_FULL_SCALE = 32768.0


def follow(path: Path, sample_rate_hz: int, has_ended: Callable[[], bool]) -> Iterator[Samples]:
    """Yield a growing WAV file as 16 kHz mono blocks, the same samples as of the finished file.

    Parameters
    ----------
    path : Path
        Of a :class:`rehearse.audio.growing_wav.GrowingWav`.
    sample_rate_hz : int
        Its own rate.
    has_ended : callable
        Says whether all of it is written.

    Yields
    ------
    Samples
        Empty ones while nothing new has been written.
    """
    yield from resample(_growing(path, sample_rate_hz, has_ended), sample_rate_hz, SPEECH_RATE_HZ)


def _growing(path: Path, sample_rate_hz: int, has_ended: Callable[[], bool]) -> Iterator[Samples]:
    n_block_bytes = round(_BLOCK_S * sample_rate_hz) * SAMPLE_BYTES
    place = HEADER_BYTES
    while True:
        ended = has_ended()  # asked before reading: what is written afterwards is read next time
        try:
            with path.open("rb") as file:  # not kept open: some systems would not let it be removed
                file.seek(place)
                data = file.read(n_block_bytes)
        except FileNotFoundError:  # discarded
            return
        data = data[: len(data) // SAMPLE_BYTES * SAMPLE_BYTES]
        place += len(data)
        yield np.frombuffer(data, "<i2").astype(np.float32) / np.float32(_FULL_SCALE)
        if not data:
            if ended:
                return
            time.sleep(_POLL_S)
