"""Files of JSON lines that are only ever added to, by any number of programs.

A line is on the disk before its writer goes on. One that was cut short, as by a power cut, is passed
over when the file is read and ended before the next one is added, so that it spoils no other.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from rehearse.durable import sync_folder


def append_lines(path: Path, lines: Iterable[Mapping[str, object]]) -> None:
    """Add lines to a file, which is made with the first one; return when they are on the disk.

    Raises
    ------
    OSError
    """
    texts = [json.dumps(line, ensure_ascii=False, allow_nan=False) + "\n" for line in lines]
    with path.open("ab+") as file:
        size = file.seek(0, os.SEEK_END)
        if size:
            file.seek(size - 1)
            if file.read(1) != b"\n":
                texts.insert(0, "\n")
        file.write("".join(texts).encode())
        file.flush()
        os.fsync(file.fileno())
    if not size:
        sync_folder(path.parent)


def read_lines(path: Path) -> list[object]:
    """Return what each line holds; lines that are not JSON are left out, and no file is no lines.

    Raises
    ------
    OSError
        When the file is there and cannot be read.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return []
    lines: list[object] = []
    for line in content.split(b"\n"):
        try:
            lines.append(json.loads(line.decode()))
        except (ValueError, RecursionError):
            continue
    return lines
