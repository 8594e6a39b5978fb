"""The values that flow from the microphone to the report.

All are frozen; times are seconds from the start of the recording; each stage of the program is a
function from some of these to others. Sound itself never travels in memory: a :class:`Recording`
names a file, so that an hour costs no more than a minute.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from rehearse.deck import Question


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """A stretch of a recording.

    Parameters
    ----------
    start_s, end_s : float
        Seconds from the start of the recording; ``0 <= start_s <= end_s``.
    """

    start_s: float
    end_s: float

    def __post_init__(self) -> None:
        if not 0 <= self.start_s <= self.end_s:
            raise ValueError(f"not an interval: {self.start_s} to {self.end_s}")

    @property
    def duration_s(self) -> float:
        """Length, s."""
        return self.end_s - self.start_s


@dataclass(frozen=True, slots=True)
class Recording:
    """A mono sound file that soundfile reads (WAV or FLAC), as the device or the given file had it.

    Parameters
    ----------
    path : Path
    sample_rate_hz : int
    n_frames : int
    device : str or None
        The microphone's name; None for a file.
    n_overflows : int
        How many times the device reported sound lost before it reached us.
    n_missing_frames : int
        How much shorter the recording is than the time it took: sound that never reached us.
    """

    path: Path
    sample_rate_hz: int
    n_frames: int
    device: str | None = None
    n_overflows: int = 0
    n_missing_frames: int = 0

    @property
    def duration_s(self) -> float:
        """Length, s."""
        return self.n_frames / self.sample_rate_hz

    @property
    def loss(self) -> str:
        """What is missing from it, in a sentence; "" when nothing is."""
        times = "once" if self.n_overflows == 1 else f"{self.n_overflows} times"
        missing_s = self.n_missing_frames / self.sample_rate_hz
        parts = (
            f"the microphone lost sound {times}" if self.n_overflows else "",
            f"{missing_s:.1f} s of sound never came" if self.n_missing_frames else "",
        )
        said = " and ".join(part for part in parts if part)
        return f"{said[0].upper()}{said[1:]}: words may be missing." if said else ""


class WordKind(StrEnum):
    """What a transcribed item is: a word, or a sound such as um that is not one."""

    WORD = "word"
    FILLED_PAUSE = "filled_pause"


@dataclass(frozen=True, slots=True)
class Word:
    """One item of a verbatim transcript.

    Parameters
    ----------
    text : str
        As written, with its punctuation ("So,"), without spaces around.
    start_s, end_s : float
    probability : float or None
        The speech model's own, 0–1; None for typed text.
    kind : WordKind
    certain : bool
        False where the witnesses disagree or the sound does not bear it out.
    """

    text: str
    start_s: float
    end_s: float
    probability: float | None = None
    kind: WordKind = WordKind.WORD
    certain: bool = True

    def __post_init__(self) -> None:
        if not 0 <= self.start_s <= self.end_s:
            raise ValueError(f"word {self.text!r} runs from {self.start_s} to {self.end_s}")


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was said, fillers included, in order of time.

    Parameters
    ----------
    words : tuple of Word
    engine, model : str
        Who heard it ("openai-whisper", "base"); "typed" and "" for typed text.
    language : str
        ISO 639-1 code.
    """

    words: tuple[Word, ...]
    engine: str = "typed"
    model: str = ""
    language: str = "en"

    @property
    def text(self) -> str:
        """The verbatim text, fillers included."""
        return " ".join(word.text for word in self.words)

    @classmethod
    def from_text(cls, text: str) -> Transcript:
        """Make a transcript of typed text, all of its times 0."""
        return cls(tuple(Word(item, 0.0, 0.0) for item in text.split()))


@dataclass(frozen=True, slots=True)
class Beginning:
    """What is known of a take before its answer has ended: enough to finish it should the program end first.

    Parameters
    ----------
    deck, question, recorded_at, session, demonstration, recording_delay_s, follow_up_to
        As of :class:`Take`.
    device : str or None
        The microphone's name; None for a file, and until the recording has started.
    """

    deck: str
    question: Question
    recorded_at: datetime
    session: str = ""
    demonstration: bool = False
    recording_delay_s: float | None = None
    follow_up_to: str = ""
    device: str | None = None


@dataclass(frozen=True, slots=True)
class Take:
    """One spoken answer to one question.

    Parameters
    ----------
    folder : Path
        Where it lives; its name is the take's id.
    deck : str
        Name of the deck.
    question : Question
        As it was asked, with its key points then.
    recorded_at : datetime
        With its time zone.
    recording : Recording
    transcript : Transcript
    recording_delay_s : float or None
        From the end of the spoken question to the recording's first frame; None when there was no
        spoken question or the recording is a file.
    session : str
        Takes of one sitting share it.
    follow_up_to : str
        Id of the question that this one probes further, in an interview; "" for none.
    demonstration : bool
        True for synthesised speech; left out of histories.
    """

    folder: Path
    deck: str
    question: Question
    recorded_at: datetime
    recording: Recording
    transcript: Transcript
    recording_delay_s: float | None = None
    session: str = ""
    demonstration: bool = False
    follow_up_to: str = ""

    @property
    def id(self) -> str:
        """Name of the take's folder."""
        return self.folder.name
