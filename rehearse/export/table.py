"""All takes as a table for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from typing import Any

from rehearse.take_rows import TakeRow

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a text that begins so for a formula, and runs it."""

COLUMNS = tuple(field.name for field in fields(TakeRow) if field.name != "stale")


def as_csv(rows: Iterable[TakeRow]) -> str:
    """Write takes as comma-separated values, one a line, with a line of names first."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([_cell(getattr(row, name)) for name in COLUMNS] for row in rows)
    return out.getvalue()


def _cell(value: Any) -> Any:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case datetime():
            return value.isoformat()
        case str() if value.lstrip().startswith(_FORMULA_SIGNS) or value.startswith(_FORMULA_SIGNS):
            return f"'{value}"
        case float():
            return round(value, 3)
    return value
