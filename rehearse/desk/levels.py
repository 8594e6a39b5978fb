"""How a microphone's level is to be taken."""

from __future__ import annotations

from enum import Enum
from math import inf

TOO_QUIET_DBFS = -40.0
"""Peaks of speech into a microphone of ordinary gain lie well above; Whisper errs more below."""

CLIPPING_DBFS = -0.5
"""From here on samples reach full scale and the sound is cut off."""


class Level(Enum):
    """What a level is called."""

    SILENT = "silence"
    TOO_QUIET = "too quiet: speak up"
    GOOD = "good"
    CLIPPING = "clipping: move back"


def judge(loudest_dbfs: float) -> Level:
    """Judge the loudest of the last moments, dB re full scale; ``-inf`` is digital silence."""
    if loudest_dbfs >= CLIPPING_DBFS:
        return Level.CLIPPING
    if loudest_dbfs >= TOO_QUIET_DBFS:
        return Level.GOOD
    return Level.SILENT if loudest_dbfs == -inf else Level.TOO_QUIET
