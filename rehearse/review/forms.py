"""Forms as the pages send them: short, URL-encoded, and nothing else is taken."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from rehearse.review.guard import LARGEST_BODY_BYTES

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

FORM_TYPE = "application/x-www-form-urlencoded"

_MOST_FIELDS = 20


def posted(
    handler: Callable[[Request, Mapping[str, str]], Response],
) -> Callable[[Request], Awaitable[Response]]:
    """Return a handler of requests from one of a request and its form, which runs in a thread of its own."""

    async def answer(request: Request) -> Response:
        fields = await _fields(request)
        return await run_in_threadpool(handler, request, fields)

    return answer


async def _fields(request: Request) -> Mapping[str, str]:
    """Read a form.

    Raises
    ------
    HTTPException
        When it is none, or too large.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM_TYPE:
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "These pages send forms, and only forms.")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY_BYTES:  # whatever length was announced
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "That is too much.")
    try:
        return dict(
            parse_qsl(
                body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS
            )
        )
    except ValueError as error:
        raise HTTPException(HTTPStatus.BAD_REQUEST, "That is not a form of these pages.") from error
