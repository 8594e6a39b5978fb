"""Takes the pictures of the review in docs/review: the list and a take, light and dark, wide and narrow.

python -m tools.review_pictures [FOLDER]
"""

from __future__ import annotations

import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rehearse.deck import read_deck
from rehearse.store import Store
from tests.contract.chromium import Chromium
from tests.made_takes import save_fire_walker, save_many
from tests.review_server import ReviewServer

ROOT = Path(__file__).parents[1]
NOW = datetime(2026, 11, 22, 17, 40, tzinfo=UTC)
WIDE, NARROW = (1100, 860), (390, 780)
N_TAKES = 90

TAKE = "/takes/2026-11-22T17-40-00_fire-walker"
PICTURES = {
    "takes-wide-light": ("/", WIDE, False),
    "takes-wide-dark": ("/", WIDE, True),
    "takes-narrow-light": ("/", NARROW, False),
    "takes-narrow-dark": ("/", NARROW, True),
    "take-wide-light": (TAKE, (1000, 780), False),
    "take-wide-dark": (TAKE, (1000, 780), True),
    "take-narrow-light": (TAKE, NARROW, False),
    "take-narrow-dark": (TAKE, NARROW, True),
    "progress-wide-light": ("/progress", WIDE, False),
}
"""File name, and the page, the window and whether it is dark."""


def main() -> None:
    """Make takes, serve them, and take the pictures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "review"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as passing:
        home = Path(passing)
        store = Store(home / "recordings")
        deck = read_deck(ROOT / "prompts" / "machine-learning.md")
        save_many(store, deck, N_TAKES, until=NOW - timedelta(hours=4))
        save_fire_walker(store, NOW - timedelta(days=9), n_words=40)
        save_fire_walker(store, NOW)
        with ReviewServer(home) as review, Chromium() as chromium:
            chromium.enter(review.address)
            for name, (path, size, dark) in PICTURES.items():
                chromium.show(size, dark=dark)
                chromium.open(path)
                if path == TAKE:
                    chromium.wait(lambda: chromium.all("#lanes .lane"))
                chromium.driver.save_screenshot(str(folder / f"{name}.png"))


if __name__ == "__main__":
    main()
