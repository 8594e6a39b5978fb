"""Rows of past takes, chosen and grouped as the lists show them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from rehearse.take_rows import TakeRow


def key_of(row: TakeRow) -> tuple[str, str]:
    """Return deck and id of a take's question: what history hangs on."""
    return (row.deck, row.question_id)


def day_of(row: TakeRow) -> date:
    """Return the day on which a take was recorded, where it was recorded."""
    return row.recorded_at.date()


def matching(rows: Iterable[TakeRow], words: str) -> list[TakeRow]:
    """Return the rows in which every one of some words occurs: in the question, the answer, or the date."""
    wanted = words.casefold().split()
    return [row for row in rows if all(word in _searched(row) for word in wanted)]


def _searched(row: TakeRow) -> str:
    when = f"{row.recorded_at:%Y-%m-%d %A %B} {row.recorded_at.day}"
    return f"{row.question} {row.question_id} {row.deck} {when} {row.id} {row.text}".casefold()
