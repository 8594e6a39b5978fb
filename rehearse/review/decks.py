"""The decks as they are now, read anew only when their files have changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from rehearse.deck import Deck, read_deck
from rehearse.errors import DeckError


class Decks:
    """The decks that are whole; `rehearse decks check` tells of the others.

    Parameters
    ----------
    files : callable
        Returns the decks' files.
    """

    def __init__(self, files: Callable[[], Iterable[Path]]) -> None:
        self._files = files
        self._known: dict[Path, tuple[tuple[int, int], Deck | None]] = {}

    def read(self) -> tuple[Deck, ...]:
        """Return the decks, in the order of their files."""
        decks = (self._read(path) for path in self._files())
        return tuple(deck for deck in decks if deck is not None)

    def _read(self, path: Path) -> Deck | None:
        try:
            found = path.stat()
        except OSError:
            return None
        state = (found.st_mtime_ns, found.st_size)
        if path not in self._known or self._known[path][0] != state:
            self._known[path] = (state, _whole(path))
        return self._known[path][1]


def _whole(path: Path) -> Deck | None:
    try:
        return read_deck(path)
    except DeckError:
        return None
