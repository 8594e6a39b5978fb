"""A list of thousands of takes at once: their rows, kept in a cache that can be deleted.

The takes themselves are the truth. A row is taken from the cache only when the files it was made of
are those that are there now, by their time, size and number in the file system; all others are read
anew. A cache that is damaged is no cache.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

from rehearse.corrections_log import CORRECTIONS_FILE
from rehearse.durable import appearing
from rehearse.errors import StoreError
from rehearse.shelf import TroubledTake, sort_out
from rehearse.take_folder import ANALYSIS_FILE, TAKE_FILE, failed, is_take
from rehearse.take_rows import TakeRow, read_row

VERSION = 1
"""Raised whenever a row is read in another way."""

SETTLED_NS = 3_000_000_000
"""A file that changed so recently may change once more without looking changed: some file systems
tell time by two seconds. It is read each time until then."""

_FILES = (TAKE_FILE, ANALYSIS_FILE, CORRECTIONS_FILE)
_COLUMNS = tuple(field.name for field in fields(TakeRow))
_WHEN = _COLUMNS.index("recorded_at")

_State: TypeAlias = tuple[int, ...]
"""Time, size and number of each of `_FILES`; zeros for one that is not there."""

_Kept: TypeAlias = tuple[_State, TakeRow]


@dataclass(frozen=True, slots=True)
class Rows:
    """Everything in a recordings folder, at a glance.

    Parameters
    ----------
    good : tuple of TakeRow
        In order of time.
    damaged, unfinished : tuple of TroubledTake
        As of :class:`rehearse.shelf.Takes`.
    """

    good: tuple[TakeRow, ...]
    damaged: tuple[TroubledTake, ...] = ()
    unfinished: tuple[TroubledTake, ...] = ()


class TakeIndex:
    """The takes of a recordings folder, each read once for as long as its files stay as they are.

    Parameters
    ----------
    recordings : Path
    cache : Path
        A file that need not exist; it is written when that saves work the next time. Any number of
        programs may use it at once.
    """

    def __init__(self, recordings: Path, cache: Path) -> None:
        self._recordings = recordings
        self._cache = cache
        self._known: dict[str, _Kept] | None = None
        self._alone = threading.Lock()

    def rows(self) -> Rows:
        """Return a row for every take that is there now.

        Raises
        ------
        StoreError
            When the recordings folder itself cannot be read.
        """
        with self._alone:  # what one thread reads, another is to find
            return self._rows()

    def _rows(self) -> Rows:
        known = self._known if self._known is not None else _read_cache(self._cache)
        kept: dict[str, _Kept] = {}
        good: list[TakeRow] = []
        troubled: list[Path] = []
        settled_ns = time.time_ns() - SETTLED_NS
        for name, state in _states(self._recordings):
            found = known.get(name)
            if found is None or found[0] != state:
                try:
                    found = (state, read_row(self._recordings / name))
                except StoreError:
                    troubled.append(self._recordings / name)
                    continue
            good.append(found[1])
            if max(state[::3]) <= settled_ns:
                kept[name] = found
        if kept != known:
            _write_cache(self._cache, kept)
        self._known = kept
        good.sort(key=lambda row: (row.recorded_at, row.id))
        rest = sort_out(folder for folder in troubled if is_take(folder))
        return Rows(tuple(good), rest.damaged, rest.unfinished)


def _states(recordings: Path) -> Iterator[tuple[str, _State]]:
    """Yield the name of each folder with the state of its files."""
    try:
        with os.scandir(recordings) as entries:
            names = [entry.name for entry in entries if entry.is_dir()]
    except FileNotFoundError:
        return
    except OSError as error:
        raise failed("Your takes cannot be read", recordings, error) from error
    for name in names:
        state: list[int] = []
        for file in _FILES:
            try:
                found = os.stat(f"{recordings}{os.sep}{name}{os.sep}{file}")  # noqa: PTH116  half the time
            except OSError:
                state += (0, 0, 0)
            else:
                state += (found.st_mtime_ns, found.st_size, found.st_ino)
        yield name, tuple(state)


def _plain(row: TakeRow) -> list[Any]:
    columns: list[Any] = [getattr(row, name) for name in _COLUMNS]
    columns[_WHEN] = row.recorded_at.isoformat()
    return columns


def _row(columns: list[Any]) -> TakeRow:
    columns[_WHEN] = datetime.fromisoformat(columns[_WHEN])
    return TakeRow(*columns)


def _read_cache(cache: Path) -> dict[str, _Kept]:
    """Return what the cache has of each folder; nothing when it is missing, damaged or of another program."""
    try:
        content = cache.read_bytes()
        head, _, body = content.partition(b"\n")
        if head.decode() == _head(body):
            plain = json.loads(body)
            return {name: (tuple(state), _row(columns)) for name, (state, columns) in plain.items()}
    except (OSError, ValueError):
        pass
    return {}


def _write_cache(cache: Path, kept: Mapping[str, _Kept]) -> None:
    plain = {name: (state, _plain(row)) for name, (state, row) in kept.items()}
    body = json.dumps(plain, separators=(",", ":")).encode()
    with suppress(OSError):  # without a cache all takes are read again, and nothing else is lost
        cache.parent.mkdir(parents=True, exist_ok=True)
        with appearing(cache) as passing:
            passing.write_bytes(_head(body).encode() + b"\n" + body)


def _head(body: bytes) -> str:
    """Return what a cache begins with: its version, its columns, and what tells it from a damaged one."""
    made_of = hashlib.blake2b(body, digest_size=16).hexdigest()
    return f"{VERSION} {','.join(_COLUMNS)} {made_of}"
