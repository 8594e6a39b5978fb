"""Lets the sound confirm or refuse the fillers that a decoder wrote, and find those that it did not.

A filler is a vowel held: voiced, at a steady pitch and timbre, for 150 ms and more (an article lasts about
60 ms). One that was written where nothing like it sounds is doubtful, and where nobody's voice sounds at
all it was invented. And a held vowel that stands alone between two silences, with no word over it, is a
filler that the decoder left out.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from rehearse.take import Interval
from rehearse.transcription.sound_frames import FRAME_S

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rehearse.transcription.sound_frames import SoundFrames

Mask = npt.NDArray[np.bool_]

VOICED_ABOVE = 0.5
STEADY_BELOW_DB = 4.5
"""Held vowels change by 1 to 3 dB, running speech by 5 and more (seen in hand-timed monologue)."""
SHORTEST_GAP_S = 0.07
"""Shorter silences lie within a word (the closure of a stop)."""
SHORTEST_SOUND_S = 0.04
SHORTEST_HELD_S = 0.15
"""An "uh" lasts at least so long, an article some 60 ms (DESIGN section 4)."""
SHORTEST_VOICED_S = 0.08
"""Where no voice sounds so long, nobody said a filler."""
EARLY_S, LATE_S = 0.1, 0.4
"""How far a decoder's attention may miss a filler: it looks ahead, across the silence before it."""

# A filler that no witness wrote must show itself clearly. Chosen on the gold recordings of
# benchmarks/transcription.py: no word of the fluent and read recordings looks so.
ALONE_SILENCE_S = 0.2
ALONE_SHORTEST_S = 0.18
ALONE_LONGEST_S = 1.5
ALONE_HELD_SHARE = 0.6
ALONE_PITCH_SPREAD_SEMITONES = 1.5
BESIDE_SHORTEST_S = 0.25
BESIDE_DISTANCE_S = 0.2
"""Last words are drawn out, and attention leaves them early."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the sound says about a written filler.

    Parameters
    ----------
    interval : Interval or None
        Where it sounds, s; None when nobody's voice sounds there.
    held : bool
        Whether a held vowel sounds there, and not just some voice.
    """

    interval: Interval | None
    held: bool


