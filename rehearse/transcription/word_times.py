"""Fits a speech model's word times to the sound.

Whisper's words touch each other: the pause between two of them is given to one or the other. Where
speech is comes from the sound itself, so a word is trimmed to the speech that it lies in, and one that
starts about where the sound sets in starts there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rehearse.take import Interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SHORTEST_SILENCE_S = 0.1
"""Shorter ones lie inside words: the closure of a "t" lasts 50–100 ms."""

ONSET_REACH_S = 0.05
"""Within it, a word's start and an onset are one; a longer reach finds onsets within words (tried on a
noisy monologue timed by hand)."""


def fit_to_speech(times: Iterable[Interval], speech: Sequence[Interval]) -> tuple[Interval, ...]:
    """Trim each time to the speech that it shares most time with, and put them in order.

    Parameters
    ----------
    times : iterable of Interval
        One a word, in order of the words.
    speech : sequence of Interval
        In order and disjoint.

    Returns
    -------
    tuple of Interval
        As many as `times`; none starts before the one before it started or ended. A word that no speech
        shares time with keeps its own time as far as the others leave it.
    """
    connected = _close_short_silences(speech)
    fitted: list[Interval] = []
    earliest_s = 0.0
    for time in times:
        trimmed = _trim(time, connected)
        start_s = max(trimmed.start_s, earliest_s)
        end_s = max(trimmed.end_s, start_s)
        fitted.append(Interval(start_s, end_s))
        earliest_s = end_s
    return tuple(fitted)


def snap_to_onsets(times: Sequence[Interval], onsets_s: Sequence[float]) -> tuple[Interval, ...]:
    """Start each word at the onset of sound that is near its start, if there is one.

    Parameters
    ----------
    times : sequence of Interval
        In order; none overlaps the next.
    onsets_s : sequence of float
        Where sound begins, in order, s.

    Returns
    -------
    tuple of Interval
        As many as `times`, in order; none overlaps the next.
    """
    snapped: list[Interval] = []
    for time in times:
        start_s = min(onsets_s, key=lambda onset_s: abs(onset_s - time.start_s), default=time.start_s)
        is_near = abs(start_s - time.start_s) <= ONSET_REACH_S and start_s <= time.end_s
        if not is_near or (snapped and start_s <= snapped[-1].start_s):
            start_s = time.start_s
        if snapped and snapped[-1].end_s > start_s:
            snapped[-1] = Interval(snapped[-1].start_s, start_s)
        snapped.append(Interval(start_s, time.end_s))
    return tuple(snapped)


def _close_short_silences(speech: Sequence[Interval]) -> list[Interval]:
    closed: list[Interval] = []
    for interval in speech:
        if closed and interval.start_s - closed[-1].end_s < SHORTEST_SILENCE_S:
            closed[-1] = Interval(closed[-1].start_s, interval.end_s)
        else:
            closed.append(interval)
    return closed


def _trim(time: Interval, speech: list[Interval]) -> Interval:
    shared = [
        Interval(start_s, end_s)
        for interval in speech
        if (start_s := max(time.start_s, interval.start_s)) < (end_s := min(time.end_s, interval.end_s))
    ]
    return max(shared, key=lambda interval: interval.duration_s, default=time)
