"""The pages on many takes: all of them, the questions, the progress, the interviews."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from rehearse.errors import RehearseError, StoreError
from rehearse.review.charts import line_chart, sparkline
from rehearse.review.progress import MOST_POINTS, calendar, streak_days, trends
from rehearse.review.questions_view import Tried, tried, untried
from rehearse.review.rendering import day, page, percent
from rehearse.review.rows import Row, matching
from rehearse.review.take_view import STATUS_SYMBOLS, STATUS_WORDS

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from rehearse.review.archive import Archive

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
        rows, troubles = self._archive.rows()
        words, chosen = request.query_params.get("q", ""), request.query_params.get("question", "")
        found = matching(rows, words) if words.strip() else rows
        if chosen:
            found = [row for row in found if f"{row.deck}/{row.question_id}" == chosen]
        n_pages = max(-(-len(found) // ROWS_A_PAGE), 1)
        at = min(max(_whole(request.query_params.get("page", "1")), 1), n_pages)
        shown = found[::-1][(at - 1) * ROWS_A_PAGE : at * ROWS_A_PAGE]
        searched = {name: value for name, value in (("q", words), ("question", chosen)) if value}
        return page(
            "takes.html",
            section="Takes",
            n_all=len(rows),
            n_found=len(found),
            spoken_s=sum(row.duration_s for row in rows),
            streak=streak_days(rows, self._archive.now().date()),
            days=[(day(on), list(group)) for on, group in groupby(shown, key=lambda row: row.day)],
            questions=sorted({row.key: row for row in rows}.values(), key=lambda row: row.question),
            q=words,
            chosen=chosen,
            page=at,
            n_pages=n_pages,
            link=lambda number: "/?" + urlencode({**searched, "page": number}),
            troubles=troubles,
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
        rows = [row for row in self._history() if row.key == key]
        if not rows:
            raise StoreError(
                "There is no take of this question.", "`rehearse takes` lists the takes there are."
            )
        series = trends(rows)
        latest = rows[-TAKES_COMPARED:]
        return page(
            "question.html",
            section="Questions",
            rows=rows,
            latest=rows[-1],
            series=series,
            drawn=[(each, line_chart(each)) for each in series],
            point_rows=latest,
            points=_points_over_takes([self._made(row) for row in latest]),
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

    def _history(self) -> list[Row]:
        """Return the takes of a person, in order of time: demonstrations are left out."""
        return [row for row in self._archive.rows()[0] if not row.demonstration]

    def _made(self, row: Row) -> Mapping[str, Any]:
        try:
            return self._archive.seen(self._archive.take(row.id)).made
        except RehearseError:  # one take that cannot be read leaves its column empty
            return {}


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def _spark(question: Tried) -> str:
    known = [value for value in question.course if value is not None]
    told = f"Coverage from {percent(known[0])} to {percent(known[-1])}" if known else ""
    return sparkline(question.course, told) if len(known) > 1 else ""


def _points_over_takes(documents: list[Mapping[str, Any]]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return each key point of the latest take with its status, as symbol and words, in every take."""
    statuses = [
        {item["text"]: item["status"] for item in made.get("coverage", {}).get("key_points", ())}
        for made in documents
    ]
    return [
        (
            text,
            [
                (
                    STATUS_SYMBOLS.get(found.get(text, ""), "–"),
                    STATUS_WORDS.get(found.get(text, ""), "not asked"),
                )
                for found in statuses
            ],
        )
        for text in statuses[-1]
    ]
