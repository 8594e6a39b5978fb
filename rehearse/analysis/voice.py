"""The voice of an answer: how high, how loud, how lively, always against the speaker's own median.

Pitch is told in semitones, which hear alike in low and high voices. Loudness is told in decibels
against the speaker's own, because nobody knows how far the microphone stood.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rehearse.take import Interval

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from rehearse.sound import VoiceTrack
    from rehearse.take import Transcript

    Mask = npt.NDArray[np.bool_]

MIN_VOICED_S = 5.0
"""With less voiced sound, one raised word would move the range of pitch by a semitone."""

MIN_SIGNAL_TO_NOISE_DB = 10.0
"""In more noise than this, pitch and loudness are as much the room's as the speaker's. Ours."""

FLAT_SEMITONES = 1.4
"""Below this standard deviation of pitch a voice may sound flat. The livelier people talk, the larger it is
(Traunmüller & Eriksson 1995); the limit is ours: the lowest tenth of 44 recordings of people reading and
recalling."""

TOO_QUIET_DBFS = -45.0
"""Speech at a usual level of recording lies around -26 dB re full scale (ITU-T P.56); 20 dB less is
hard to hear without turning up. Ours."""

CLIPPED_RATIO = 0.01
"""From one part in a hundred on, clipping is heard as a rasp. Ours."""

TRAILING_OFF_DB = 12.0
"""The end of a sentence this far below its middle is likely lost; 3 to 6 dB is how sentences end. Ours."""

LOUDNESS_WINDOW_S = 5.0

_FLOOR, _CEILING = 0.75, 1.5
"""Pitch is believed from 0.75 × its first quartile to 1.5 × its third (De Looze & Hirst 2008); the quartiles
are those of the octave that holds most of it, so that many errors an octave off do not shift them."""
_ENDING_S = 0.4
_SHORTEST_SENTENCE_S = 1.5


@dataclass(frozen=True, slots=True)
class Moment:
    """The loudness of a stretch of an answer.

    Parameters
    ----------
    place : Interval
    level_db : float
        Against the speaker's median, dB.
    """

    place: Interval
    level_db: float


@dataclass(frozen=True, slots=True)
class Voice:
    """The measures of a voice; None where one cannot be known, and `withheld` says why.

    Parameters
    ----------
    pitch_median_hz : float or None
    pitch_range_semitones : float or None
        From the 10th to the 90th percentile.
    pitch_variation_semitones : float or None
        Standard deviation around the median.
    level_dbfs : float or None
        Median level of the steps with speech, dB re full scale.
    loudness : tuple of Moment
        Of every `LOUDNESS_WINDOW_S` with speech in it.
    loudness_variation_db : float or None
        Standard deviation of `loudness`.
    n_sentences : int
        Sentences long enough to hear their ends.
    trailing_off : tuple of Interval
        Ends of sentences that are lost.
    clipped_ratio : float or None
        Part of the speech that is clipped, 0–1.
    signal_to_noise_db : float or None
        Level of the speech above that of the pauses; None where there is too little silence to tell.
    withheld : str
        Why pitch and loudness are not told, in a sentence; "" when they are.
    """

    pitch_median_hz: float | None = None
    pitch_range_semitones: float | None = None
    pitch_variation_semitones: float | None = None
    level_dbfs: float | None = None
    loudness: tuple[Moment, ...] = ()
    loudness_variation_db: float | None = None
    n_sentences: int = 0
    trailing_off: tuple[Interval, ...] = ()
    clipped_ratio: float | None = None
    signal_to_noise_db: float | None = None
    withheld: str = ""


def measure_voice(track: VoiceTrack | None, speech: tuple[Interval, ...], transcript: Transcript) -> Voice:
    """Measure the voice of an answer.

    Parameters
    ----------
    track : VoiceTrack or None
        None where there was no sound to follow.
    speech : tuple of Interval
        Where speech is in the recording, in order and disjoint.
    transcript : Transcript
        Says where sentences end.
    """
    import numpy as np

    if track is None or not speech:
        return Voice(withheld="No speech was heard.")
    spoken = _during(track, speech)
    if not spoken.any():
        return Voice(withheld="No speech was heard.")
    level_dbfs = float(np.median(track.level_dbfs[spoken]))
    noise_db = _signal_to_noise_db(track, spoken, level_dbfs)
    clipped_ratio = float(track.clipped[spoken].mean())
    pitch_hz = _believable(track.pitch_hz[spoken])
    voiced_s = len(pitch_hz) * track.step_s
    withheld = ""
    if noise_db is not None and noise_db < MIN_SIGNAL_TO_NOISE_DB:
        withheld = (
            f"The recording is too noisy to tell: speech is {noise_db:.0f} dB above the noise, "
            f"where it takes {MIN_SIGNAL_TO_NOISE_DB:.0f}."
        )
    elif voiced_s < MIN_VOICED_S:
        withheld = (
            f"The answer is too short to tell: {voiced_s:.1f} s of voice, where it takes {MIN_VOICED_S:.0f}."
        )
    if withheld:
        return Voice(
            level_dbfs=level_dbfs,
            clipped_ratio=clipped_ratio,
            signal_to_noise_db=noise_db,
            withheld=withheld,
        )
    median_hz = float(np.median(pitch_hz))
    semitones = 12 * np.log2(pitch_hz / median_hz)
    low, high = np.percentile(semitones, (10, 90))
    loudness = _loudness(track, spoken, level_dbfs)
    n_sentences, trailing_off = _sentence_ends(track, spoken, transcript)
    return Voice(
        pitch_median_hz=median_hz,
        pitch_range_semitones=float(high - low),
        pitch_variation_semitones=float(np.sqrt((semitones**2).mean())),
        level_dbfs=level_dbfs,
        loudness=loudness,
        loudness_variation_db=float(np.std([moment.level_db for moment in loudness])),
        n_sentences=n_sentences,
        trailing_off=trailing_off,
        clipped_ratio=clipped_ratio,
        signal_to_noise_db=noise_db,
    )


def _during(track: VoiceTrack, intervals: tuple[Interval, ...]) -> Mask:
    """Return which steps lie within any of the intervals."""
    import numpy as np

    mask = np.zeros(len(track.level_dbfs), np.bool_)
    for interval in intervals:
        mask[round(interval.start_s / track.step_s) : round(interval.end_s / track.step_s)] = True
    return mask


def _believable(pitch_hz: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return the voiced pitches without the octave errors."""
    import numpy as np

    voiced = pitch_hz[~np.isnan(pitch_hz)]
    if not len(voiced):
        return voiced
    in_order = np.sort(voiced)
    ends = np.searchsorted(in_order, 2 * in_order, side="right")
    first = int(np.argmax(ends - np.arange(len(in_order))))
    low_hz, high_hz = np.percentile(in_order[first : ends[first]], (25, 75))
    believed: npt.NDArray[np.float32] = voiced[(voiced >= _FLOOR * low_hz) & (voiced <= _CEILING * high_hz)]
    return believed


