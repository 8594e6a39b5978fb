"""Silent pauses: the silences inside an answer, taken from the sound and never from word times.

A speech model's word times are contiguous by construction, which swallows pauses; the intervals of
speech that a detector found in the waveform are the only witness. Silence before the first and after
the last sound of speech is not a pause: the one is response latency, the other the hand on the key.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from rehearse.take import Interval

if TYPE_CHECKING:
    from collections.abc import Iterable

MIN_SILENT_PAUSE_S = 0.250
"""Shorter silences are part of articulation (closures of stops); 250 ms is the fluency literature's usual
cut-off (Goldman-Eisler 1968; De Jong & Bosker 2013, who compared cut-offs and found it best)."""

SHOWN_PAUSE_S = 0.5
"""Pauses from here on are shown; shorter ones are breath and phrasing and would only clutter."""

LONG_PAUSE_S = 2.0
"""From here on a listener wonders; such pauses are called long and named in the advice."""


def clip(speech: Iterable[Interval], duration_s: float) -> tuple[Interval, ...]:
    """Put intervals of speech in order, merge those that overlap and keep them within the recording.

    Parameters
    ----------
    speech : iterable of Interval
    duration_s : float
        Length of the recording, s.

    Returns
    -------
    tuple of Interval
        In order, disjoint, none empty, none past `duration_s`.
    """
    clipped: list[Interval] = []
    for interval in sorted(speech):
        start_s, end_s = interval.start_s, min(interval.end_s, duration_s)
        if start_s >= end_s:
            continue
        if clipped and start_s <= clipped[-1].end_s:
            start_s, end_s = clipped[-1].start_s, max(end_s, clipped[-1].end_s)
            clipped.pop()
        clipped.append(Interval(start_s, end_s))
    return tuple(clipped)


def silent_pauses(speech: tuple[Interval, ...]) -> tuple[Interval, ...]:
    """Return the silences of at least `MIN_SILENT_PAUSE_S` between intervals of speech.

    Parameters
    ----------
    speech : tuple of Interval
        In order and disjoint.
    """
    return tuple(
        Interval(before.end_s, after.start_s)
        for before, after in pairwise(speech)
        if after.start_s - before.end_s >= MIN_SILENT_PAUSE_S
    )
