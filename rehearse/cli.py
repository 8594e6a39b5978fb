"""The commands, and the only place where an error becomes a sentence and an exit code.

Standard output carries results; notices and errors go to standard error. Nothing heavy is imported
before a command needs it: the question is to be on screen at once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from enum import IntEnum
from pathlib import Path
from typing import Any, TypeVar

import click

from rehearse.config import (
    SETTINGS,
    configuration_file,
    deck_files,
    find_deck,
    read_configuration,
    recordings_folder,
)
from rehearse.errors import DeckError, RehearseError

Function = TypeVar("Function", bound=Callable[..., Any])


class ExitStatus(IntEnum):
    """What the program tells the shell."""

    DONE = 0
    PROBLEM = 1
    USAGE = 2
    INTERRUPTED = 130


def main() -> None:
    """Run the program and leave with its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a console that lacks ✓ gets a ?, not a traceback
            stream.reconfigure(errors="replace")
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run the program with `arguments`; return its exit status."""
    try:
        status = program.main(args=arguments, prog_name="rehearse", standalone_mode=False)
    except RehearseError as exc:
        if "--debug" in arguments:
            raise
        click.secho(exc.message, fg="red", err=True)
        if exc.hint:
            click.echo(exc.hint, err=True)
        return ExitStatus.PROBLEM
    except click.ClickException as exc:
        exc.show()
        return exc.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("Interrupted.", err=True)
        return ExitStatus.INTERRUPTED
    except BrokenPipeError:  # the reader of a pipe, such as `head`, has had enough
        sys.stderr.close()
        return ExitStatus.DONE
    return status if isinstance(status, int) else ExitStatus.DONE


def setting(name: str) -> Callable[[Function], Function]:
    """Make the flag of a setting: flag > environment > configuration file > default."""
    chosen = SETTINGS[name]
    kinds: dict[type, Any] = {Path: click.Path(path_type=Path), str: str}
    kind = kinds.get(chosen.kind)
    if kind is None:
        numbers = click.IntRange if chosen.kind is int else click.FloatRange
        kind = numbers(chosen.minimum, chosen.maximum)  # type: ignore[arg-type]  # int or float as it is
    return click.option(
        f"--{name}",
        type=kind,
        default=chosen.default,
        show_default=chosen.default is not None,
        envvar=chosen.environment_variable,
        help=chosen.help,
    )


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.version_option(package_name="rehearse")
@click.pass_context
def program(context: click.Context, debug: bool) -> Any:  # noqa: ARG001  read by run()
    """Practise interview answers aloud, offline.

    A question is read to you, you answer aloud, and you see what you covered, what you missed, how
    you sounded, and where in the recording to hear it. Without a command, practises the question
    that most needs it.

    \b
    Examples:
      rehearse
      rehearse practice machine-learning --question bias-variance
      rehearse score answer.m4a --question bias-variance --json
    """
    settings = read_configuration(configuration_file())
    context.default_map = dict.fromkeys(program.commands, settings)
    if context.invoked_subcommand is None:
        with practice.make_context("practice", [], parent=context) as practising:
            return practice.invoke(practising)
    return None


@program.command()
@click.argument("deck_name", metavar="[DECK]", required=False)
@click.option("--question", "question_id", metavar="ID", help="Ask this question.")
@click.option("--answer", metavar="FILE", type=click.Path(path_type=Path), help="Take a recording as answer.")
@click.option("--no-voice", is_flag=True, help="Show the question without reading it aloud.")
@setting("deck")
@setting("model")
@setting("language")
@setting("microphone")
@setting("speaker")
@setting("voice")
@setting("rate")
@setting("volume")
@setting("recordings")
def practice(
    deck_name: str | None,
    question_id: str | None,
    answer: Path | None,
    no_voice: bool,
    deck: str,
    **settings: Any,
) -> int:
    """Rehearse a question: hear it, answer aloud, see what you covered and how you sounded.

    DECK is the name of a deck (see `rehearse decks list`) or the path of one. Without --question, the
    one that most needs it is asked: never tried first, then those with the lowest coverage.

    \b
    Examples:
      rehearse practice
      rehearse practice machine-learning --question hash-table
      rehearse practice --answer memo.m4a --question hash-table
    """
    from rehearse.sitting import sit

    settings["recordings"] = settings["recordings"] or recordings_folder()
    interrupted = sit(
        deck_name or deck, question_id=question_id, answer_file=answer, voice_wanted=not no_voice, **settings
    )
    return ExitStatus.INTERRUPTED if interrupted else ExitStatus.DONE


@program.command()
@click.argument("audio", type=click.Path(path_type=Path))
@click.option("--question", "question_id", metavar="ID", required=True, help="The question it answers.")
@click.option("--json", "as_json", is_flag=True, help="Print the analysis as JSON, and only that.")
@click.option("--save", is_flag=True, help="Keep it among your takes.")
@setting("deck")
@setting("model")
@setting("language")
@setting("recordings")
def score(
    audio: Path,
    question_id: str,
    as_json: bool,
    save: bool,
    deck: str,
    recordings: Path | None,
    **settings: Any,
) -> None:
    """Score a recording as the answer to a question. Nothing is saved unless you say --save.

    AUDIO is wav, flac, ogg, mp3, m4a, webm or what else your phone makes.

    \b
    Examples:
      rehearse score memo.m4a --question bias-variance
      rehearse score memo.m4a --question bias-variance --json > score.json
    """
    from rehearse.sitting import score_recording

    kept_in = (recordings or recordings_folder()) if save else None
    score_recording(audio, deck, question_id, as_json=as_json, kept_in=kept_in, **settings)


@program.command()
@setting("recordings")
def takes(recordings: Path | None) -> None:
    """List your takes, the latest last."""
    from rehearse.store import Store
    from rehearse.ui.library import takes_table
    from rehearse.ui.terminal import standard_console

    store = Store(recordings or recordings_folder())
    found = store.takes()
    if found.good:
        standard_console().print(takes_table((take, store.analysis(take)) for take in found.good))
    for troubled in (*found.damaged, *found.unfinished):
        click.echo(f"{troubled.message} {troubled.hint}", err=True)
    if not found.good:
        click.echo(f"There are no takes in {store.recordings} yet; `rehearse` records your first.", err=True)


@program.command()
@click.argument("take", default="last")
@click.option("--json", "as_json", is_flag=True, help="Print the analysis as JSON, and only that.")
@setting("recordings")
def show(take: str, as_json: bool, recordings: Path | None) -> None:
    """Show the summary of a past take again.

    TAKE is the name of its folder, the beginning of one, or `last`.
    """
    from rehearse.sitting import show_take

    show_take(take, recordings or recordings_folder(), as_json=as_json)


@program.group()
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


@program.command()
@click.argument("sample", metavar="[VOICE]", required=False)
@setting("speaker")
@setting("rate")
@setting("volume")
def voices(sample: str | None, speaker: str | None, rate: int, volume: float) -> None:
    """List the voices that can ask, or let VOICE speak.

    Choose one for good with `voice = "…"` in the configuration file, or with REHEARSE_VOICE.
    """
    from rehearse.sitting import sample_voice
    from rehearse.ui.library import voices_table
    from rehearse.ui.terminal import standard_console

    if sample is not None:
        sample_voice(sample, speaker=speaker, rate=rate, volume=volume)
        return
    from rehearse.audio.voice import list_voices

    found = ((voice.id, voice.name, ", ".join(voice.languages)) for voice in list_voices())
    standard_console().print(voices_table(found))


@program.command()
@setting("model")
@setting("microphone")
@setting("speaker")
@setting("voice")
@setting("rate")
@setting("volume")
@setting("recordings")
def doctor(**settings: Any) -> int:
    """Check microphone, speaker, voice, speech model and disk: each well, or with its remedy."""
    from rehearse.doctor import examine
    from rehearse.ui.library import finding_line
    from rehearse.ui.terminal import standard_console

    well = True
    for finding in examine(**settings):
        standard_console().print(finding_line(finding))
        well = well and finding.well
    return ExitStatus.DONE if well else ExitStatus.PROBLEM
