"""Two takes of one question side by side: what was gained, what was lost, how the figures moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from rehearse.analysis.comparison import Course, FigureCourse, compare
from rehearse.errors import StoreError
from rehearse.review.rendering import page
from rehearse.review.take_view import view_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from rehearse.review.archive import Archive

COURSE_WORDS = {
    Course.GAINED: ("▲", "gained"),
    Course.LOST: ("▼", "lost"),
    Course.KEPT: ("=", "kept"),
    Course.OPEN: ("·", "still open"),
    Course.NEW: ("+", "new in the deck"),
    Course.GONE: ("−", "no longer in the deck"),
}

_FIGURES = {
    "coverage": ("Coverage", "%", 0),
    "delivery": ("Delivery", "%", 0),
    "speech_rate_wpm": ("Pace", "wpm", 0),
    "fillers_per_min": ("Fillers", "a minute", 1),
    "pauses_per_min": ("Pauses", "a minute", 1),
    "n_long_pauses": ("Long pauses", "", 0),
    "n_words": ("Words", "", 0),
}
"""Name, unit and digits of the figures that are shown."""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure in two takes, as it is shown.

    Parameters
    ----------
    name, before, after, change : str
    """

    name: str
    before: str
    after: str
    change: str


class ComparePages:
    """Handlers; each runs in a thread of its own, so that reading files holds nobody up.

    Parameters
    ----------
    archive : Archive
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def compare(self, request: Request) -> Response:
        """Show two takes side by side, the earlier one first."""
        takes = [self._archive.take(request.query_params.get(name, "")) for name in ("one", "other")]
        if takes[0].question.id != takes[1].question.id or takes[0].deck != takes[1].deck:
            raise StoreError("These are takes of two questions.", "Choose two takes of one question.")
        takes.sort(key=lambda take: take.recorded_at)
        before, after = (self._archive.seen(take) for take in takes)
        comparison = compare(before.made, after.made)
        views = [view_of(seen) for seen in (before, after)]
        return page(
            "compare.html",
            section="Takes",
            views=views,
            addresses=[f"/takes/{quote(take.id)}" for take in takes],
            sounds=[take.recording.path.exists() for take in takes],
            points=[(point, *COURSE_WORDS[point.course]) for point in comparison.points],
            said=[{point.text: point for point in view.points} for view in views],
            figures=[_row(figure) for figure in comparison.figures if figure.name in _FIGURES],
            n_gained=len(comparison.of(Course.GAINED)),
            n_lost=len(comparison.of(Course.LOST)),
        )


def _row(figure: FigureCourse) -> FigureRow:
    name, unit, digits = _FIGURES[figure.name]
    factor = 100 if unit == "%" else 1

    def told(value: float | None, sign: str = "") -> str:
        if value is None:
            return "–"
        return f"{value * factor:{sign}.{digits}f}{'' if unit in ('', '%') else ' '}{unit}"

    change = figure.change
    unchanged = change is not None and not round(change * factor, digits)
    return FigureRow(
        name, told(figure.before), told(figure.after), "unchanged" if unchanged else told(change, "+")
    )
