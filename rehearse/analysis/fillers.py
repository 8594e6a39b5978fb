"""Filled pauses, discourse markers and repetitions: what a speaker says while thinking.

A filled pause (um, uh) is a sound, not a word, and is marked by the transcription. A discourse marker
is a word used as filler. The three are counted apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rehearse.analysis.discourse import DISCOURSE_MARKERS
from rehearse.take import WordKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rehearse.analysis.discourse import MarkerRule
    from rehearse.take import Transcript, Word

FILLED_PAUSE_FORMS: dict[str, frozenset[str]] = {
    "en": frozenset(
        "um umm ummm uhm uhmm ehm uh uhh uhhh er err erm ermm ah ahh eh hm hmm hmmm mm mmm".split()  # noqa: SIM905
    ),
}
"""Spellings of filled pauses, by language (ISO 639-1); a language not listed is read as English."""

LEGITIMATE_DOUBLES = frozenset(["very", "really", "many", "much", "far", "so", "no", "had", "that", "long"])
"""Words that are said twice on purpose, or rightly."""

LONGEST_REPETITION_WORDS = 4
"""Longer stretches that are said twice are said for effect."""

_AROUND = " \t\n.,;:!?…-–—\"'“”‘’()[]"
_SENTENCE_ENDS = (".", "!", "?", "…")
_ENDS = (*_SENTENCE_ENDS, ",", ";", ":", "—", "–")


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
    form = _form(text)
    return form in FILLED_PAUSE_FORMS.get(language, FILLED_PAUSE_FORMS["en"])


def find_fillers(transcript: Transcript) -> Fillers:
    """Find the filled pauses, discourse markers and repetitions of a transcript.

    Filled pauses are the words of that kind. A discourse marker is judged by
    :data:`~rehearse.analysis.discourse.DISCOURSE_MARKERS`. A repetition is one to four words said
    again at once within a sentence, whether or not a filled pause stands between; three times in a row
    is one repetition.
    """
    words = transcript.words
    filled = [index for index, word in enumerate(words) if word.kind is WordKind.FILLED_PAUSE]
    said = [index for index, word in enumerate(words) if word.kind is WordKind.WORD]
    return Fillers(
        tuple(_marker(words, index, index) for index in filled),
        tuple(_discourse_markers(transcript, said)),
        tuple(_repetitions(words, said)),
    )


def _form(text: str) -> str:
    """Return a word in lower case, without the punctuation around it."""
    return text.lower().replace("’", "'").strip(_AROUND)


def _marker(words: Sequence[Word], first: int, last: int) -> Marker:
    stretch = words[first : last + 1]
    spoken = [word for word in stretch if word.kind is WordKind.WORD] or stretch
    return Marker(
        form=" ".join(_form(word.text) for word in spoken),
        start_s=stretch[0].start_s,
        end_s=max(word.end_s for word in stretch),
        first_word=first,
        last_word=last,
        certain=all(word.certain for word in spoken),
    )


def _discourse_markers(transcript: Transcript, said: Sequence[int]) -> Iterator[Marker]:
    """Find discourse markers among the words said, none overlapping another."""
    forms = [_form(transcript.words[index].text) for index in said]
    rules = [(rule, rule.form.split()) for rule in DISCOURSE_MARKERS.get(transcript.language, ())]
    at = 0
    while at < len(said):
        for rule, form in rules:
            end = at + len(form)
            if forms[at:end] == form and _is_filler(rule, transcript.words, said, forms, at, end):
                yield _marker(transcript.words, said[at], said[end - 1])
                at = end
                break
        else:
            at += 1


def _is_filler(
    rule: MarkerRule, words: Sequence[Word], said: Sequence[int], forms: Sequence[str], at: int, end: int
) -> bool:
    """Judge the words said from `at` up to `end` by their neighbours and the punctuation around them."""
    begins = at == 0 or words[said[at - 1]].text.endswith(_ENDS)
    ends = end == len(said) or words[said[end - 1]].text.endswith(_ENDS)
    before = "" if at == 0 or words[said[at - 1]].text.endswith(_SENTENCE_ENDS) else forms[at - 1]
    after = "" if ends else forms[end]
    if (before in rule.not_after and not (begins and ends)) or after in rule.not_before:
        return False
    beside_filled_pause = any(
        0 <= index < len(words) and words[index].kind is WordKind.FILLED_PAUSE
        for index in (said[at] - 1, said[end - 1] + 1)
    )
    return (
        rule.anywhere
        or beside_filled_pause
        or (ends and (begins or rule.trailing))
        or before in rule.after
        or after in rule.before
    )


def _repetitions(words: Sequence[Word], said: Sequence[int]) -> Iterator[Marker]:
    """Find words said again at once, the longest stretch first, none overlapping another."""
    forms = [_form(words[index].text) for index in said]
    at = 0
    while at < len(said):
        for length in range(LONGEST_REPETITION_WORDS, 0, -1):
            end = at + length
            while forms[end : end + length] == forms[at : at + length] and not _sentence_ends(
                words, said[at : end + length - 1]
            ):
                end += length
            if end > at + length and not (length == 1 and _double(forms[at])):
                yield _marker(words, said[at], said[end - 1])
                at = end
                break
        else:
            at += 1


def _sentence_ends(words: Sequence[Word], indices: Sequence[int]) -> bool:
    return any(words[index].text.endswith(_SENTENCE_ENDS) for index in indices)


def _double(form: str) -> bool:
    """Say whether a word may rightly be said twice; digits and letters are spelled out so."""
    return form in LEGITIMATE_DOUBLES or form.isdigit() or (len(form) == 1 and form not in ("a", "i"))
