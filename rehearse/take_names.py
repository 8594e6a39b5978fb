"""What the folders of takes are called, and which one a person means."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from rehearse.deck import slug
from rehearse.errors import StoreError
from rehearse.take import Beginning
from rehearse.take_folder import is_take

LAST = "last"
"""The TAKE of the command line that means the newest."""

LONGEST_NAME_BYTES = 100
"""For the question's id in the name of a folder; file systems take 255 for the whole."""

MOMENT_FORMAT = "%Y-%m-%dT%H-%M-%S"
"""The local time at which a take began, as its folder's name begins with it."""

N_CANDIDATES = 5


def folder_name(beginning: Beginning) -> str:
    """Return the name of a take's folder: when it began, and the question's id as a file system takes it."""
    name = slug(beginning.question.id).encode()[:LONGEST_NAME_BYTES].decode(errors="ignore").strip("-")
    return f"{beginning.recorded_at:{MOMENT_FORMAT}}_{name or 'question'}"


def moment_named(name: str) -> datetime | None:
    """Return the moment that a folder's name begins with, in this machine's time zone; None for none."""
    try:
        return datetime.strptime(name.partition("_")[0], MOMENT_FORMAT).astimezone()
    except ValueError:
        return None


def find_folder(text: str, folders: list[Path], recordings: Path) -> Path:
    """Return the folder of the take that a person means.

    Parameters
    ----------
    text : str
        A folder, the name of one or the beginning of its name.
    folders : list of Path
        Those in `recordings` that hold anything of a take.
    recordings : Path

    Raises
    ------
    StoreError
        When it is none or several; the hint names candidates.
    """
    if text and is_take(Path(text)):
        return Path(text)
    matching = [folder for folder in folders if text and folder.name.startswith(text)]
    exact = [folder for folder in matching if folder.name == text]
    if len(matching) == 1 or exact:
        return (exact or matching)[0]
    if matching:
        raise StoreError(
            f"{len(matching)} takes begin with {text!r}.", f"Write more of the name: {_listed(matching)}."
        )
    newest = f" The newest are {_listed(folders[::-1])}." if folders else ""
    raise StoreError(
        f"There is no take {text!r} in {recordings}.",
        f"Name a take's folder, the beginning of its name, or `{LAST}`.{newest}",
    )


def _listed(folders: list[Path]) -> str:
    names = [folder.name for folder in folders[:N_CANDIDATES]]
    return ", ".join(names) + (" …" if len(folders) > N_CANDIDATES else "")
