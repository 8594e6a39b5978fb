"""Files that are whole or not there, also after a power cut."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def appearing(path: Path) -> Iterator[Path]:
    """Give a path to write to, whose file takes the place of `path` in one step at the end.

    At any moment the old file or the new one is there, whole; when the block fails, the old one.

    Raises
    ------
    OSError
    """
    passing = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        yield passing
        with passing.open("rb+") as file:
            os.fsync(file.fileno())
        passing.replace(path)
    except BaseException:
        passing.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Wait until the disk has the names of a folder's files; Windows sees to that by itself."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
