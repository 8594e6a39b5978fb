"""How an answer was said, beyond its averages: pace over time, clusters, wording and voice."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rehearse.analysis.fillers import Cluster, clusters
from rehearse.analysis.pace_over_time import (
    PaceChange,
    PaceStretch,
    Window,
    pace_change,
    pace_stretches,
    pace_windows,
)
from rehearse.analysis.voice import Voice, measure_voice
from rehearse.analysis.wording import Wording, find_wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rehearse.analysis.fillers import Fillers
    from rehearse.analysis.pacing import Pacing
    from rehearse.deck import Question
    from rehearse.sound import VoiceTrack
    from rehearse.take import Interval, Transcript
    from rehearse.word_lists import WordLists


@dataclass(frozen=True, slots=True)
class Manner:
    """How an answer was said.

    Parameters
    ----------
    windows : tuple of Window
        Pace and fillers over the answer; empty for a short one.
    stretches : tuple of PaceStretch
        Where it was too fast or too slow.
    change : PaceChange or None
        Against the speaker's own average; None with too few past takes.
    clusters : tuple of Cluster
        Where fillers come thick.
    wording : Wording
    voice : Voice
    """

    windows: tuple[Window, ...] = ()
    stretches: tuple[PaceStretch, ...] = ()
    change: PaceChange | None = None
    clusters: tuple[Cluster, ...] = ()
    wording: Wording = field(default_factory=Wording)
    voice: Voice = field(default_factory=Voice)


def measure_manner(
    question: Question,
    transcript: Transcript,
    speech: tuple[Interval, ...],
    fillers: Fillers,
    pacing: Pacing,
    *,
    track: VoiceTrack | None = None,
    lists: WordLists | None = None,
    past_rates_wpm: Sequence[float] = (),
) -> Manner:
    """Measure how an answer was said; see :func:`rehearse.analysis.analyse` for the parameters."""
    windows = pace_windows(transcript, speech, fillers)
    return Manner(
        windows=windows,
        stretches=pace_stretches(windows, transcript),
        change=pace_change(pacing.speech_rate_wpm, past_rates_wpm),
        clusters=clusters(fillers),
        wording=find_wording(question, transcript, fillers, lists),
        voice=measure_voice(track, speech, transcript),
    )
