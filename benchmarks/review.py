"""How long the pages of the review take, by doubling: the list of thousands of takes, and a long take.

    python -m benchmarks.review [--browser]

Times are of whole requests to the running server, on loopback: the first after the cache of the list was
deleted, and the median of those after it. The takes are made, without sound but for the last table's.
"""

from __future__ import annotations

import argparse
import http.client
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

import numpy as np
import soundfile

from rehearse import config, looking_back
from rehearse.audio.take_hearing import TakeHearing
from rehearse.deck import read_deck
from rehearse.review.app import make_app
from rehearse.review.archive import Archive
from rehearse.review.decks import Decks
from rehearse.review.serving import Served
from rehearse.store import Store
from tests.made_takes import save_made, save_many

N_TAKES = (625, 1250, 2500, 5000)
MINUTES = (2.5, 5, 10, 20)
WORDS_A_MINUTE = 115
N_AGAIN = 7
DECK = Path(__file__).parents[1] / "prompts" / "machine-learning.md"

_SAMPLE_RATE_HZ = 16_000


@contextmanager
def served(recordings: Path) -> Iterator[tuple[Served, str]]:
    """Serve the takes of a folder; yield the server and its cookie."""
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
    yield server, f"rehearse-review-{server.port}={urlsplit(server.address).query.removeprefix('token=')}"


def timed(port: int, cookie: str, path: str) -> float:
    """Return how long a request takes, s."""
    begun_s = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", path, headers={"Cookie": cookie})
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 200, f"{path}: {answer.status}"
    connection.close()
    return time.perf_counter() - begun_s


def again(port: int, cookie: str, path: str) -> float:
    """Return the median of several requests, s."""
    return median(timed(port, cookie, path) for _ in range(N_AGAIN))


def lists() -> None:
    """Print how long the pages on many takes take."""
    print("takes   list, first   list    search   questions   progress   (s)")
    for n_takes in N_TAKES:
        with tempfile.TemporaryDirectory() as folder:
            recordings = Path(folder)
            save_many(Store(recordings), read_deck(DECK), n_takes, until=datetime.now().astimezone())
            with served(recordings) as (server, cookie):
                timed(server.port, cookie, "/static/review.css")  # the first request imports
                config.take_index_file(recordings).unlink(missing_ok=True)
                first_s = timed(server.port, cookie, "/")
                rest = [
                    again(server.port, cookie, path)
                    for path in ("/", "/?q=put+it", "/questions", "/progress")
                ]
            config.take_index_file(recordings).unlink(missing_ok=True)
        print(f"{n_takes:5}   {first_s:11.2f}   " + "   ".join(f"{each:5.3f}" for each in rest))


def takes(*, browser: bool) -> None:
    """Print how long the page of a take takes, by its length."""
    print("minutes   page    kB    waveform" + ("   shown   a word" if browser else "") + "   (s)")
    deck = read_deck(DECK)
    for minutes in MINUTES:
        with tempfile.TemporaryDirectory() as folder:
            store = Store(Path(folder))
            n_words = round(minutes * WORDS_A_MINUTE)
            take = save_made(store, deck, deck.questions[0], datetime.now().astimezone(), n_words=n_words)
            make_sound(take.recording.path, minutes * 60)
            path = f"/takes/{take.id}"
            with served(store.recordings) as (server, cookie):
                timed(server.port, cookie, path)
                page_s, peaks_s = (again(server.port, cookie, each) for each in (path, f"{path}/peaks"))
                shown = in_browser(server.address, path) if browser else ()
                size = len(page_of(server.port, cookie, path))
        row = [f"{minutes:7}", f"{page_s:5.3f}", f"{size / 1000:4.0f}", f"{peaks_s:8.3f}"]
        print("   ".join([*row, *(f"{each:6.2f}" for each in shown)]))


def page_of(port: int, cookie: str, path: str) -> bytes:
    """Return a page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", path, headers={"Cookie": cookie})
    return connection.getresponse().read()


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
