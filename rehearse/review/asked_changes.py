"""What a form of the page asks to be changed, as a correction or an error; nothing is guessed."""

from __future__ import annotations

from collections.abc import Mapping

from rehearse.corrections import Change, FillerJudged, Inserted, PointJudged, Removed, Respelled, Undone
from rehearse.errors import CorrectionError

_LONGEST_NUMBER = 9


def change_from(fields: Mapping[str, str]) -> Change:
    """Return the change that a form describes.

    Parameters
    ----------
    fields : mapping
        ``kind`` and what belongs to it, all as text.

    Raises
    ------
    CorrectionError
        When it describes none.
    """
    match fields.get("kind"):
        case "respell":
            return Respelled(_whole(fields, "word"), fields.get("text", "").strip())
        case "remove":
            return Removed(_whole(fields, "word"))
        case "insert":
            return Inserted(_whole(fields, "after"), fields.get("text", "").strip())
        case "filler":
            return FillerJudged(
                _whole(fields, "first"), _whole(fields, "last"), _yes_or_no(fields, "is_filler")
            )
        case "point":
            named = bool(fields.get("first"))
            return PointJudged(
                fields.get("point", ""),
                _yes_or_no(fields, "said"),
                _whole(fields, "first") if named else None,
                _whole(fields, "last") if named else None,
            )
        case "undo":
            return Undone(fields.get("correction", ""))
    raise CorrectionError("That is no kind of correction.")


def _whole(fields: Mapping[str, str], name: str) -> int:
    text = fields.get(name, "")
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_NUMBER):
        raise CorrectionError(f"“{name}” should be the number of a word.")
    return int(text)


def _yes_or_no(fields: Mapping[str, str], name: str) -> bool:
    if fields.get(name) not in ("yes", "no"):
        raise CorrectionError(f"“{name}” should be yes or no.")
    return fields[name] == "yes"
