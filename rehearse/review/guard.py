"""Nobody gets in but the person at this machine: the gate in front of every page.

A page of somebody else, open in the same browser, may try to reach a server on this machine: by a name
that it points here (DNS rebinding), or by sending a form across (cross-site request). So a request must
name this server as its host, must not come from another origin, and must bear the token that only the
terminal showed; the token moves from the opened address into a cookie. Whatever is let through gets
headers that forbid the page to load or run anything that is not ours.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY_BYTES = 200_000
"""Notes on a take are the longest thing that is sent; this is some thirty thousand words."""

TOKEN_PARAMETER = "token"  # noqa: S105  the name of one, not one

_CHANGING_NOTHING = {"GET", "HEAD"}
_METHODS = _CHANGING_NOTHING | {"POST"}

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
        "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}

_REFUSED = (
    "This page opens only with its token.\n"
    "Use the whole address that `rehearse review` printed, or start `rehearse review` again.\n"
)


class Guard:
    """Lets requests through to `app` that come from its own pages, opened with the token.

    Parameters
    ----------
    app : ASGI application
    port : int
        Where the server listens, on loopback.
    token : str
        What the opened address must bear.
    on_request : callable
        Told of every request that was let through.
    """

    def __init__(self, app: ASGIApp, *, port: int, token: str, on_request: Callable[[], None]) -> None:
        self._app = app
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        self._origins = {f"http://{host}" for host in self._hosts}
        # Cookies know no ports: another review on this machine must not write over ours.
        self._cookie = f"rehearse-review-{port}"
        self._token = token
        self._on_request = on_request

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it on."""
        if scope["type"] != "http":
            return  # a websocket is closed by returning; there are none here
        headers = Headers(scope=scope)
        refusal = self._refusal(scope["method"], headers)
        if refusal is not None:
            await _guarded(refusal)(scope, receive, send)
            return
        tokens = parse_qs(scope["query_string"].decode("latin-1")).get(TOKEN_PARAMETER, [])
        if tokens and self._is_token(tokens[0]):
            await _guarded(self._admission(scope["path"]))(scope, receive, send)
            return
        if not self._is_token(self._presented(headers)):
            forbidden = PlainTextResponse(_REFUSED, HTTPStatus.FORBIDDEN)
            await _guarded(forbidden)(scope, receive, send)
            return
        self._on_request()
        await _guarded(self._app)(scope, receive, send)

    def _refusal(self, method: str, headers: Headers) -> Response | None:
        """Return the answer to a request that is none of ours, whatever token it bears."""
        if headers.get("host", "").lower() not in self._hosts:
            return PlainTextResponse("This server answers only to its own address.\n", HTTPStatus.FORBIDDEN)
        if method not in _METHODS:
            return PlainTextResponse("Not a method of these pages.\n", HTTPStatus.METHOD_NOT_ALLOWED)
        origin = headers.get("origin")
        if origin is None and method not in _CHANGING_NOTHING:  # every browser names it with a form
            return PlainTextResponse("A change must say where it comes from.\n", HTTPStatus.FORBIDDEN)
        if origin is not None and origin.lower() not in self._origins:
            return PlainTextResponse("Not a request of these pages.\n", HTTPStatus.FORBIDDEN)
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > LARGEST_BODY_BYTES:
            return PlainTextResponse("That is too much.\n", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return None

    def _admission(self, path: str) -> Response:
        """Return the answer that puts the token into a cookie and out of the address."""
        # Two leading slashes would name another host.
        response = RedirectResponse("/" + path.lstrip("/\\"), HTTPStatus.SEE_OTHER)
        response.set_cookie(self._cookie, self._token, httponly=True, samesite="strict", path="/")
        return response

    def _presented(self, headers: Headers) -> str:
        try:
            cookies = SimpleCookie(headers.get("cookie", ""))
        except CookieError:
            return ""
        return cookies[self._cookie].value if self._cookie in cookies else ""

    def _is_token(self, presented: str) -> bool:
        return hmac.compare_digest(presented.encode(), self._token.encode())


def _guarded(app: ASGIApp) -> ASGIApp:
    """Return an application whose every answer bears the guarding headers."""

    async def answering(scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await app(scope, receive, with_headers)

    return answering
