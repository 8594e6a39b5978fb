"""The server itself: on loopback, at a free port, for as long as somebody looks at it."""

from __future__ import annotations

import logging
import secrets
import socket
import threading
import time
import webbrowser
from collections.abc import Callable
from typing import TYPE_CHECKING

from rehearse.errors import ReviewError

if TYPE_CHECKING:
    from starlette.types import ASGIApp

HOST = "127.0.0.1"

QUIET_ENDS_AFTER_S = 30 * 60.0
"""An open page gives a sign of life every half minute, and in the background every few minutes at the
least; after half an hour without one it was closed."""

_TOKEN_BYTES = 24
_SHUTDOWN_S = 1


class Served:
    """A review at an address of its own, from the moment its port is taken until it ends.

    Parameters
    ----------
    app : ASGI application
    port : int
        0 for a free one.
    page : str
        The path to open, "/" for the list.

    Raises
    ------
    ReviewError
        When the port cannot be had.
    """

    def __init__(self, app: ASGIApp, *, port: int = 0, page: str = "/") -> None:
        from rehearse.review.guard import Guard

        try:
            self._socket = socket.create_server((HOST, port))
        except OSError as error:
            raise ReviewError(
                f"Port {port} cannot be used: {error.strerror}.",
                "Leave out --port to have a free one chosen.",
            ) from error
        self.port: int = self._socket.getsockname()[1]
        self._token = secrets.token_urlsafe(_TOKEN_BYTES)
        self._page = page
        self._seen_s = time.monotonic()
        self._app = Guard(app, port=self.port, token=self._token, on_request=self._see)

    @property
    def address(self) -> str:
        """The address to open, with its token."""
        return f"http://{HOST}:{self.port}{self._page}?token={self._token}"

    def run(self, *, quiet_ends_after_s: float = QUIET_ENDS_AFTER_S) -> None:
        """Answer requests until nobody has looked for long.

        Raises
        ------
        KeyboardInterrupt
            On Ctrl-C.
        """
        import uvicorn

        async def watch() -> None:
            if time.monotonic() - self._seen_s > quiet_ends_after_s:
                server.should_exit = True

        server = uvicorn.Server(
            uvicorn.Config(
                self._app,
                log_config=None,
                access_log=False,
                lifespan="off",
                ws="none",
                proxy_headers=False,
                server_header=False,
                timeout_graceful_shutdown=_SHUTDOWN_S,
                timeout_notify=1,
                callback_notify=watch,
            )
        )
        logger = logging.getLogger("uvicorn.error")

        def is_wanted(_record: logging.LogRecord) -> bool:
            return not server.should_exit  # what is cut off by the end itself is no error

        logger.addFilter(is_wanted)
        try:
            server.run(sockets=[self._socket])
        finally:
            logger.removeFilter(is_wanted)

    def close(self) -> None:
        """Give the port back, when the server is not to run after all."""
        self._socket.close()

    def _see(self) -> None:
        self._seen_s = time.monotonic()


def open_browser(address: str, on_failure: Callable[[], None]) -> None:
    """Show an address in the person's browser, without waiting for it.

    Parameters
    ----------
    address : str
    on_failure : callable
        Told when no browser could be started.
    """

    def show() -> None:
        if not webbrowser.open(address):
            on_failure()

    threading.Thread(target=show, name="open-browser", daemon=True).start()
