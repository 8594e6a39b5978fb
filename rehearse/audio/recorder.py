"""The microphone: every frame on disk within moments of being spoken.

Three activities run at once. PortAudio's callback copies what arrived and returns; a writer thread
takes the copies from an unbounded queue and appends them to the file; whoever shows a meter looks at
the last few copies, and it does not matter which ones are missed.

A recording is what was spoken between `start` and `stop`, by the times that each block carries: nothing
is missing at either end, and it is as long as the clock says.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from rehearse.audio.capture import Block, Capture
from rehearse.audio.devices import Device, find_microphone, platform_remedy
from rehearse.audio.following import follow
from rehearse.audio.growing_wav import GrowingWav
from rehearse.errors import AudioInputError, StoreError
from rehearse.sound import Samples
from rehearse.take import Recording

_STOP_TIMEOUT_S = 1.0
_SYNC_INTERVAL_S = 0.4
"""How often the disk itself is waited for; with a block's length, under half a second."""
_MARGIN_S = 0.005
"""Kept at both ends beyond what the clock says."""
_CLOCK_TOLERANCE_S = 0.25
_CLOCK_TOLERANCE = 0.001
"""How much shorter than the clock says a whole recording may be: a block still on its way at the end, and
sound cards whose second is not quite one (some hundred parts in a million)."""
_METER_S = 0.1
_SILENT_AT_FIRST_S = 0.5
_SILENT_LATER_S = 3.0
"""Some microphones deliver exact zeros between phrases (noise gates): not yet a fault."""
_STALLED_S = 1.0

_SILENCE_REMEDY = {
    "linux": "Unmute it in the sound settings, or choose another with --microphone.",
    "darwin": "Allow your terminal in System Settings > Privacy & Security > Microphone (then start it "
    "again), or unmute the microphone.",
    "win32": "Allow desktop apps in Settings > Privacy & security > Microphone, or unmute the microphone.",
}
_NOTHING: npt.NDArray[np.int16] = np.zeros(0, np.int16)


class MicrophoneRecorder:
    """Records from one microphone (`Recorder` of :mod:`rehearse.desk`).

    Parameters
    ----------
    device : int, str or None
        Its number, part of its name, or None for the system's choice; looked for at each start, since
        devices come and go.
    """

    def __init__(self, device: int | str | None = None) -> None:
        self._wanted = device

    def check(self) -> Device:
        """Return the microphone after hearing that sound flows from it, keeping nothing.

        Raises
        ------
        NoMicrophoneError
            When nothing here can record.
        AudioInputError
            When there is a microphone, but it cannot be used.
        """
        capture = Capture(find_microphone(self._wanted))
        capture.close()
        return capture.device

    def start(self, path: Path) -> MicrophoneRecording:
        """Begin recording to the WAV file `path`, mono and at the microphone's own rate.

        Raises
        ------
        AudioInputError
            When no sound comes, within a few seconds.
        StoreError
            When the file cannot be made.
        """
        device = find_microphone(self._wanted)
        try:
            wav = GrowingWav(path, device.sample_rate_hz)
        except OSError as error:
            raise StoreError(
                f"The recording {path} could not be made: {error.strerror}.",
                "Choose another place with --recordings.",
            ) from error
        try:
            capture = Capture(device)
        except BaseException:  # Ctrl-C included: no empty recordings are left lying about
            wav.close()
            path.unlink()
            raise
        return MicrophoneRecording(capture, wav)


