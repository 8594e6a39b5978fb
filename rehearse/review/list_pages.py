"""The pages on many takes: all of them, the questions, the progress, the interviews."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote, urlencode

from rehearse.errors import StoreError
from rehearse.interview.record import Interviews
from rehearse.interview.report import report_on
from rehearse.review.charts import line_chart, sparkline
from rehearse.review.progress import MOST_POINTS, calendar, interview_course, streak_days, trends
from rehearse.review.questions_view import Tried, tried, untried
from rehearse.review.rendering import day, page, percent
from rehearse.review.rows import day_of, key_of, matching
from rehearse.review.take_view import STATUS_SYMBOLS, STATUS_WORDS
from rehearse.take_rows import TakeRow

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from rehearse.interview.answers import KeptTakes
    from rehearse.review.archive import Archive

_Row = TypeVar("_Row")

ROWS_A_PAGE = 50
TAKES_COMPARED = 8
"""Columns of the table of key points over takes."""


class ListPages:
    """Handlers; each runs in a thread of its own, so that reading files holds nobody up.

    Parameters
    ----------
    archive : Archive
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def takes(self, request: Request) -> Response:
        """Show takes by date, those that match what is searched for."""
        everything = self._archive.read_rows()
        rows = everything.good
        words, chosen = request.query_params.get("q", ""), request.query_params.get("question", "")
        found = matching(rows, words) if words.strip() else rows
        if chosen:
            found = [row for row in found if f"{row.deck}/{row.question_id}" == chosen]
        shown, at, n_pages = _page_of(found, request)
        searched = {name: value for name, value in (("q", words), ("question", chosen)) if value}
        return page(
            "takes.html",
            section="Takes",
            n_all=len(rows),
            n_found=len(found),
            spoken_s=sum(row.duration_s for row in rows),
            streak=streak_days(rows, self._archive.now().date()),
            days=[(day(on), list(group)) for on, group in groupby(shown, key=day_of)],
            questions=sorted({key_of(row): row for row in rows}.values(), key=lambda row: row.question),
            q=words,
            chosen=chosen,
            page=at,
            n_pages=n_pages,
            link=lambda number: "/?" + urlencode({**searched, "page": number}),
            troubles=(*everything.damaged, *everything.unfinished),
        )

    def questions(self, _request: Request) -> Response:
        """Show the questions: those tried, the weakest first, and those never tried."""
        rows = self._history()
        return page(
            "questions.html",
            section="Questions",
            tried=[(question, _spark(question)) for question in tried(rows)],
            untried=untried(self._archive.read_decks(), rows, self._archive.default_deck),
        )

    def question(self, request: Request) -> Response:
        """Show how one question has developed."""
        key = (request.path_params["deck"], request.path_params["question"])
        rows = [row for row in self._history() if key_of(row) == key]
        if not rows:
            raise StoreError(
                "There is no take of this question.", "`rehearse takes` lists the takes there are."
            )
        series = trends(rows)
        latest = rows[-TAKES_COMPARED:]
        shown, at, n_pages = _page_of(rows, request)
        return page(
            "question.html",
            section="Questions",
            rows=rows,
            shown=shown,
            to_compare=list(dict.fromkeys((rows[-1], *shown, rows[0]))),
            page=at,
            n_pages=n_pages,
            link=lambda number: f"?page={number}#its-takes",
            latest=rows[-1],
            averaged=len(rows) > MOST_POINTS,
            series=series,
            drawn=[(each, line_chart(each)) for each in series],
            point_rows=latest,
            points=_points_over_takes(latest, self._archive.kept(row.id for row in latest)),
        )

    def progress(self, _request: Request) -> Response:
        """Show when there was practice, and the course of the measures."""
        rows = self._history()
        today = self._archive.now().date()
        series = trends(rows)
        return page(
            "progress.html",
            section="Progress",
            weeks=calendar(rows, today),
            streak=streak_days(rows, today),
            series=series,
            drawn=[(each, line_chart(each)) for each in series],
            averaged=len(rows) > MOST_POINTS,
        )

    def interviews(self, request: Request) -> Response:
        """Show the interviews, the latest first."""
        kept = Interviews(self._archive.store.recordings)
        sessions, at, n_pages = _page_of(kept.sessions(), request)
        found, troubles = [], []
        for session in sessions:
            try:
                found.append(kept.read(session))
            except StoreError as error:  # one that is damaged hides no other
                troubles.append(error)
        return page(
            "interviews.html",
            section="Interviews",
            interviews=found,
            troubles=troubles,
            page=at,
            n_pages=n_pages,
            link=lambda number: f"?page={number}",
        )

    def interview(self, request: Request) -> Response:
        """Show the report on one interview."""
        kept = Interviews(self._archive.store.recordings)
        session = request.path_params["session"]
        if session not in kept.sessions():
            raise StoreError("There is no such interview.", "It may have been deleted.")
        interview = kept.read(session)
        report = report_on(interview, self._archive.kept([asked.take for asked in interview.asked]))
        course = interview_course(report)
        return page(
            "interview.html",
            section="Interviews",
            report=report,
            address_of=lambda take_id: f"/takes/{quote(take_id)}",
            series=course,
            drawn=[(each, line_chart(each)) for each in course],
        )

    def _history(self) -> list[TakeRow]:
        """Return the takes of a person, in order of time: demonstrations are left out."""
        return [row for row in self._archive.read_rows().good if not row.demonstration]


def _page_of(rows: Sequence[_Row], request: Request) -> tuple[Sequence[_Row], int, int]:
    """Return the rows of the page that is asked for, the latest first, its number, and how many there are."""
    n_pages = max(-(-len(rows) // ROWS_A_PAGE), 1)
    at = min(max(_whole(request.query_params.get("page", "1")), 1), n_pages)
    return rows[::-1][(at - 1) * ROWS_A_PAGE : at * ROWS_A_PAGE], at, n_pages


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def _spark(question: Tried) -> str:
    known = [value for value in question.course if value is not None]
    told = f"Coverage from {percent(known[0])} to {percent(known[-1])}" if known else ""
    return sparkline(question.course, told) if len(known) > 1 else ""


def _points_over_takes(rows: Sequence[TakeRow], kept: KeptTakes) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return each key point of the latest take with its status, as symbol and words, in every take."""
    statuses = [
        {item["text"]: item["status"] for item in kept[row.id][1]["coverage"]["key_points"]}
        if row.id in kept
        else {}
        for row in rows
    ]

    def shown(status: str | None) -> tuple[str, str]:
        return ("–", "not asked") if status is None else (STATUS_SYMBOLS[status], STATUS_WORDS[status])

    return [(text, [shown(found.get(text)) for found in statuses]) for text in statuses[-1]]
