"""Taking takes away: each form of export, from the takes on disk to a file."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from rehearse.analysis.phrases import plural
from rehearse.deck import slug
from rehearse.durable import appearing
from rehearse.errors import StoreError
from rehearse.export.cards import Card, as_text, cards_of, write_package
from rehearse.export.table import as_csv
from rehearse.looking_back import find_take, rescorer, rows
from rehearse.rescoring import Rescored, scored_question
from rehearse.review.file_pages import written
from rehearse.store import Store
from rehearse.take_rows import TakeRow
from rehearse.ui.terminal import TerminalScreen, standard_console

STANDARD_OUTPUT = Path("-")
_ENDINGS = {"anki": "txt"}
_BYTE_ORDER_MARK = "\ufeff"
"""Without it, Excel takes UTF-8 for something else."""


def export_takes(
    name: str | None, recordings: Path, *, form: str, session: bool, output: Path | None
) -> None:
    """Write takes in a form, and say where.

    Parameters
    ----------
    name : str or None
        The take; None for the latest, or where the form is one of many takes, for all.
    recordings : Path
    form : str
        "html", "md", "json", "srt", "vtt", "csv", "anki" or "apkg".
    session : bool
        All takes of the same session as that one, as one page.
    output : Path or None
        None for a file in the current folder, named after the take.

    Raises
    ------
    RehearseError
    """
    store = Store(recordings)
    screen = TerminalScreen(standard_console(stderr=True), interactive=False)
    with screen.working("Exporting"):
        if form == "csv":
            stem, text = "takes", as_csv(rows(store).good)
            if output != STANDARD_OUTPUT:
                text = _BYTE_ORDER_MARK + text
        elif form in ("anki", "apkg"):
            cards = list(_cards(store, name))
            if not cards:
                raise StoreError("No key point was missed, so there is nothing to learn.", "Well done.")
            stem = "missed-key-points" if name is None else find_take(store, name).name
            if form == "apkg":
                _write_cards(cards, _destination(output, stem, form))
                return
            text = as_text(cards)
        else:
            rescored = rescorer(store).rescore(store.load(find_take(store, name or "last")))
            stem = rescored.take.id
            text = _session(store, rescored) if session else written(rescored, form)
    if output == STANDARD_OUTPUT:
        sys.stdout.write(text)
    else:
        _write(text, _destination(output, stem, form))


def _session(store: Store, one: Rescored) -> str:
    """Return all takes of a take's session as one page."""
    from rehearse.review.session_file import exported_session, session_file

    if not one.take.session:
        return session_file([one])
    return exported_session(store, rescorer(store), rows(store).good, one.take.session)


def _cards(store: Store, name: str | None) -> Iterator[Card]:
    """Yield the key points that were missed in a take, or in the latest take of each question."""
    if name is not None:
        folders = [find_take(store, name)]
    else:
        latest: dict[tuple[str, str], TakeRow] = {}
        for row in rows(store).good:
            if not row.demonstration:
                latest[row.deck, row.question_id] = row
        folders = [store.recordings / row.id for row in latest.values()]
    for folder in folders:
        take = store.load(folder)
        made = store.analysis(take)
        if made is None or not isinstance(made.get("coverage"), dict):
            made = rescorer(store).refresh(take).document
        yield from cards_of(take.deck, scored_question(take, made), made)


def _destination(output: Path | None, stem: str, form: str) -> Path:
    """Return the file to write; one that nobody named must not be there yet.

    Raises
    ------
    StoreError
    """
    if output is not None:
        return output
    path = Path(f"{_safe(stem)}.{_ENDINGS.get(form, form)}")
    if path.exists():
        raise StoreError(f"{path} is there already.", "Remove it, or name another file with --output.")
    return path


def _safe(stem: str) -> str:
    """Return a name that every file system takes."""
    kept = "".join(sign if sign.isalnum() or sign in "-_" else "-" for sign in stem).strip("-")
    return kept or slug(stem) or "take"


def _write_cards(cards: list[Card], path: Path) -> None:
    try:
        write_package(cards, path)
    except OSError as error:
        raise _unwritten(path, error) from error
    click.echo(f"{path} is written: {plural(len(cards), 'card')}.")


def _write(text: str, path: Path) -> None:
    try:
        with appearing(path) as passing:
            passing.write_bytes(text.encode())
    except OSError as error:
        raise _unwritten(path, error) from error
    click.echo(f"{path} is written.")


def _unwritten(path: Path, error: OSError) -> StoreError:
    return StoreError(
        f"{path} cannot be written: {error.strerror or error}.", "Choose another place with --output."
    )
