"""The moments of an answer that are worth hearing again, each with why and its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rehearse.analysis.pauses import LONG_PAUSE_S

if TYPE_CHECKING:
    from rehearse.analysis import Analysis
    from rehearse.analysis.spoken import Marker
    from rehearse.take import Transcript

LEAD_IN_S = 1.0
"""A sound is heard better with a moment of what came before it."""

_CONTEXT_WORDS = 3


@dataclass(frozen=True, slots=True)
class Moment:
    """Something at one place of an answer.

    Parameters
    ----------
    start_s : float
        Where it begins, s.
    what : str
        "um", "pause of 2.3 s", "fast: 182 wpm".
    words : str
        What is said around it; "" where that says nothing.
    certain : bool
        False where the sound does not bear it out.
    """

    start_s: float
    what: str
    words: str = ""
    certain: bool = True

    @property
    def play_from_s(self) -> float:
        """Where to begin playing."""
        return max(0.0, self.start_s - LEAD_IN_S)


def moments(transcript: Transcript, analysis: Analysis) -> tuple[Moment, ...]:
    """Return fillers, restarts, long pauses, hurried and slow stretches and fading ends, in order of time."""
    fillers = analysis.fillers
    found = [_of_marker(marker, transcript, f"“{marker.form}”") for marker in fillers.both]
    for kind, markers in (
        ("said twice", fillers.repetitions),
        ("self-repair", fillers.self_repairs),
        ("false start", fillers.false_starts),
    ):
        found += [_of_marker(marker, transcript, f"{kind}: “{marker.form}”") for marker in markers]
    found += [
        Moment(pause.start_s, f"pause of {pause.duration_s:.1f} s")
        for pause in analysis.silent_pauses
        if pause.duration_s >= LONG_PAUSE_S
    ]
    found += [
        Moment(
            stretch.place.start_s,
            f"{stretch.band.value}: {stretch.speech_rate_wpm:.0f} wpm",
            f"{stretch.first_words} … {stretch.last_word}",
        )
        for stretch in analysis.manner.stretches
    ]
    found += [Moment(end.start_s, "the sentence trails off") for end in analysis.manner.voice.trailing_off]
    return tuple(sorted(found, key=lambda moment: moment.start_s))


def _of_marker(marker: Marker, transcript: Transcript, what: str) -> Moment:
    words = [word.text for word in transcript.words]
    before = words[max(0, marker.first_word - _CONTEXT_WORDS) : marker.first_word]
    after = words[marker.last_word + 1 : marker.last_word + 1 + _CONTEXT_WORDS]
    itself = words[marker.first_word : marker.last_word + 1]
    around = " ".join([*before, "⟨" + " ".join(itself) + "⟩", *after])
    return Moment(marker.start_s, what, f"… {around} …", marker.certain)
