"""What was said as captions: SubRip and WebVTT.

A caption is at most two lines of `LINE_LETTERS`, which is what subtitlers use, and ends where a sentence
or a breath does. None overlaps the next or outlasts the recording.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from rehearse.take import Word

LINE_LETTERS = 42
MOST_LINES = 2
"""As broadcasters' guidelines have it."""

LONGEST_S = 7.0
SHORTEST_S = 0.8
"""Longer, a caption is read twice; shorter, it only flashes."""

BREATH_S = 0.7
"""A silence from which on the next words get a caption of their own."""

_SENTENCE_ENDS = (".", "?", "!", "…")
_LEAST_SENTENCE_LETTERS = 30
"""A sentence shorter than this may share its caption with the next."""


@dataclass(frozen=True, slots=True)
class Caption:
    """Some words and when they are shown.

    Parameters
    ----------
    start_s, end_s : float
    lines : tuple of str
    """

    start_s: float
    end_s: float
    lines: tuple[str, ...]


def captions(words: Sequence[Word], duration_s: float) -> tuple[Caption, ...]:
    """Part words into captions.

    Parameters
    ----------
    words : sequence of Word
        In order of time.
    duration_s : float
        Length of the recording, s.
    """
    groups: list[list[Word]] = []
    for word in words:
        if groups and _belongs(word, groups[-1]):
            groups[-1].append(word)
        else:
            groups.append([word])
    starts = [min(group[0].start_s, duration_s) for group in groups]
    nexts = [*starts, duration_s][1:]
    made = []
    for group, start_s, next_s in zip(groups, starts, nexts, strict=True):
        said_until_s = max(word.end_s for word in group)
        end_s = min(max(said_until_s, start_s + SHORTEST_S), max(next_s, start_s), duration_s)
        made.append(Caption(start_s, end_s, tuple(_lines(group))))
    return tuple(made)


def as_srt(made: Sequence[Caption]) -> str:
    """Write captions as SubRip."""
    cues = (
        f"{number}\n{_clock(each.start_s, ',')} --> {_clock(each.end_s, ',')}\n{_plain(each)}\n"
        for number, each in enumerate(made, start=1)
    )
    return "\n".join(cues)


def as_vtt(made: Sequence[Caption]) -> str:
    """Write captions as WebVTT."""
    cues = (
        f"\n{_clock(each.start_s, '.')} --> {_clock(each.end_s, '.')}\n{_escaped(each)}\n" for each in made
    )
    return "".join(("WEBVTT\n", *cues))


def _belongs(word: Word, group: list[Word]) -> bool:
    text = " ".join(each.text for each in group)
    ended = text.endswith(_SENTENCE_ENDS) and len(text) >= _LEAST_SENTENCE_LETTERS
    return not (
        ended
        or word.start_s - group[-1].end_s >= BREATH_S
        or word.end_s - group[0].start_s > LONGEST_S
        or len(_lines([*group, word])) > MOST_LINES
    )


def _lines(group: list[Word]) -> list[str]:
    return textwrap.wrap(" ".join(word.text for word in group), LINE_LETTERS, break_on_hyphens=False) or [""]


def _plain(caption: Caption) -> str:
    return "\n".join(caption.lines).replace("-->", "→")


def _escaped(caption: Caption) -> str:
    return "\n".join(caption.lines).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _clock(time_s: float, point: str) -> str:
    whole_s, milliseconds = divmod(int(time_s * 1000), 1000)  # cut, never beyond the recording's end
    minutes, seconds = divmod(whole_s, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{milliseconds:03}"
