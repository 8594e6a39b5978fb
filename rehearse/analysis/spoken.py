"""The words of a transcript as they are counted: in lower case, without punctuation, fillers left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rehearse.take import WordKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rehearse.take import Transcript, Word

_AROUND = " \t\n.,;:!?…-–—\"'“”‘’()[]"
_SENTENCE_ENDS = (".", "!", "?", "…")
_CLAUSE_ENDS = (*_SENTENCE_ENDS, ",", ";", ":", "—", "–")


@dataclass(frozen=True, slots=True)
class Marker:
    """Something said, and its place.

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


class SpokenWords:
    """Some of a transcript's words in their order, by default all but the filled pauses.

    Parameters
    ----------
    transcript : Transcript
    indices : sequence of int, optional
        The words to look at.

    Attributes
    ----------
    indices : tuple of int
        Where each is in the transcript.
    forms : tuple of str
        Lower case, without the punctuation around them.
    """

    def __init__(self, transcript: Transcript, indices: Sequence[int] | None = None) -> None:
        self._all = transcript.words
        if indices is None:
            indices = [at for at, word in enumerate(self._all) if word.kind is WordKind.WORD]
        self.indices = tuple(indices)
        self.forms = tuple(form_of(self._all[index].text) for index in self.indices)

    def __len__(self) -> int:
        return len(self.indices)

    def word(self, at: int) -> Word:
        """Return one of the words as it was transcribed."""
        return self._all[self.indices[at]]

    def ends_sentence(self, at: int) -> bool:
        """Say whether a sentence ends with this word; a break written "..." is no end of one."""
        return self.word(at).text.endswith(_SENTENCE_ENDS) and not self.breaks_off(at)

    def ends_clause(self, at: int) -> bool:
        """Say whether any punctuation follows this word."""
        return self.word(at).text.endswith(_CLAUSE_ENDS)

    def breaks_off(self, at: int) -> bool:
        """Say whether this word is written as broken off, with a dash or an ellipsis."""
        return self.word(at).text.rstrip(",").endswith(("-", "–", "—", "…", "..."))

    def beside_filled_pause(self, first: int, last: int) -> bool:
        """Say whether a filled pause stands right before or after some of the words."""
        around = (self.indices[first] - 1, self.indices[last] + 1)
        return any(
            0 <= index < len(self._all) and self._all[index].kind is WordKind.FILLED_PAUSE for index in around
        )

    def marker(self, first: int, last: int) -> Marker:
        """Return the words from `first` to `last`, both included, as a marker."""
        words = [self.word(at) for at in range(first, last + 1)]
        return Marker(
            form=" ".join(self.forms[first : last + 1]),
            start_s=words[0].start_s,
            end_s=max(word.end_s for word in words),
            first_word=self.indices[first],
            last_word=self.indices[last],
            certain=all(word.certain for word in words),
        )


def form_of(text: str) -> str:
    """Return a word in lower case, without the punctuation around it."""
    return text.lower().replace("’", "'").strip(_AROUND)


def words_of(text: str) -> frozenset[str]:
    """Return the words of a list written as a text."""
    return frozenset(text.split())
