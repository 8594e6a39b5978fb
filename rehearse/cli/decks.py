"""Commands on decks of questions."""

from __future__ import annotations

import json
from pathlib import Path

import click

from rehearse.cli.flags import ExitStatus
from rehearse.config import deck_files, find_deck
from rehearse.errors import DeckError, JudgeError, RehearseError
from rehearse.shell_words import rehearse_command


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
    """Print every mistake in DECK, each with its line and what to write instead.

    Also says which points will be hard to hear: those are advice, and no mistakes.
    """
    from rehearse.analysis.deck_advice import advise
    from rehearse.analysis.phrases import plural
    from rehearse.deck import check_deck, read_deck

    path = find_deck(deck)
    problems = check_deck(path)
    for problem in problems:
        click.echo(f"{path}:{problem.line}: {problem.message}")
    if problems:
        return ExitStatus.PROBLEM
    questions = read_deck(path).questions
    advice = [(question, each) for question in questions for each in advise(question)]
    for question, each in advice:
        click.echo(f"{path}:{_line_of(path, question.text, each.text)}: advice: {each.message}")
    click.echo(f"{path} is well: {plural(len(questions), 'question')}.")
    return ExitStatus.DONE


def _line_of(path: Path, question: str, text: str) -> int:
    """Return the line of a deck on which a text stands, at or below its question."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    heading = next((at for at, line in enumerate(lines) if line.startswith("#") and question in line), 0)
    return next((at for at in range(heading, len(lines)) if text in lines[at]), heading) + 1


@decks.command("try")
@click.argument("deck")
@click.argument("answer", required=False)
@click.option("--question", "question_id", metavar="ID", help="The question that ANSWER answers.")
@click.option(
    "--answers",
    "file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help='Typed answers, one JSON object a line: {"id": …, "question_id": …, "answer": …}.',
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
def try_deck(
    deck: str, answer: str | None, question_id: str | None, file: Path | None, *, as_json: bool
) -> None:
    """Show what a typed ANSWER covers of a question in DECK, and why; or many, from a file.

    \b
    Examples:
      rehearse decks try machine-learning --question hash-table "it maps keys to values"
      rehearse decks try machine-learning --answers answers.jsonl --json
    """
    from rehearse.analysis.trying import TypedAnswer, read_answers, tried_document, try_answers
    from rehearse.deck import read_deck
    from rehearse.judge import MiniLMJudge
    from rehearse.ui.terminal import standard_console
    from rehearse.ui.tried import tried

    if (answer is None) is (file is None) or (answer is not None and question_id is None):
        raise click.UsageError("Give an ANSWER with --question ID, or --answers FILE.")
    questions = read_deck(find_deck(deck))
    answers = [TypedAnswer("", question_id or "", answer or "")] if file is None else read_answers(file)
    loaded = MiniLMJudge()
    judge: MiniLMJudge | None = loaded
    try:
        loaded.load()
    except JudgeError as exc:
        judge = None
        click.echo(f"{exc.message} {exc.hint}", err=True)
    for typed, coverage in try_answers(questions, answers, judge):
        if as_json:
            click.echo(json.dumps(tried_document(typed, coverage), ensure_ascii=False))
        else:
            if file is not None:
                click.echo(f"{typed.id}  {typed.question_id}")
            standard_console().print(tried(coverage))


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
    check = rehearse_command("decks", "check", str(file))
    click.echo(f"{file} is written. Make it your own, then: {check}")
