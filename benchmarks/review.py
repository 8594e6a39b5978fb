"""How long the pages of the review take, by doubling: those on thousands of takes, and a long take.

    python -m benchmarks.review [--browser]

Of each request to the running server, on loopback: the processor time, which a busy machine leaves
alone, and in brackets the time by the clock. The first list is read from the takes, without any cache;
the others are medians of several requests. The takes are made, without sound but for the last table's; what
was written is in the system's memory, where that is not short.
"""

from __future__ import annotations

import argparse
import http.client
import os
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import numpy as np
import soundfile

from rehearse import config, looking_back
from rehearse.audio.take_hearing import TakeHearing
from rehearse.deck import Deck, read_deck
from rehearse.interview.record import Asked, Interview, Interviews
from rehearse.review.app import make_app
from rehearse.review.archive import Archive
from rehearse.review.decks import Decks
from rehearse.review.forms import FORM_TYPE
from rehearse.review.serving import Served
from rehearse.store import Store
from tests.made_takes import save_made, save_many

N_TAKES = (625, 1250, 2500, 5000)
MINUTES = (2.5, 5, 10, 20)
WORDS_A_MINUTE = 115
N_AGAIN = 7
DECK = Path(__file__).parents[1] / "prompts" / "machine-learning.md"

_SAMPLE_RATE_HZ = 16_000
_LONGEST_S = 900
_HOUR_S = 3600


@contextmanager
def served(recordings: Path) -> Iterator[tuple[Served, Client]]:
    """Serve the takes of a folder; yield the server, and who is let in."""
    store = Store(recordings)
    archive = Archive(
        store=store,
        read_rows=lambda: looking_back.rows(store),
        rescorer=looking_back.rescorer(store),
        hearing=TakeHearing(),
        read_decks=Decks(lambda: (DECK,)).read,
        now=lambda: datetime.now().astimezone(),
        default_deck="machine-learning",
    )
    server = Served(make_app(archive))
    threading.Thread(target=server.run, daemon=True).start()
    token = urlsplit(server.address).query.removeprefix("token=")
    yield server, Client(server.port, f"rehearse-review-{server.port}={token}")


@dataclass(frozen=True, slots=True, order=True)
class Time:
    """What a request took: processor time and by the clock, s."""

    processor_s: float
    clock_s: float

    def __str__(self) -> str:
        return f"{self.processor_s:5.3f} ({self.clock_s:5.3f})"


