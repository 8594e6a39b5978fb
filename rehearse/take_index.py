"""A list of thousands of takes at once: their rows, kept in a cache that can be deleted.

The takes themselves are the truth. A row is taken from the cache only when the files it was made of
are those that are there now, by their time, size and number in the file system; all others are read
anew. A cache that is damaged is no cache.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterable, Iterator
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

_State: TypeAlias = list[int]
"""Time, size and number of each of `_FILES`; zeros for one that is not there."""


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


def read_rows(recordings: Path, cache: Path) -> Rows:
    """Return a row for every take.

    Parameters
    ----------
    recordings : Path
    cache : Path
        A file that need not exist; it is written when that saves work the next time. Any number of
        programs may use it at once.

    Raises
    ------
    StoreError
        When the recordings folder itself cannot be read.
    """
    known, kept = _read_cache(cache), {}
    good: list[TakeRow] = []
    troubled: list[Path] = []
    settled_ns = time.time_ns() - SETTLED_NS
    for name, state in _states(recordings):
        columns = known.get(name)
        if columns is None or columns[0] != state:
            try:
                row = read_row(recordings / name)
            except StoreError:
                troubled.append(recordings / name)
                continue
            if max(state[::3]) > settled_ns:
                good.append(row)
                continue
            columns = [state, _plain(row)]
        kept[name] = columns
        good.append(_row(columns[1]))
    if kept != known:
        _write_cache(cache, kept)
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
        state: _State = []
        for file in _FILES:
            try:
                found = os.stat(f"{recordings}{os.sep}{name}{os.sep}{file}")  # noqa: PTH116  half the time
            except OSError:
                state += (0, 0, 0)
            else:
                state += (found.st_mtime_ns, found.st_size, found.st_ino)
        yield name, state


def _plain(row: TakeRow) -> list[Any]:
    columns: list[Any] = [getattr(row, name) for name in _COLUMNS]
    columns[_WHEN] = row.recorded_at.isoformat()
    return columns


def _row(columns: Iterable[Any]) -> TakeRow:
    plain = list(columns)
    plain[_WHEN] = datetime.fromisoformat(plain[_WHEN])
    return TakeRow(*plain)


def _read_cache(cache: Path) -> dict[str, Any]:
    """Return what the cache has of each folder; nothing when it is missing, damaged or of another program."""
    try:
        content = cache.read_bytes()
        head, _, body = content.partition(b"\n")
        if head.decode() == _head(body):
            rows: dict[str, Any] = json.loads(body)
            return rows
    except (OSError, ValueError):
        pass
    return {}


def _write_cache(cache: Path, rows: dict[str, Any]) -> None:
    body = json.dumps(rows, separators=(",", ":")).encode()
    with suppress(OSError):  # without a cache all takes are read again, and nothing else is lost
        cache.parent.mkdir(parents=True, exist_ok=True)
        with appearing(cache) as passing:
            passing.write_bytes(_head(body).encode() + b"\n" + body)


def _head(body: bytes) -> str:
    """Return what a cache begins with: its version, its columns, and what tells it from a damaged one."""
    made_of = hashlib.blake2b(body, digest_size=16).hexdigest()
    return f"{VERSION} {','.join(_COLUMNS)} {made_of}"
