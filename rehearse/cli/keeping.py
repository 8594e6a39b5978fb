"""Commands on what is kept: settings, places, and answers to be forgotten."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rehearse.cli.flags import ExitStatus, setting
from rehearse.config import configuration_file, read_configuration, recordings_folder

if TYPE_CHECKING:
    from rehearse.forgetting import Kept


@click.command()
@click.option("--init", is_flag=True, help="Write the file, with every setting commented out.")
@click.option("--edit", is_flag=True, help="Open the file in your editor; written first if need be.")
def config(init: bool, edit: bool) -> None:
    """Show every setting with its value and where that is from.

    Settings live in one commented TOML file. What you wrote in it is never changed: --init adds what a
    newer version brought, at its end.
    """
    from rehearse.settings_file import complete_settings_file, settings_in_force
    from rehearse.ui.library import settings_table
    from rehearse.ui.terminal import standard_console

    path = configuration_file()
    if init or edit:
        added = complete_settings_file(path)
        click.echo(
            f"{path}: {len(added)} settings were added." if added else f"{path}: all settings are in it."
        )
        if edit:
            click.edit(filename=str(path))
            read_configuration(path)  # a mistake is told now, not at the next rehearsal
        return
    console = standard_console()
    console.print(settings_table(settings_in_force(read_configuration(path), os.environ)))
    there = "" if path.exists() else " (not there yet: `rehearse config --init` writes it)"
    console.print(f"\nConfiguration file: {path}{there}", soft_wrap=True)


@click.command()
@setting("recordings")
def where(recordings: Path | None) -> None:
    """Show where everything is kept: settings, takes, decks, speech models, caches."""
    from rehearse.places import places
    from rehearse.ui.library import place_line
    from rehearse.ui.terminal import standard_console

    console = standard_console()
    for place in places(recordings or recordings_folder()):
        console.print(place_line(place), soft_wrap=True)  # a path is to be copied whole


@click.command()
@click.argument("take_names", metavar="[TAKE]...", nargs=-1)
@click.option("--older-than", metavar="AGE", help="Answers older than that: 90d, 6w, 3 months, 1 year.")
@click.option("--question", "question_id", metavar="ID", help="Answers to that question.")
@click.option("--of-deck", "deck_name", metavar="DECK", help="Answers to the questions of that deck.")
@click.option("--unfinished", is_flag=True, help="Only answers that were interrupted.")
@click.option("--yes", is_flag=True, help="Delete without asking.")
@setting("recordings")
def forget(
    take_names: tuple[str, ...],
    older_than: str | None,
    question_id: str | None,
    deck_name: str | None,
    unfinished: bool,
    yes: bool,
    recordings: Path | None,
) -> int:
    """Delete answers for good, with their sound, words and scores, after showing which.

    Name them, or say which: several conditions are met by an answer that meets them all. Without a
    terminal to ask in, nothing is deleted unless you say --yes.

    \b
    Examples:
      rehearse forget 2026-11-22T12-45
      rehearse forget --older-than 1y
      rehearse forget --question bias-variance --older-than 30d
    """
    from rehearse.forgetting import chosen, everything_kept, kept_in, parse_age
    from rehearse.forgetting import forget as delete
    from rehearse.store import Store
    from rehearse.ui.library import kept_table
    from rehearse.ui.terminal import standard_console

    conditions = (older_than, question_id, deck_name, unfinished)
    if not take_names and not any(conditions):
        raise click.UsageError("Say which: name takes, or give --older-than, --question or --unfinished.")
    store = Store(recordings or recordings_folder())
    named = [kept_in(folder) for folder in dict.fromkeys(store.resolve(name) for name in take_names)]
    before = None if older_than is None else datetime.now().astimezone() - parse_age(older_than)
    going = chosen(
        named if take_names else everything_kept(store),
        before=before,
        question_id=question_id,
        deck=deck_name,
        unfinished_only=unfinished,
    )
    if not going:
        click.echo("Nothing that is kept is meant by that.", err=True)
        return ExitStatus.DONE
    standard_console().print(kept_table(going))
    if not yes and not _agreed(going):
        click.echo("Nothing was deleted.", err=True)
        return ExitStatus.DONE
    delete(store, going)
    click.echo(f"{_counted(going)} deleted.")
    return ExitStatus.DONE


def _agreed(going: tuple[Kept, ...]) -> bool:
    """Ask whether to delete; nobody agrees where nobody can be asked."""
    if not (sys.stdin is not None and sys.stdin.isatty()):
        click.echo(f"{_counted(going)} would be deleted: say --yes to do it.", err=True)
        return False
    return click.confirm(f"Delete {_counted(going)} for good?", default=False)


def _counted(going: tuple[Kept, ...]) -> str:
    size_mb = sum(each.size_bytes for each in going) / 1e6
    return f"{len(going)} {'answer' if len(going) == 1 else 'answers'} ({size_mb:.1f} MB)"