class Client:
    """A person of whom the server holds the cookie.

    Parameters
    ----------
    port : int
    cookie : str
    """

    def __init__(self, port: int, cookie: str) -> None:
        self._port = port
        self._cookie = cookie

    def request(self, path: str, **fields: str) -> bytes:
        """Return a page, or the answer to a form."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=_LONGEST_S)
        form = {"Origin": f"http://127.0.0.1:{self._port}", "Content-Type": FORM_TYPE} if fields else {}
        connection.request(
            "POST" if fields else "GET", path, urlencode(fields) or None, {"Cookie": self._cookie, **form}
        )
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        assert answer.status == (303 if fields else 200), f"{path}: {answer.status}"
        return content

    def timed(self, path: str, **fields: str) -> Time:
        """Return how long a request takes, with what the client does for it."""
        begun_s, begun_processor_s = time.perf_counter(), time.process_time()
        self.request(path, **fields)
        return Time(time.process_time() - begun_processor_s, time.perf_counter() - begun_s)

    def again(self, path: str) -> Time:
        """Return the middle one of several times."""
        return sorted(self.timed(path) for _ in range(N_AGAIN))[N_AGAIN // 2]

    def corrected(self, take_id: str) -> Time:
        """Return how long it takes to correct one word after the other, and to show the take again."""
        times = []
        for number in range(N_AGAIN):
            path = f"/takes/{take_id}"
            form = self.timed(f"{path}/corrections", kind="respell", word=str(number), text=f"word{number}")
            shown = self.timed(path)
            times.append(Time(form.processor_s + shown.processor_s, form.clock_s + shown.clock_s))
        return sorted(times)[N_AGAIN // 2]


def lists() -> None:
    """Print how long the pages on many takes take."""
    names = ("list, first", "list", "search", "questions", "a question", "progress", "interviews")
    print(" takes", *(f"{name:>13}" for name in (*names, "a take", "a correction")), "  (s)")
    deck = read_deck(DECK)
    for n_takes in N_TAKES:
        with tempfile.TemporaryDirectory() as folder:
            recordings = Path(folder)
            save_many(Store(recordings), deck, n_takes, until=datetime.now().astimezone())
            ids = sorted(path.name for path in recordings.iterdir())
            save_interviews(recordings, deck, ids)
            for path in recordings.rglob("*.json"):  # what has just changed is read each time
                os.utime(path, times=(time.time() - _HOUR_S, time.time() - _HOUR_S))
            with served(recordings) as (_, client):
                client.request("/static/review.css")  # the first request imports
                first = client.timed("/")
                question = f"/questions/{deck.name}/{deck.questions[0].id}"
                pages = ("/", "/?q=put+it", "/questions", question, "/progress", "/interviews")
                times = [first, *(client.again(path) for path in (*pages, f"/takes/{ids[-1]}"))]
                times.append(client.corrected(ids[-1]))
            config.take_index_file(recordings).unlink(missing_ok=True)
        print(f"{n_takes:6}", *times)


def save_interviews(recordings: Path, deck: Deck, ids: list[str]) -> None:
    """Write an interview for every ten takes, of five answers."""
    interviews = Interviews(recordings)
    for number in range(0, len(ids), 10):
        asked = tuple(Asked(deck.questions[0].id, False, take, 90.0) for take in ids[number : number + 5])
        began = datetime.now().astimezone() - timedelta(days=len(ids) - number)
        session = f"{began:%Y-%m-%dT%H-%M-%S}_{number:04x}"
        interviews.save(Interview(session, deck.name, began, (), asked=asked, ended=True))


def takes(*, browser: bool) -> None:
    """Print how long the page of a take takes, by its length."""
    names = ("page", "waveform", "a correction")
    shown = ("   shown  a word",) if browser else ()
    print("minutes    kB", *(f"{name:>13}" for name in names), *shown, "  (s)")
    deck = read_deck(DECK)
    for minutes in MINUTES:
        with tempfile.TemporaryDirectory() as folder:
            store = Store(Path(folder))
            n_words = round(minutes * WORDS_A_MINUTE)
            take = save_made(store, deck, deck.questions[0], datetime.now().astimezone(), n_words=n_words)
            make_sound(take.recording.path, minutes * 60)
            path = f"/takes/{take.id}"
            with served(store.recordings) as (server, client):
                size = len(client.request(path))
                client.request(f"{path}/voice")  # it is listened to once, mostly right after it was recorded
                times = [client.again(path), client.again(f"{path}/peaks"), client.corrected(take.id)]
                in_it = in_browser(server.address, path) if browser else ()
            config.take_index_file(store.recordings).unlink(missing_ok=True)
        print(f"{minutes:7} {size / 1000:5.0f}", *times, *(f"{each:7.2f}" for each in in_it))


def make_sound(path: Path, duration_s: float) -> None:
    """Write noise as a FLAC, piece by piece."""
    noise = np.random.default_rng(0).normal(0, 0.05, _SAMPLE_RATE_HZ * 10)
    with soundfile.SoundFile(str(path), "w", _SAMPLE_RATE_HZ, 1, format="FLAC") as file:
        for _ in range(round(duration_s / 10)):
            file.write(noise)


def in_browser(address: str, path: str) -> tuple[float, float]:
    """Return how long Chromium takes to show a take and make it ready, and to seek to a word, s."""
    from tests.contract.chromium import Chromium

    with Chromium() as chromium:
        chromium.enter(address)
        begun_s = time.perf_counter()
        chromium.open(path)
        chromium.wait(lambda: chromium.sound("readyState") >= 1)
        shown_s = time.perf_counter() - begun_s
        seek_ms = chromium.run(
            """
            const words = document.querySelectorAll('.w');
            const begun = performance.now();
            words[words.length - 1].click();
            document.body.getBoundingClientRect();
            return performance.now() - begun;
            """
        )
    return shown_s, seek_ms / 1000


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description="How long the pages of the review take.")
    parser.add_argument("--browser", action="store_true", help="Show the long takes in Chromium too.")
    arguments = parser.parse_args()
    lists()
    print()
    takes(browser=arguments.browser)


if __name__ == "__main__":
    main()
