"""Keeps what C libraries have to say off the screen.

PortAudio, ALSA and JACK write to file descriptor 2 from threads of their own, at any moment: when a sound
server dies, say. A program that draws on the whole terminal would have their lines across its picture.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def own_stderr() -> Iterator[None]:
    """Give Python a standard error of its own for the length of the block; file descriptor 2 leads nowhere.

    Both names of it change, since textual draws on ``sys.__stderr__``.
    """
    try:
        terminal = os.dup(2)
    except OSError:  # no standard error at all (pythonw, a daemon)
        yield
        return
    before = sys.stderr, sys.__stderr__
    null = os.open(os.devnull, os.O_WRONLY)
    sys.stderr.flush()
    ours = io.TextIOWrapper(io.FileIO(terminal, "w"), "utf-8", errors="replace", write_through=True)
    try:
        sys.stderr = sys.__stderr__ = ours  # type: ignore[misc]  # final to the type checker only
        os.dup2(null, 2)
        yield
    finally:
        sys.stderr, sys.__stderr__ = before  # type: ignore[misc]
        ours.flush()
        os.dup2(terminal, 2)
        os.close(null)
        ours.close()
