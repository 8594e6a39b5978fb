"""Delivery: the parts of its mark, each 0–1 with its reason and what would help.

Three parts: pace, disfluencies and long pauses, with the bands and sources of
:mod:`rehearse.analysis.pacing` and :mod:`rehearse.analysis.pauses`. Within a band a part is whole;
outside it falls along straight lines. An answer too short to bear rates gets none. The voice is not
marked, since nobody agrees what a good one is, but what would help is said all the same.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from rehearse.analysis.pacing import (
    COMFORTABLE_PACE_WPM,
    FLAGGED_PACE_WPM,
    HEAVY_DISFLUENCIES_PER_MIN,
    LIGHT_DISFLUENCIES_PER_MIN,
    PaceBand,
    pace_band,
)
from rehearse.analysis.pauses import LONG_PAUSE_S
from rehearse.analysis.phrases import at, listed, plural
from rehearse.analysis.voice import CLIPPED_RATIO, FLAT_SEMITONES, TOO_QUIET_DBFS

if TYPE_CHECKING:
    from rehearse.analysis.fillers import Cluster, Fillers
    from rehearse.analysis.manner import Manner
    from rehearse.analysis.pace_over_time import PaceStretch
    from rehearse.analysis.pacing import Pacing
    from rehearse.analysis.voice import Voice
    from rehearse.take import Interval

MIN_WORDS = 10
MIN_SPEECH_S = 5.0
"""Below either, one word more or less would move a rate by a tenth: delivery gets no mark."""

PACE_CREDIT = (
    (60.0, 0.0),
    (FLAGGED_PACE_WPM[0], 0.8),
    (COMFORTABLE_PACE_WPM[0], 1.0),
    (COMFORTABLE_PACE_WPM[1], 1.0),
    (FLAGGED_PACE_WPM[1], 0.8),
    (240.0, 0.0),
)
"""Words a minute, and the pace part there; straight lines between. Gentle, since good speakers go outside."""

DISFLUENCY_CREDIT = ((LIGHT_DISFLUENCIES_PER_MIN, 1.0), (HEAVY_DISFLUENCIES_PER_MIN, 0.5), (24.0, 0.0))
"""Disfluencies a minute, and that part there."""

LONG_PAUSE_CREDIT = ((1.0, 1.0), (5.0, 0.0))
"""Long pauses a minute, and that part there: one a minute may be for effect."""

WORTH_ADVICE = 0.8
"""A part of delivery below this is worth a sentence of advice."""

_BAD_SOUND, _FADING_ENDS, _UNEVEN_PACE, _THICK_FILLERS, _FLAT = 0.3, 0.6, 0.7, 0.75, 0.79
"""How much what is not marked matters, on the scale of the parts: bad sound spoils everything else."""

FADING_SENTENCES = 2
FADING_RATIO = 1 / 3
"""So many sentences, and such a part of all, must trail off before it is remarked on."""


UNCOUNTED = "those of this language are not known, so they are not counted"
"""Why there are no fillers where there may be some."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the mark for delivery.

    Parameters
    ----------
    value : float
        0–1.
    why : str
        Its figures and their band, in a sentence.
    advice : str
        What would help, in a sentence; "" for nothing.
    told : bool
        False where it cannot be told, and has no part in the mark.
    """

    value: float
    why: str
    advice: str
    told: bool = True


def too_little(pacing: Pacing) -> str:
    """Say why delivery gets no mark; "" when it does."""
    if pacing.speech_rate_wpm is None:
        heard = "words were" if pacing.total_time_s > 0 else "speech was"
        return f"Delivery gets no mark, because no {heard} heard."
    if pacing.n_words < MIN_WORDS or pacing.phonation_time_s < MIN_SPEECH_S:
        return (
            f"The answer is too short to mark its delivery: {plural(pacing.n_words, 'word')} in "
            f"{pacing.phonation_time_s:.1f} s of speech, "
            f"where it takes {MIN_WORDS} words and {MIN_SPEECH_S:.0f} s."
        )
    return ""


def delivery_parts(fillers: Fillers, pauses: tuple[Interval, ...], pacing: Pacing) -> tuple[Part, ...]:
    """Judge pace, disfluencies and long pauses, in that order."""
    return (
        _pace_part(pacing),
        _disfluency_part(fillers, pacing),
        _pause_part(tuple(pause for pause in pauses if pause.duration_s >= LONG_PAUSE_S), pacing),
    )


def delivery_advice(parts: tuple[Part, ...], manner: Manner) -> list[str]:
    """Return what would help the delivery, what matters most first.

    A stretch that was too fast or too slow says more than the average that it explains, and takes its place.
    """
    voice = manner.voice
    worth = [(part.value, part.advice) for part in parts if part.value < WORTH_ADVICE]
    if parts and manner.stretches:
        worth = [(value, advice) for value, advice in worth if advice != parts[0].advice]
        worth.append((min(parts[0].value, _UNEVEN_PACE), stretch_advice(manner.stretches[0])))
    if parts and manner.clusters and parts[1].value >= WORTH_ADVICE:
        worth.append((_THICK_FILLERS, cluster_advice(manner.clusters[0])))
    worth += [
        (_BAD_SOUND, quality_advice(voice)),
        (_FADING_ENDS, ends_advice(voice)),
        (_FLAT, flat_advice(voice)),
    ]
    return [advice for _, advice in sorted(worth, key=lambda each: each[0]) if advice]


def stretch_advice(stretch: PaceStretch) -> str:
    """Name a stretch that was too fast or too slow, with its words, and say what would help."""
    fast = stretch.band is PaceBand.FAST
    return (
        f"You spoke at {stretch.speech_rate_wpm:.0f} words a minute {stretch.part}, from "
        f"“{stretch.first_words}”{at(stretch.place.start_s)} to “{stretch.last_word}”: "
        + ("try a breath after each point." if fast else "say it in shorter sentences, one point each.")
    )


def cluster_advice(cluster: Cluster) -> str:
    """Name a stretch where fillers come thick, and say what would help."""
    heard = listed([f"“{marker.form}”" for marker in cluster.markers[:4]])
    return (
        f"Your fillers come thick{at(cluster.place.start_s)} ({heard}): "
        "stop there, think in silence, then say the sentence whole."
    )


def quality_advice(voice: Voice) -> str:
    """Say what is wrong with the recording itself, and its remedy; "" for nothing."""
    if voice.clipped_ratio is not None and voice.clipped_ratio >= CLIPPED_RATIO:
        return (
            f"The sound is clipped in {voice.clipped_ratio:.0%} of your speech: "
            "turn the microphone's level down, or sit further from it."
        )
    if voice.level_dbfs is not None and voice.level_dbfs < TOO_QUIET_DBFS:
        return (
            f"You are recorded very quietly ({voice.level_dbfs:.0f} dB re full scale): "
            "speak up, sit nearer, or turn the microphone's level up."
        )
    return ""


def ends_advice(voice: Voice) -> str:
    """Name sentences that trail off, and say what would help; "" for too few to matter."""
    n = len(voice.trailing_off)
    if n < FADING_SENTENCES or n < FADING_RATIO * voice.n_sentences:
        return ""
    first = voice.trailing_off[0]
    return (
        f"{n} of {plural(voice.n_sentences, 'sentence')} trail off, the first{at(first.start_s)}: "
        "carry your voice to the last word."
    )


def flat_advice(voice: Voice) -> str:
    """Say gently that a voice is flat; "" when it is not."""
    variation = voice.pitch_variation_semitones
    if variation is None or variation >= FLAT_SEMITONES:
        return ""
    return (
        f"Your pitch stays within {variation:.1f} semitones of its middle, which can sound flat: "
        "lean on the one word that matters in each sentence."
    )


def _pace_part(pacing: Pacing) -> Part:
    rate_wpm = pacing.speech_rate_wpm or 0.0
    low, high = COMFORTABLE_PACE_WPM
    verdict = {
        PaceBand.SLOW: "slow",
        PaceBand.UNHURRIED: "a little slow",
        PaceBand.COMFORTABLE: "a comfortable pace",
        PaceBand.BRISK: "a little fast",
        PaceBand.FAST: "fast",
    }[pace_band(rate_wpm)]
    if rate_wpm > high:
        advice = f"At {rate_wpm:.0f} words a minute you are fast: take a breath after each point."
    else:
        advice = f"At {rate_wpm:.0f} words a minute you are slow: know your first sentence before you begin."
    return Part(
        _between(PACE_CREDIT, rate_wpm),
        f"{rate_wpm:.0f} words a minute is {verdict} (comfortable is {low:.0f}–{high:.0f}).",
        advice,
    )


def _disfluency_part(fillers: Fillers, pacing: Pacing) -> Part:
    per_min = pacing.per_minute(fillers.n_disfluencies) or 0.0
    if not fillers.counts_both:
        return Part(1.0, f"Fillers have no part in it: {UNCOUNTED}.", "", told=False)
    sounds, words = len(fillers.filled_pauses), len(fillers.discourse_markers)
    if not fillers.n_disfluencies:
        return Part(1.0, "No fillers were heard.", "")
    verdict = "no more than" if per_min <= LIGHT_DISFLUENCIES_PER_MIN else "more than"
    why = (
        f"{per_min:.1f} fillers a minute ({plural(sounds, 'filled pause')} and "
        f"{plural(words, 'filler word')}) are {verdict} the "
        f"{LIGHT_DISFLUENCIES_PER_MIN:.0f} that pass unnoticed."
    )
    heard = fillers.both
    form, n = Counter(each.form for each in heard).most_common(1)[0]
    first = next(each for each in heard if each.form == form)
    advice = (
        f"Your most frequent filler is “{form}” ({plural(n, 'time')}, first{at(first.start_s)}): "
        "try a silent breath in its place."
    )
    return Part(_between(DISFLUENCY_CREDIT, per_min), why, advice)


def _pause_part(long_pauses: tuple[Interval, ...], pacing: Pacing) -> Part:
    value = _between(LONG_PAUSE_CREDIT, pacing.per_minute(len(long_pauses)) or 0.0)
    if not long_pauses:
        return Part(value, f"No pause was longer than {LONG_PAUSE_S:.0f} s.", "")
    longest = max(long_pauses, key=lambda pause: pause.duration_s)
    n = plural(len(long_pauses), "pause")
    return Part(
        value,
        f"{n} of {LONG_PAUSE_S:.0f} s or more, the longest {longest.duration_s:.1f} s{at(longest.start_s)}.",
        f"You fell silent for {longest.duration_s:.1f} s{at(longest.start_s)}: say what you are thinking of.",
    )


def _between(points: tuple[tuple[float, float], ...], x: float) -> float:
    """Read a value off straight lines through `points`, flat beyond their ends."""
    if x <= points[0][0]:
        return points[0][1]
    for (left, low), (right, high) in pairwise(points):
        if x <= right:
            return low + (high - low) * (x - left) / (right - left)
    return points[-1][1]
