"""A wording that a correction taught, offered for the deck: shown as a difference, then written."""

from __future__ import annotations

import codecs
import difflib
import hashlib
from dataclasses import dataclass
from pathlib import Path

from rehearse.durable import appearing
from rehearse.errors import DeckError


@dataclass(frozen=True, slots=True)
class Rewording:
    """A deck with one more wording, not yet written.

    Parameters
    ----------
    path : Path
        The deck's file.
    before, after : bytes
        What it holds, and what it would hold.
    """

    path: Path
    before: bytes
    after: bytes

    @property
    def digest(self) -> str:
        """What tells the file from any other state of it."""
        return hashlib.sha256(self.before).hexdigest()

    @property
    def difference(self) -> str:
        """The change as a unified diff, without line endings of its own."""
        before, after = (content.decode("utf-8-sig").splitlines() for content in (self.before, self.after))
        name = self.path.name
        return "\n".join(difflib.unified_diff(before, after, name, name, lineterm=""))


def propose_wording(path: Path, question_id: str, point: str, wording: str) -> Rewording:
    """Return what a deck would be with one more wording of a key point.

    Raises
    ------
    DeckError
        When the deck cannot be read, has mistakes, or cannot be given this wording.
    """
    from rehearse.deck_markdown.rewording import add_wording

    before = _read(path)
    mark = codecs.BOM_UTF8 if before.startswith(codecs.BOM_UTF8) else b""
    try:
        after = add_wording(before.decode("utf-8-sig"), question_id, point, wording)
    except ValueError as error:
        message = str(error) if not isinstance(error, UnicodeDecodeError) else f"{path} is not UTF-8 text."
        raise DeckError(message, f"The deck is {path}; you can also write the wording there.") from error
    return Rewording(path, before, mark + after.encode())


def write_rewording(rewording: Rewording) -> None:
    """Write a proposed wording into its deck, in one step.

    Raises
    ------
    DeckError
        When the file has changed since the proposal, or cannot be written; it is then as it was.
    """
    path = rewording.path.resolve()  # a link stays one
    if _read(path) != rewording.before:
        raise DeckError(f"{rewording.path} has changed in the meantime.", "Look at the change once more.")
    try:
        with appearing(path) as passing:
            passing.write_bytes(rewording.after)
            passing.chmod(path.stat().st_mode)
    except OSError as error:
        raise DeckError(
            f"{rewording.path} cannot be written: {error.strerror}.", "See who may write to it."
        ) from error


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DeckError(f"The deck {path} cannot be read: {error.strerror}.", "Check its name.") from error
