"""The speaker: plays a recording, and knows when its last sound was heard."""

from __future__ import annotations

import itertools
import queue
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import numpy.typing as npt

from rehearse.audio.devices import (
    Device,
    find_speaker,
    import_sounddevice,
    no_speaker,
    quiet_stderr,
    without_sound_card,
)
from rehearse.audio.files import blocks, open_recording
from rehearse.errors import AudioInputError, SpeechOutputError
from rehearse.sound import Samples

_CHUNK_S = 0.05
_CHUNKS_AHEAD = 20
_LATENCY_S = 0.4
"""Long enough that a speech model being loaded meanwhile does not make the voice stutter."""
_POLL_S = 0.02
_STALLED_S = 5.0
"""Nothing was taken by the speaker for so long: it is gone."""


class SpeakerPlayer:
    """Plays on one speaker (`Player` of :mod:`rehearse.desk`).

    Parameters
    ----------
    device : int, str or None
        Its number, part of its name, or None for the system's choice.
    """

    def __init__(self, device: int | str | None = None) -> None:
        self._wanted = device

    def play(self, path: Path, stop: threading.Event, start_s: float = 0.0) -> None:
        """Play a WAV or FLAC file from `start_s` to its end, or until `stop` is set.

        Returns when the last sound was heard, the speaker's latency included.

        Raises
        ------
        SpeechOutputError
        """
        device = find_speaker(self._wanted)
        sounddevice = import_sounddevice()
        try:
            recording = open_recording(path)
            playback, sample_rate_hz = _open(sounddevice, device, recording.sample_rate_hz)
            sound = _from(blocks(recording, sample_rate_hz), round(start_s * sample_rate_hz))
            chunks = _chunks(sound, round(_CHUNK_S * sample_rate_hz))
            playback.run(chunks, stop)
        except AudioInputError as error:
            raise SpeechOutputError(error.message, error.hint) from error
        except sounddevice.PortAudioError as error:
            if without_sound_card():
                raise no_speaker() from error
            raise SpeechOutputError(
                f"The speaker {device.name!r} could not play: {error}.",
                "Choose another with --speaker (rehearse doctor lists them), or practise with --no-voice.",
            ) from error


class _Playback:
    """An output stream fed from a bounded queue, so that a file of any length may be played."""

    def __init__(self, sounddevice: ModuleType, device: Device, sample_rate_hz: int, n_channels: int) -> None:
        self._chunks: queue.Queue[Samples | None] = queue.Queue(maxsize=_CHUNKS_AHEAD)
        self._rest: Samples = np.zeros(0, np.float32)
        self._all_taken = threading.Event()
        self._broken_off = threading.Event()
        with quiet_stderr():
            self._stream = sounddevice.OutputStream(
                device=device.index,
                channels=n_channels,
                samplerate=sample_rate_hz,
                dtype="float32",
                latency=_LATENCY_S,
                prime_output_buffers_using_stream_callback=True,
                callback=self._on_hunger,
                finished_callback=self._broken_off.set,
            )

    def run(self, chunks: Iterator[Samples], stop: threading.Event) -> None:
        """Play `chunks`; returns when they were heard, or soon after `stop` is set."""
        try:
            # Some sound is ready before the first is asked for, so that it begins without a gap.
            for chunk in itertools.islice(chunks, _CHUNKS_AHEAD - 1):
                self._chunks.put(chunk)
            ended = self._chunks.qsize() < _CHUNKS_AHEAD - 1
            if ended:
                self._chunks.put(None)
            with quiet_stderr():
                self._stream.start()
            while not ended and not stop.is_set():
                following = next(chunks, None)
                ended = following is None
                self._put(following)
            self._wait(stop)
        finally:
            with quiet_stderr():
                self._stream.close(ignore_errors=True)

    def _put(self, chunk: Samples | None) -> None:
        try:
            self._chunks.put(chunk, timeout=_STALLED_S)
        except queue.Full as error:
            raise _stopped_playing() from error

    def _wait(self, stop: threading.Event) -> None:
        """Wait until all that was queued has been heard.

        The stream is not asked to end with the sound, but goes on in silence: several drivers drop what
        is still in their buffer when a stream ends.
        """
        deadline_s = time.monotonic() + _CHUNKS_AHEAD * _CHUNK_S + _STALLED_S
        while not self._all_taken.wait(_POLL_S):
            if stop.is_set():
                return
            if self._broken_off.is_set() or time.monotonic() > deadline_s:
                raise _stopped_playing()
        stop.wait(float(self._stream.latency) + _POLL_S)

    def _on_hunger(self, out: npt.NDArray[np.float32], n_frames: int, _time: object, _status: object) -> None:
        """Give the speaker its next frames; runs in PortAudio's own thread, which must not wait."""
        out.fill(0)
        n_filled = 0
        while n_filled < n_frames:
            if not len(self._rest):
                try:
                    chunk = self._chunks.get_nowait()
                except queue.Empty:  # the disk is slow: a moment of silence, then on
                    return
                if chunk is None:
                    self._all_taken.set()
                    return
                self._rest = chunk
            n = min(n_frames - n_filled, len(self._rest))
            out[n_filled : n_filled + n] = self._rest[:n, np.newaxis]
            self._rest = self._rest[n:]
            n_filled += n


def _stopped_playing() -> SpeechOutputError:
    return SpeechOutputError("The speaker stopped playing.", "See that it is still plugged in.")


def _open(sounddevice: ModuleType, device: Device, sample_rate_hz: int) -> tuple[_Playback, int]:
    """Open the speaker at the file's rate in mono, or else as the speaker itself prefers."""
    try:
        return _Playback(sounddevice, device, sample_rate_hz, 1), sample_rate_hz
    except sounddevice.PortAudioError:
        n_channels = min(2, device.n_outputs)
        return _Playback(sounddevice, device, device.sample_rate_hz, n_channels), device.sample_rate_hz


def _from(sound: Iterator[Samples], n_left_out: int) -> Iterator[Samples]:
    """Leave out the first samples of a stream."""
    for block in sound:
        if n_left_out < len(block):
            yield block[n_left_out:]
        n_left_out = max(0, n_left_out - len(block))


def _chunks(sound: Iterator[Samples], n_samples: int) -> Iterator[Samples]:
    """Cut blocks into pieces that the speaker takes in a moment, so that `stop` is quick."""
    for block in sound:
        for start in range(0, len(block), n_samples):
            yield block[start : start + n_samples]
