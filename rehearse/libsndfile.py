"""How libsndfile is told of a file, whatever its name and whatever the locale."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def name_for_libsndfile(path: Path) -> str | bytes:
    """Return a path as soundfile opens it.

    Elsewhere than on Windows names are bytes, and soundfile would fail on those that the locale's
    encoding does not have (``LC_ALL=C``, an archive from another system).
    """
    return str(path) if sys.platform == "win32" else os.fsencode(path)
