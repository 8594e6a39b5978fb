"""A stage: one state of the practice screen, from when it is shown until the person has settled it."""

from __future__ import annotations

from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from typing import ClassVar, Generic, TypeVar

from textual.containers import Vertical
from textual.message import Message

from rehearse.desk import Left

Outcome = TypeVar("Outcome")


class Stage(Vertical, Generic[Outcome], can_focus=True):
    """What is shown and which keys there are, until `outcome` is known.

    Its keys are its `BINDINGS`: from there come the line at the foot of the screen and the help. They do
    nothing any more once it is settled.
    """

    stays: ClassVar[bool] = False
    """Whether there is still something to see once it is settled."""

    class Told(Message):
        """Something is to be said at the foot of the screen.

        Parameters
        ----------
        text : str
        """

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self) -> None:
        super().__init__()
        self.outcome: Future[Outcome] = Future()

    def settle(self, outcome: Outcome) -> None:
        """End with `outcome`; the first one counts."""
        with suppress(InvalidStateError):
            self.outcome.set_result(outcome)
        self._rest()

    def give_up(self, reason: BaseException) -> None:
        """End without an outcome: whoever waits for it gets `reason` raised."""
        with suppress(InvalidStateError):
            self.outcome.set_exception(reason)
        self._rest()

    def _rest(self) -> None:
        """Take the keys from the foot of the screen, if there still is one."""
        if self.is_running:
            self.refresh_bindings()

    def interrupt(self) -> None:
        """Do what Ctrl-C means here."""
        self.give_up(KeyboardInterrupt())

    def action_leave(self) -> None:
        """Leave; there is nothing to lose in most stages."""
        self.give_up(Left())

    def about(self) -> str:
        """Say for the help what happens here by itself; "" for nothing."""
        return ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Let keys work until the outcome is known."""
        return not self.outcome.done()
