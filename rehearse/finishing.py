"""Answers that were interrupted, made into takes after all: on request, and offered at the next start."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from rehearse.deck import Deck, Question
from rehearse.desk import Desk
from rehearse.errors import RehearseError, StoreError
from rehearse.practice import Rehearsed, finish_take
from rehearse.shell_words import rehearse_command
from rehearse.store import Store
from rehearse.take import Beginning
from rehearse.unfinished import Unfinished

FinishedCallback = Callable[[Rehearsed], None]
"""Told each answer as it becomes a take."""


def finish(
    desk: Desk,
    store: Store,
    folder: Path,
    *,
    answers: tuple[Deck, Question] | None = None,
    feedback: bool = False,
) -> Rehearsed:
    """Make a take of an interrupted answer, in its own folder and with its own date.

    Parameters
    ----------
    desk : Desk
    store : Store
    folder : Path
    answers : (Deck, Question), optional
        What it answers, where the folder does not tell or tells wrong.
    feedback : bool
        Whether the screen shows words and key points as soon as they are there.

    Raises
    ------
    RehearseError
        The sound stays as it is.
    """
    unfinished = store.resume(folder)
    beginning = unfinished.beginning
    if answers is not None:
        deck, question = answers
        known = beginning or Beginning(deck.name, question, unfinished.recorded_at)
        beginning = replace(known, deck=deck.name, question=question)
    if beginning is None:
        store.abandon(folder, keep_sound=True)
        raise StoreError(
            f"Which question {folder.name} answers was not written down.",
            f"To finish it: {rehearse_command('finish', folder.name, '--question', 'ID')}",
        )
    return finish_take(desk, folder, unfinished.sound, beginning, feedback=feedback)


def offer_to_finish(desk: Desk, store: Store, on_finished: FinishedCallback) -> None:
    """Tell of interrupted answers, and finish them if the person wants it.

    One that cannot be finished is told of and keeps nobody from practising.

    Raises
    ------
    KeyboardInterrupt
    """
    found = store.unfinished()
    if not found:
        return
    finishing = rehearse_command("finish")
    deleting = rehearse_command("forget", "--unfinished")
    desk.screen.notice(_told(found), f"To finish: {finishing}   To delete: {deleting}")
    if not desk.screen.confirm("Finish it now?" if len(found) == 1 else "Finish them now?"):
        return
    for each in found:
        try:
            on_finished(finish(desk, store, each.folder, feedback=True))
        except RehearseError as exc:
            desk.screen.notice(exc.message, exc.hint)


def _told(found: Sequence[Unfinished]) -> str:
    if len(found) == 1:
        return f"{_described(found[0])} was not finished."
    return f"{len(found)} answers were not finished:\n" + "\n".join(f"  {_described(each)}" for each in found)


def _described(unfinished: Unfinished) -> str:
    when = f"{unfinished.recorded_at:%Y-%m-%d %H:%M}"
    if unfinished.beginning is None:
        return f"An answer of {when} ({unfinished.folder.name})"
    return f"Your answer of {when} to “{unfinished.beginning.question.text}”"
