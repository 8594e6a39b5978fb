"""Repetitions, self-repairs and false starts: speech that begins again, told apart by what follows.

Said again unchanged is a repetition ("the the"), said again otherwise a self-repair ("we use, we
used"), broken off and left a false start ("The model is— What we did was"). Fillers in between do not
matter. Each word belongs to one of them at most. The terms are Levelt's (1983) and Shriberg's (1994).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rehearse.analysis.spoken import words_of

if TYPE_CHECKING:
    from rehearse.analysis.spoken import Marker, SpokenWords

LEGITIMATE_DOUBLES = frozenset(["very", "really", "many", "much", "far", "so", "no", "had", "that", "long"])
"""Words that are said twice on purpose, or rightly."""

LONGEST_RESTART_WORDS = 4
"""Longer stretches that are said twice are said for effect."""

LONGEST_FALSE_START_WORDS = 8
"""Of a longer sentence that breaks off, something was said."""

_EXCHANGED = (
    words_of("a an the this that these those"),
    words_of("is was are were be been has have had"),
    words_of("can could will would shall should may might must"),
)
"""A speaker who starts again changes one of these for another of its kind, or the ending of a word."""
_SAME_BEGINNING = 3


@dataclass(frozen=True, slots=True)
class Repairs:
    """What was begun again, each kind in order of time.

    Parameters
    ----------
    repetitions, self_repairs, false_starts : tuple of Marker
    """

    repetitions: tuple[Marker, ...] = ()
    self_repairs: tuple[Marker, ...] = ()
    false_starts: tuple[Marker, ...] = ()


def find_repairs(words: SpokenWords) -> Repairs:
    """Find what was begun again.

    A repetition is one to four words said again at once within a sentence; three times in a row is one
    repetition. A self-repair is the same but for its last word, which takes another form, or a word cut
    off and then said in full. A false start is up to eight words from the beginning of a sentence that
    break off, by the dash or the ellipsis that the transcription wrote, and are not taken up again.

    Parameters
    ----------
    words : SpokenWords
        Without the fillers.
    """
    repetitions: list[Marker] = []
    self_repairs: list[Marker] = []
    false_starts: list[Marker] = []
    at = sentence = 0
    while at < len(words):
        if end := _repetition(words, at):
            repetitions.append(words.marker(at, end - 1))
        elif end := _self_repair(words, at):
            self_repairs.append(words.marker(at, end - 1))
        else:
            end = at + 1
            if words.breaks_off(at) and end < len(words) and end - sentence <= LONGEST_FALSE_START_WORDS:
                false_starts.append(words.marker(sentence, at))
                sentence = end
        if any(words.ends_sentence(each) for each in range(at, end)):
            sentence = end
        at = end
    return Repairs(tuple(repetitions), tuple(self_repairs), tuple(false_starts))


def _repetition(words: SpokenWords, at: int) -> int:
    """Return the end of the longest repetition that begins here; 0 for none."""
    for length in range(LONGEST_RESTART_WORDS, 0, -1):
        end = at + length
        while words.forms[end : end + length] == words.forms[at : at + length] and not _crosses_sentence(
            words, at, end + length - 1
        ):
            end += length
        if end > at + length and not (length == 1 and _double(words.forms[at])):
            return end
    return 0


def _self_repair(words: SpokenWords, at: int) -> int:
    """Return the end of the longest self-repair that begins here; 0 for none."""
    for length in range(LONGEST_RESTART_WORDS, 0, -1):
        middle, end = at + length, at + 2 * length
        if end > len(words) or _crosses_sentence(words, at, end - 1):
            continue
        shared = words.forms[at : middle - 1] == words.forms[middle : end - 1]
        before, after = words.forms[middle - 1], words.forms[end - 1]
        if not shared or before == after:
            continue
        if words.word(middle - 1).text.rstrip(",").endswith("-"):
            if before and after.startswith(before[:_SAME_BEGINNING]):
                return end
        elif length > 1 and _same_word(before, after):
            return end
    return 0


def _same_word(before: str, after: str) -> bool:
    """Say whether one word is the other in another form or its counterpart."""
    if any(before in group and after in group for group in _EXCHANGED):
        return True
    return len(before) >= _SAME_BEGINNING and before[:_SAME_BEGINNING] == after[:_SAME_BEGINNING]


def _crosses_sentence(words: SpokenWords, first: int, last: int) -> bool:
    return any(words.ends_sentence(at) for at in range(first, last))


def _double(form: str) -> bool:
    """Say whether a word may rightly be said twice; digits and letters are spelled out so."""
    return form in LEGITIMATE_DOUBLES or form.isdigit() or (len(form) == 1 and form not in ("a", "i"))
