"""The level of a microphone, told in a word, by shape and by colour.

Speech goes up and down many times a second, so the word is about the loudest of the last moments, and
only the bar follows each of them.
"""

from __future__ import annotations

from collections import deque
from math import inf

from rich.text import Text

from rehearse.desk.levels import TOO_QUIET_DBFS, Level, judge

METER_FLOOR_DBFS = -60.0
HOLD_READINGS = 20
"""Readings whose loudest is judged: two seconds at ten a second, longer than most pauses."""

_STYLES = {
    Level.SILENT: "yellow",
    Level.TOO_QUIET: "yellow",
    Level.GOOD: "green",
    Level.CLIPPING: "red",
}
_NARROWEST_BAR, _WIDEST_BAR = 10, 60
_BESIDE_BAR = 24


class Meter:
    """Readings of a level, and their drawing.

    Parameters
    ----------
    n_held : int
        How many readings are judged.
    """

    def __init__(self, n_held: int = HOLD_READINGS) -> None:
        self._held: deque[float] = deque([-inf], maxlen=n_held)

    def read(self, level_dbfs: float) -> None:
        """Take in a reading."""
        self._held.append(level_dbfs)

    @property
    def loudest_dbfs(self) -> float:
        """The loudest of the last moments."""
        return max(self._held)

    def drawn(self, width: int) -> Text:
        """Draw the last reading as a bar with a mark where too quiet ends, and the word."""
        filled = _cells(self._held[-1], width)
        quiet_until = _cells(TOO_QUIET_DBFS, width)
        level = judge(self.loudest_dbfs)
        empty = ["·"] * (width - filled)
        if filled < quiet_until:
            empty[quiet_until - filled] = "│"
        return Text.assemble(
            "┃",
            ("█" * filled, _STYLES[level]),
            ("".join(empty), "dim"),
            "┃ ",
            (level.value, f"bold {_STYLES[level]}"),
        )


def meter_width(columns: int) -> int:
    """Return how wide the bar is drawn in so many columns, the word beside it."""
    return min(max(columns - _BESIDE_BAR, _NARROWEST_BAR), _WIDEST_BAR)


def _cells(level_dbfs: float, width: int) -> int:
    level = min(max(level_dbfs, METER_FLOOR_DBFS), 0.0)
    return round(width * (1 - level / METER_FLOOR_DBFS))
