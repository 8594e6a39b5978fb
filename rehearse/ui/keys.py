"""Single key presses from the terminal, on every platform.

prompt_toolkit knows how each terminal delivers keys; here its input is watched by a small event loop
in a thread, so that the rest of the program can simply wait for the next key with a timeout.
"""

from __future__ import annotations

import asyncio
import queue
import sys
import threading
from contextlib import suppress
from enum import Enum
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from prompt_toolkit.input import Input

INTERRUPT = "c-c"
"""Ctrl-C: while keys are read it is a key like the others, so that nothing is cut off half-way."""

_NAMES = {"c-m": "enter", "c-j": "enter", " ": "space", "c-d": INTERRUPT, "<sigint>": INTERRUPT}


class Keys:
    """The keyboard, for the length of a ``with`` block.

    Keys pressed before the block are forgotten: what was meant for another moment must not end an
    answer. Ctrl-C is not: it always means to leave.
    """

    def __init__(self) -> None:
        self._pressed: queue.Queue[str] = queue.Queue()
        self._failure: BaseException | None = None

    def get(self, timeout_s: float | None = None) -> str | None:
        """Wait for a key.

        Parameters
        ----------
        timeout_s : float, optional
            Without it, waits for ever.

        Returns
        -------
        str or None
            The letter in lower case, "enter", "space" or :data:`INTERRUPT`; None when none came.
        """
        try:
            return self._pressed.get(timeout=timeout_s)
        except queue.Empty:
            return None

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._leave = asyncio.Event()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), name="keys", daemon=True)
        self._thread.start()
        try:
            ready.wait()
        except BaseException:  # Ctrl-C just now: the terminal must not stay as the thread has set it
            self._end()
            raise
        if self._failure is not None:
            raise self._failure
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def _end(self) -> None:
        with suppress(RuntimeError):  # the loop has ended by itself
            self._loop.call_soon_threadsafe(self._leave.set)
        self._thread.join()

    def _run(self, ready: threading.Event) -> None:
        try:
            self._loop.run_until_complete(self._watch(ready))
        except BaseException as exc:  # noqa: BLE001  raised again by __enter__
            self._failure = exc
        finally:
            self._loop.close()
            ready.set()

    async def _watch(self, ready: threading.Event) -> None:
        from prompt_toolkit.input import create_input

        terminal = create_input()
        with terminal.raw_mode():
            # What was pressed before is forgotten. Ctrl-C is among it only where it came just now, when
            # it was no longer a signal: other threads may hold this one up here while they load.
            for name in _names_pressed(terminal):
                if name == INTERRUPT:
                    self._pressed.put(name)
            with terminal.attach(lambda: self._take(terminal)):
                ready.set()
                await self._leave.wait()

    def _take(self, terminal: Input) -> None:
        for name in _names_pressed(terminal):
            self._pressed.put(name)
        if terminal.closed:  # the terminal went away: nobody will press anything any more
            self._pressed.put(INTERRUPT)
            self._leave.set()


def _names_pressed(terminal: Input) -> list[str]:
    names = (press.key.value if isinstance(press.key, Enum) else press.key for press in terminal.read_keys())
    return [_NAMES.get(name, name.lower()) for name in names]


def can_press_keys() -> bool:
    """Say whether there is a terminal on both ends."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))