@dataclass(frozen=True, slots=True, eq=False)
class FillerSounds:
    """Where a stretch sounds, and where its sound is a vowel held; seconds from the stretch's start.

    Parameters
    ----------
    sounds : tuple of Interval
        Sound between silences, in order and disjoint.
    held : tuple of Interval
        The voiced, steady parts of at least `SHORTEST_HELD_S`.
    voiced : tuple of Interval
        The voiced parts of at least `SHORTEST_VOICED_S`.
    onsets_s : tuple of float
        Where sound begins after any silence at all, in order.
    frames : SoundFrames
    """

    sounds: tuple[Interval, ...]
    held: tuple[Interval, ...]
    voiced: tuple[Interval, ...]
    onsets_s: tuple[float, ...]
    frames: SoundFrames

    @classmethod
    def of(cls, frames: SoundFrames) -> FillerSounds:
        """Find them in measured sound."""
        sounding = frames.level_db > frames.sounding_db
        voiced = sounding & (frames.voicing > VOICED_ABOVE)
        return cls(
            _intervals(_close(sounding, SHORTEST_GAP_S), SHORTEST_SOUND_S),
            _intervals(_close(voiced & (frames.change_db < STEADY_BELOW_DB), 0.03), SHORTEST_HELD_S),
            _intervals(_close(voiced, 0.03), SHORTEST_VOICED_S),
            tuple(sound.start_s for sound in _intervals(_close(sounding, 0.02), SHORTEST_SOUND_S)),
            frames,
        )

    def judge(self, written: Interval, between: Interval) -> Judgement:
        """Say what sounds where a decoder wrote a filler.

        Parameters
        ----------
        written : Interval
            Where its attention puts the filler.
        between : Interval
            From the start of the word before to the end of the word after, beyond which it cannot be.
        """
        near = _overlap(Interval(max(0.0, written.start_s - EARLY_S), written.end_s + LATE_S), between)
        for within in (near, between):
            if held := _nearest(self.held, written, within):
                return Judgement(self._whole(held, within), held=True)
            if voiced := _nearest(self.voiced, written, within):
                return Judgement(voiced, held=voiced.duration_s >= SHORTEST_HELD_S)
        return Judgement(None, held=False)

    def left_out(self, written: Sequence[Interval]) -> tuple[Interval, ...]:
        """Return the held vowels that no decoder wrote: those standing alone, and those beside all words.

        Parameters
        ----------
        written : sequence of Interval
            Where its attention puts each word and filler.
        """
        taken = {owner for interval in written if (owner := self._owner(interval)) is not None}
        alone = [
            sound
            for index, sound in enumerate(self.sounds)
            if index not in taken and self._stands_alone(index) and self._is_filler_like(sound)
        ]
        beside = [
            held
            for held in self.held
            if held.duration_s >= BESIDE_SHORTEST_S
            and not any(_shared_s(held, sound) for sound in alone)
            and not any(_shared_s(_widened(held), interval) for interval in written)
            and self._is_filler_like(held)
        ]
        return tuple(sorted(alone + beside))

    def _owner(self, written: Interval) -> int | None:
        """Return the index of the sound that shares most time with `written`."""
        shares = [_shared_s(written, sound) for sound in self.sounds]
        best = int(np.argmax(shares)) if shares else 0
        return best if shares and shares[best] > 0 else None

    def _stands_alone(self, index: int) -> bool:
        sound = self.sounds[index]
        before_s = self.sounds[index - 1].end_s if index else -ALONE_SILENCE_S
        after_s = self.sounds[index + 1].start_s if index + 1 < len(self.sounds) else float("inf")
        return sound.start_s - before_s >= ALONE_SILENCE_S and after_s - sound.end_s >= ALONE_SILENCE_S

    def _is_filler_like(self, sound: Interval) -> bool:
        if not ALONE_SHORTEST_S <= sound.duration_s <= ALONE_LONGEST_S:
            return False
        held = [interval for interval in self.held if _shared_s(interval, sound) > 0]
        if sum(_shared_s(interval, sound) for interval in held) < ALONE_HELD_SHARE * sound.duration_s:
            return False
        longest = max(held, key=lambda interval: interval.duration_s)
        pitch_hz = self.frames.pitch_hz[_frame(longest.start_s) : _frame(longest.end_s)]
        low, high = np.percentile(np.log2(pitch_hz) * 12, (10, 90))
        return bool(high - low <= 2 * ALONE_PITCH_SPREAD_SEMITONES)

    def _whole(self, held: Interval, within: Interval) -> Interval:
        """Return the sound around a held vowel, its faint beginning and nasal end included."""
        for sound in self.sounds:
            if within.start_s <= sound.start_s <= held.start_s and held.end_s <= sound.end_s <= within.end_s:
                return sound
        return held


def _nearest(found: Iterable[Interval], written: Interval, within: Interval) -> Interval | None:
    """Return the one of `found` that shares most time with `written`, or else lies nearest to it."""
    late = Interval(written.start_s, written.end_s + LATE_S / 2)
    middle_s = (late.start_s + late.end_s) / 2
    return max(
        (_overlap(one, within) for one in found if _shared_s(one, within) >= SHORTEST_VOICED_S),
        key=lambda part: (_shared_s(part, late), -abs((part.start_s + part.end_s) / 2 - middle_s)),
        default=None,
    )


def _overlap(one: Interval, other: Interval) -> Interval:
    start_s = max(one.start_s, other.start_s)
    return Interval(start_s, max(start_s, min(one.end_s, other.end_s)))


def _widened(interval: Interval) -> Interval:
    return Interval(max(0.0, interval.start_s - BESIDE_DISTANCE_S), interval.end_s)


def _shared_s(one: Interval, other: Interval) -> float:
    return max(0.0, min(one.end_s, other.end_s) - max(one.start_s, other.start_s))


def _frame(time_s: float) -> int:
    return round(time_s / FRAME_S)


def _close(mask: Mask, longest_gap_s: float) -> Mask:
    """Return `mask` with its inner gaps of at most `longest_gap_s` filled."""
    closed = mask.copy()
    edges = np.flatnonzero(np.diff(mask.astype(np.int8)))
    for end, start in itertools.pairwise(edges):
        if mask[end] and (start - end) * FRAME_S <= longest_gap_s:
            closed[end + 1 : start + 1] = True
    return closed


def _intervals(mask: Mask, shortest_s: float) -> tuple[Interval, ...]:
    edges = np.flatnonzero(np.diff(mask.astype(np.int8), prepend=0, append=0))
    return tuple(
        Interval(float(start) * FRAME_S, float(end) * FRAME_S)
        for start, end in zip(edges[::2], edges[1::2], strict=True)
        if (end - start) * FRAME_S >= shortest_s
    )
