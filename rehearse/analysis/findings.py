"""What each measure of an answer came to, ready to be told: value, band, and a sentence that helps.

The measures themselves are defined in :mod:`rehearse.analysis.glossary`. A finding without a value
says why there is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rehearse.analysis.delivery import (
    UNCOUNTED,
    Part,
    cluster_advice,
    ends_advice,
    flat_advice,
    quality_advice,
    stretch_advice,
    too_little,
)
from rehearse.analysis.glossary import MEASURES, Measure
from rehearse.analysis.pacing import disfluency_band, pace_band
from rehearse.analysis.pauses import LONG_PAUSE_S
from rehearse.analysis.voice import FLAT_SEMITONES

if TYPE_CHECKING:
    from rehearse.analysis.fillers import Fillers
    from rehearse.analysis.manner import Manner
    from rehearse.analysis.pacing import Pacing
    from rehearse.take import Interval


@dataclass(frozen=True, slots=True)
class Finding:
    """What one measure came to.

    Parameters
    ----------
    measure : Measure
    value : float or None
        In the measure's unit; None where it cannot be known.
    band : str
        Where the value lies, in a word; "" where there are no bands.
    advice : str
        One sentence that helps; "" where there is nothing to say.
    withheld : str
        Why there is no value, in a sentence; "" where there is one.
    """

    measure: Measure
    value: float | None
    band: str = ""
    advice: str = ""
    withheld: str = ""


def find_out(
    pacing: Pacing, fillers: Fillers, pauses: tuple[Interval, ...], manner: Manner, parts: tuple[Part, ...]
) -> tuple[Finding, ...]:
    """Return a finding for every measure of delivery, in the glossary's order.

    Parameters
    ----------
    parts : tuple of Part
        Of the mark for delivery; empty where it gets none.
    """
    told = {
        **_pace(pacing, manner, parts),
        **_pauses(pacing, pauses, parts),
        **_fillers(pacing, fillers, manner, parts),
        **_voice(manner),
    }
    return tuple(told[name] for name in MEASURES if name in told)


def _of(
    name: str, value: float | None, band: str = "", advice: str = "", why: str = ""
) -> dict[str, Finding]:
    withheld = (why or "It cannot be known from this recording.") if value is None else ""
    return {name: Finding(MEASURES[name], value, band, "" if withheld else advice, withheld)}


def _pace(pacing: Pacing, manner: Manner, parts: tuple[Part, ...]) -> dict[str, Finding]:
    short = too_little(pacing)
    rate_wpm = None if short else pacing.speech_rate_wpm
    stretches = manner.stretches
    ratio = pacing.phonation_time_ratio
    return {
        **_of(
            "speech_rate",
            rate_wpm,
            "" if rate_wpm is None else pace_band(rate_wpm).value,
            parts[0].advice if parts else "",
            short,
        ),
        **_of(
            "pace_over_time",
            float(len(stretches)) if manner.windows else None,
            advice=stretch_advice(stretches[0]) if stretches else "",
            why="The answer is too short to compare its parts.",
        ),
        **_of(
            "pace_change",
            manner.change.change_wpm if manner.change and not short else None,
            why=short or "There are too few past takes to compare with.",
        ),
        **_of("articulation_rate", None if short else pacing.articulation_rate_wpm, why=short),
        **_of("phonation_time_ratio", None if ratio is None else ratio * 100, why=short),
        **_of("mean_length_of_run", None if short else pacing.mean_length_of_run_words, why=short),
        **_of("longest_run", pacing.longest_run_s, why=short),
        **_of(
            "response_latency",
            pacing.response_latency_s,
            why="No question was heard before this recording, or no speech in it.",
        ),
    }


def _pauses(pacing: Pacing, pauses: tuple[Interval, ...], parts: tuple[Part, ...]) -> dict[str, Finding]:
    heard = pacing.total_time_s > 0
    n_long = sum(pause.duration_s >= LONG_PAUSE_S for pause in pauses)
    why = "No speech was heard."
    return {
        **_of("silent_pauses", float(len(pauses)) if heard else None, why=why),
        **_of(
            "long_pauses", float(n_long) if heard else None, advice=parts[2].advice if parts else "", why=why
        ),
    }


def _fillers(pacing: Pacing, fillers: Fillers, manner: Manner, parts: tuple[Part, ...]) -> dict[str, Finding]:
    per_min = pacing.per_minute(fillers.n_disfluencies) if fillers.counts_both else None
    band = "" if per_min is None or not parts else disfluency_band(per_min).value
    advice = parts[1].advice if parts else ""
    thick = manner.clusters
    why = f"Fillers were not counted: {UNCOUNTED}."
    n_sounds = float(len(fillers.filled_pauses)) if fillers.counts_filled_pauses else None
    n_words = float(len(fillers.discourse_markers)) if fillers.counts_discourse_markers else None
    n_thick = float(len(thick)) if fillers.counts_both else None
    return {
        **_of("filled_pauses", n_sounds, band, advice, why),
        **_of("discourse_markers", n_words, band, advice, why),
        **_of("filler_clusters", n_thick, advice=cluster_advice(thick[0]) if thick else "", why=why),
        **_of("repetitions", float(len(fillers.repetitions))),
        **_of("self_repairs", float(len(fillers.self_repairs))),
        **_of("false_starts", float(len(fillers.false_starts))),
        **_of("hedges", float(len(manner.wording.hedges))),
        **_of("favourite_words", float(len(manner.wording.favourites))),
    }


def _voice(manner: Manner) -> dict[str, Finding]:
    voice = manner.voice
    variation, why = voice.pitch_variation_semitones, voice.withheld
    flat = variation is not None and variation < FLAT_SEMITONES
    clipped = voice.clipped_ratio
    return {
        **_of("pitch_median", voice.pitch_median_hz, why=why),
        **_of("pitch_range", voice.pitch_range_semitones, why=why),
        **_of("pitch_variation", variation, "flat" if flat else "", flat_advice(voice), why),
        **_of("loudness_variation", voice.loudness_variation_db, why=why),
        **_of(
            "trailing_off",
            float(len(voice.trailing_off)) if voice.n_sentences else None,
            advice=ends_advice(voice),
            why=why or "No sentence is long enough to hear its end.",
        ),
        **_of("level", voice.level_dbfs, advice=quality_advice(voice), why=why),
        **_of("signal_to_noise", voice.signal_to_noise_db, why=why or "There is too little silence to tell."),
        **_of(
            "clipped",
            None if clipped is None else clipped * 100,
            advice=quality_advice(voice),
            why=why,
        ),
    }
