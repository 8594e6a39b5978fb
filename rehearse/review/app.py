"""The pages by their addresses."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from rehearse.errors import RehearseError, StoreError
from rehearse.review.compare_pages import ComparePages
from rehearse.review.file_pages import FilePages
from rehearse.review.forms import posted
from rehearse.review.list_pages import ListPages
from rehearse.review.rendering import STATIC_TYPES, page, static_files
from rehearse.review.take_pages import TakePages
from rehearse.review.wording_pages import WordingPages

if TYPE_CHECKING:
    from starlette.requests import Request

    from rehearse.review.archive import Archive


def make_app(archive: Archive) -> Starlette:
    """Return the pages on the takes of an archive, without the guard that belongs in front of them."""
    lists, takes = ListPages(archive), TakePages(archive)
    wordings, files = WordingPages(archive), FilePages(archive)
    return Starlette(
        routes=[
            Route("/", lists.takes),
            Route("/questions", lists.questions),
            Route("/questions/{deck}/{question}", lists.question),
            Route("/progress", lists.progress),
            Route("/interviews", lists.interviews),
            Route("/interviews/{session}", lists.interview),
            Route("/takes/{take}", takes.take),
            Route("/takes/{take}/peaks", takes.peaks),
            Route("/takes/{take}/voice", takes.voice),
            Route("/takes/{take}/sound", takes.sound),
            Route("/takes/{take}/corrections", posted(takes.correct), methods=["POST"]),
            Route("/takes/{take}/rescore", posted(takes.rescore), methods=["POST"]),
            Route("/takes/{take}/notes", posted(takes.note), methods=["POST"]),
            Route("/takes/{take}/wording", wordings.offer),
            Route("/takes/{take}/wording", posted(wordings.write), methods=["POST"]),
            Route("/takes/{take}/file.{form}", files.take),
            Route("/interviews/{session}/file.html", files.interview),
            Route("/takes.csv", files.table),
            Route("/compare", ComparePages(archive).compare),
            Route("/static/{name}", _static),
            Route("/presence", _presence, methods=["POST"]),
        ],
        exception_handlers={RehearseError: _problem, HTTPException: _refused},
    )


def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in static_files():
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return Response(static_files()[name], media_type=STATIC_TYPES[Path(name).suffix])


def _presence(_request: Request) -> Response:
    return Response(status_code=HTTPStatus.NO_CONTENT)


def _problem(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RehearseError)
    status = HTTPStatus.NOT_FOUND if isinstance(error, StoreError) else HTTPStatus.CONFLICT
    return page("problem.html", status=status, section="", message=error.message, hint=error.hint)


def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    message = "There is no such page." if error.status_code == HTTPStatus.NOT_FOUND else error.detail
    return page("problem.html", status=error.status_code, section="", message=message, hint="")
