"""The commands, and the only place where an error becomes a sentence and an exit code.

Standard output carries results; notices and errors go to standard error. Nothing heavy is imported
before a command needs it: the question is to be on screen at once.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import Any

import click

from rehearse.cli.decks import decks
from rehearse.cli.flags import ExitStatus
from rehearse.cli.interviewing import interview
from rehearse.cli.keeping import config, forget, where
from rehearse.cli.machine import doctor, voices
from rehearse.cli.models import models
from rehearse.cli.past import export, rescore, show, takes
from rehearse.cli.practising import finish, practice, score
from rehearse.cli.reviewing import review
from rehearse.config import configuration_file, read_configuration
from rehearse.errors import RehearseError


def main() -> None:
    """Run the program and leave with its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a console that lacks ✓ gets a ?, not a traceback
            stream.reconfigure(errors="replace")
    status = run(sys.argv[1:])
    # All is on disk by now. Python would take two seconds to take a speech model's libraries apart, one
    # object at a time, which ends with the process anyway.
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):  # closed, or none at all
            stream.flush()
    os._exit(status)


def run(arguments: list[str]) -> int:
    """Run the program with `arguments`; return its exit status."""
    try:
        status = program.main(args=arguments, prog_name="rehearse", standalone_mode=False)
        sys.stdout.flush()  # what cannot be written is to be noticed while it can be said
    except RehearseError as exc:
        if "--debug" in arguments:
            raise
        _say(exc.message, exc.hint)
        return ExitStatus.PROBLEM
    except click.ClickException as exc:
        exc.show()
        return exc.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("Interrupted.", err=True)
        return ExitStatus.INTERRUPTED
    except BrokenPipeError:  # the reader of a pipe, such as `head`, has had enough
        _drop_output()
        return ExitStatus.DONE
    except OSError as exc:  # a full disk behind standard output, a current folder that was removed, …
        if "--debug" in arguments:
            raise
        _say(
            f"The system did not allow something that is needed: {exc}.", "`rehearse --debug …` shows where."
        )
        _drop_output()
        return ExitStatus.PROBLEM
    return status if isinstance(status, int) else ExitStatus.DONE


def _drop_output() -> None:
    """Let go of what standard output still holds, lest Python fail on it once more as it ends."""
    with suppress(OSError, ValueError):  # where standard output is no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(message: str, hint: str) -> None:
    colour = None if os.environ.get("NO_COLOR") else "red"
    click.secho(message, fg=colour, err=True)
    if hint:
        click.echo(hint, err=True)


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
    # What shows the settings, or opens them in an editor, must also work where they have mistakes.
    lenient = context.invoked_subcommand in {"config", "where"}
    settings = {} if lenient else read_configuration(configuration_file())
    context.default_map = dict.fromkeys(program.commands, settings)
    if context.invoked_subcommand is None:
        with practice.make_context("practice", [], parent=context) as practising:
            return practice.invoke(practising)
    return None


for command in (
    practice,
    interview,
    score,
    finish,
    takes,
    show,
    review,
    rescore,
    export,
    forget,
    decks,
    voices,
    models,
    doctor,
    config,
    where,
):
    program.add_command(command)
