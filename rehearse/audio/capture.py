"""An open microphone: its sound in blocks, each with the time when it was spoken.

Sound reaches PortAudio's callback some time after it was spoken: the device's latency, and Python's
when it is busy elsewhere. The driver knows when a block was recorded, as a rule; where it does not, the
block says between when and when it may have been.
"""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from rehearse.audio.devices import (
    Device,
    import_sounddevice,
    no_microphone,
    platform_remedy,
    quiet_stderr,
    without_sound_card,
)
from rehearse.errors import AudioInputError

if TYPE_CHECKING:
    import sounddevice

_LATENCY_S = 0.2
"""How long Python may be busy elsewhere (loading a speech model, say) before sound is lost."""
_FIRST_SOUND_TIMEOUT_S = 4.0
"""Bluetooth headsets take up to about three seconds to switch to their microphone."""
_LARGEST_LATENCY_S = 0.6
"""Bluetooth headsets and a busy Python stay below this; more is not to be believed."""
_CLOCK_JITTER_S = 0.05
_METER_BLOCKS = 256

_BUSY_REMEDY = {
    "linux": "Close other programs that record, or choose another microphone with --microphone.",
    "darwin": "Close other programs that record, and allow your terminal in System Settings > Privacy & "
    "Security > Microphone.",
    "win32": "Close other programs that record, and allow desktop apps in Settings > Privacy & security > "
    "Microphone.",
}
_DEVICE_UNAVAILABLE = -9985
_INVALID_CHANNELS = -9998


class _CallbackTimes(Protocol):
    """When PortAudio says a block was recorded and delivered, s on its own clock."""

    inputBufferAdcTime: float  # noqa: N815  PortAudio's names
    currentTime: float  # noqa: N815


class Block:
    """One delivery of the microphone: its frames, and between when and when the last was spoken."""

    __slots__ = ("earliest_s", "frames", "latest_s")

    def __init__(self, frames: npt.NDArray[np.int16], earliest_s: float, latest_s: float) -> None:
        self.frames = frames
        self.earliest_s = earliest_s
        self.latest_s = latest_s


class Capture:
    """An open microphone, its blocks in a queue; made once the first of them has come."""

    def __init__(self, device: Device) -> None:
        self.device = device
        self.blocks: queue.SimpleQueue[Block | None] = queue.SimpleQueue()
        self.recent: deque[Block] = deque(maxlen=_METER_BLOCKS)
        self.n_delivered = 0
        self.n_overflows = 0
        self.last_arrival_s = 0.0
        self.spoken_until_s = 0.0
        self._reported_latency_s = _LATENCY_S
        self._clock_offset_s = 0.0
        self._first = threading.Event()
        self._stream = self._open()
        self._reported_latency_s = float(self._stream.latency)
        self._clock_offset_s = time.perf_counter() - float(self._stream.time)
        try:
            self._wait_for_sound()
        except BaseException:  # Ctrl-C included: a microphone must not stay open
            self.close()
            raise
        self.started_s = time.perf_counter()

    def _wait_for_sound(self) -> None:
        if not self._first.wait(_FIRST_SOUND_TIMEOUT_S):
            raise AudioInputError(
                f"No sound comes from the microphone {self.device.name!r}.",
                "Plug it in again, or choose another with --microphone (rehearse doctor lists them).",
            )

    def _open(self) -> sounddevice.InputStream:
        """Open the device in mono; where it refuses, with all of its channels."""
        sounddevice = import_sounddevice()
        for n_channels in (1, self.device.n_inputs):
            try:
                with quiet_stderr():
                    stream = sounddevice.InputStream(
                        device=self.device.index,
                        channels=n_channels,
                        samplerate=self.device.sample_rate_hz,
                        dtype="int16",
                        latency=_LATENCY_S,
                        callback=self._on_sound,
                    )
                    stream.start()
            except sounddevice.PortAudioError as error:
                code = error.args[1] if len(error.args) > 1 else None
                if code == _INVALID_CHANNELS and n_channels != self.device.n_inputs:
                    continue
                raise _explain(self.device, str(error), code) from error
            return stream
        raise AssertionError("the loop returns or raises")

    def _on_sound(
        self,
        frames: npt.NDArray[np.int16],
        n_frames: int,
        times: _CallbackTimes,
        status: sounddevice.CallbackFlags,
    ) -> None:
        """Take in a block; runs in PortAudio's own thread, which must not wait."""
        arrived_s = time.perf_counter()
        if status.input_overflow:
            self.n_overflows += 1
        mono = frames[:, 0].copy() if frames.shape[1] == 1 else frames.mean(axis=1).round().astype(np.int16)
        spoken_s = self._clock_offset_s + times.inputBufferAdcTime + n_frames / self.device.sample_rate_hz
        if -_CLOCK_JITTER_S <= arrived_s - spoken_s <= _LARGEST_LATENCY_S:
            earliest_s = latest_s = min(spoken_s, arrived_s)
        else:  # some drivers do not know
            earliest_s, latest_s = arrived_s - min(self._reported_latency_s, _LARGEST_LATENCY_S), arrived_s
        block = Block(mono, earliest_s, latest_s)
        self.recent.append(block)
        self.blocks.put(block)
        self.n_delivered += n_frames
        self.spoken_until_s = earliest_s
        self.last_arrival_s = arrived_s
        self._first.set()

    def close(self) -> None:
        """Close the device; `blocks` then ends with None."""
        with quiet_stderr():
            self._stream.close(ignore_errors=True)
        self.blocks.put(None)


def _explain(device: Device, text: str, code: int | None) -> AudioInputError:
    """Return the error that tells the user why `device` could not be opened."""
    if without_sound_card():
        return no_microphone()
    if code == _DEVICE_UNAVAILABLE:
        return AudioInputError(
            f"The microphone {device.name!r} is in use by another program, or not allowed.",
            platform_remedy(_BUSY_REMEDY),
        )
    return AudioInputError(
        f"The microphone {device.name!r} could not be opened: {text}.",
        "Choose another with --microphone (rehearse doctor lists them).",
    )
