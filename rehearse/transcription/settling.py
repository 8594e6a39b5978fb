"""Settles what was said when, once a decoder has spoken: its words, and the sound they were said with.

A decoder's attention tells about where each word is, and its words touch each other. The sound tells
where speech begins and ends, which fillers are really there, and which were left out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rehearse.take import Interval, Word, WordKind
from rehearse.transcription.filler_sounds import ALONE_SILENCE_S, FillerSounds
from rehearse.transcription.sound_frames import measure
from rehearse.transcription.word_times import fit_to_speech, snap_to_onsets

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rehearse.transcription.decoder import TimedPiece
    from rehearse.transcription.stretches import Stretch

LEFT_OUT_FORM = "uh"
"""How a filler is written that only the sound shows: which of its forms it was, the sound does not say."""

LEAST_SPEECH_SHARE = 0.3
DETECTOR_DELAY_S = 0.1


@dataclass(frozen=True, slots=True)
class _Item:
    text: str
    interval: Interval  # from the start of the stretch
    probability: float
    is_filler: bool
    certain: bool = True


def settle(
    timed: Sequence[TimedPiece], stretch: Stretch, is_filler: Callable[[str], bool]
) -> tuple[Word, ...]:
    """Turn decoded pieces into words of the recording.

    Parameters
    ----------
    timed : sequence of TimedPiece
        In order; times from the start of the stretch.
    stretch : Stretch
        The sound they were decoded from.
    is_filler : callable
        Says whether a text is a filler.

    Returns
    -------
    tuple of Word
        In order of time, none overlapping the next. Fillers have the times of their own sound; those
        that the sound does not bear out are not certain, or are left out where no voice sounds.
    """
    sounds = FillerSounds.of(measure(stretch.samples))
    written = [_item(piece, stretch.duration_s, is_filler) for piece in timed]
    judged = _judge(written, sounds, stretch.duration_s)
    speech = [
        Interval(part.start_s - stretch.start_s, part.end_s - stretch.start_s) for part in stretch.speech
    ]
    left_out = sounds.left_out([item.interval for item in judged]) if is_filler(LEFT_OUT_FORM) else ()
    items = _insert(judged, [interval for interval in left_out if _is_speech(interval, speech)])
    times = snap_to_onsets(fit_to_speech(_apart(items), _both(speech, sounds.sounds)), sounds.onsets_s)
    return tuple(
        Word(
            item.text,
            min(stretch.start_s + time.start_s, stretch.end_s),
            min(stretch.start_s + time.end_s, stretch.end_s),
            item.probability,
            WordKind.FILLED_PAUSE if item.is_filler else WordKind.WORD,
            item.certain,
        )
        for item, time in zip(items, times, strict=True)
    )


def _item(piece: TimedPiece, duration_s: float, is_filler: Callable[[str], bool]) -> _Item:
    start_s = min(max(piece.start_s, 0.0), duration_s)
    end_s = min(max(piece.end_s, start_s), duration_s)
    probability = min(max(piece.probability, 0.0), 1.0)
    return _Item(piece.text, Interval(start_s, end_s), probability, is_filler(piece.text))


def _judge(written: Sequence[_Item], sounds: FillerSounds, duration_s: float) -> list[_Item]:
    """Give each filler the place of its sound, and refuse those without one.

    Those with hardly a silence between them are one: the decoder wrote it again while it was still held.
    """
    judged: list[_Item] = []
    for index, item in enumerate(written):
        if not item.is_filler:
            judged.append(item)
            continue
        earliest_s = judged[-1].interval.start_s if judged else 0.0
        latest_s = max(
            item.interval.end_s,
            written[index + 1].interval.end_s if index + 1 < len(written) else duration_s,
        )
        judgement = sounds.judge(item.interval, Interval(min(earliest_s, latest_s), latest_s))
        if judgement.interval is None:
            continue
        before = judged[-1] if judged and judged[-1].is_filler else None
        if before is not None and judgement.interval.start_s - before.interval.end_s < ALONE_SILENCE_S:
            end_s = max(before.interval.end_s, judgement.interval.end_s)
            whole = Interval(before.interval.start_s, end_s)
            judged[-1] = replace(before, interval=whole, certain=before.certain or judgement.held)
        else:
            judged.append(replace(item, interval=judgement.interval, certain=judgement.held))
    return judged


def _insert(items: Sequence[_Item], left_out: Sequence[Interval]) -> list[_Item]:
    """Put the fillers that only the sound shows among the items, in order of time."""
    inserted = list(items)
    for interval in left_out:
        place = sum(1 for item in inserted if _middle_s(item.interval) < _middle_s(interval))
        inserted.insert(place, _Item(LEFT_OUT_FORM, interval, 0.0, is_filler=True, certain=False))
    return inserted


def _apart(items: Sequence[_Item]) -> list[Interval]:
    """Return the items' times, with words kept out of the time of the fillers beside them."""
    apart: list[Interval] = []
    for index, item in enumerate(items):
        start_s, end_s = item.interval.start_s, item.interval.end_s
        if not item.is_filler:
            if index and items[index - 1].is_filler:
                start_s = max(start_s, items[index - 1].interval.end_s)
            if index + 1 < len(items) and items[index + 1].is_filler:
                end_s = min(end_s, items[index + 1].interval.start_s)
        apart.append(Interval(start_s, max(start_s, end_s)))
    return apart


def _both(speech: Sequence[Interval], sounds: Sequence[Interval]) -> tuple[Interval, ...]:
    """Return where the detector hears speech and there is sound.

    The detector tells speech from noise, but some 100 ms late and in steps; the level is exact, and in
    noise tells nothing.
    """
    return tuple(
        Interval(start_s, end_s)
        for sound in sounds
        for part in speech
        if (start_s := max(sound.start_s, part.start_s - DETECTOR_DELAY_S))
        < (end_s := min(sound.end_s, part.end_s + DETECTOR_DELAY_S))
    )


def _is_speech(interval: Interval, speech: Sequence[Interval]) -> bool:
    """Say whether the detector holds enough of an interval to be speech: a flute holds its tones too."""
    shared_s = sum(
        max(0.0, min(interval.end_s, part.end_s) - max(interval.start_s, part.start_s)) for part in speech
    )
    return shared_s >= LEAST_SPEECH_SHARE * interval.duration_s


def _middle_s(interval: Interval) -> float:
    return (interval.start_s + interval.end_s) / 2
