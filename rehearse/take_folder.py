"""The folder of one take: its files, and reading them whatever their state.

What each file is, is told to users in ``docs/takes.md``.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Mapping
from pathlib import Path

from rehearse.audio.compression import FLAC_FILE, WAV_FILE
from rehearse.durable import appearing
from rehearse.errors import StoreError
from rehearse.shell_words import rehearse_command
from rehearse.take import Take
from rehearse.take_json import take_from

TAKE_FILE = "take.json"
ANALYSIS_FILE = "analysis.json"


def read_take(folder: Path) -> Take:
    """Read a take.

    Raises
    ------
    StoreError
        When there is none, it was not finished, it is damaged, or a newer program wrote it.
    """
    try:
        document = read_json(folder / TAKE_FILE)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise _absent(folder) from error
    except OSError as error:
        raise failed(f"The take {folder.name} cannot be read", folder, error) from error
    except ValueError as error:
        raise _damaged(folder, f"{TAKE_FILE} is not JSON ({error})") from error
    try:
        return take_from(document, folder)
    except ValueError as error:
        raise _damaged(folder, str(error)) from error


def is_take(folder: Path) -> bool:
    """Tell whether a folder holds anything of a take."""
    try:
        return any(os.path.lexists(folder / name) for name in (TAKE_FILE, FLAC_FILE, WAV_FILE))
    except ValueError:  # a zero byte in its name
        return False


def sound_in(folder: Path) -> Path | None:
    """Return the take's recording; None when it is gone."""
    return next((folder / name for name in (FLAC_FILE, WAV_FILE) if (folder / name).exists()), None)


def write_json(path: Path, document: Mapping[str, object]) -> None:
    """Write a JSON file that people can read, in one step.

    Raises
    ------
    OSError
    """
    text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    with appearing(path) as passing:
        passing.write_bytes(text.encode())


def read_json(path: Path) -> object:
    """Read a JSON file.

    Raises
    ------
    OSError
    ValueError
        When it is not JSON in UTF-8.
    """
    content = path.read_bytes()
    try:
        return json.loads(content.decode("utf-8-sig"))
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def _absent(folder: Path) -> StoreError:
    sound = sound_in(folder)
    if sound is None:
        return StoreError(f"There is no take in {folder}.", "`rehearse takes` lists the takes there are.")
    return StoreError(
        f"The take {folder.name} was not finished.",
        f"To finish it: {rehearse_command('finish', folder.name)}",
    )


def _damaged(folder: Path, reason: str) -> StoreError:
    return StoreError(
        f"The take {folder.name} is damaged: {reason}.",
        f"Restore its {TAKE_FILE} from a backup; the sound beside it can be scored again.",
    )


def failed(what: str, path: Path, error: OSError) -> StoreError:
    """Return the error of a file operation in words, with its remedy."""
    reason = error.strerror or type(error).__name__
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        remedy = "Make room on the disk, or choose another folder with --recordings."
    else:
        remedy = f"See that {path} is a folder you may write to, or choose another with --recordings."
    return StoreError(f"{what}: {path}: {reason}.", remedy)
