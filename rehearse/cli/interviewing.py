"""The command that holds a mock interview and shows its report."""

from __future__ import annotations

from typing import Any

import click

from rehearse.cli.flags import ExitStatus, setting
from rehearse.config import recordings_folder


@click.command()
@click.argument("deck_name", metavar="[DECK]", required=False)
@click.option(
    "--minutes",
    type=click.FloatRange(1, 240),
    help="How long it may last: 20 unless --questions is given. A question is asked only when there is time.",
)
@click.option("--questions", "n_questions", type=click.IntRange(1, 100), help="How many questions.")
@click.option("--resume", is_flag=True, help="Go on with the interview that was interrupted.")
@click.option(
    "--report",
    metavar="[NAME]",
    is_flag=False,
    flag_value="last",
    help="Show the report on a past interview again; the last one's without a name.",
)
@click.option("--json", "as_json", is_flag=True, help="With --report: print it as JSON, and only that.")
@click.option("--no-voice", is_flag=True, help="Show the questions without reading them aloud.")
@setting("deck")
@setting("model")
@setting("engine")
@setting("language")
@setting("microphone")
@setting("speaker")
@setting("voice")
@setting("rate")
@setting("volume")
@setting("think_time")
@setting("hands_free")
@setting("silence")
@setting("plain")
@setting("recordings")
def interview(
    deck_name: str | None,
    minutes: float | None,
    n_questions: int | None,
    resume: bool,
    report: str | None,
    as_json: bool,
    no_voice: bool,
    plain: bool,
    deck: str,
    **settings: Any,
) -> int:
    """Hold a mock interview: warm-ups, technical questions, follow-ups, and a report at the end.

    Those questions of DECK are asked that most need it. How you did is not told before the end. Leave at
    any time and go on later with --resume.

    \b
    Examples:
      rehearse interview
      rehearse interview machine-learning --minutes 10 --hands-free
      rehearse interview --report --json > report.json
    """
    if as_json and report is None:
        raise click.UsageError("--json goes with --report.")
    if resume and (minutes is not None or n_questions is not None):
        raise click.UsageError(
            "An interview that is resumed keeps its length: leave out --minutes and --questions."
        )
    from rehearse.equipment import Wishes
    from rehearse.interviewing import Extent, hold_interview, show_report

    settings["recordings"] = settings["recordings"] or recordings_folder()
    if report is not None:
        show_report(report, settings["recordings"], as_json=as_json)
        return ExitStatus.DONE
    interrupted = hold_interview(
        deck_name or deck,
        extent=Extent(n_questions, None if minutes is None else minutes * 60),
        resume=resume,
        wishes=Wishes(**settings, voice_wanted=not no_voice),
        plain=plain,
    )
    return ExitStatus.INTERRUPTED if interrupted else ExitStatus.DONE
