"""A person's notes on a take: a text file in its folder."""

from __future__ import annotations

from pathlib import Path

from rehearse.durable import appearing
from rehearse.take_folder import failed

NOTES_FILE = "notes.md"


def read_notes(folder: Path) -> str:
    """Return the notes on a take; "" for none.

    Raises
    ------
    StoreError
    """
    try:
        return (folder / NOTES_FILE).read_text(encoding="utf-8-sig", errors="replace")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise failed(f"The notes on {folder.name} cannot be read", folder, error) from error


def write_notes(folder: Path, text: str) -> None:
    """Put notes in place of those that were there; none at all leave no file.

    Raises
    ------
    StoreError
    """
    text = "\n".join(text.splitlines()).strip()
    try:
        if not text:
            (folder / NOTES_FILE).unlink(missing_ok=True)
            return
        with appearing(folder / NOTES_FILE) as passing:
            passing.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise failed(f"The notes on {folder.name} cannot be kept", folder, error) from error
