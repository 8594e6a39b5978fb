"""The fields of a JSON object, each read as what it should be, or refused in words.

Whatever a damaged file holds, reading it raises a :class:`ValueError` that names the place and what should
stand there, without a full stop.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any

EARLIEST_YEAR = 1971
LATEST_YEAR = 9998
"""Between them, a moment can be told in any time zone on any system."""


def _whole_text(text: str, place: str) -> str:
    """Return a text that can be shown: JSON also allows halves of characters."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"{place} should be a text of whole characters") from error
    return text


class Fields:
    """A JSON object to be read.

    Parameters
    ----------
    document : object
        Whatever was in the file.
    place : str
        How messages call it: "take.json.question".
    """

    def __init__(self, document: object, place: str) -> None:
        if not isinstance(document, Mapping):
            raise ValueError(f"{place} should be an object")  # noqa: TRY004  damage is a ValueError here
        self._document: Mapping[str, Any] = document
        self.place = place

    def _value(self, name: str, wanted: type | tuple[type, ...], described: str) -> Any:
        if name not in self._document:
            raise ValueError(f"{self.place} has no {name}")
        value = self._document[name]
        # True is an int to Python, and nobody's number.
        if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
            raise ValueError(f"{self.place}.{name} should be {described}")
        return value

    def _is_none(self, name: str) -> bool:
        return name in self._document and self._document[name] is None

    def text(self, name: str) -> str:
        """Return a text."""
        return _whole_text(self._value(name, str, "a text"), f"{self.place}.{name}")

    def text_or_none(self, name: str) -> str | None:
        """Return a text, or None where there is a null."""
        return None if self._is_none(name) else self.text(name)

    def added_text(self, name: str) -> str:
        """Return a text that files of the first version do not have yet."""
        return self.text(name) if name in self._document else ""

    def flag(self, name: str) -> bool:
        """Return true or false."""
        flag: bool = self._value(name, bool, "true or false")
        return flag

    def count(self, name: str) -> int:
        """Return a whole number from 0."""
        count: int = self._value(name, int, "a whole number")
        if count < 0:
            raise ValueError(f"{self.place}.{name} should not be negative")
        return count

    def added_count(self, name: str) -> int:
        """Return a whole number from 0 that files of the first version do not have yet."""
        return self.count(name) if name in self._document else 0

    def count_or_none(self, name: str) -> int | None:
        """Return a whole number from 0, or None where there is a null."""
        return None if self._is_none(name) else self.count(name)

    def number(self, name: str) -> float:
        """Return a number from 0."""
        try:
            number = float(self._value(name, (int, float), "a number"))
        except OverflowError:
            number = math.inf
        if not 0 <= number < math.inf:
            raise ValueError(f"{self.place}.{name} should be a number from 0")
        return number

    def number_or_none(self, name: str) -> float | None:
        """Return a number from 0, or None where there is a null."""
        return None if self._is_none(name) else self.number(name)

    def moment(self, name: str) -> datetime:
        """Return a date and time with its time zone."""
        place, text = f"{self.place}.{name}", self.text(name)
        try:
            moment = datetime.fromisoformat(text)
        except ValueError as error:
            raise ValueError(f"{place} should be a date and time") from error
        if moment.tzinfo is None:
            raise ValueError(f"{place} should have a time zone")
        if not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
            raise ValueError(f"{place} should lie between {EARLIEST_YEAR} and {LATEST_YEAR}")
        return moment

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts."""
        items = self._value(name, list, "a list of texts")
        if not all(isinstance(item, str) for item in items):
            raise ValueError(f"{self.place}.{name} should be a list of texts")
        return tuple(_whole_text(item, f"{self.place}.{name}") for item in items)

    def object(self, name: str) -> Fields:
        """Return the fields of an object inside this one."""
        return Fields(self._value(name, Mapping, "an object"), f"{self.place}.{name}")

    def objects(self, name: str) -> list[Fields]:
        """Return the fields of each object in a list."""
        items = self._value(name, list, "a list of objects")
        return [Fields(item, f"{self.place}.{name}[{place}]") for place, item in enumerate(items)]
