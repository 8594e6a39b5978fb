"""The stage in which the answer is recorded: time, level, the words as they are recognised."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Digits, Static

from rehearse.desk import LiveRecording, SilenceLeft, Stop
from rehearse.ui.full.stage import Stage
from rehearse.ui.meter import Meter, meter_width
from rehearse.ui.summary import clock

UPDATES_PER_S = 10
DELIBERATE_S = 0.5
"""A key that ends an answer this soon was meant for what came before it."""

_LOSS = {
    "x": (Stop.DISCARD, "Forget what you said, and begin again?"),
    "r": (Stop.REPEAT, "Forget what you said, and hear the question again?"),
    "t": (Stop.THINK, "Forget what you said, and think first?"),
    "q": (Stop.LEAVE, "Leave? What you said is kept and scored."),
}
"""What a key would end, and what it asks before it does."""

_HANDS_FREE = (
    "Hands-free: a silence after you have spoken ends your answer, and the screen counts down to it. It "
    "waits longer while you have said little, after an “um” and in the middle of a sentence, and longer "
    "than you paused before. Any sound of your voice goes on."
)


class Listening(Stage[Stop]):
    """An answer is recorded; settled when the person ends it, or it ends by itself.

    Parameters
    ----------
    live : LiveRecording
    target_s, limit_s : float
    heard : callable
        The words so far.
    silence_left_s : callable, optional
        Where the answer ends by a silence.
    """

    stays = True
    BINDINGS: ClassVar = [
        Binding("space,enter", "finish", "Done", key_display="Space", tooltip="Done (Enter too)"),
        Binding("x", "ask('x')", "False start", tooltip="A false start: forget it, begin again (asks first)"),
        Binding("r", "ask('r')", "Question again", tooltip="Forget it, hear the question again (asks first)"),
        Binding("t", "ask('t')", "Think first", tooltip="Forget it, think first (asks first)"),
        Binding("h", "app.hint", "Hint"),
        Binding("q", "ask('q')", "Quit", tooltip="Keep and score it, then leave (asks first)"),
    ]

    def __init__(
        self,
        live: LiveRecording,
        target_s: float,
        limit_s: float,
        heard: Callable[[], str],
        silence_left_s: SilenceLeft | None,
    ) -> None:
        super().__init__()
        self._live = live
        self._target_s, self._limit_s = target_s, limit_s
        self._heard = heard
        self._silence_left_s = silence_left_s
        self._meter = Meter()
        self._asked = ""
        self._shown: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """Show the recording."""
        with Horizontal(id="time"):
            yield Digits("0:00", id="clock")
            with Vertical():
                yield Static("● Recording", id="state")
                yield Static("", id="target")
        yield Static("", id="meter")
        yield Static("", id="trouble")
        with VerticalScroll(id="heard-scroll", can_focus=False):
            yield Static("", id="heard", markup=False)

    def about(self) -> str:
        """Say what ends the answer beside the keys."""
        limit = f"Recording stops by itself at {clock(self._limit_s)}."
        return limit if self._silence_left_s is None else f"{_HANDS_FREE} {limit}"

    def on_mount(self) -> None:
        """Begin to look."""
        self._look()
        self.set_interval(1 / UPDATES_PER_S, self._look)

    def _look(self) -> None:
        if self._update("heard", Text(self._heard())):
            self.query_one("#heard-scroll", VerticalScroll).scroll_end(animate=False)
        if self.outcome.done():  # the last words are still being written down
            return
        duration_s = self._live.duration_s
        left_s = None if self._silence_left_s is None else self._silence_left_s()
        if duration_s >= self._limit_s:
            self.settle(Stop.FINISHED)
            return
        if left_s is not None and left_s <= 0:
            self.settle(Stop.FINISHED)
            return
        self._meter.read(self._live.level_dbfs)
        if clock(duration_s) != self._shown.get("clock"):
            self._shown["clock"] = clock(duration_s)
            self.query_one("#clock", Digits).update(clock(duration_s))
            self._update("target", self._target(duration_s))
        self._update("meter", self._meter.drawn(meter_width(self.size.width)))
        self._update("state", self._state(left_s))
        trouble = self._live.trouble
        self._update("trouble", Text(f"! {trouble}" if trouble else "", style="bold yellow"))

    def _update(self, name: str, text: Text) -> bool:
        """Update a line where it has changed; say whether it has."""
        if self._shown.get(name) == text.markup:
            return False
        self._shown[name] = text.markup
        self.query_one(f"#{name}", Static).update(text)
        return True

    def _target(self, duration_s: float) -> Text:
        over_s = duration_s - self._target_s
        if over_s > 0:
            return Text(f"{clock(over_s)} over the target of {clock(self._target_s)}", style="yellow")
        return Text(f"aim for {clock(self._target_s)}: {clock(-over_s)} left", style="dim")

    def _state(self, silence_left_s: float | None) -> Text:
        if self._asked:
            question = f"? {_LOSS[self._asked][1]} {self._asked} again: yes. Any other key: go on."
            return Text(question, style="bold reverse")
        if silence_left_s is not None:
            ends = f"Ends in {max(silence_left_s, 0.0):.1f} s of silence; any sound goes on."
            return Text(f"◌ {ends}", style="bold cyan")
        until = "" if self._silence_left_s is None else "  A silence ends it, or Space."
        return Text.assemble(("● ", "bold red"), ("Recording", "bold"), until)

    def on_key(self, event: events.Key) -> None:
        """Take the answer to what was asked."""
        if not self._asked or event.key == "ctrl+c" or self.outcome.done():
            return
        event.stop()
        event.prevent_default()
        asked, self._asked = self._asked, ""
        if event.key == asked:
            self.settle(_LOSS[asked][0])
        self._look()

    def settle(self, outcome: Stop) -> None:
        """End, and say so."""
        super().settle(outcome)
        self.query_one("#state", Static).update(Text("■ Recorded", style="bold"))
        self.query_one("#target", Static).update("")
        self.query_one("#meter", Static).update("")

    def action_ask(self, key: str) -> None:
        """Ask before anything is lost."""
        self._asked = key
        self._look()

    def action_finish(self) -> None:
        """End the answer."""
        if self._live.duration_s >= DELIBERATE_S:
            self.settle(Stop.FINISHED)

    def interrupt(self) -> None:
        """End the answer and keep it."""
        self.settle(Stop.INTERRUPTED)
