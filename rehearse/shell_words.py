"""A command of ours in the words that the person's shell takes, to be copied as it stands."""

from __future__ import annotations

import shlex
import subprocess
import sys


def rehearse_command(*arguments: str) -> str:
    """Return the command that calls `rehearse` with these arguments, quoted where they need it."""
    words = ("rehearse", *arguments)
    return subprocess.list2cmdline(words) if sys.platform == "win32" else shlex.join(words)
