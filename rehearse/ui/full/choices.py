"""Stages that ask something: yes or no, whether a microphone will do, which device to use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from rehearse.desk import AfterCheck, DeviceChoice, LiveRecording
from rehearse.ui.full.stage import Stage
from rehearse.ui.meter import Meter, meter_width

_UPDATES_PER_S = 10


class Confirming(Stage[bool]):
    """A question of yes or no.

    Parameters
    ----------
    question : str
    """

    BINDINGS: ClassVar = [
        Binding("y,enter", "answer(True)", "Yes", key_display="y"),
        Binding("n", "answer(False)", "No"),
        Binding("q", "leave", "Quit"),
    ]

    def __init__(self, question: str) -> None:
        super().__init__()
        self._asked = question

    def compose(self) -> ComposeResult:
        """Show the question."""
        yield Static(self._asked, id="state", markup=False)

    def action_answer(self, yes: bool) -> None:
        """Take the answer."""
        self.settle(yes)


class Checking(Stage[float]):
    """The level of a microphone for a while; settled with the loudest, dB re full scale.

    Parameters
    ----------
    microphone : str
        Its name.
    live : LiveRecording
    duration_s : float
    """

    BINDINGS: ClassVar = [Binding("q", "leave", "Quit")]

    def __init__(self, microphone: str, live: LiveRecording, duration_s: float) -> None:
        super().__init__()
        self._microphone = microphone
        self._live = live
        self._left = round(duration_s * _UPDATES_PER_S)
        self._meter = Meter(self._left + 1)

    def compose(self) -> ComposeResult:
        """Say what is to be said."""
        yield Static(f"The microphone {self._microphone!r} is new here.", markup=False)
        yield Static("Say a few words now, such as “one, two, three”.", id="state")
        yield Static("", id="meter")

    def on_mount(self) -> None:
        """Begin to listen."""
        self.set_interval(1 / _UPDATES_PER_S, self._look)

    def _look(self) -> None:
        self._meter.read(self._live.level_dbfs)
        self.query_one("#meter", Static).update(self._meter.drawn(meter_width(self.size.width)))
        self._left -= 1
        if self._left <= 0:
            self.settle(self._meter.loudest_dbfs)


class AfterChecking(Stage[AfterCheck]):
    """What is wrong with a microphone, and what to do about it.

    Parameters
    ----------
    problem, remedy : str
    can_go_on : bool
        Whether the microphone delivers anything at all.
    """

    BINDINGS: ClassVar = [
        Binding("space,enter", "choose('GO_ON')", "Go on all the same", key_display="Space"),
        Binding("r", "choose('AGAIN')", "Try again"),
        Binding("d", "choose('DEVICES')", "Choose another"),
        Binding("q", "leave", "Quit"),
    ]

    def __init__(self, problem: str, remedy: str, can_go_on: bool) -> None:
        super().__init__()
        self._problem, self._remedy, self._can_go_on = problem, remedy, can_go_on

    def compose(self) -> ComposeResult:
        """Say it."""
        yield Static(Text(f"! {self._problem}", style="bold yellow"), id="state")
        yield Static(self._remedy, markup=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out to go on where there is nothing to go on with."""
        if parameters == (AfterCheck.GO_ON.name,) and not self._can_go_on:
            return False
        return super().check_action(action, parameters)

    def action_choose(self, choice: str) -> None:
        """Take the answer."""
        self.settle(AfterCheck[choice])


class DeviceList(OptionList):
    """Devices to choose from with the arrows and Enter; its keys stand at the foot of the screen."""

    BINDINGS: ClassVar = [
        Binding("up", "cursor_up", "Choose", key_display="↑↓"),
        Binding("enter", "select", "Use it, from now on", key_display="Enter"),
    ]


class Choosing(Stage[int | None]):
    """The choice of a device; settled with its number, None to leave it as it is.

    Parameters
    ----------
    kind : str
        "microphone" or "speaker".
    devices : sequence of DeviceChoice
    current : int or None
        The one in use.
    """

    BINDINGS: ClassVar = [
        Binding("escape", "keep", "Leave it as it is", key_display="Esc"),
        Binding("q", "leave", "Quit"),
    ]

    def __init__(self, kind: str, devices: Sequence[DeviceChoice], current: int | None) -> None:
        super().__init__()
        self._kind, self._devices, self._current = kind, tuple(devices), current

    def compose(self) -> ComposeResult:
        """List the devices."""
        yield Static(f"Choose a {self._kind}.", id="state")
        yield DeviceList(*(Option(self._label(device)) for device in self._devices), markup=False)

    def _label(self, device: DeviceChoice) -> Text:
        marks = " (now)" * (device.index == self._current) + " (the system's choice)" * device.is_default
        return Text.assemble((f"{device.index:>3}  ", "dim"), device.name, (marks, "dim"))

    def on_mount(self) -> None:
        """Begin at the one in use."""
        at = [device.index == self._current for device in self._devices]
        devices = self.query_one(DeviceList)
        devices.highlighted = at.index(True) if True in at else 0

    def on_focus(self, event: events.Focus) -> None:
        """Give the keyboard to the list."""
        event.stop()
        self.query_one(DeviceList).focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the choice."""
        self.settle(self._devices[event.option_index].index)

    def action_keep(self) -> None:
        """Leave it as it is."""
        self.settle(None)