def _signal_to_noise_db(track: VoiceTrack, spoken: Mask, level_dbfs: float) -> float | None:
    import numpy as np

    silent = track.level_dbfs[~spoken]
    if len(silent) * track.step_s < 0.5:
        return None
    return level_dbfs - float(np.median(silent))


def _loudness(track: VoiceTrack, spoken: Mask, level_dbfs: float) -> tuple[Moment, ...]:
    """Return how loud each window is, by the median of its speech."""
    import numpy as np

    n_window = round(LOUDNESS_WINDOW_S / track.step_s)
    moments = []
    for first in range(0, len(spoken), n_window):
        here = track.level_dbfs[first : first + n_window][spoken[first : first + n_window]]
        if len(here) * track.step_s < 1.0:
            continue
        end = min(first + n_window, len(spoken))
        place = Interval(first * track.step_s, end * track.step_s)
        moments.append(Moment(place, float(np.median(here)) - level_dbfs))
    return tuple(moments)


def _sentence_ends(
    track: VoiceTrack, spoken: Mask, transcript: Transcript
) -> tuple[int, tuple[Interval, ...]]:
    """Return how many sentences there are, and the ends of those that trail off.

    The end is the last 0.4 s of speech in a sentence, the rest its body; both are told by their
    loudest quarter, so that a closing "s" or "t" does not count as quiet.
    """
    import numpy as np

    n_ending = round(_ENDING_S / track.step_s)
    n_sentences, trailing, start_s = 0, [], None
    for word in transcript.words:
        start_s = word.start_s if start_s is None else start_s
        if not word.text.endswith((".", "!", "?")):
            continue
        first, end = round(start_s / track.step_s), round(word.end_s / track.step_s)
        start_s = None
        steps = first + np.flatnonzero(spoken[first:end])
        if len(steps) * track.step_s < _SHORTEST_SENTENCE_S:
            continue
        n_sentences += 1
        body, ending = track.level_dbfs[steps[:-n_ending]], track.level_dbfs[steps[-n_ending:]]
        if np.percentile(body, 75) - np.percentile(ending, 75) >= TRAILING_OFF_DB:
            trailing.append(
                Interval(float(steps[-n_ending]) * track.step_s, float(steps[-1] + 1) * track.step_s)
            )
    return n_sentences, tuple(trailing)
