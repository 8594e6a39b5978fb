"""Small pieces of the sentences that analyses are told in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def moment(time_s: float) -> str:
    """Write a time in a recording as people read it, "1:05"."""
    minutes, seconds = divmod(int(time_s), 60)
    return f"{minutes}:{seconds:02d}"


def at(time_s: float | None) -> str:
    """Write where in a recording, " at 1:05"; "" when that is not known."""
    return "" if time_s is None else f" at {moment(time_s)}"


def plural(n: int, one: str) -> str:
    """Write a number of things, "1 pause", "2 pauses"."""
    return f"{n} {one if n == 1 else one + 's'}"


def listed(items: Sequence[str]) -> str:
    """Write a list, "this, that and the other"."""
    return " and ".join(part for part in (", ".join(items[:-1]), *items[-1:]) if part)
