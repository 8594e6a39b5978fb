"""How practice goes over weeks: a calendar of it, and the course of coverage, fillers, pace and pauses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean
from typing import TYPE_CHECKING

from rehearse.analysis.pacing import COMFORTABLE_PACE_WPM, LIGHT_DISFLUENCIES_PER_MIN
from rehearse.review.charts import Series
from rehearse.review.rows import day_of
from rehearse.take_rows import TakeRow

if TYPE_CHECKING:
    from rehearse.interview.report import Report

Values = tuple[float | None, ...]

WEEKS_SHOWN = 18
MOST_POINTS = 40
"""More points than this in a chart are drawn together by day, week, month or year."""

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


def calendar(rows: Iterable[TakeRow], today: date, n_weeks: int = WEEKS_SHOWN) -> tuple[Week, ...]:
    """Return the last weeks, the present one last."""
    takes = Counter(day_of(row) for row in rows)
    monday = today - timedelta(days=today.weekday(), weeks=n_weeks - 1)
    weeks = []
    for week in range(n_weeks):
        first = monday + timedelta(weeks=week)
        dates = [first + timedelta(days=day) for day in range(7)]
        weeks.append(Week(first, tuple(Day(on, takes[on], future=on > today) for on in dates)))
    return tuple(weeks)


def streak_days(rows: Iterable[TakeRow], today: date) -> int:
    """Return on how many days in a row there was practice, up to today or yesterday."""
    days = {day_of(row) for row in rows}
    last = today if today in days else today - timedelta(days=1)
    n_days = 0
    while last - timedelta(days=n_days) in days:
        n_days += 1
    return n_days


def trends(rows: Sequence[TakeRow]) -> tuple[Series, ...]:
    """Return coverage, fillers, pace and pauses over takes in order of time; none for fewer than two."""
    if len(rows) < 2:
        return ()
    spans = _spans(rows)
    labels = tuple(label for label, _ in spans)

    def values(of: Callable[[TakeRow], float | None]) -> Values:
        return tuple(_mean([of(row) for row in group]) for _, group in spans)

    return (
        _coverage(labels, values(lambda row: row.coverage)),
        _fillers(labels, values(lambda row: row.fillers_per_min)),
        _pace(labels, values(lambda row: row.pace_wpm)),
        Series("Pauses", labels, values(lambda row: row.pauses_per_min), "a minute", 1, limits=(0.0, 5.0)),
    )


def interview_course(report: Report) -> tuple[Series, ...]:
    """Return coverage, fillers and pace over the answers of an interview; none for fewer than two."""
    answers = report.answers
    if len(answers) < 2:
        return ()
    labels = tuple(f"{answer.number}{' follow-up' if answer.follow_up else ''}" for answer in answers)
    return (
        _coverage(labels, tuple(answer.coverage for answer in answers)),
        _fillers(labels, tuple(answer.fillers_per_min for answer in answers)),
        _pace(labels, tuple(answer.speech_rate_wpm for answer in answers)),
    )


def _coverage(labels: tuple[str, ...], ratios: Values) -> Series:
    percents = tuple(None if ratio is None else ratio * 100 for ratio in ratios)
    return Series("Coverage", labels, percents, "%", limits=(0.0, 100.0), ticks=(0.0, 50.0, 100.0))


def _fillers(labels: tuple[str, ...], per_min: Values) -> Series:
    return Series("Fillers", labels, per_min, "a minute", 1, limits=(0.0, LIGHT_DISFLUENCIES_PER_MIN))


def _pace(labels: tuple[str, ...], wpm: Values) -> Series:
    return Series("Pace", labels, wpm, "wpm", limits=COMFORTABLE_PACE_WPM)


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known else None


def _spans(rows: Sequence[TakeRow]) -> list[tuple[str, list[TakeRow]]]:
    """Return the takes one by one, or by day, week, month or year when there are many."""
    if len(rows) <= MOST_POINTS:
        return [(f"{_named_day(day_of(row))}, {row.recorded_at:%H:%M}", [row]) for row in rows]
    groups: dict[date, list[TakeRow]] = {}
    for row in rows:
        groups.setdefault(day_of(row), []).append(row)
    few = (each for each in _SPANS if len({each[0](on) for on in groups}) <= MOST_POINTS)
    first_of, name = next(few, _SPANS[-1])
    spans: dict[date, list[TakeRow]] = {}
    for on, group in groups.items():
        spans.setdefault(first_of(on), []).extend(group)
    return [(name(first), group) for first, group in spans.items()]


def _named_day(on: date) -> str:
    return f"{on.day} {on:%b %Y}"


_SPANS: tuple[tuple[Callable[[date], date], Callable[[date], str]], ...] = (
    (lambda on: on, _named_day),
    (lambda on: on - timedelta(days=on.weekday()), lambda first: f"week of {_named_day(first)}"),
    (lambda on: on.replace(day=1), lambda first: f"{first:%b %Y}"),
    (lambda on: on.replace(month=1, day=1), lambda first: f"{first.year}"),
)
"""By day, week, month and year: the first day of each, and its name."""
