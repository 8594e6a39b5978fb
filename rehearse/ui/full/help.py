"""What every key does, over whatever is going on."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from rehearse.ui.full.stage import Stage


class Help(ModalScreen[None]):
    """The keys of a stage; any key closes it.

    Parameters
    ----------
    stage : Stage or None
    """

    def __init__(self, stage: Stage[object] | None) -> None:
        super().__init__()
        self._stage = stage

    def compose(self) -> ComposeResult:
        """List the keys."""
        table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
        for key, does in self._keys():
            table.add_row(Text(key, style="bold"), does)
        with Vertical(id="help"):
            yield Static("Keys", classes="heading")
            yield Static(table)
            yield Static("Any key closes this. A recording goes on meanwhile.", id="help-foot")

    def _keys(self) -> list[tuple[str, str]]:
        bindings = () if self._stage is None else self._stage.BINDINGS
        told = [
            (each.key_display or each.key, each.tooltip or each.description)
            for each in bindings
            if isinstance(each, Binding) and each.description
        ]
        return [*told, ("?", "Help"), ("Ctrl-C", "Leave; what you said is kept")]

    def on_key(self, event: events.Key) -> None:
        """Close."""
        event.stop()
        self.dismiss()
