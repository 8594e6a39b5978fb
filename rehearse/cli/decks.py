"""Commands on decks of questions."""

from __future__ import annotations

from pathlib import Path

import click

from rehearse.cli.flags import ExitStatus
from rehearse.config import deck_files, find_deck
from rehearse.errors import DeckError, RehearseError


@click.group()
def decks() -> None:
    """See, check and begin decks of questions."""


@decks.command("list")
@click.argument("deck", required=False)
def list_decks(deck: str | None) -> None:
    """List the decks, or the questions of DECK."""
    from rehearse.deck import read_deck
    from rehearse.ui.library import decks_table, questions_table
    from rehearse.ui.terminal import standard_console

    if deck is not None:
        standard_console().print(questions_table(read_deck(find_deck(deck)).questions))
        return
    good = []
    for path in deck_files():
        try:
            good.append(read_deck(path))
        except RehearseError as exc:  # one bad deck hides no other
            click.echo(exc.message, err=True)
    standard_console().print(decks_table(good))


@decks.command("check")
@click.argument("deck")
def check_deck(deck: str) -> int:
    """Print every mistake in DECK, each with its line and what to write instead."""
    from rehearse.deck import check_deck, read_deck

    path = find_deck(deck)
    problems = check_deck(path)
    for problem in problems:
        click.echo(f"{path}:{problem.line}: {problem.message}")
    if problems:
        return ExitStatus.PROBLEM
    click.echo(f"{path} is well: {len(read_deck(path).questions)} questions.")
    return ExitStatus.DONE


@decks.command("new")
@click.argument("file", type=click.Path(path_type=Path))
def new_deck(file: Path) -> None:
    """Write a small deck to FILE, to be made your own."""
    from rehearse.deck_template import NEW_DECK

    try:
        with file.open("x", encoding="utf-8") as deck:
            deck.write(NEW_DECK)
    except FileExistsError as exc:
        raise DeckError(f"{file} is there already.", "Choose another name: nothing is written over.") from exc
    except OSError as exc:
        raise DeckError(f"{file} cannot be written: {exc.strerror}.", "Choose another folder.") from exc
    click.echo(f"{file} is written. Make it your own, then: rehearse decks check {file}")
