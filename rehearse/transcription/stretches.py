"""Cuts a stream of sound into stretches that a speech model can hear whole.

Whisper hears at most 30 s at once, invents text where nobody speaks, and loses words that a cut goes
through. So a stretch holds speech with a little silence around it, ends in a silence, and sound without
speech belongs to none. Sound is taken as it comes, and at most one stretch of it is held.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from rehearse.sound import SPEECH_RATE_HZ
from rehearse.take import Interval

if TYPE_CHECKING:
    from rehearse.sound import Samples

CHUNK_SAMPLES = 512
"""What Silero's detector judges at once, 32 ms."""
CHUNK_S = CHUNK_SAMPLES / SPEECH_RATE_HZ

# Silero's own recommendation: speech begins at one probability and ends at a lower one.
SPEECH_BEGINS_AT = 0.5
SPEECH_ENDS_BELOW = 0.35

LONGEST_S = 28.0
"""Whisper's window is 30 s and it is least reliable near its end (measured: DESIGN section 4)."""
SHORTEST_BEFORE_CUT_S = 14.0
"""Speech without a long silence is cut at its best silence after this: context helps the words."""
CLOSING_SILENCE_S = 2.0
"""A silence this long ends a stretch: nothing said before it waits for what comes after."""
MARGIN_S = 0.8
"""Silence kept before speech: the detector reacts late, and Whisper hears first words better after some. With
half of it base got 24 % of the second-language words in benchmarks/transcription.py wrong, and so 21 %."""
MARGIN_AFTER_S = 0.25
"""Silence kept after speech, where the detector's delay adds to it; who has stopped speaking waits for it."""
LEAST_SPEECH_S = 0.16
"""Less is a click; the shortest spoken word or filler lasts longer."""

LONGEST_UNHEARD_S = 2.0
"""Who speaks on without a pause is heard after so long all the same, and again after so long: to have less
left to do in the end, and something to show meanwhile."""

SpeechProbability = Callable[["Samples"], float]
"""Told the next 512 samples, returns how likely they hold speech, 0–1. It may remember what came before."""


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """Some connected sound that holds speech.

    Parameters
    ----------
    samples : Samples
        16 kHz, at most 28 s.
    first_sample : int
        Its place in the recording.
    speech : tuple of Interval
        Where speech is, in seconds of the recording, in order and disjoint.
    is_final : bool
        False while its speaker may go on: more may still be added to it.
    """

    samples: Samples
    first_sample: int
    speech: tuple[Interval, ...]
    is_final: bool = True

    @property
    def duration_s(self) -> float:
        """Length, s."""
        return len(self.samples) / SPEECH_RATE_HZ

    @property
    def start_s(self) -> float:
        """Where it starts in the recording, s."""
        return self.first_sample / SPEECH_RATE_HZ

    @property
    def end_s(self) -> float:
        """Where it ends in the recording, s."""
        return (self.first_sample + len(self.samples)) / SPEECH_RATE_HZ

    @property
    def ends_in_pause(self) -> bool:
        """Whether it ends in all the silence that is kept after speech, so that it may be the last of it."""
        return self.end_s - self.speech[-1].end_s > MARGIN_AFTER_S - CHUNK_S


def cut(sound: Iterable[Samples], speech_probability: SpeechProbability) -> Iterator[Stretch]:
    """Cut a whole stream, yielding each stretch as soon as it ends.

    Where the stream says with an empty block that it has no more sound yet, and its speaker pauses or has
    not paused for long, what was said since the last stretch is yielded too, once, as one that is not final.

    Parameters
    ----------
    sound : iterable of Samples
        16 kHz blocks of any length.
    speech_probability : callable
        A fresh detector.
    """
    cutter = StretchCutter(speech_probability)
    offered = 0.0
    for block in sound:
        if len(block):
            yield from cutter.add(block)
        elif (tail := cutter.tail(unheard_from_s=offered)) is not None and tail.end_s > offered:
            offered = tail.end_s
            yield tail
    yield from cutter.finish()


