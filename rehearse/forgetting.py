"""Which answers a person means to be rid of, and being rid of them for good."""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from rehearse.errors import RehearseError, StoreError
from rehearse.store import Store
from rehearse.take_folder import TAKE_FILE, failed, read_take
from rehearse.take_names import moment_named
from rehearse.unfinished import is_in_use, read_unfinished

_FORGOTTEN = ".forgotten-"
"""Begins the name of a folder on its way out: out of sight at once, whatever happens then."""

_DAYS = {"d": 1, "day": 1, "w": 7, "week": 7, "m": 30, "month": 30, "y": 365, "year": 365}
_AGE = re.compile(r"(\d{1,6})\s*([a-z]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Kept:
    """Anything of an answer that is kept, whole or not.

    Parameters
    ----------
    folder : Path
    recorded_at : datetime or None
        None where nothing tells it.
    question_id, deck : str or None
        None where nothing tells it.
    about : str
        The question, or what is the matter with the folder.
    unfinished : bool
    size_bytes : int
        Of all its files.
    """

    folder: Path
    recorded_at: datetime | None
    question_id: str | None
    deck: str | None
    about: str
    unfinished: bool
    size_bytes: int


def parse_age(text: str) -> timedelta:
    """Read an age as people write it: 90d, 6 weeks, 3 months, 1 year.

    Raises
    ------
    RehearseError
    """
    found = _AGE.fullmatch(text.strip())
    days = _DAYS.get(found[2].lower()) or _DAYS.get(found[2].lower().removesuffix("s")) if found else None
    if found is None or days is None:
        raise RehearseError(f"{text!r} is no age.", "Write a number and a unit: 90d, 6w, 3 months, 1 year.")
    return timedelta(days=int(found[1]) * days)


def everything_kept(store: Store) -> tuple[Kept, ...]:
    """Return all that a recordings folder keeps of answers, but for those being given just now.

    Raises
    ------
    StoreError
    """
    return tuple(kept_in(folder) for folder in store.folders() if not is_in_use(folder))


def chosen(
    kept: Iterable[Kept],
    *,
    before: datetime | None = None,
    question_id: str | None = None,
    deck: str | None = None,
    unfinished_only: bool = False,
) -> tuple[Kept, ...]:
    """Return what meets every condition that is given; what is not known of an answer meets none."""
    return tuple(
        each
        for each in kept
        if (before is None or (each.recorded_at is not None and each.recorded_at < before))
        and (question_id is None or each.question_id == question_id)
        and (deck is None or each.deck == deck)
        and (each.unfinished or not unfinished_only)
    )


def forget(store: Store, kept: Iterable[Kept]) -> None:
    """Delete answers with their sound, words and scores.

    Raises
    ------
    StoreError
        When one is being recorded just now, or cannot be deleted; those before it are gone.
    """
    for each in kept:
        if is_in_use(each.folder):
            raise StoreError(f"The take {each.folder.name} is being recorded just now.", "Try again later.")
        try:
            # In one step: half a take would look like an interrupted answer.
            passing = each.folder.with_name(f"{_FORGOTTEN}{secrets.token_hex(4)}")
            each.folder.rename(passing)
            shutil.rmtree(passing)
        except OSError as error:
            raise failed(f"The take {each.folder.name} cannot be deleted", each.folder, error) from error
    for left in store.recordings.glob(f"{_FORGOTTEN}*"):  # by a program that ended in the middle of this
        shutil.rmtree(left, ignore_errors=True)


def kept_in(folder: Path) -> Kept:
    """Return what a folder keeps of an answer."""
    size_bytes = sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir())
    if (folder / TAKE_FILE).exists():
        try:
            take = read_take(folder)
        except StoreError:
            return Kept(folder, moment_named(folder.name), None, None, "(damaged)", False, size_bytes)
        question = take.question
        return Kept(folder, take.recorded_at, question.id, take.deck, question.text, False, size_bytes)
    unfinished = read_unfinished(folder)
    beginning = None if unfinished is None else unfinished.beginning
    if beginning is None:
        return Kept(folder, moment_named(folder.name), None, None, "(not finished)", True, size_bytes)
    about = f"(not finished) {beginning.question.text}"
    return Kept(folder, beginning.recorded_at, beginning.question.id, beginning.deck, about, True, size_bytes)
