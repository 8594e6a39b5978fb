"""What a person corrects in a take: values, and the line of JSON that each is kept as.

A correction refers to the transcript as it was written down and to key points by their text, never
to what other corrections made of them; so the order of unlike ones does not matter, and any can be
undone by itself. Of two on the same thing the later one holds.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, TypeAlias

LONGEST_TEXT = 200
"""Characters put in place of one word: a mis-heard phrase, not a new answer."""

_DIGEST_DIGITS = 16
_CONTROL_CHARACTERS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Respelled:
    """A word was mis-heard.

    Parameters
    ----------
    word : int
        Index in the transcript as it was written down.
    text : str
        What was said instead; several words are allowed.
    """

    word: int
    text: str


@dataclass(frozen=True, slots=True)
class Removed:
    """A word was not said.

    Parameters
    ----------
    word : int
    """

    word: int


@dataclass(frozen=True, slots=True)
class Inserted:
    """A word was said and not written down.

    Parameters
    ----------
    after : int
        Index of the word it follows; -1 for the very beginning.
    text : str
        One word or several; an um is taken for what it is.
    """

    after: int
    text: str


@dataclass(frozen=True, slots=True)
class PointJudged:
    """A key point was made, or was not.

    Parameters
    ----------
    point : str
        Its text.
    said : bool
    first, last : int or None
        The words that make it, as indices, both included; None where the person named none.
    """

    point: str
    said: bool
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class FillerJudged:
    """Some words are a filler, or are none.

    Parameters
    ----------
    first, last : int
        The words, as indices, both included.
    is_filler : bool
    """

    first: int
    last: int
    is_filler: bool


@dataclass(frozen=True, slots=True)
class Undone:
    """An earlier correction is taken back; taking that back restores it.

    Parameters
    ----------
    correction : str
        Its id.
    """

    correction: str


Change: TypeAlias = Respelled | Removed | Inserted | PointJudged | FillerJudged | Undone

_KINDS: dict[str, type[Change]] = {
    "respell": Respelled,
    "remove": Removed,
    "insert": Inserted,
    "point": PointJudged,
    "filler": FillerJudged,
    "undo": Undone,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}


@dataclass(frozen=True, slots=True)
class Correction:
    """One line of a take's corrections.

    Parameters
    ----------
    id : str
        Unique in its take.
    at : datetime
        When it was made, with its time zone.
    change : Change
    """

    id: str
    at: datetime
    change: Change


def new_correction(change: Change, at: datetime) -> Correction:
    """Return a correction with an id of its own."""
    return Correction(secrets.token_hex(4), at, change)


def standing(corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """Return the corrections that hold, in their order: none that was undone, and no undoing.

    Parameters
    ----------
    corrections : iterable of Correction
        As they were made. An undoing takes back only what came before it.
    """
    undone: set[str] = set()
    held: list[Correction] = []
    for correction in reversed(list(corrections)):
        if correction.id in undone:
            continue
        if isinstance(correction.change, Undone):
            undone.add(correction.change.correction)
        else:
            held.append(correction)
    return tuple(reversed(held))


def digest(held: Sequence[Correction]) -> str:
    """Return what tells these corrections from any others; "" for none.

    An analysis names what it was made with, so that one made before a correction is known as such.
    """
    lines = json.dumps([line_of(correction) for correction in held])
    return hashlib.sha256(lines.encode()).hexdigest()[:_DIGEST_DIGITS] if held else ""


def line_of(correction: Correction) -> dict[str, Any]:
    """Return a correction as plain JSON values."""
    change = correction.change
    return {
        "id": correction.id,
        "at": correction.at.isoformat(),
        "kind": _NAMES[type(change)],
        **asdict(change),
    }


def correction_from(line: object) -> Correction:
    """Return the correction that a line describes.

    Raises
    ------
    ValueError
        When it describes none, or one of a newer program.
    """
    if not isinstance(line, Mapping):
        raise ValueError("a correction is an object")  # noqa: TRY004  damage is a ValueError here
    kind: Any = _KINDS.get(str(line.get("kind")))
    if kind is None or not isinstance(line.get("id"), str):
        raise ValueError("a correction has an id and a known kind")
    at = datetime.fromisoformat(str(line.get("at")))
    if at.tzinfo is None:
        raise ValueError("the time of a correction has a time zone")
    change: Change = kind(**{field.name: line.get(field.name) for field in fields(kind)})
    if wrong := problem(change):
        raise ValueError(wrong)
    return Correction(line["id"], at, change)


def problem(change: Change, n_words: int | None = None) -> str:
    """Say what is wrong with a change, in a sentence; "" when nothing is.

    Parameters
    ----------
    change : Change
        Its fields may have come from anywhere, and be of any type.
    n_words : int, optional
        Length of the transcript, when it is known.
    """
    match change:
        case Respelled(word, text):
            return _bad_place(word, word, n_words) or _bad_text(text)
        case Removed(word):
            return _bad_place(word, word, n_words)
        case Inserted(after, text):
            at_start = type(after) is int and after == -1
            return ("" if at_start else _bad_place(after, after, n_words)) or _bad_text(text)
        case FillerJudged(first, last, is_filler):
            return _bad_place(first, last, n_words) or _bad_flag(is_filler)
        case PointJudged(point, said, first, last):
            place = "" if first is None and last is None else _bad_place(first, last, n_words)
            return _bad_name(point) or _bad_flag(said) or place
        case Undone(correction):
            return _bad_name(correction)


def _bad_place(first: object, last: object, n_words: int | None) -> str:
    if type(first) is not int or type(last) is not int or not 0 <= first <= last:
        return "A correction names its words by their numbers, from 0."
    if n_words is not None and last >= n_words:
        return f"There is no word {last}: this take has {n_words}."
    return ""


def _bad_text(text: object) -> str:
    if not isinstance(text, str) or not text.strip():
        return "A correction has a text; to take a word away, remove it."
    if len(text) > LONGEST_TEXT:
        return f"A correction of one word has at most {LONGEST_TEXT} characters."
    return "A correction is one line of plain text." if _CONTROL_CHARACTERS.search(text) else ""


def _bad_name(name: object) -> str:
    return "" if isinstance(name, str) else "A key point is named by its text, a correction by its id."


def _bad_flag(flag: object) -> str:
    return "" if isinstance(flag, bool) else "A verdict is true or false."
