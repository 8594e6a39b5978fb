"""Commands that practise, score and show again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from rehearse.cli.flags import ExitStatus, setting
from rehearse.config import recordings_folder


@click.command()
@click.argument("deck_name", metavar="[DECK]", required=False)
@click.option("--question", "question_id", metavar="ID", help="Ask this question.")
@click.option("--answer", metavar="FILE", type=click.Path(path_type=Path), help="Take a recording as answer.")
@click.option("--no-voice", is_flag=True, help="Show the question without reading it aloud.")
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
def practice(
    deck_name: str | None,
    question_id: str | None,
    answer: Path | None,
    no_voice: bool,
    plain: bool,
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
    from rehearse.equipment import Wishes
    from rehearse.rehearsal import sit

    settings["recordings"] = settings["recordings"] or recordings_folder()
    interrupted = sit(
        deck_name or deck,
        question_id=question_id,
        answer_file=answer,
        wishes=Wishes(**settings, voice_wanted=not no_voice),
        plain=plain,
    )
    return ExitStatus.INTERRUPTED if interrupted else ExitStatus.DONE


@click.command()
@click.argument("audio", type=click.Path(path_type=Path))
@click.option("--question", "question_id", metavar="ID", required=True, help="The question it answers.")
@click.option("--json", "as_json", is_flag=True, help="Print the analysis as JSON, and only that.")
@click.option("--save", is_flag=True, help="Keep it among your takes.")
@setting("deck")
@setting("model")
@setting("engine")
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


@click.command()
@click.argument("take", required=False)
@click.option(
    "--question", "question_id", metavar="ID", help="The question it answers, if not the one asked."
)
@setting("deck")
@setting("model")
@setting("engine")
@setting("language")
@setting("recordings")
def finish(
    take: str | None, question_id: str | None, deck: str, recordings: Path | None, **settings: Any
) -> None:
    """Finish an answer that was interrupted: by a power cut, a full disk, a crash.

    TAKE is the name of its folder, or the beginning of one; without it, all of them are finished. What
    was said is scored as if nothing had happened, and keeps its date.
    """
    from rehearse.sitting import finish_unfinished

    if question_id is not None and take is None:
        raise click.UsageError("Name the take that answers the question.")
    finish_unfinished(
        take, recordings or recordings_folder(), question_id=question_id, deck_name=deck, **settings
    )
