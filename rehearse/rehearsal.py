"""A rehearsal: one question after another, with a microphone and a speaker that can be changed between."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from rich.text import Text

from rehearse import config
from rehearse.choosing import choose_question
from rehearse.deck import Deck, Question, find_question, read_deck
from rehearse.desk import Choice, Left, Play, Screen, Stop
from rehearse.equipment import Wishes, after_failure, choose_devices, with_sound
from rehearse.errors import AudioInputError
from rehearse.finishing import offer_to_finish
from rehearse.looking_back import attempts, past_takes
from rehearse.own_stderr import own_stderr
from rehearse.practice import Rehearsed, rehearse_question
from rehearse.sitting import lay_out
from rehearse.store import Store
from rehearse.take import Take
from rehearse.ui.keys import can_press_keys
from rehearse.ui.summary import clock, summary
from rehearse.ui.terminal import TerminalScreen, standard_console

if TYPE_CHECKING:
    from rich.console import RenderableType

Result = TypeVar("Result")


def sit(
    deck_name: str, *, question_id: str | None, answer_file: Path | None, wishes: Wishes, plain: bool = False
) -> bool:
    """Practise one question after another until the person has had enough.

    Parameters
    ----------
    plain : bool
        Whether the screen is lines of text even where it could be more.

    Returns
    -------
    bool
        True when Ctrl-C ended the last answer.
    """
    deck = read_deck(config.find_deck(deck_name))  # mistakes are named before any screen opens
    first = find_question(deck, question_id) if question_id else None
    practise = partial(_practise, deck=deck, first=first, answer_file=answer_file, wishes=wishes)
    given: list[Rehearsed] = []
    try:
        on_screen(partial(practise, given=given), plain=plain)
    except Left:
        return False
    finally:
        if is_full_screen(plain=plain):  # it leaves nothing behind
            for rehearsed in given:
                standard_console().print(_in_short(rehearsed))
    return bool(given) and given[-1].stop is Stop.INTERRUPTED


def _in_short(rehearsed: Rehearsed) -> RenderableType:
    """Say what an answer was like: at length where the person left without seeing it."""
    take, analysis = rehearsed.take, rehearsed.analysis
    if rehearsed.stop is not Stop.FINISHED:
        return summary(take, analysis)
    coverage = analysis.coverage.coverage
    covered = "" if coverage is None else f", {coverage:.0%} covered"
    return Text(f"{take.question.text}  {clock(take.recording.duration_s)}{covered}: {take.folder}")


def on_screen(drive: Callable[[Screen], Result], *, plain: bool) -> Result:
    """Open the screen that suits the terminal, and return what `drive` makes of it."""
    lines = TerminalScreen(standard_console(), interactive=can_press_keys(), lines_only=True)
    if is_full_screen(plain=plain):
        from rehearse.ui.full.screen import run_on_full_screen

        with own_stderr():
            return run_on_full_screen(drive, lines.notice)
    return drive(lines)


def is_full_screen(*, plain: bool) -> bool:
    """Say whether the screen is more than lines of text; after it, nothing of it is left to see."""
    return can_press_keys() and not plain and not standard_console().is_dumb_terminal


def _practise(
    screen: Screen,
    given: list[Rehearsed],
    *,
    deck: Deck,
    first: Question | None,
    answer_file: Path | None,
    wishes: Wishes,
) -> None:
    """Ask, listen and show until the person leaves; every finished answer goes into `given`."""
    store = Store(wishes.recordings)
    past = past_takes(store)
    asked = first or choose_question(deck, attempts(past, deck))
    desk = lay_out(screen, store, past, model=wishes.model, engine=wishes.engine, language=wishes.language)
    desk, wishes = with_sound(desk, wishes, answer_file)
    offer_to_finish(desk, store, partial(_show_finished, screen, wishes=wishes))
    session = uuid.uuid4().hex[:8]
    while True:
        try:
            rehearsed = rehearse_question(desk, deck, asked, answer_file=answer_file, session=session)
        except AudioInputError as exc:
            if desk.recorder is None:
                raise
            desk, wishes = with_sound(desk, after_failure(screen, wishes, exc), answer_file)
            continue
        given.append(rehearsed)
        screen.result(rehearsed.take, rehearsed.analysis, _playing(rehearsed.take, wishes))
        if rehearsed.stop is not Stop.FINISHED:
            return
        choice = screen.choose()
        while choice is Choice.DEVICES:
            desk, wishes = with_sound(desk, choose_devices(screen, wishes), answer_file)
            screen.result(rehearsed.take, rehearsed.analysis, _playing(rehearsed.take, wishes))
            choice = screen.choose()
        if choice is Choice.QUIT:
            return
        if choice is Choice.NEXT:
            asked = choose_question(deck, attempts(past_takes(store), deck), after=asked)


def _playing(take: Take, wishes: Wishes) -> Play:
    """Return what plays a take's recording."""
    from rehearse.audio.devices import device_setting
    from rehearse.audio.player import SpeakerPlayer

    player = SpeakerPlayer(device_setting(wishes.speaker))
    return lambda start_s, stop: player.play(take.recording.path, stop, start_s)


def _show_finished(screen: Screen, finished: Rehearsed, *, wishes: Wishes) -> None:
    """Show an answer that was interrupted the last time, until the person has seen it."""
    screen.result(finished.take, finished.analysis, _playing(finished.take, wishes))
    if screen.choose() is Choice.QUIT:
        raise Left
