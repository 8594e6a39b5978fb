"""How you sounded: a few lines of measures, each with its band and the moments to listen to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from rehearse.analysis import Analysis
from rehearse.analysis.delivery import UNCOUNTED
from rehearse.analysis.fillers import Fillers
from rehearse.analysis.manner import Manner
from rehearse.analysis.pacing import (
    COMFORTABLE_PACE_WPM,
    LIGHT_DISFLUENCIES_PER_MIN,
    PaceBand,
    Pacing,
    pace_band,
)
from rehearse.analysis.pauses import LONG_PAUSE_S, SHOWN_PAUSE_S
from rehearse.analysis.phrases import listed, moment, plural
from rehearse.analysis.spoken import Marker
from rehearse.analysis.voice import FLAT_SEMITONES, Voice
from rehearse.analysis.wording import Wording
from rehearse.take import Interval

_GAUGE_WPM = (80.0, 200.0)
_GAUGE_WIDTH = 24
_MOMENTS_SHOWN = 8
_STRETCHES_SHOWN = 3
_WORDS_SHOWN = 4
_UNCOUNTED = f"unknown: {UNCOUNTED}"


def how_you_sounded(analysis: Analysis) -> RenderableType:
    """Draw the measures of delivery that are worth a look after every answer."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(ratio=1)
    pacing, fillers, manner = analysis.pacing, analysis.fillers, analysis.manner
    table.add_row("Pace", _pace(pacing, manner))
    table.add_row("Pauses", _pauses(analysis.silent_pauses, pacing))
    filled = _markers(fillers.filled_pauses, pacing, "none heard")
    table.add_row("Filled pauses", filled if fillers.counts_filled_pauses else _UNCOUNTED)
    words = _markers(fillers.discourse_markers, pacing, "none")
    table.add_row("Filler words", words if fillers.counts_discourse_markers else _UNCOUNTED)
    for name, line in (
        ("Thick with fillers", _clusters(manner)),
        ("Said again", _said_again(fillers)),
        ("Voice", _voice(manner.voice)),
        ("Wording", _wording(manner.wording)),
    ):
        if line:
            table.add_row(name, line)
    if pacing.response_latency_s is not None:
        table.add_row("First sound", f"{pacing.response_latency_s:.1f} s after the question")
    return Group(table, Text(_sources(fillers), style="dim"))


def _pace(pacing: Pacing, manner: Manner) -> RenderableType:
    if pacing.speech_rate_wpm is None:
        return Text("unknown: too little speech was heard")
    low, high = COMFORTABLE_PACE_WPM
    rate = pacing.speech_rate_wpm
    band = pace_band(rate)
    comfortable = f"{low:g}–{high:g}" if band is PaceBand.COMFORTABLE else f"comfortable is {low:g}–{high:g}"
    line = Text.assemble((f"{rate:.0f} wpm ", "bold"), pace_gauge(rate), f" {band.value} ({comfortable})")
    if pacing.articulation_rate_wpm is not None and pacing.mean_length_of_run_words is not None:
        line.append(
            f"\n{pacing.articulation_rate_wpm:.0f} wpm without the pauses, "
            f"{pacing.mean_length_of_run_words:.1f} words between pauses"
        )
    for stretch in manner.stretches[:_STRETCHES_SHOWN]:
        line.append(
            f"\n{stretch.band.value} {stretch.part}: {stretch.speech_rate_wpm:.0f} wpm "
            f"{moment(stretch.place.start_s)}–{moment(stretch.place.end_s)}, "
            f"“{stretch.first_words} … {stretch.last_word}”"
        )
    if manner.change is not None:
        more = "faster" if manner.change.change_wpm > 0 else "slower"
        line.append(
            f"\n{abs(manner.change.change_wpm):.0f} wpm {more} than your average "
            f"of {plural(manner.change.n_takes, 'take')}"
        )
    return line


def pace_gauge(rate_wpm: float) -> Text:
    """Draw where a pace lies: ─ outside the comfortable band, ═ inside, ● you."""

    def place(wpm: float) -> int:
        low, high = _GAUGE_WPM
        return round((min(max(wpm, low), high) - low) / (high - low) * (_GAUGE_WIDTH - 1))

    first, last = (place(wpm) for wpm in COMFORTABLE_PACE_WPM)
    cells = ["═" if first <= cell <= last else "─" for cell in range(_GAUGE_WIDTH)]
    cells[place(rate_wpm)] = "●"
    return Text("".join(cells), style="cyan")


