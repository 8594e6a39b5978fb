"""What every key does, over whatever is going on."""

from __future__ import annotations

from collections.abc import Iterable

from rich.table import Table
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static


class Help(ModalScreen[None]):
    """The keys that do something now; any key closes it.

    Parameters
    ----------
    bindings : iterable of Binding
    about : str
        What goes on by itself; "" for nothing.
    """

    def __init__(self, bindings: Iterable[Binding], about: str) -> None:
        super().__init__()
        self._keys = dict(_told(each) for each in bindings if each.show or each.key_display)
        self._about = about

    def compose(self) -> ComposeResult:
        """List the keys."""
        table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
        for key, does in {**self._keys, "Ctrl-C": "Leave; what you said is kept"}.items():
            table.add_row(Text(key, style="bold"), does)
        with Vertical(id="help"):
            yield Static("Keys", classes="heading")
            yield Static(table)
            if self._about:
                yield Static(self._about, id="help-about", markup=False)
            yield Static("Any key closes this. What goes on goes on meanwhile.", id="help-foot")

    def on_key(self, event: events.Key) -> None:
        """Close."""
        event.stop()
        self.dismiss()


def _told(binding: Binding) -> tuple[str, str]:
    """Return a key as it stands at the foot of the screen, and what it does in full."""
    return binding.key_display or binding.key, binding.tooltip or binding.description
