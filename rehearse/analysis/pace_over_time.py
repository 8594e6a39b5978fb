"""Pace over the answer: where it was too fast or too slow, and how it compares with your own average."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

from rehearse.analysis.pacing import FLAGGED_PACE_WPM, PaceBand, pace_band
from rehearse.analysis.spoken import SpokenWords
from rehearse.take import Interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rehearse.analysis.fillers import Fillers
    from rehearse.take import Transcript

WINDOW_S = 20.0
STEP_S = 5.0
"""Some fifty words at a comfortable pace: fewer would make one long word a change of pace. Ours."""

SHORTEST_ANSWER_S = 2 * WINDOW_S
"""An answer of less than two windows has no parts to compare."""

FEWEST_PAST_TAKES = 3
"""An average of fewer takes would say more of one of them than of the speaker."""


@dataclass(frozen=True, slots=True)
class Window:
    """The pace of a part of an answer.

    Parameters
    ----------
    place : Interval
    speech_rate_wpm : float
        Words whose middle lies in it ÷ its length, pauses included.
    fillers_per_min : float
        Filled pauses and filler words that begin in it, a minute.
    """

    place: Interval
    speech_rate_wpm: float
    fillers_per_min: float


@dataclass(frozen=True, slots=True)
class PaceStretch:
    """A part of an answer that was too fast or too slow throughout.

    Parameters
    ----------
    place : Interval
    band : PaceBand
        `FAST` or `SLOW`.
    speech_rate_wpm : float
        Over all of it.
    first_words, last_word : str
        How it begins, in three words, and how it ends.
    part : str
        Where in the answer: "in the middle third".
    """

    place: Interval
    band: PaceBand
    speech_rate_wpm: float
    first_words: str
    last_word: str
    part: str


@dataclass(frozen=True, slots=True)
class PaceChange:
    """An answer's speech rate against the speaker's own average.

    Parameters
    ----------
    usual_wpm : float
    change_wpm : float
        Positive when this answer was faster.
    n_takes : int
        How many past takes the average is of.
    """

    usual_wpm: float
    change_wpm: float
    n_takes: int


def pace_windows(
    transcript: Transcript, speech: tuple[Interval, ...], fillers: Fillers
) -> tuple[Window, ...]:
    """Return the pace in windows of `WINDOW_S` every `STEP_S`, from the first to the last sound of speech.

    An answer shorter than `SHORTEST_ANSWER_S` has none.
    """
    if not speech or speech[-1].end_s - speech[0].start_s < SHORTEST_ANSWER_S:
        return ()
    start_s, end_s = speech[0].start_s, speech[-1].end_s
    n_steps = int((end_s - start_s - WINDOW_S) / STEP_S) + 1
    middles = _middles(SpokenWords(transcript))
    begins = [marker.start_s for marker in fillers.both]
    windows = []
    for step in range(n_steps):
        low_s = start_s + step * STEP_S
        # The last window takes in the rest, so that no word is left out.
        high_s = end_s if step == n_steps - 1 else low_s + WINDOW_S
        per_min = 60 / (high_s - low_s)
        n_words = sum(low_s <= middle_s < high_s for middle_s in middles)
        n_fillers = sum(low_s <= begin_s < high_s for begin_s in begins)
        windows.append(Window(Interval(low_s, high_s), n_words * per_min, n_fillers * per_min))
    return tuple(windows)


def pace_stretches(windows: Sequence[Window], transcript: Transcript) -> tuple[PaceStretch, ...]:
    """Return the stretches around which windows are all fast or all slow, by the whole answer's limits.

    A window speaks for the `STEP_S` in its middle, the first and last one also for what lies beyond.
    """
    if not windows:
        return ()
    answer = Interval(windows[0].place.start_s, windows[-1].place.end_s)
    runs: list[list[Interval]] = []
    band: PaceBand | None = None
    for at, window in enumerate(windows):
        middle_s = window.place.start_s + WINDOW_S / 2
        core = Interval(
            answer.start_s if at == 0 else middle_s - STEP_S / 2,
            answer.end_s if at == len(windows) - 1 else middle_s + STEP_S / 2,
        )
        before, band = band, pace_band(window.speech_rate_wpm)
        if band not in (PaceBand.FAST, PaceBand.SLOW):
            continue
        if runs and band is before:
            runs[-1].append(core)
        else:
            runs.append([core])
    words = SpokenWords(transcript)
    middles = _middles(words)
    stretches = []
    for run in runs:
        place = Interval(run[0].start_s, run[-1].end_s)
        within = [at for at, middle_s in enumerate(middles) if place.start_s <= middle_s < place.end_s]
        rate_wpm = len(within) * 60 / place.duration_s
        if len(within) < 4 or FLAGGED_PACE_WPM[0] <= rate_wpm <= FLAGGED_PACE_WPM[1]:
            continue
        stretches.append(
            PaceStretch(
                place=place,
                band=pace_band(rate_wpm),
                speech_rate_wpm=rate_wpm,
                first_words=" ".join(words.forms[at] for at in within[:3]),
                last_word=words.forms[within[-1]],
                part=_part(place, answer),
            )
        )
    return tuple(stretches)


def pace_change(speech_rate_wpm: float | None, past_rates_wpm: Sequence[float]) -> PaceChange | None:
    """Compare a speech rate with those of past takes; None where either is not known well enough."""
    if speech_rate_wpm is None or len(past_rates_wpm) < FEWEST_PAST_TAKES:
        return None
    usual_wpm = fmean(past_rates_wpm)
    return PaceChange(usual_wpm, speech_rate_wpm - usual_wpm, len(past_rates_wpm))


def _middles(words: SpokenWords) -> list[float]:
    return [(words.word(at).start_s + words.word(at).end_s) / 2 for at in range(len(words))]


def _part(place: Interval, answer: Interval) -> str:
    """Say where in an answer a stretch is, by the third that its middle lies in."""
    if place.duration_s > answer.duration_s * 2 / 3:
        return "through most of it"
    middle = ((place.start_s + place.end_s) / 2 - answer.start_s) / answer.duration_s
    return ("in the first third", "in the middle third", "in the last third")[min(int(middle * 3), 2)]
