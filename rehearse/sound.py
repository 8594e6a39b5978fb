"""Sound in memory, and a voice as it is heard: the same everywhere.

Apart from :mod:`rehearse.take` because it needs numpy, which a start-up without sound does not.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]
"""Mono sound: float32, shape (n_samples,), in [-1, 1]."""

SPEECH_RATE_HZ = 16_000
"""The sample rate that speech models hear; recordings keep their device's own."""


@dataclass(frozen=True, slots=True, eq=False)
class VoiceTrack:
    """How loud and how high a recording is, step by step; the three arrays are of one length.

    Parameters
    ----------
    step_s : float
        Step i lasts from ``i * step_s`` to ``(i + 1) * step_s``.
    level_dbfs : float32 array
        Mean level of each step, dB re the level of a full-scale square wave; at least -120.
    pitch_hz : float32 array
        Fundamental frequency; NaN where nobody speaks or the sound has no pitch.
    clipped : bool array
        Where the sound touches full scale again and again.
    """

    step_s: float
    level_dbfs: npt.NDArray[np.float32]
    pitch_hz: npt.NDArray[np.float32]
    clipped: npt.NDArray[np.bool_]
