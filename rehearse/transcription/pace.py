"""Which models keep up with a speaker on this machine: some timed, the others estimated from those."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rehearse.sound import SPEECH_RATE_HZ
from rehearse.transcription.models import MODELS, SpeechModel

if TYPE_CHECKING:
    from rehearse.desk import Transcriber
    from rehearse.sound import Samples

KEEPS_UP_BELOW = 0.5
"""Seconds of work for a second of speech. Half: what ends in a pause is decoded more than once."""
N_RUNS = 2
"""The first run warms up; the faster one counts."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a model is here.

    Parameters
    ----------
    model : SpeechModel
    work_per_speech : float
        Seconds of work for a second of speech.
    is_measured : bool
        False for an estimate.
    """

    model: SpeechModel
    work_per_speech: float
    is_measured: bool

    @property
    def keeps_up(self) -> bool:
        """Whether it has its words ready about when the speaker has."""
        return self.work_per_speech <= KEEPS_UP_BELOW


def time_model(transcriber: Transcriber, samples: Samples, monotonic: Callable[[], float]) -> float:
    """Return the seconds of work that a model needs for a second of 16 kHz speech.

    Raises
    ------
    TranscriptionError
        When it cannot be loaded.
    """
    transcriber.load()
    times_s = []
    for _ in range(N_RUNS):
        began_s = monotonic()
        transcriber.transcribe([samples])
        times_s.append(monotonic() - began_s)
    return min(times_s) / (len(samples) / SPEECH_RATE_HZ)


def paces(measured: Mapping[str, float]) -> tuple[Pace, ...]:
    """Return the pace of every model, each other name of one left out.

    Parameters
    ----------
    measured : mapping of str to float
        By name, at least one; the others are estimated from the one that is nearest in cost.
    """
    return tuple(_pace(model, measured) for model in MODELS.values() if not model.same_as)


def largest_that_keeps_up(found: tuple[Pace, ...]) -> Pace | None:
    """Return the largest model that keeps up, a timed one before an estimated one; None when none does."""
    return max(
        (pace for pace in found if pace.keeps_up),
        key=lambda pace: (pace.model.parameters_millions, pace.is_measured, pace.model.multilingual),
        default=None,
    )


def _pace(model: SpeechModel, measured: Mapping[str, float]) -> Pace:
    if model.name in measured:
        return Pace(model, measured[model.name], is_measured=True)
    near = min(measured, key=lambda name: abs(math.log(MODELS[name].relative_cost / model.relative_cost)))
    estimate = measured[near] * model.relative_cost / MODELS[near].relative_cost
    return Pace(model, estimate, is_measured=False)
