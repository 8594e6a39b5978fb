"""The stages before an answer: the question is read, and there may be time to think."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Digits, Static

from rehearse.desk import Begin
from rehearse.ui.full.stage import Stage
from rehearse.ui.sounding import Sounding
from rehearse.ui.summary import clock

_TICK_S = 0.1
_RECORDED_NEXT = "Your answer is recorded when the question has ended."


class Asking(Stage[bool]):
    """The question is read aloud; settled with whether the person wants time to think.

    Parameters
    ----------
    speech : callable
        Reads the question until it is over or its event is set.
    """

    BINDINGS: ClassVar = [
        Binding("space,enter", "answer", "Answer now", key_display="Space", tooltip="Answer now (Enter too)"),
        Binding("r", "repeat", "Hear it again"),
        Binding("t", "think", "Time to think", tooltip="Time to think after the question; again: none"),
        Binding("h", "app.hint", "Hint"),
        Binding("q", "leave", "Quit"),
    ]

    def __init__(self, speech: Callable[[threading.Event], None]) -> None:
        super().__init__()
        self._speech = speech
        self._wants_to_think = False
        self._sounding: Sounding | None = None

    def compose(self) -> ComposeResult:
        """Show that the question is being read."""
        yield Static("♪ Listen …", id="state")
        yield Static(_RECORDED_NEXT, id="next")

    def about(self) -> str:
        """Say what comes next."""
        return _RECORDED_NEXT

    def on_mount(self) -> None:
        """Begin to read."""
        self._sounding = Sounding(self._speech)
        self.set_interval(_TICK_S / 2, self._look)

    def _look(self) -> None:
        if self._sounding is None or not self._sounding.ended or self.outcome.done():
            return
        try:
            self._sounding.raise_if_failed()
        except Exception as exc:  # noqa: BLE001  told by whoever asked for the question
            self.give_up(exc)
        else:
            self.settle(self._wants_to_think)

    def give_up(self, reason: BaseException) -> None:
        """Stop reading, and end."""
        if self._sounding is not None:
            self._sounding.stop()
        super().give_up(reason)

    def action_answer(self) -> None:
        """Cut the question short."""
        if self._sounding is not None:
            self._sounding.stop()

    def action_repeat(self) -> None:
        """Read the question again from its beginning."""
        if self._sounding is not None:
            self._sounding.stop(wait_s=0.5)
        self._sounding = Sounding(self._speech)

    def action_think(self) -> None:
        """Ask for time to think, or do without."""
        self._wants_to_think = not self._wants_to_think
        after = "You will have time to think first." if self._wants_to_think else "No time to think."
        self.query_one("#next", Static).update(f"{after} (t changes it)")


class Thinking(Stage[Begin]):
    """Time to think counts down; settled when it is over or the person begins.

    Parameters
    ----------
    duration_s : float
        And so much more each time it is asked for.
    """

    BINDINGS: ClassVar = [
        Binding("space,enter", "answer", "Answer now", key_display="Space", tooltip="Answer now (Enter too)"),
        Binding("t", "more", "More time", tooltip="As much time once more"),
        Binding("r", "repeat", "Hear the question again"),
        Binding("h", "app.hint", "Hint"),
        Binding("q", "leave", "Quit"),
    ]

    def __init__(self, duration_s: float) -> None:
        super().__init__()
        self._duration_s = duration_s
        self._until_s = time.monotonic() + duration_s

    def compose(self) -> ComposeResult:
        """Show the time that is left."""
        yield Static("Time to think. Nothing is recorded yet.", id="state")
        yield Digits(clock(self._duration_s), id="clock")

    def about(self) -> str:
        """Say what comes next."""
        return "Your answer is recorded when the time is over."

    def on_mount(self) -> None:
        """Begin to count."""
        self.set_interval(_TICK_S, self._look)

    def _look(self) -> None:
        left_s = self._until_s - time.monotonic()
        if left_s <= 0:
            self.settle(Begin.ANSWER)
        self.query_one("#clock", Digits).update(clock(max(left_s, 0.0) + 0.99))

    def action_answer(self) -> None:
        """Begin to answer."""
        self.settle(Begin.ANSWER)

    def action_more(self) -> None:
        """Give the same time once more."""
        self._until_s += self._duration_s

    def action_repeat(self) -> None:
        """Have the question read again."""
        self.settle(Begin.REPEAT)
