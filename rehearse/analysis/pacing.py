"""How fast and how fluently: each measure of pace, with its one definition.

Words come from the transcript, time from the sound. Filled pauses are not words, but they are
phonation. Every measure is None when it cannot be known (no speech was found, or no words heard).

Sources of the terms: De Jong & Wempe 2009 (speech rate, articulation rate, phonation time); Towell,
Hawkins & Bazergui 1996 (phonation-time ratio, mean length of run).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rehearse.take import WordKind

if TYPE_CHECKING:
    from rehearse.take import Interval, Transcript

COMFORTABLE_PACE_WPM = (120.0, 160.0)
"""Speech rate that coaches call comfortable; they publish 100–165, 120–150, 130–160 and 140–160."""

FLAGGED_PACE_WPM = (110.0, 170.0)
"""Below the first an answer is flagged as slow, above the second as fast. Not a verdict: five well-known
talks ran at 154–201 wpm."""

LIGHT_DISFLUENCIES_PER_MIN = 5.0
"""Up to this many filled pauses and filler words a minute carry no measured penalty (Laske & DiGennaro
Reed 2024, abstract). The target is not zero."""

HEAVY_DISFLUENCIES_PER_MIN = 12.0
"""At this many a minute listeners rated speakers lower (the same source, filled pauses alone)."""


class PaceBand(StrEnum):
    """Where a speech rate lies among the bands."""

    SLOW = "slow"
    UNHURRIED = "unhurried"
    COMFORTABLE = "comfortable"
    BRISK = "brisk"
    FAST = "fast"


class DisfluencyBand(StrEnum):
    """Where a number of disfluencies a minute lies among the bands."""

    LIGHT = "light"
    NOTICEABLE = "noticeable"
    HEAVY = "heavy"


@dataclass(frozen=True, slots=True)
class Pacing:
    """The measures of pace of one answer; None where one cannot be known.

    Parameters
    ----------
    n_words : int
        Words spoken; filled pauses are not words.
    total_time_s : float
        From the first to the last sound of speech; 0 when there was none.
    phonation_time_s : float
        Total time less the silent pauses; 0 when there was none.
    speech_rate_wpm : float or None
        Words ÷ total time, words per minute.
    articulation_rate_wpm : float or None
        Words ÷ phonation time, words per minute.
    phonation_time_ratio : float or None
        Phonation time ÷ total time, 0–1.
    mean_length_of_run_words : float or None
        Words between silent pauses, on average: words ÷ (silent pauses + 1).
    response_latency_s : float or None
        From the end of the question to the first sound of speech.
    longest_run_s : float or None
        The longest speech without a silent pause.
    """

    n_words: int
    total_time_s: float
    phonation_time_s: float
    speech_rate_wpm: float | None = None
    articulation_rate_wpm: float | None = None
    phonation_time_ratio: float | None = None
    mean_length_of_run_words: float | None = None
    response_latency_s: float | None = None
    longest_run_s: float | None = None

    def per_minute(self, n: int) -> float | None:
        """Return `n` occurrences as a rate over the total time; None when there was no speech."""
        return n * 60 / self.total_time_s if self.total_time_s > 0 else None


def measure_pacing(
    transcript: Transcript,
    speech: tuple[Interval, ...],
    pauses: tuple[Interval, ...],
    *,
    recording_delay_s: float | None = None,
) -> Pacing:
    """Measure the pace of an answer.

    Parameters
    ----------
    transcript : Transcript
    speech : tuple of Interval
        Where speech is in the recording, in order and disjoint.
    pauses : tuple of Interval
        The silent pauses between them.
    recording_delay_s : float, optional
        From the end of the spoken question to the recording's first frame, s; None when there was
        no spoken question.
    """
    n_words = sum(word.kind is WordKind.WORD for word in transcript.words)
    if not speech:
        return Pacing(n_words, 0.0, 0.0)
    total_time_s = speech[-1].end_s - speech[0].start_s
    phonation_time_s = total_time_s - sum(pause.duration_s for pause in pauses)
    timed = total_time_s > 0
    spoken = n_words > 0 and timed
    return Pacing(
        n_words=n_words,
        total_time_s=total_time_s,
        phonation_time_s=phonation_time_s,
        speech_rate_wpm=n_words * 60 / total_time_s if spoken else None,
        articulation_rate_wpm=n_words * 60 / phonation_time_s if spoken else None,
        phonation_time_ratio=phonation_time_s / total_time_s if timed else None,
        mean_length_of_run_words=n_words / (len(pauses) + 1) if spoken else None,
        response_latency_s=None if recording_delay_s is None else recording_delay_s + speech[0].start_s,
        longest_run_s=_longest_run_s(speech, pauses),
    )


def _longest_run_s(speech: tuple[Interval, ...], pauses: tuple[Interval, ...]) -> float:
    starts = (speech[0].start_s, *(pause.end_s for pause in pauses))
    ends = (*(pause.start_s for pause in pauses), speech[-1].end_s)
    return max(end_s - start_s for start_s, end_s in zip(starts, ends, strict=True))


def pace_band(speech_rate_wpm: float) -> PaceBand:
    """Place a speech rate, words per minute, among the bands, as it is shown: in whole words."""
    speech_rate_wpm = round(speech_rate_wpm)
    if speech_rate_wpm < FLAGGED_PACE_WPM[0]:
        return PaceBand.SLOW
    if speech_rate_wpm < COMFORTABLE_PACE_WPM[0]:
        return PaceBand.UNHURRIED
    if speech_rate_wpm <= COMFORTABLE_PACE_WPM[1]:
        return PaceBand.COMFORTABLE
    if speech_rate_wpm <= FLAGGED_PACE_WPM[1]:
        return PaceBand.BRISK
    return PaceBand.FAST


def disfluency_band(disfluencies_per_min: float) -> DisfluencyBand:
    """Place filled pauses and filler words a minute, together, among the bands."""
    if disfluencies_per_min <= LIGHT_DISFLUENCIES_PER_MIN:
        return DisfluencyBand.LIGHT
    if disfluencies_per_min < HEAVY_DISFLUENCIES_PER_MIN:
        return DisfluencyBand.NOTICEABLE
    return DisfluencyBand.HEAVY
