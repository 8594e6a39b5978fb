"""What sounds and what listens: the voice, the speaker and the microphone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from rehearse.take import Recording

if TYPE_CHECKING:
    from rehearse.sound import Samples


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

    def play(self, path: Path, stop: threading.Event, start_s: float = 0.0) -> None:
        """Play `path` from `start_s` to its end, or until `stop` is set.

        Returns when the last sound was heard.

        Raises
        ------
        SpeechOutputError
        """


class LiveRecording(Protocol):
    """A recording in progress. Its sound is on disk as it arrives."""

    @property
    def device(self) -> str | None:
        """The microphone's name."""

    @property
    def duration_s(self) -> float:
        """Sound captured so far, s."""

    @property
    def level_dbfs(self) -> float:
        """Peak of the last tenth of a second, dB re full scale; ``-inf`` for digital silence."""

    @property
    def trouble(self) -> str:
        """What is wrong with the sound, in a sentence with its remedy; "" when nothing is."""

    def blocks(self) -> Iterator[Samples]:
        """Yield the sound from its beginning as 16 kHz mono blocks, until the recording has ended.

        Empty blocks say that no more has arrived yet. To be read in another thread.
        """

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
