"""Fetches one large file: with progress, checked, and put in place whole or not at all."""

from __future__ import annotations

import hashlib
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rehearse.desk import ProgressCallback

CHUNK_BYTES = 1 << 18
TIMEOUT_S = 30.0
"""How long the server may stay silent."""


def download(url: str, path: Path, sha256: str, on_progress: ProgressCallback | None = None) -> None:
    """Download `url` to `path`, replacing what is there only when all has arrived unharmed.

    Parameters
    ----------
    url : str
    path : Path
        Its folder is made when missing.
    sha256 : str
        What the file must hash to, as 64 hexadecimal digits.
    on_progress : callable, optional
        Told the part that has arrived, 0–1, when the server states the size.

    Raises
    ------
    OSError
        When the server cannot be reached, sends something else or too little, or the disk is full.
    """
    from urllib.request import urlopen

    digest = hashlib.sha256()
    n_arrived = 0
    with whole_or_not_at_all(path) as file, urlopen(url, timeout=TIMEOUT_S) as source:  # noqa: S310 - https
        size = int(source.headers.get("Content-Length") or 0)
        while chunk := source.read(CHUNK_BYTES):
            file.write(chunk)
            digest.update(chunk)
            n_arrived += len(chunk)
            if on_progress is not None and size:
                on_progress(min(1.0, n_arrived / size))
        if n_arrived < size:
            raise OSError(f"only {n_arrived} of {size} bytes arrived")
        if digest.hexdigest() != sha256:
            raise OSError("what arrived is not the published file (its SHA-256 differs)")


@contextmanager
def whole_or_not_at_all(path: Path) -> Iterator[IO[bytes]]:
    """Open a file to write that appears as `path` when the block ends, and never when it fails.

    Parameters
    ----------
    path : Path
        Its folder is made when missing; a file of that name is replaced.

    Yields
    ------
    file object
        A temporary file in the same folder, so that taking its place is one step.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as temporary:
        try:
            yield temporary
            temporary.close()
            Path(temporary.name).replace(path)
        finally:
            Path(temporary.name).unlink(missing_ok=True)
