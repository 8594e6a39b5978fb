"""The moments of a take worth stepping through, in order of time: fillers, words said again, pauses.

Everything is read from the analysis document, the one that ``rehearse score --json`` prints, so that
the page shows what every other program is told.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from rehearse.analysis.pauses import LONG_PAUSE_S, SHOWN_PAUSE_S

PAUSE_TOLERANCE_S = 0.15
"""A word belongs after a pause when it starts this close to the pause's end: word times are rough."""

_ROUNDING_S = 0.0015
"""Times in a document are rounded to the millisecond."""


class MarkKind(StrEnum):
    """What kind of moment a mark is; the value names its style, and its field of the document."""

    FILLED_PAUSE = "filled_pause"
    DISCOURSE_MARKER = "discourse_marker"
    REPETITION = "repetition"
    SELF_REPAIR = "self_repair"
    FALSE_START = "false_start"
    SILENT_PAUSE = "silent_pause"


KIND_NAMES = {
    MarkKind.FILLED_PAUSE: "filled pause",
    MarkKind.DISCOURSE_MARKER: "filler word",
    MarkKind.REPETITION: "repetition",
    MarkKind.SELF_REPAIR: "self-repair",
    MarkKind.FALSE_START: "false start",
    MarkKind.SILENT_PAUSE: "pause",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One moment to look at and to hear.

    Parameters
    ----------
    number : int
        From 1, in order of time.
    kind : MarkKind
    label : str
        What is shown of it: "um", "the the", "1.2 s".
    start_s, end_s : float
    first_word, last_word : int or None
        Indices into the document's words, both included; None for a silent pause.
    certain : bool
    long : bool
        True for a pause long enough to be counted against the delivery.
    """

    number: int
    kind: MarkKind
    label: str
    start_s: float
    end_s: float
    first_word: int | None = None
    last_word: int | None = None
    certain: bool = True
    long: bool = False

    @property
    def name(self) -> str:
        """Its kind in words."""
        if self.long:
            return f"long {KIND_NAMES[self.kind]}"
        return KIND_NAMES[self.kind] if self.certain else f"perhaps a {KIND_NAMES[self.kind]}"


class WordTimes:
    """Finds words of a document by their times.

    Parameters
    ----------
    words : sequence of mapping
        The document's words, in order of time.
    """

    def __init__(self, words: Sequence[Mapping[str, Any]]) -> None:
        self._starts_s = [float(word["start_s"]) for word in words]
        self._ends_s = [float(word["end_s"]) for word in words]

    def between(self, start_s: float, end_s: float) -> tuple[int, int] | None:
        """Return the first and the last word of a stretch that begins and ends with words; None for none."""
        first = bisect_left(self._starts_s, start_s - _ROUNDING_S)
        last = bisect_right(self._starts_s, end_s + _ROUNDING_S) - 1
        while last > first and self._ends_s[last] > end_s + _ROUNDING_S:
            last -= 1
        return (first, last) if first <= last else None


def marks_of(made: Mapping[str, Any]) -> tuple[Mark, ...]:
    """Return the marks of an analysis document, in order of time.

    Parameters
    ----------
    made : mapping
    """
    times = WordTimes(made["words"])
    found: list[Mark] = []
    for kind in MarkKind:
        for item in made.get(f"{kind}s", ()):
            mark = _mark(kind, item, times)
            if mark is not None:
                found.append(mark)
    found.sort(key=lambda mark: (mark.start_s, mark.end_s))
    return tuple(replace(mark, number=number) for number, mark in enumerate(found, start=1))


def _mark(kind: MarkKind, item: Mapping[str, Any], times: WordTimes) -> Mark | None:
    """Return a mark that has no number yet; None for a pause too short to show."""
    start_s, end_s = float(item["start_s"]), float(item["end_s"])
    if kind is MarkKind.SILENT_PAUSE:
        duration_s = end_s - start_s
        if duration_s < SHOWN_PAUSE_S:
            return None
        return Mark(0, kind, f"{duration_s:.1f} s", start_s, end_s, long=duration_s >= LONG_PAUSE_S)
    place = times.between(start_s, end_s)
    first_word, last_word = place if place else (None, None)
    label = str(item.get("form", item.get("text", "")))
    return Mark(0, kind, label, start_s, end_s, first_word, last_word, bool(item.get("certain", True)))