def _pauses(pauses: Sequence[Interval], pacing: Pacing) -> str:
    shown = [pause for pause in pauses if pause.duration_s >= SHOWN_PAUSE_S]
    if pacing.total_time_s == 0:
        return "unknown: no speech was heard"
    if not shown:
        return f"none of {SHOWN_PAUSE_S:g} s or more"
    longest = max(shown, key=lambda pause: pause.duration_s)
    n_long = sum(pause.duration_s >= LONG_PAUSE_S for pause in shown)
    long = f"; {n_long} long (from {LONG_PAUSE_S:g} s)" if n_long else ""
    return (
        f"{len(shown)} of {SHOWN_PAUSE_S:g} s or more, the longest {longest.duration_s:.1f} s "
        f"at {moment(longest.start_s)}{long}"
    )


def _markers(markers: Sequence[Marker], pacing: Pacing, none: str) -> str:
    if not markers:
        return none
    rate = pacing.per_minute(len(markers))
    a_minute = "" if rate is None else f" ({rate:.1f} a minute)"
    at_least = "" if all(marker.certain for marker in markers) else ", some uncertain"
    return f"{len(markers)}{a_minute}{at_least}: {_moments(markers)}"


def _moments(markers: Sequence[Marker]) -> str:
    moments = [f"{marker.form} {moment(marker.start_s)}" for marker in markers[:_MOMENTS_SHOWN]]
    more = f", and {len(markers) - _MOMENTS_SHOWN} more" if len(markers) > _MOMENTS_SHOWN else ""
    return ", ".join(moments) + more


def _clusters(manner: Manner) -> str:
    return "; ".join(
        f"{moment(cluster.place.start_s)}–{moment(cluster.place.end_s)} "
        f"({', '.join(marker.form for marker in cluster.markers[:_MOMENTS_SHOWN])})"
        for cluster in manner.clusters[:_STRETCHES_SHOWN]
    )


def _said_again(fillers: Fillers) -> str:
    kinds = (
        ("repetition", fillers.repetitions),
        ("self-repair", fillers.self_repairs),
        ("false start", fillers.false_starts),
    )
    return "; ".join(
        f"{plural(len(markers), name)}: {_moments(markers)}" for name, markers in kinds if markers
    )


def _voice(voice: Voice) -> str:
    if voice.pitch_variation_semitones is None or voice.pitch_median_hz is None:
        return f"not told. {voice.withheld}" if voice.level_dbfs is not None else ""
    line = (
        f"pitch {voice.pitch_median_hz:.0f} Hz, varying by {voice.pitch_variation_semitones:.1f} semitones "
        f"(below {FLAT_SEMITONES:g} may sound flat)"
    )
    if voice.trailing_off:
        first = moment(voice.trailing_off[0].start_s)
        trails = "trails" if len(voice.trailing_off) == 1 else "trail"
        n_sentences = plural(voice.n_sentences, "sentence")
        line += f"; {len(voice.trailing_off)} of {n_sentences} {trails} off, first at {first}"
    return line


def _wording(wording: Wording) -> str:
    said: list[str] = []
    if wording.hedges:
        forms = Counter(marker.form for marker in wording.hedges).most_common(_WORDS_SHOWN)
        said.append(
            f"{plural(len(wording.hedges), 'hedge')} ({listed([f'“{form}” {n}×' for form, n in forms])})"
        )
    if wording.favourites:
        favourites = [f"“{word}” {n}×" for word, n in wording.favourites[:_WORDS_SHOWN]]
        said.append(f"favourite words: {', '.join(favourites)}")
    return "; ".join(said)


def _sources(fillers: Fillers) -> str:
    if not fillers.counts_both:
        return "docs/measures.md defines every number."
    about = f"Up to {LIGHT_DISFLUENCIES_PER_MIN:g} fillers a minute carry no measured penalty"
    source = " (Laske & DiGennaro Reed 2024)" if fillers.n_disfluencies else ""
    return (
        f"{about}{source}; the aim is not zero. Filled pauses are those heard: at least so many. "
        "docs/measures.md defines every number."
    )
