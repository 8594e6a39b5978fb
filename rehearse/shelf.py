"""All takes of a folder read at once: the whole ones, and what is the matter with the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rehearse.errors import StoreError
from rehearse.take import Take
from rehearse.take_folder import TAKE_FILE, read_take
from rehearse.unfinished import is_in_use


@dataclass(frozen=True, slots=True)
class TroubledTake:
    """A folder that holds something of an answer and is no whole take.

    Parameters
    ----------
    folder : Path
    message : str
        What is the matter, in a sentence.
    hint : str
        What can be done about it, in a sentence.
    """

    folder: Path
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Takes:
    """Everything in a recordings folder.

    Parameters
    ----------
    good : tuple of Take
        In order of time.
    damaged : tuple of TroubledTake
        Those whose ``take.json`` cannot be read.
    unfinished : tuple of TroubledTake
        Those that have sound and no ``take.json``, interrupted; not those being recorded just now.
    """

    good: tuple[Take, ...]
    damaged: tuple[TroubledTake, ...]
    unfinished: tuple[TroubledTake, ...]


def sort_out(folders: Iterable[Path]) -> Takes:
    """Read the takes in some folders; what is not whole is set apart and stops nobody."""
    good: list[Take] = []
    damaged: list[TroubledTake] = []
    unfinished: list[TroubledTake] = []
    for folder in folders:
        try:
            good.append(read_take(folder))
        except StoreError as error:
            troubled = TroubledTake(folder, error.message, error.hint)
            if (folder / TAKE_FILE).exists():
                damaged.append(troubled)
            elif not is_in_use(folder):
                unfinished.append(troubled)
    good.sort(key=lambda take: (take.recorded_at, take.id))
    return Takes(tuple(good), tuple(damaged), tuple(unfinished))
