"""The parts of the desk: what each can do, without saying how.

:mod:`rehearse.audio`, :mod:`rehearse.transcription`, :mod:`rehearse.store` and :mod:`rehearse.ui`
implement these; :mod:`rehearse.sitting` lays them out; :mod:`rehearse.practice` works at the desk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from rehearse.analysis.judging import Judge as ReadingJudge
from rehearse.deck import Question
from rehearse.desk.devices import LiveRecording as LiveRecording
from rehearse.desk.devices import Player as Player
from rehearse.desk.devices import Recorder as Recorder
from rehearse.desk.devices import Voice as Voice
from rehearse.desk.screen import AfterCheck as AfterCheck
from rehearse.desk.screen import Begin as Begin
from rehearse.desk.screen import Choice as Choice
from rehearse.desk.screen import DeviceChoice as DeviceChoice
from rehearse.desk.screen import Left as Left
from rehearse.desk.screen import Play as Play
from rehearse.desk.screen import Screen as Screen
from rehearse.desk.screen import SilenceLeft as SilenceLeft
from rehearse.desk.screen import Stop as Stop
from rehearse.desk.screen import Teller as Teller
from rehearse.take import Beginning, Interval, Recording, Take, Transcript, Word

if TYPE_CHECKING:
    from rehearse.sound import Samples, VoiceTrack
    from rehearse.word_lists import WordLists

ProgressCallback = Callable[[float], None]
"""Told how far long work has come, 0–1, never falling."""

WordsCallback = Callable[[tuple[Word, ...], float], None]
"""Told the words heard so far, and up to which second of the sound; the last of them may still change."""


class Transcriber(Protocol):
    """A speech model that writes down what was said, fillers included."""

    engine: str
    model: str

    def load(self, on_progress: ProgressCallback | None = None) -> None:
        """Make ready (idempotent, thread-safe); the first `transcribe` does it otherwise.

        Raises
        ------
        TranscriptionError
        """

    def transcribe(
        self,
        sound: Iterable[Samples],
        *,
        vocabulary: tuple[str, ...] = (),
        on_words: WordsCallback | None = None,
    ) -> Transcript:
        """Transcribe a stream of sound.

        Parameters
        ----------
        sound : iterable of Samples
            16 kHz mono blocks of any length; read once, in order, never held whole. A live recording
            is a stream that has not ended; an empty block says that it has no more sound yet, which
            is the time to get ahead with what was said so far. The words do not depend on it.
        vocabulary : tuple of str
            Phrases that the answer is likely to contain; their terms ("k-means", "SQL") are preferred to
            common words that sound as likely.
        on_words : callable, optional

        Raises
        ------
        TranscriptionError
        """


class Judge(ReadingJudge, Protocol):
    """Reads an answer for key points."""

    def load(self) -> None:
        """Make ready (idempotent, thread-safe); the first use does it otherwise.

        Raises
        ------
        JudgeError
        """


class Hearing(Protocol):
    """Reads sound back: as a stream for the speech model, and as where speech is."""

    def check(self, source: Path) -> None:
        """Say at once what can be said of a file that is no recording.

        Raises
        ------
        AudioInputError
        """

    def take_in(self, source: Path, destination: Path) -> Recording:
        """Copy any sound file to the mono FLAC `destination`.

        Raises
        ------
        AudioInputError
            When `source` is missing, not sound, or silent.
        """

    def reopen(self, path: Path) -> Recording:
        """Return the recording in a WAV or FLAC file as it was left, its header put right.

        Raises
        ------
        AudioInputError
            When there is no sound in it.
        """

    def prepare(self) -> None:
        """Load what following a voice needs; done at the first `voice` otherwise."""

    def blocks(self, recording: Recording) -> Iterator[Samples]:
        """Yield the recording as 16 kHz mono blocks."""

    def activity(self, sound: Iterable[Samples]) -> Iterator[tuple[float, bool]]:
        """Yield when each moment of a stream ends (s), and whether there is any sound of a voice in it.

        The stream is that of a recording in progress: read as it comes, and never ahead.
        """

    def speech(self, recording: Recording) -> tuple[Interval, ...]:
        """Return where speech is, in order, disjoint, silences under 100 ms closed."""

    def voice(self, recording: Recording, speech: tuple[Interval, ...]) -> VoiceTrack:
        """Return how high and how loud the recording is, pitch where `speech` is."""


class TakeStore(Protocol):
    """Keeps takes on disk."""

    def begin(self, beginning: Beginning) -> Path:
        """Make the folder of a new take."""

    def note(self, folder: Path, beginning: Beginning) -> None:
        """Write down what has become known of a take since it was begun."""

    def save(self, take: Take, analysis_document: Mapping[str, object]) -> Take:
        """Write a finished take."""

    def abandon(self, folder: Path, *, keep_sound: bool) -> Path | None:
        """Give up a take: return its sound file if it is kept and has any, else remove the folder."""


@dataclass(frozen=True, slots=True)
class Desk:
    """All parts of the program at their place.

    Parameters
    ----------
    screen, transcriber, hearing, store
    now : callable
        The wall clock, with its time zone.
    monotonic : callable
        A clock in seconds that never jumps.
    voice, player : optional
        None where the question is only shown.
    recorder : optional
        None where answers come from files.
    word_lists : WordLists, optional
        The user's fillers and hedges; None for the built-in ones.
    past_rates_wpm : tuple of float
        Speech rates of the speaker's past takes.
    demonstration : callable, optional
        Synthesises an answer to a question, for want of a microphone.
    judge : optional
        None where words alone decide.
    hands_free_silence_s : float, optional
        The silence after speech that ends an answer; None where a key ends it.
    think_time_s : float
        Time to think between each question and its answer; 0 for none unless it is asked for.
    """

    screen: Screen
    transcriber: Transcriber
    hearing: Hearing
    store: TakeStore
    now: Callable[[], datetime]
    monotonic: Callable[[], float]
    voice: Voice | None = None
    player: Player | None = None
    recorder: Recorder | None = None
    word_lists: WordLists | None = None
    past_rates_wpm: tuple[float, ...] = ()
    demonstration: Callable[[Question], Path] | None = None
    judge: Judge | None = None
    hands_free_silence_s: float | None = None
    think_time_s: float = 0.0
