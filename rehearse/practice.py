"""One question from asking to saving, and a sitting of them.

This module knows no library, only what each part of the desk can do (the Protocols below) and a
clock; :mod:`rehearse.cli` lays out the real parts, tests lay out small ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import threading

    from rehearse.sound import Samples
    from rehearse.take import Interval, Recording, Transcript

ProgressCallback = Callable[[float], None]
"""Told how far long work has come, 0–1, never falling."""


class Voice(Protocol):
    """Turns text into spoken sound."""

    def render(self, text: str) -> Path:
        """Return a WAV file of `text` spoken, from the cache when it was spoken before.

        Raises
        ------
        SpeechOutputError
        """


class Player(Protocol):
    """Plays sound files on a speaker."""

    def play(self, path: Path, stop: threading.Event) -> None:
        """Play `path` to its end, or until `stop` is set; returns when the last sound was heard.

        Raises
        ------
        SpeechOutputError
        """


class LiveRecording(Protocol):
    """A recording in progress. Its sound is on disk as it arrives."""

    @property
    def duration_s(self) -> float:
        """Sound captured so far, s."""

    @property
    def level_dbfs(self) -> float:
        """Peak of the last tenth of a second, dB re full scale; ``-inf`` for digital silence."""

    @property
    def trouble(self) -> str:
        """What is wrong with the sound, in a sentence with its remedy; "" when nothing is."""

    def stop(self) -> Recording:
        """Stop when all sound up to now has arrived, and return what was captured.

        Raises
        ------
        AudioInputError
            When not a single frame arrived.
        """

    def discard(self) -> None:
        """Stop and remove the file."""


class Recorder(Protocol):
    """A microphone."""

    def start(self, path: Path) -> LiveRecording:
        """Begin recording to the WAV file `path`; returns once sound is flowing.

        Raises
        ------
        AudioInputError
        """


class Transcriber(Protocol):
    """A speech model that writes down what was said, fillers included."""

    engine: str
    model: str

    def load(self) -> None:
        """Make ready (idempotent, thread-safe); the first `transcribe` does it otherwise.

        Raises
        ------
        TranscriptionError
        """

    def transcribe(
        self,
        sound: Iterable[Samples],
        *,
        duration_s: float | None = None,
        vocabulary: tuple[str, ...] = (),
        on_progress: ProgressCallback | None = None,
    ) -> Transcript:
        """Transcribe a stream of sound.

        Parameters
        ----------
        sound : iterable of Samples
            16 kHz mono blocks of any length; read once, in order, never held whole. It may block:
            a live recording is just a stream that has not ended.
        duration_s : float, optional
            Its whole length where that is known, for progress.
        vocabulary : tuple of str
            Phrases that the answer is likely to contain.
        on_progress : callable, optional

        Raises
        ------
        TranscriptionError
        """


class Hearing(Protocol):
    """Reads recordings back: as a stream for the speech model, and as where speech is."""

    def blocks(self, recording: Recording) -> Iterator[Samples]:
        """Yield the recording as 16 kHz mono blocks."""

    def speech(self, recording: Recording) -> tuple[Interval, ...]:
        """Return where speech is, in order, disjoint, silences under 100 ms closed."""
