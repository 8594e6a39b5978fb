"""Filled pauses, discourse markers and repetitions: what a speaker says while thinking.

A filled pause (um, uh) is a sound, not a word, and is marked by the transcription. A discourse marker
is a word used as filler. The three are counted apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rehearse.take import WordKind

if TYPE_CHECKING:
    from rehearse.take import Transcript

FILLED_PAUSE_FORMS: dict[str, frozenset[str]] = {
    "en": frozenset(["um", "umm", "ummm", "uhm", "ehm", "uh", "uhh", "uhhh", "er", "err", "erm", "ermm", "ah", "ahh", "eh", "hm", "hmm", "hmmm", "mm", "mmm"]),
}
"""Spellings of filled pauses, by language (ISO 639-1); the first key is used for a language not listed."""


@dataclass(frozen=True, slots=True)
class Marker:
    """One disfluency and its place.

    Parameters
    ----------
    form : str
        As said, lower case, without punctuation: "um", "you know", "we use we use".
    start_s, end_s : float
    first_word, last_word : int
        Indices into the transcript's words, both included.
    certain : bool
        False where the witnesses of the transcription disagree.
    """

    form: str
    start_s: float
    end_s: float
    first_word: int
    last_word: int
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Fillers:
    """The disfluencies of an answer, each kind in order of time.

    Parameters
    ----------
    filled_pauses, discourse_markers, repetitions : tuple of Marker
    """

    filled_pauses: tuple[Marker, ...] = ()
    discourse_markers: tuple[Marker, ...] = ()
    repetitions: tuple[Marker, ...] = ()

    @property
    def n_disfluencies(self) -> int:
        """Filled pauses and filler words together, as the disfluency bands count them."""
        return len(self.filled_pauses) + len(self.discourse_markers)


def is_filled_pause(text: str, language: str = "en") -> bool:
    """Say whether a transcribed item is a spelling of a filled pause.

    "mm-hmm" and "uh-huh" are answers, not pauses, and are not.

    Parameters
    ----------
    text : str
        One item, with or without punctuation and capitals ("Um,").
    language : str
        ISO 639-1 code.
    """
    form = text.lower().strip(" \t\n.,;:!?…-–—\"'“”‘’()[]")
    return form in FILLED_PAUSE_FORMS.get(language, FILLED_PAUSE_FORMS["en"])


def find_fillers(transcript: Transcript) -> Fillers:
    """Find the filled pauses, discourse markers and repetitions of a transcript."""
    filled_pauses = tuple(
        Marker(word.text.lower().strip(".,;:!?…-"), word.start_s, word.end_s, index, index, word.certain)
        for index, word in enumerate(transcript.words)
        if word.kind is WordKind.FILLED_PAUSE
    )
    return Fillers(filled_pauses)
