"""Small plots of an answer over its time: where it paused, where fillers fell, how fast it went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from rehearse.analysis.pacing import FLAGGED_PACE_WPM
from rehearse.analysis.pauses import LONG_PAUSE_S, SHOWN_PAUSE_S
from rehearse.analysis.phrases import moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rehearse.analysis import Analysis
    from rehearse.analysis.pace_over_time import Window

PLOT_WIDTH = 48
_LABEL_WIDTH = 9
_BARS = "▁▂▃▄▅▆▇█"
_PLOTTED_WPM = (60.0, 220.0)


def plots(duration_s: float, analysis: Analysis, width: int = PLOT_WIDTH) -> Text:
    """Draw pauses, fillers and, in a longer answer, the pace, above one axis of time.

    Parameters
    ----------
    duration_s : float
        Of the recording.
    analysis : Analysis
    width : int
        Columns of the plot itself.
    """
    if duration_s <= 0:
        return Text()
    text = Text()
    rows = [
        ("Pauses", _pauses(duration_s, analysis, width)),
        ("Fillers", _fillers(duration_s, analysis, width)),
    ]
    if analysis.manner.windows:
        rows.append(("Pace", _pace(duration_s, analysis.manner.windows, width)))
    for label, row in rows:
        text.append(f"{label:<{_LABEL_WIDTH}}", style="dim")
        text.append_text(row)
        text.append("\n")
    end = moment(duration_s)
    text.append(f"{'':<{_LABEL_WIDTH}}0:00{end:>{width - 4}}", style="dim")
    return text


def _column(time_s: float, duration_s: float, width: int) -> int:
    return min(max(int(time_s / duration_s * width), 0), width - 1)


def _pauses(duration_s: float, analysis: Analysis, width: int) -> Text:
    """Draw speech as a line that is broken where it pauses, and gaps where the pause is long."""
    cells = ["━"] * width
    for pause in analysis.silent_pauses:
        if pause.duration_s < SHOWN_PAUSE_S:
            continue
        first, last = (_column(time_s, duration_s, width) for time_s in (pause.start_s, pause.end_s))
        sign = " " if pause.duration_s >= LONG_PAUSE_S else "·"
        cells[first : last + 1] = [sign] * (last + 1 - first)
    return Text("".join(cells), style="cyan")


def _fillers(duration_s: float, analysis: Analysis, width: int) -> Text:
    """Draw how many fillers begin in each column: one, two, more."""
    counts = [0] * width
    for marker in analysis.fillers.both:
        counts[_column(marker.start_s, duration_s, width)] += 1
    text = Text()
    for count in counts:
        text.append("─╷╻╏"[min(count, 3)] if count < 3 else "█", style="yellow" if count else "dim")
    return text


def _pace(duration_s: float, windows: Sequence[Window], width: int) -> Text:
    """Draw the pace at each column as a bar; those that are flagged in colour."""
    low, high = _PLOTTED_WPM
    text = Text()
    for column in range(width):
        time_s = (column + 0.5) / width * duration_s
        nearest = min(windows, key=lambda w: abs((w.place.start_s + w.place.end_s) / 2 - time_s))
        share = (min(max(nearest.speech_rate_wpm, low), high) - low) / (high - low)
        flagged = not FLAGGED_PACE_WPM[0] <= nearest.speech_rate_wpm <= FLAGGED_PACE_WPM[1]
        text.append(_BARS[round(share * (len(_BARS) - 1))], style="yellow" if flagged else "green")
    return text
