"""Small working parts for the desk: each does its job in memory and keeps what happened."""

from __future__ import annotations

import threading
import wave
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from rehearse.audio.files import open_recording
from rehearse.desk import Begin, Choice, Desk, Stop
from rehearse.errors import RehearseError, SpeechOutputError
from rehearse.sound import VoiceTrack
from rehearse.store import Store
from rehearse.take import Interval, Recording, Transcript

RATE_HZ = 16_000


def write_tone(path: Path, duration_s: float = 1.0) -> Recording:
    times_s = np.arange(round(duration_s * RATE_HZ)) / RATE_HZ
    samples = (0.3 * 32767 * np.sin(2 * np.pi * 220 * times_s)).astype(np.int16)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(samples.tobytes())
    return Recording(path, RATE_HZ, len(samples))


class TickingClock:
    """A clock that moves on by a second each time it is read."""

    def __init__(self) -> None:
        self._s = 0.0

    def monotonic(self) -> float:
        self._s += 1.0
        return self._s

    def now(self) -> datetime:
        return datetime(2026, 11, 22, 12, 45, 3, tzinfo=UTC) + timedelta(seconds=self._s)


@dataclass
class QueueScreen:
    """Presses the queued keys and keeps what was shown."""

    stops: deque[Stop | BaseException] = field(default_factory=deque)
    shown: list[str] = field(default_factory=list)
    says_yes: bool = False
    wants_to_think: bool = False
    begins: deque[Begin] = field(default_factory=deque)
    choices: deque[Choice] = field(default_factory=deque)

    def question(self, deck, question, *, note=""):
        self.shown.append(f"question: {question.text}" + (f" ({note})" if note else ""))

    def speaking(self, speech):
        speech(threading.Event())
        return self.wants_to_think

    def thinking(self, duration_s):
        self.shown.append(f"thinking: {duration_s:g} s")
        return self.begins.popleft() if self.begins else Begin.ANSWER

    def listening(self, live, *, target_s, limit_s, heard, silence_left_s=None):
        self.shown.append(f"listening: {target_s:g} of {limit_s:g} s")
        stop = self.stops.popleft()
        if isinstance(stop, BaseException):
            raise stop
        return stop

    def covered(self, question, transcript, coverage, fillers):
        self.shown.append(f"covered: {transcript.text}")

    def result(self, take, analysis, play):
        self.shown.append(f"result: {take.id}")

    def choose(self):
        return self.choices.popleft() if self.choices else Choice.QUIT

    @contextmanager
    def working(self, what):
        self.shown.append(f"working: {what}")
        yield lambda _progress: None

    def notice(self, message, hint=""):
        self.shown.append(f"notice: {message} {hint}".strip())

    def confirm(self, question):
        self.shown.append(f"confirm: {question}")
        return self.says_yes


class ToneRecorder:
    """Records a second of tone, always."""

    def start(self, path):
        self.recording = write_tone(path)
        return self

    device = "Desk microphone"
    duration_s = 1.0
    level_dbfs = -10.0
    trouble = ""

    def blocks(self):
        yield np.zeros(RATE_HZ, np.float32)

    def stop(self):
        return self.recording

    def discard(self):
        self.recording.path.unlink()


class ToneHearing:
    """Hears speech through the first half of every recording."""

    def check(self, source):
        if not source.exists():
            raise RehearseError(f"There is no {source}.")

    def take_in(self, source, destination):
        return write_tone(destination.with_suffix(".wav"))

    def reopen(self, path):
        return open_recording(path)

    def prepare(self):
        pass

    def blocks(self, recording):
        yield np.zeros(RATE_HZ, np.float32)

    def activity(self, sound):
        for second, block in enumerate(sound, start=1):
            yield float(second), bool(block.any())

    def speech(self, recording):
        return (Interval(0.0, recording.duration_s / 2),)

    def voice(self, recording, speech):
        steps = np.zeros(round(recording.duration_s / 0.03), np.float32)
        return VoiceTrack(0.03, steps - 20, steps + 120, steps > 0)


@dataclass
class QueueTranscriber:
    """Hears the queued texts."""

    texts: deque[str | BaseException]
    load_failure: RehearseError | None = None
    engine: str = "queue"
    model: str = "none"

    def load(self, on_progress=None):
        if self.load_failure is not None:
            raise self.load_failure

    def transcribe(self, sound, *, vocabulary=(), on_words=None):
        list(sound)
        text = self.texts.popleft()
        if isinstance(text, BaseException):
            raise text
        return Transcript(Transcript.from_text(text).words, self.engine, self.model)


@dataclass
class SilentVoice:
    """Speaks into nothing, or fails."""

    failure: SpeechOutputError | None = None
    said: list[str] = field(default_factory=list)

    def render(self, text):
        if self.failure is not None:
            raise self.failure
        self.said.append(text)
        return Path("question.wav")

    def play(self, path, stop):
        self.said.append(f"played {path}")


def make_desk(store: Store, *texts: str | BaseException, **parts) -> Desk:
    clock = TickingClock()
    laid_out = {
        "screen": QueueScreen(),
        "transcriber": QueueTranscriber(deque(texts)),
        "hearing": ToneHearing(),
        "store": store,
        "now": clock.now,
        "monotonic": clock.monotonic,
    }
    return Desk(**{**laid_out, **parts})
