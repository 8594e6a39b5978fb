"""Waiting in a test: every wait has an end, and says what it waited for when that did not come."""

from __future__ import annotations

import threading
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

PATIENCE_S = 60.0
"""What a busy machine may take for what takes a moment otherwise; less than what a whole test may take."""

_LOOK_EVERY_S = 0.01

Found = TypeVar("Found")


def until(condition: Callable[[], Found], awaited: str, within_s: float = PATIENCE_S) -> Found:
    """Return what `condition` gives as soon as that is true of it."""
    deadline_s = time.monotonic() + within_s
    while not (found := condition()):
        _require_time(deadline_s, awaited, within_s)
        time.sleep(_LOOK_EVERY_S)
    return found


async def until_shown(
    pause: Callable[[float], Awaitable[None]], condition: Callable[[], Found], awaited: str
) -> Found:
    """Do the same where a screen goes on meanwhile: `pause` is its pilot's, or asyncio's sleep."""
    deadline_s = time.monotonic() + PATIENCE_S
    while not (found := condition()):
        _require_time(deadline_s, awaited, PATIENCE_S)
        await pause(_LOOK_EVERY_S)
    return found


def _require_time(deadline_s: float, awaited: str, within_s: float) -> None:
    assert time.monotonic() < deadline_s, f"waited {within_s:g} s in vain for {awaited}"


def happened(event: threading.Event, awaited: str, within_s: float = PATIENCE_S) -> None:
    """Wait until another thread sets an event."""
    assert event.wait(within_s), f"waited {within_s:g} s in vain for {awaited}"


def until_ended(thread: threading.Thread, within_s: float = PATIENCE_S) -> None:
    """Wait until a thread has ended."""
    thread.join(within_s)
    assert not thread.is_alive(), f"waited {within_s:g} s in vain for the end of {thread.name}"


def at_once(*works: Callable[[], object]) -> None:
    """Do some work each in a thread of its own, begun together, and wait until all is done."""
    threads = [
        # A daemon does not keep pytest from ending when it hangs.
        threading.Thread(target=work, name=f"thread {number} of {len(works)}", daemon=True)
        for number, work in enumerate(works, 1)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        until_ended(thread)