class StretchCutter:
    """Takes sound block by block and gives back stretches as they end."""

    def __init__(self, speech_probability: SpeechProbability) -> None:
        self._speech_probability = speech_probability
        self._pending = np.zeros(0, np.float32)  # less than a chunk
        self._chunks: list[Samples] = []
        self._is_speech: list[bool] = []
        self._first_chunk = 0  # index in the recording of the first chunk held
        self._speaking = False

    def add(self, block: Samples) -> Iterator[Stretch]:
        """Take the next block and yield the stretches that it ends."""
        pending = np.concatenate([self._pending, block])
        n_whole = len(pending) - len(pending) % CHUNK_SAMPLES
        self._pending = pending[n_whole:].copy()
        for start in range(0, n_whole, CHUNK_SAMPLES):
            yield from self._add_chunk(pending[start : start + CHUNK_SAMPLES])

    def finish(self) -> Iterator[Stretch]:
        """Yield what is left when the sound has ended."""
        if len(self._pending):
            yield from self._add_chunk(self._pending)
        yield from self._take(len(self._chunks))

    def tail(self, *, unheard_from_s: float = 0.0) -> Stretch | None:
        """Return what :meth:`finish` would yield if nobody spoke again; None while somebody speaks.

        It is whole once a pause has lasted `MARGIN_AFTER_S`, and the same until somebody does.

        Parameters
        ----------
        unheard_from_s : float
            After `LONGEST_UNHEARD_S` from here on, somebody who speaks is no reason for None, s.
        """
        speaks = any(self._is_speech[-_n_chunks(MARGIN_AFTER_S) :])
        held_s = self._first_chunk * CHUNK_S, (self._first_chunk + len(self._chunks)) * CHUNK_S
        if speaks and held_s[1] - max(held_s[0], unheard_from_s) < LONGEST_UNHEARD_S:
            return None
        stretch = self._stretch(len(self._chunks))
        return None if stretch is None else replace(stretch, is_final=False)

    def _add_chunk(self, chunk: Samples) -> Iterator[Stretch]:
        n_missing = CHUNK_SAMPLES - len(chunk)  # only in the last one
        probability = self._speech_probability(np.pad(chunk, (0, n_missing)) if n_missing else chunk)
        self._speaking = probability >= (SPEECH_ENDS_BELOW if self._speaking else SPEECH_BEGINS_AT)
        self._chunks.append(chunk)
        self._is_speech.append(self._speaking)
        if not any(self._is_speech):
            self._drop(len(self._chunks) - _n_chunks(MARGIN_S))
        elif not any(self._is_speech[-_n_chunks(CLOSING_SILENCE_S) :]):
            yield from self._take(len(self._chunks))
        elif len(self._chunks) >= _n_chunks(LONGEST_S):
            yield from self._take(self._best_cut())

    def _drop(self, n_chunks: int) -> None:
        if n_chunks > 0:
            del self._chunks[:n_chunks], self._is_speech[:n_chunks]
            self._first_chunk += n_chunks

    def _take(self, n_chunks: int) -> Iterator[Stretch]:
        """End a stretch before chunk `n_chunks`, and begin the next one there."""
        stretch = self._stretch(n_chunks)
        if stretch is not None:
            yield stretch
        self._drop(self._n_taken(n_chunks))
        if not any(self._is_speech):
            self._drop(len(self._chunks) - _n_chunks(MARGIN_S))

    def _n_taken(self, n_chunks: int) -> int:
        """Return how many of the first `n_chunks` a stretch ending there keeps: its speech and a margin."""
        spoken = [index for index in range(n_chunks) if self._is_speech[index]]
        return min(n_chunks, spoken[-1] + 1 + _n_chunks(MARGIN_AFTER_S)) if spoken else 0

    def _stretch(self, n_chunks: int) -> Stretch | None:
        """Return the first `n_chunks` as a stretch; None when they hold too little speech."""
        n_taken = self._n_taken(n_chunks)
        if sum(self._is_speech[:n_taken]) * CHUNK_S < LEAST_SPEECH_S:
            return None
        samples = np.concatenate(self._chunks[:n_taken])
        first_sample = self._first_chunk * CHUNK_SAMPLES
        ends = first_sample + len(samples)
        speech = tuple(
            Interval(
                (first_sample + first * CHUNK_SAMPLES) / SPEECH_RATE_HZ,
                min(first_sample + last * CHUNK_SAMPLES, ends) / SPEECH_RATE_HZ,
            )
            for first, last in _runs(self._is_speech[:n_taken], wanted=True)
        )
        return Stretch(samples, first_sample, speech)

    def _best_cut(self) -> int:
        """Return the middle of the longest late silence, or the quietest late moment when there is none."""
        earliest = _n_chunks(SHORTEST_BEFORE_CUT_S)
        silences = [
            (last - first, (first + last) // 2)
            for first, last in _runs(self._is_speech, wanted=False)
            if (first + last) // 2 >= earliest and last < len(self._is_speech)
        ]
        if silences:
            return max(silences)[1]
        power = np.array([np.mean(chunk**2) for chunk in self._chunks[earliest:]])
        smooth = np.convolve(power, np.ones(5) / 5, mode="valid")  # over 160 ms, about a syllable
        return earliest + 2 + int(np.argmin(smooth))


def _n_chunks(duration_s: float) -> int:
    return int(duration_s / CHUNK_S)


def _runs(flags: list[bool], *, wanted: bool) -> list[tuple[int, int]]:
    """Return where `flags` equal `wanted`, as pairs of first index and index after the last."""
    edges = np.flatnonzero(np.diff(np.array([not wanted, *flags, not wanted], dtype=np.int8)))
    return [(int(first), int(last)) for first, last in edges.reshape(-1, 2)]
