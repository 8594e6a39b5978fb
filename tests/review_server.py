"""The real `rehearse review` as a child process, and plain requests to it, for the tests of its pages."""

from __future__ import annotations

import http.client
import os
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlencode, urlsplit

from tests.made_takes import PEOPLE
from tests.waits import PATIENCE_S, until


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request got."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class ReviewServer:
    """A review of the takes in `home`/recordings, with the deck `people` of its own, for a ``with`` block."""

    def __init__(self, home: Path, *arguments: str) -> None:
        self.home = home
        self.recordings = home / "recordings"
        self.deck = home / "data" / "rehearse" / "prompts" / "people.md"
        self._arguments = arguments

    def __enter__(self) -> Self:
        if not self.deck.exists():
            self.deck.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(PEOPLE, self.deck)
        environment = {
            **os.environ,
            "PYTHONPATH": str(Path(__file__).parents[1]),
            "XDG_DATA_HOME": str(self.home / "data"),
            "REHEARSE_DECK": "people",
        }
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "rehearse", "review", "--no-browser", *self._arguments),
                *("--recordings", str(self.recordings)),
            ],
            cwd=self.home,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        said = self._process.stdout
        assert said is not None
        until(lambda: select.select([said], [], [], 0)[0], "the address of the review")
        self.address = said.readline().split()[-1]
        parts = urlsplit(self.address)
        self.origin = f"http://{parts.netloc}"
        self.port = parts.port
        self.token = parts.query.removeprefix("token=")
        self._cookie = {"Cookie": f"rehearse-review-{self.port}={self.token}"}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.send_signal(signal.SIGINT)
        with self._process:
            status = self._process.wait(PATIENCE_S)
        assert status == 0, "Ctrl-C is the usual end of a review"

    def request(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        admitted: bool = True,
    ) -> Answer:
        """Send one request, with the cookie unless told otherwise; never follows where it is sent on."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        try:
            sent = {**(self._cookie if admitted else {}), **(headers or {})}
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            return Answer(
                answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
            )
        finally:
            connection.close()

    def get(self, path: str) -> Answer:
        return self.request("GET", path)

    def post(self, path: str, **fields: str) -> Answer:
        """Send a form as this review's own page would."""
        headers = {"Origin": self.origin, "Content-Type": "application/x-www-form-urlencoded"}
        return self.request("POST", path, headers=headers, body=urlencode(fields).encode())
