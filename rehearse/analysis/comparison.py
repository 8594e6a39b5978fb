"""Two takes of one question side by side: what was gained, what was lost, and how the figures moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from rehearse.analysis.coverage import CREDIT, Status
from rehearse.analysis.summary import figure, summary_of


class Course(StrEnum):
    """How a key point went from one take to another."""

    GAINED = "gained"
    LOST = "lost"
    KEPT = "kept"
    OPEN = "open"
    NEW = "new"
    """The earlier question had no such point."""
    GONE = "gone"
    """The later question has no such point any more."""


@dataclass(frozen=True, slots=True)
class PointCourse:
    """A key point in two takes.

    Parameters
    ----------
    text : str
    before, after : Status or None
        None where the question had no such point.
    course : Course
        Gained and lost also tell of a point that was touched on and is now made in full, or the reverse.
    """

    text: str
    before: Status | None
    after: Status | None
    course: Course


@dataclass(frozen=True, slots=True)
class FigureCourse:
    """A figure in two takes.

    Parameters
    ----------
    name : str
        As in the summary of an analysis document: "coverage", "speech_rate_wpm" …
    before, after : float or None
    """

    name: str
    before: float | None
    after: float | None

    @property
    def change(self) -> float | None:
        """How much more it is; None where one is not known."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two takes of one question.

    Parameters
    ----------
    points : tuple of PointCourse
        Those of the later take in its order, then those that only the earlier one had.
    figures : tuple of FigureCourse
    """

    points: tuple[PointCourse, ...]
    figures: tuple[FigureCourse, ...]

    def of(self, course: Course) -> tuple[PointCourse, ...]:
        """Return the points that went so."""
        return tuple(point for point in self.points if point.course is course)


COMPARED = (
    "coverage",
    "content",
    "delivery",
    "speech_rate_wpm",
    "fillers_per_min",
    "pauses_per_min",
    "n_long_pauses",
    "n_words",
)
"""The figures of a summary that tell two takes apart."""


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> Comparison:
    """Compare two takes by their analysis documents, whatever state those are in.

    Parameters
    ----------
    before, after : mapping
        Of the earlier take and of the later one.
    """
    earlier, later = _statuses(before), _statuses(after)
    points = [_course(text, earlier.get(text), status) for text, status in later.items()]
    points += [_course(text, status, None) for text, status in earlier.items() if text not in later]
    old, new = summary_of(before), summary_of(after)
    figures = tuple(FigureCourse(name, figure(old, name), figure(new, name)) for name in COMPARED)
    return Comparison(tuple(points), figures)


def _course(text: str, before: Status | None, after: Status | None) -> PointCourse:
    if before is None or after is None:
        course = Course.NEW if before is None else Course.GONE
    elif CREDIT[after] == CREDIT[before]:
        course = Course.KEPT if CREDIT[after] else Course.OPEN
    else:
        course = Course.GAINED if CREDIT[after] > CREDIT[before] else Course.LOST
    return PointCourse(text, before, after, course)


def _statuses(made: Mapping[str, Any]) -> dict[str, Status]:
    coverage = made.get("coverage")
    items = coverage.get("key_points") if isinstance(coverage, Mapping) else None
    known = [status.value for status in Status]  # asked of anything, hashable or not
    return {
        item["text"]: Status(item["status"])
        for item in (items if isinstance(items, list) else [])
        if isinstance(item, Mapping) and isinstance(item.get("text"), str) and item.get("status") in known
    }
