"""The takes of a session as one file, each as its own page; those of an interview with the report on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rehearse.errors import StoreError
from rehearse.interview.record import Interviews
from rehearse.interview.report import report_on
from rehearse.review.charts import line_chart
from rehearse.review.progress import interview_course
from rehearse.review.rendering import render, short_day, time_of_day
from rehearse.review.take_file import take_file

if TYPE_CHECKING:
    from rehearse.interview.record import Interview
    from rehearse.rescoring import Rescored, Rescorer
    from rehearse.store import Store
    from rehearse.take_rows import TakeRow


@dataclass(frozen=True, slots=True)
class Part:
    """A take within the file.

    Parameters
    ----------
    id : str
        What the report's links lead to.
    name : str
    page : str
        As of :func:`rehearse.review.take_file.take_file`.
    """

    id: str
    name: str
    page: str


def exported_session(store: Store, rescorer: Rescorer, rows: Sequence[TakeRow], session: str) -> str:
    """Return the page of a session, its takes scored as they stand.

    Parameters
    ----------
    store : Store
    rescorer : Rescorer
    rows : sequence of TakeRow
        All takes, in order of time.
    session : str

    Raises
    ------
    AudioInputError, StoreError
    """
    kept = Interviews(store.recordings)
    interview = kept.read(session) if session in kept.sessions() else None
    asked = {each.take for each in interview.asked} if interview else set()
    ids = [row.id for row in rows if row.session == session or row.id in asked]
    takes = [rescorer.rescore(store.load(store.recordings / each)) for each in ids]
    if not takes:
        raise StoreError("The takes of this session are gone.", "`rehearse takes` lists the takes there are.")
    return session_file(takes, interview)


def session_file(takes: Sequence[Rescored], interview: Interview | None = None) -> str:
    """Return several takes as one file.

    Parameters
    ----------
    takes : sequence of Rescored
        At least one, in order of time.
    interview : Interview or None
        The one that they were answers of.

    Raises
    ------
    AudioInputError, StoreError
        When their sound is there and cannot be read.
    """
    report = None
    numbers = {each.take.id: f"{number}." for number, each in enumerate(takes, start=1)}
    if interview is not None:
        report = report_on(interview, {each.take.id: (each.take, each.document) for each in takes})
        numbers |= {
            answer.take: f"{answer.number}, follow-up." if answer.follow_up else f"{answer.number}."
            for answer in report.answers
        }
    places = {each.take.id: f"answer-{number}" for number, each in enumerate(takes, start=1)}
    course = interview_course(report) if report else ()
    at = takes[0].take.recorded_at
    return render(
        "session_file.html",
        standalone=True,
        title=f"{'Interview of ' if report else ''}{short_day(at)}, {time_of_day(at)}",
        report=report,
        series=course,
        drawn=[(each, line_chart(each)) for each in course],
        address_of=lambda take_id: f"#{places[take_id]}",
        parts=[
            Part(places[each.take.id], f"{numbers[each.take.id]} {each.question.text}", take_file(each))
            for each in takes
        ],
    )
