"""Giving memory back to the system, where its own library would keep what was freed.

Each answer is written down in a thread of its own, and glibc keeps what a thread has freed for the next one
that may need it: a hundred megabytes, again and again, while a long sitting goes on.
"""

from __future__ import annotations

import ctypes
import sys


def give_back() -> None:
    """Give the system what is free; does nothing where the system's library sees to that by itself."""
    if sys.platform != "linux":
        return
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # musl has none
    if trim is not None:
        trim(0)
