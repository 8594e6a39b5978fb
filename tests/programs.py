"""Programs of their own, in a pseudo-terminal or without: what they say and their end have a limit."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace

import pexpect

from tests.waits import PATIENCE_S, until

# pexpect reckons its limits by the wall clock, which somebody may set meanwhile.
pexpect.expect.time = SimpleNamespace(time=time.monotonic, sleep=time.sleep)  # type: ignore[attr-defined]


def run_program(
    *command: str,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    check: bool = False,
    within_s: float = PATIENCE_S,
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end without a terminal."""
    return subprocess.run(
        command,
        env=environment,
        cwd=folder,
        check=check,
        capture_output=True,
        text=True,
        timeout=within_s,
    )


def at_terminal(
    command: Sequence[str],
    *,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    patience_s: float = PATIENCE_S,
    size: tuple[int, int] = (24, 80),
) -> pexpect.spawn[str]:
    """Start a program; `patience_s` is how long anything that is expected of it may take.

    Parameters
    ----------
    command : sequence of str
    environment : mapping, optional
        Whole; by default that of the tests.
    folder : Path, optional
        To run it in.
    patience_s : float
    size : tuple of int
        Lines, columns.
    """
    child = pexpect.spawn(
        command[0],
        list(command[1:]),
        env=None if environment is None else dict(environment),
        cwd=folder,
        timeout=patience_s,
        encoding="utf-8",
        dimensions=size,
    )
    child.delayafterterminate = 5  # on a busy machine a killed process takes its time
    return child


def end_of(child: pexpect.spawn[str]) -> int | None:
    """Wait until a program has ended; return its exit status, or None when a signal ended it."""
    child.expect(pexpect.EOF)
    # pexpect's own wait for it has no limit.
    until(lambda: _has_ended(child.pid), f"the end of {child.command} {child.args}")
    child.close()
    return child.exitstatus


def _has_ended(pid: int | None) -> bool:
    assert pid is not None
    try:
        return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    except ChildProcessError:  # pexpect has seen it already
        return True
