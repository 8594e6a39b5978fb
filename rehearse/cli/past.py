"""Commands on past takes: list, show, score anew, take away."""

from __future__ import annotations

from pathlib import Path

import click

from rehearse.cli.flags import ExitStatus, setting
from rehearse.config import recordings_folder

FORMATS = ("html", "md", "json", "srt", "vtt", "csv", "anki", "apkg")


@click.command()
@setting("recordings")
def takes(recordings: Path | None) -> None:
    """List your takes, the latest last."""
    from rehearse.looking_back import rows
    from rehearse.store import Store
    from rehearse.ui.library import takes_table
    from rehearse.ui.terminal import standard_console

    store = Store(recordings or recordings_folder())
    found = rows(store)
    if found.good:
        standard_console().print(takes_table(found.good))
    for troubled in (*found.damaged, *found.unfinished):
        click.echo(f"{troubled.message} {troubled.hint}", err=True)
    if not found.good:
        click.echo(f"There are no takes in {store.recordings} yet; `rehearse` records your first.", err=True)


@click.command()
@click.argument("take", default="last")
@click.option("--json", "as_json", is_flag=True, help="Print the analysis as JSON, and only that.")
@setting("recordings")
def show(take: str, as_json: bool, recordings: Path | None) -> None:
    """Show the summary of a past take again.

    TAKE is the name of its folder, the beginning of one, or `last`.
    """
    from rehearse.looking_back import show_take

    show_take(take, recordings or recordings_folder(), as_json=as_json)


@click.command()
@click.argument("take", required=False)
@click.option("--question", "question_id", metavar="ID", help="All takes of this question.")
@click.option("--all", "every", is_flag=True, help="All takes there are.")
@setting("recordings")
def rescore(take: str | None, question_id: str | None, every: bool, recordings: Path | None) -> int:
    """Score takes anew, against their questions as the decks have them today.

    What was asked stays in the take, and the earlier result is kept beside the new one. TAKE is the name
    of a folder, the beginning of one, or `last`.

    \b
    Examples:
      rehearse rescore last
      rehearse rescore --question bias-variance
    """
    from rehearse.looking_back import rescore_takes

    if [take is not None, question_id is not None, every].count(True) != 1:
        raise click.UsageError("Name a take, or a question with --question, or say --all.")
    done = rescore_takes(recordings or recordings_folder(), name=take, question_id=question_id)
    return ExitStatus.DONE if done else ExitStatus.PROBLEM


@click.command()
@click.argument("take", required=False)
@click.option("--as", "form", type=click.Choice(FORMATS), default="html", show_default=True)
@click.option(
    "--session", is_flag=True, help="All takes of the same sitting or interview, in one file (html)."
)
@click.option(
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    help="Where to; - for standard output. By default a file here, named after the take.",
)
@setting("recordings")
def export(take: str | None, form: str, session: bool, output: Path | None, recordings: Path | None) -> None:
    """Write a take as a file to keep, read or send.

    html is a page with the sound inside, for any browser; md, json, srt and vtt are its text, its data
    and its captions. csv is a table of all takes. anki (text) and apkg are cards of the key points that
    were missed: in TAKE, or else in the latest take of each question. TAKE is the name of a folder, the
    beginning of one, or `last`, which it is by default.

    \b
    Examples:
      rehearse export
      rehearse export last --as srt --output answer.srt
      rehearse export --as apkg
    """
    from rehearse.exporting import export_takes

    if session and form != "html":
        raise click.UsageError("A whole session is exported as html.")
    export_takes(take, recordings or recordings_folder(), form=form, session=session, output=output)
