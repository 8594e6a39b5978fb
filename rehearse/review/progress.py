"""How practice goes over weeks: a calendar of it, and the course of coverage, fillers, pace and pauses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean

from rehearse.analysis.pacing import COMFORTABLE_PACE_WPM
from rehearse.review.charts import Series
from rehearse.review.rows import Row

WEEKS_SHOWN = 18
MOST_POINTS = 40
"""More points than this in a chart are drawn together by day, week or month."""

_HALF_PRACTISED = 2
_MUCH_PRACTISED = 4


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar.

    Parameters
    ----------
    on : date
    n_takes : int
    future : bool
    """

    on: date
    n_takes: int
    future: bool

    @property
    def shade(self) -> int:
        """How dark it is drawn, 0–3; the number in it tells the same."""
        return (self.n_takes > 0) + (self.n_takes >= _HALF_PRACTISED) + (self.n_takes >= _MUCH_PRACTISED)


@dataclass(frozen=True, slots=True)
class Week:
    """A row of the calendar.

    Parameters
    ----------
    monday : date
    days : tuple of Day
        Seven, from Monday.
    """

    monday: date
    days: tuple[Day, ...]

    @property
    def n_takes(self) -> int:
        """Takes in the week."""
        return sum(day.n_takes for day in self.days)


def calendar(rows: Iterable[Row], today: date, n_weeks: int = WEEKS_SHOWN) -> tuple[Week, ...]:
    """Return the last weeks, the present one last."""
    takes = Counter(row.day for row in rows)
    monday = today - timedelta(days=today.weekday(), weeks=n_weeks - 1)
    weeks = []
    for week in range(n_weeks):
        first = monday + timedelta(weeks=week)
        dates = [first + timedelta(days=day) for day in range(7)]
        weeks.append(Week(first, tuple(Day(on, takes[on], future=on > today) for on in dates)))
    return tuple(weeks)


def streak_days(rows: Iterable[Row], today: date) -> int:
    """Return on how many days in a row there was practice, up to today or yesterday."""
    days = {row.day for row in rows}
    last = today if today in days else today - timedelta(days=1)
    n_days = 0
    while last - timedelta(days=n_days) in days:
        n_days += 1
    return n_days


def trends(rows: Sequence[Row]) -> tuple[Series, ...]:
    """Return coverage, fillers, pace and pauses over takes in order of time; none for fewer than two."""
    if len(rows) < 2:
        return ()
    spans = _spans(rows)
    labels = tuple(label for label, _ in spans)

    def values(of: Callable[[Row], float | None]) -> tuple[float | None, ...]:
        return tuple(_mean([of(row) for row in group]) for _, group in spans)

    return (
        Series(
            "Coverage", labels, values(_coverage_percent), "%", limits=(0.0, 100.0), ticks=(0.0, 50.0, 100.0)
        ),
        Series("Fillers", labels, values(lambda row: row.fillers_per_min), "a minute", 1, limits=(0.0, 5.0)),
        Series("Pace", labels, values(lambda row: row.pace_wpm), "wpm", limits=COMFORTABLE_PACE_WPM),
        Series("Pauses", labels, values(lambda row: row.pauses_per_min), "a minute", 1, limits=(0.0, 5.0)),
    )


def _coverage_percent(row: Row) -> float | None:
    return None if row.coverage is None else row.coverage * 100


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known else None


def _spans(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """Return the takes one by one, or by day, week or month when there are many."""
    if len(rows) <= MOST_POINTS:
        return [(f"{row.day.day} {row.day:%b %Y}, {row.recorded_at:%H:%M}", [row]) for row in rows]
    spans: dict[str, list[Row]] = {}
    for name in (_named_day, _named_week, _named_month):
        spans = {}
        for row in rows:
            spans.setdefault(name(row.day), []).append(row)
        if len(spans) <= MOST_POINTS:
            break
    return list(spans.items())


def _named_day(on: date) -> str:
    return f"{on.day} {on:%b %Y}"


def _named_week(on: date) -> str:
    return f"week of {_named_day(on - timedelta(days=on.weekday()))}"


def _named_month(on: date) -> str:
    return f"{on:%b %Y}"
