"""The corrections of a take on disk: one a line in its folder, only ever added to."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rehearse.corrections import Correction, correction_from, line_of
from rehearse.json_lines import append_lines, read_lines
from rehearse.take_folder import failed

CORRECTIONS_FILE = "corrections.jsonl"


def read_corrections(folder: Path) -> tuple[Correction, ...]:
    """Return the corrections of a take, as they were made; lines that cannot be read are passed over.

    Raises
    ------
    StoreError
        When the file is there and the system does not let it be read.
    """
    try:
        lines = read_lines(folder / CORRECTIONS_FILE)
    except OSError as error:
        raise failed(f"The corrections of {folder.name} cannot be read", folder, error) from error
    corrections: dict[str, Correction] = {}
    for line in lines:
        try:
            correction = correction_from(line)
        except ValueError:  # of a newer program, or damaged: the others hold
            continue
        corrections.setdefault(correction.id, correction)
    return tuple(corrections.values())


def add_corrections(folder: Path, corrections: Iterable[Correction]) -> None:
    """Add corrections to a take's; return when they are on the disk.

    Raises
    ------
    StoreError
    """
    try:
        append_lines(folder / CORRECTIONS_FILE, [line_of(correction) for correction in corrections])
    except OSError as error:
        raise failed(f"The correction of {folder.name} cannot be saved", folder, error) from error
