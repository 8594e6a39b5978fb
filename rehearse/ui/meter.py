"""The level of a microphone, told in a word, by shape and by colour.

Speech goes up and down many times a second, so the word is about the loudest of the last moments, and
only the bar follows each of them.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import Enum
from math import inf

from rich.text import Text

TOO_QUIET_DBFS = -40.0
"""Peaks of speech into a microphone of ordinary gain lie well above; Whisper errs more below."""

CLIPPING_DBFS = -0.5
"""From here on samples reach full scale and the sound is cut off."""

METER_FLOOR_DBFS = -60.0
HOLD_READINGS = 20
"""Readings whose loudest is judged: two seconds at ten a second, longer than most pauses."""

_NARROWEST_BAR, _WIDEST_BAR = 10, 60
_BESIDE_BAR = 24


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a level is called and how it is drawn.

    Parameters
    ----------
    word : str
    style : str
        For whoever sees colours.
    """

    word: str
    style: str


class Level(Enum):
    """How a level is to be taken."""

    SILENT = Judgement("silence", "yellow")
    TOO_QUIET = Judgement("too quiet: speak up", "yellow")
    GOOD = Judgement("good", "green")
    CLIPPING = Judgement("clipping: move back", "red")


def judge(loudest_dbfs: float) -> Level:
    """Judge the loudest of the last moments, dB re full scale."""
    if loudest_dbfs >= CLIPPING_DBFS:
        return Level.CLIPPING
    if loudest_dbfs >= TOO_QUIET_DBFS:
        return Level.GOOD
    return Level.SILENT if loudest_dbfs == -inf else Level.TOO_QUIET


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
        """Draw the last reading as a bar, its parts marked where quiet and clipping begin, and the word."""
        filled = _cells(self._held[-1], width)
        quiet_until = _cells(TOO_QUIET_DBFS, width)
        judgement = judge(self.loudest_dbfs).value
        bar = Text("┃")
        bar.append("█" * filled, style=judgement.style)
        empty = ["·"] * (width - filled)
        if filled < quiet_until:
            empty[quiet_until - filled] = "│"
        bar.append("".join(empty), style="dim")
        return bar.append("┃ ").append(judgement.word, style=f"bold {judgement.style}")


def meter_width(columns: int) -> int:
    """Return how wide the bar is drawn in so many columns, the word beside it."""
    return min(max(columns - _BESIDE_BAR, _NARROWEST_BAR), _WIDEST_BAR)


def _cells(level_dbfs: float, width: int) -> int:
    level = min(max(level_dbfs, METER_FLOOR_DBFS), 0.0)
    return round(width * (1 - level / METER_FLOOR_DBFS))