class MicrophoneRecording:
    """A recording in progress (`LiveRecording` of :mod:`rehearse.desk`)."""

    def __init__(self, capture: Capture, wav: GrowingWav) -> None:
        self._capture = capture
        self._wav = wav
        self._sample_rate_hz = capture.device.sample_rate_hz
        self._n_silent_frames = 0
        self._heard_something = False
        self._write_error: OSError | None = None
        self._finished = False
        self._until_s = float("inf")
        self._writer = threading.Thread(target=self._write, name="recording", daemon=True)
        self._writer.start()

    @property
    def device(self) -> str:
        """The microphone's name."""
        return self._capture.device.name

    @property
    def duration_s(self) -> float:
        """Sound on disk so far, s."""
        return self._wav.n_frames / self._sample_rate_hz

    @property
    def level_dbfs(self) -> float:
        """Peak of the last tenth of a second, dB re full scale; ``-inf`` for digital silence."""
        if self._has_stalled:
            return float("-inf")
        n_left = round(_METER_S * self._sample_rate_hz)
        peak = 0
        for block in reversed(tuple(self._capture.recent)):
            peak = max(peak, int(np.abs(block.frames[-n_left:].astype(np.int32)).max(initial=0)))
            n_left -= len(block.frames)
            if n_left <= 0:
                break
        return float(20 * np.log10(peak / 32768)) if peak else float("-inf")

    @property
    def _has_stalled(self) -> bool:
        return not self._finished and time.perf_counter() - self._capture.last_arrival_s > _STALLED_S

    @property
    def trouble(self) -> str:
        """What is wrong with the sound, in a sentence with its remedy; "" when nothing is."""
        name = self.device
        if self._write_error is not None:
            return (
                f"The recording can no longer be written ({self._write_error.strerror}). What was said "
                "until then is kept: stop, and make room on the disk."
            )
        if self._has_stalled:
            return (
                f"No more sound comes from {name!r}: it may have been unplugged. What was said until then "
                "is kept: stop, and plug it in again or choose another with --microphone."
            )
        silent_s = self._n_silent_frames / self._sample_rate_hz
        if self._heard_something and silent_s >= _SILENT_LATER_S:
            return (
                f"The microphone {name!r} has delivered nothing but silence for {_SILENT_LATER_S:.0f} "
                "seconds: it may have been muted or unplugged. What was said until then is kept."
            )
        if not self._heard_something and silent_s >= _SILENT_AT_FIRST_S:
            return f"The microphone {name!r} delivers nothing but silence. {platform_remedy(_SILENCE_REMEDY)}"
        return ""

    def blocks(self) -> Iterator[Samples]:
        """Yield the sound from its beginning as 16 kHz mono blocks; see :func:`follow`."""
        return follow(self._wav.path, self._sample_rate_hz, lambda: not self._writer.is_alive())

    def stop(self) -> Recording:
        """Stop when all sound up to now has arrived, and return what was captured.

        Raises
        ------
        AudioInputError
            When not a single frame arrived; the file is then removed.
        """
        self._until_s = time.perf_counter()
        self._end()
        n_frames = self._wav.n_frames
        if n_frames == 0:
            self._wav.path.unlink(missing_ok=True)
            raise AudioInputError("Nothing was recorded.", self.trouble or "Try again.")
        return Recording(
            path=self._wav.path,
            sample_rate_hz=self._sample_rate_hz,
            n_frames=n_frames,
            device=self.device,
            n_overflows=self._capture.n_overflows,
            n_missing_frames=self._n_missing_frames(),
        )

    def _n_missing_frames(self) -> int:
        """Return how many frames the file is shorter than the time from start to stop."""
        took_s = self._until_s - self._capture.started_s
        missing_s = took_s - self.duration_s
        if missing_s <= _CLOCK_TOLERANCE_S + _CLOCK_TOLERANCE * took_s:
            return 0
        return round(missing_s * self._sample_rate_hz)

    def discard(self) -> None:
        """Stop and remove the file."""
        self._until_s = 0.0
        self._end()
        self._wav.path.unlink(missing_ok=True)

    def _end(self) -> None:
        """Wait for what was spoken up to `_until_s`, then close the microphone and the file."""
        if self._finished:
            return
        deadline_s = time.perf_counter() + _STOP_TIMEOUT_S
        while self._capture.spoken_until_s < self._until_s and time.perf_counter() < deadline_s:
            time.sleep(0.005)
        self._finished = True
        self._capture.close()
        self._writer.join()

    def _write(self) -> None:
        """Append each block to the file as it comes; runs in a thread of its own."""
        synced_s = time.perf_counter()
        ended = False
        while not ended:
            blocks = [self._capture.blocks.get()]
            while not self._capture.blocks.empty():
                blocks.append(self._capture.blocks.get())
            ended = blocks[-1] is None
            sound = np.concatenate([_NOTHING, *(self._within(block) for block in blocks if block)])
            if not len(sound):
                continue
            self._note_silence(sound)
            if self._write_error is None:
                try:
                    self._wav.append(sound.astype("<i2", copy=False).tobytes())
                    if time.perf_counter() - synced_s >= _SYNC_INTERVAL_S:
                        self._wav.sync()
                        synced_s = time.perf_counter()
                except OSError as error:
                    self._write_error = error
        if self._write_error is None:
            try:
                self._wav.sync()
            except OSError as error:
                self._write_error = error
        self._wav.close()

    def _within(self, block: Block) -> npt.NDArray[np.int16]:
        """Return the part of a block that was spoken between start and stop."""
        n_frames = len(block.frames)
        first_s = block.latest_s - n_frames / self._sample_rate_hz
        before_s = self._capture.started_s - _MARGIN_S - first_s
        after_s = max(0.0, block.earliest_s - self._until_s - _MARGIN_S)
        n_before = min(round(max(0.0, before_s) * self._sample_rate_hz), n_frames)
        n_after = min(round(after_s * self._sample_rate_hz), n_frames)
        return block.frames[n_before : n_frames - n_after]

    def _note_silence(self, sound: npt.NDArray[np.int16]) -> None:
        nonzero = np.flatnonzero(sound)
        if nonzero.size:
            self._heard_something = True
            self._n_silent_frames = len(sound) - 1 - int(nonzero[-1])
        else:
            self._n_silent_frames += len(sound)
