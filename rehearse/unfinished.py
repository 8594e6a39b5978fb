"""Takes that have begun and are not saved yet: what is known of them, and in whose hands they are.

While a take is being recorded or finished, its folder holds ``begun.json``, which tells what would be
lost if the program ended now, and the file ``.in-use``, which the program keeps locked. The system
lets go of a lock when its program ends, however it ends: so an answer that was interrupted is told
from one that is being given in another window.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rehearse.errors import StoreError
from rehearse.take import Beginning
from rehearse.take_folder import failed, read_json, sound_in, write_json
from rehearse.take_json import beginning_document_of, beginning_from
from rehearse.take_names import moment_named

if TYPE_CHECKING:
    from filelock import BaseFileLock

BEGUN_FILE = "begun.json"
LOCK_FILE = ".in-use"


@dataclass(frozen=True, slots=True)
class Unfinished:
    """An answer that was given and never became a take.

    Parameters
    ----------
    folder : Path
    sound : Path
        What was said.
    beginning : Beginning or None
        None where the folder does not tell it (a damaged ``begun.json``, or a version that wrote none).
    """

    folder: Path
    sound: Path
    beginning: Beginning | None

    @property
    def recorded_at(self) -> datetime:
        """When it began: as was written down, else as the folder's name tells, else as its file does."""
        if self.beginning is not None:
            return self.beginning.recorded_at
        named = moment_named(self.folder.name)
        return named or datetime.fromtimestamp(self.sound.stat().st_mtime).astimezone()


def read_unfinished(folder: Path) -> Unfinished | None:
    """Return what there is of a take that was not saved; None when nothing was said."""
    sound = sound_in(folder)
    if sound is None:
        return None
    try:
        beginning = beginning_from(read_json(folder / BEGUN_FILE), folder)
    except (OSError, ValueError, StoreError):
        beginning = None  # the sound is what counts; who finishes it says what it answers
    return Unfinished(folder, sound, beginning)


def write_beginning(folder: Path, beginning: Beginning) -> None:
    """Write what is known of a take, in place of what was known before.

    Raises
    ------
    OSError
    """
    write_json(folder / BEGUN_FILE, beginning_document_of(beginning))


def is_in_use(folder: Path) -> bool:
    """Tell whether a program is at work in a take's folder."""
    if not (folder / LOCK_FILE).exists():
        return False
    hold = Hold(folder)
    if not hold.acquire():
        return True
    hold.release()
    return False


class Hold:
    """The right to work in a take's folder, which one program has at a time."""

    def __init__(self, folder: Path) -> None:
        from filelock import FileLock

        # Saved or given up by whichever thread comes to it.
        self._lock: BaseFileLock = FileLock(folder / LOCK_FILE, thread_local=False)
        self._folder = folder

    def acquire(self) -> bool:
        """Take the folder in hand; False when another program has it.

        Raises
        ------
        StoreError
        """
        from filelock import Timeout

        try:
            self._lock.acquire(blocking=False)
        except Timeout:
            return False
        except OSError as error:
            raise failed(f"The take {self._folder.name} cannot be worked on", self._folder, error) from error
        return True

    def release(self) -> None:
        """Let the folder go."""
        if sys.platform != "win32":  # there an open file cannot be removed, and filelock does it afterwards
            (self._folder / LOCK_FILE).unlink(missing_ok=True)
        self._lock.release()
