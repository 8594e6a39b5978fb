"""A mock interview at the real desk, and its report."""

from __future__ import annotations

import json
import secrets
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import click

from rehearse import config
from rehearse.deck import Deck, read_deck
from rehearse.desk import Desk, Left, Screen, Stop
from rehearse.equipment import Wishes, with_sound
from rehearse.errors import RehearseError, StoreError
from rehearse.finishing import finish
from rehearse.interview.answers import KeptTakes
from rehearse.interview.backstage import Backstage
from rehearse.interview.conduct import hold
from rehearse.interview.plan import DEFAULT_BUDGET_S, plan_questions
from rehearse.interview.record import Interview, Interviews
from rehearse.interview.report import report_document, report_on
from rehearse.looking_back import PastTakes, attempts, past_takes
from rehearse.rehearsal import on_screen
from rehearse.sitting import lay_out
from rehearse.store import Store
from rehearse.take_names import MOMENT_FORMAT
from rehearse.ui.interview_report import interview_report
from rehearse.ui.keys import can_press_keys
from rehearse.ui.terminal import TerminalScreen, standard_console

N_DEMONSTRATED = 3
"""Questions of an interview that nobody answers, unless told otherwise: enough to see what it is like."""


@dataclass(frozen=True, slots=True)
class Extent:
    """How long an interview is to be.

    Parameters
    ----------
    n_questions : int or None
    budget_s : float or None
        Where both are None it lasts `DEFAULT_BUDGET_S`.
    """

    n_questions: int | None = None
    budget_s: float | None = None

    def settled(self, *, demonstration: bool) -> Extent:
        """Return what it comes to where nothing was said."""
        if self.n_questions is not None or self.budget_s is not None:
            return self
        return Extent(n_questions=N_DEMONSTRATED) if demonstration else Extent(budget_s=DEFAULT_BUDGET_S)


@dataclass(frozen=True, slots=True)
class _Begun:
    """An interview that has begun: what ends it properly, however the screen was left."""

    desk: Desk
    store: Store
    backstage: Backstage
    session: str


def hold_interview(deck_name: str, *, extent: Extent, resume: bool, wishes: Wishes, plain: bool) -> bool:
    """Hold an interview and print the report on it.

    Parameters
    ----------
    resume : bool
        Whether to go on with the one that was interrupted last.

    Returns
    -------
    bool
        True when Ctrl-C ended it.
    """
    deck = read_deck(config.find_deck(deck_name))  # mistakes are named before any screen opens
    interviews = Interviews(wishes.recordings)
    interrupted = interviews.to_resume(deck.name)
    if resume and interrupted is None:
        raise StoreError(
            f"No interview on {deck.name} waits to be resumed.", "Leave out --resume to hold a new one."
        )
    begun: list[_Begun] = []

    def drive(screen: Screen) -> Stop:
        store = Store(wishes.recordings)
        past = past_takes(store)
        desk = lay_out(
            screen, store, past, model=wishes.model, engine=wishes.engine, language=wishes.language
        )
        desk, _ = with_sound(desk, wishes, None)
        if interrupted is not None and (resume or screen.confirm(_go_on(interrupted))):
            interview = interrupted
        else:
            interview = _plan(deck, desk, past, extent)
            _welcome(screen, deck, interview)
        backstage = Backstage(desk)
        begun.append(_Begun(desk, store, backstage, interview.session))
        return hold(desk, deck, interview, backstage, interviews.save)

    stop = Stop.LEAVE
    try:
        stop = on_screen(drive, plain=plain)
    except KeyboardInterrupt:
        stop = Stop.INTERRUPTED
    except Left:
        pass  # what was said is kept, and the report tells how to go on
    finally:
        for each in begun:
            _end(each, interviews)
    return stop is Stop.INTERRUPTED


def _plan(deck: Deck, desk: Desk, past: PastTakes, extent: Extent) -> Interview:
    """Choose the questions of a new interview."""
    now = desk.now()
    extent = extent.settled(demonstration=desk.recorder is None)
    session = f"{now:{MOMENT_FORMAT}}_{secrets.token_hex(2)}"  # two programs may begin in one second
    questions = plan_questions(
        deck, attempts(past, deck), n_questions=extent.n_questions, budget_s=extent.budget_s, seed=session
    )
    return Interview(
        session=session,
        deck=deck.name,
        started_at=now,
        questions=tuple(question.id for question in questions),
        budget_s=extent.budget_s,
        demonstration=desk.recorder is None,
    )


def _go_on(interview: Interview) -> str:
    n = sum(not asked.follow_up for asked in interview.asked)
    when = f"{interview.started_at:%d %b, %H:%M}"
    return f"Your interview of {when} was interrupted after {n} questions. Go on with it?"


def _welcome(screen: Screen, deck: Deck, interview: Interview) -> None:
    """Tell what is to come, and wait until the person is ready.

    Raises
    ------
    Left
        When they are not.
    """
    if interview.budget_s is None:
        length = f"{len(interview.questions)} questions"
    else:
        length = f"about {interview.budget_s / 60:.0f} minutes"
    told = f"An interview on “{deck.title}”, {length}. How you did is told at the end."
    if not can_press_keys():
        screen.notice(told)
    elif not screen.confirm(f"{told} Begin?"):
        raise Left


def _end(begun: _Begun, interviews: Interviews) -> None:
    """Wait for the last answers, finish those of an earlier time, and print the report."""
    screen = TerminalScreen(standard_console(stderr=True), interactive=False)
    begun.backstage.wait(screen)
    interview = interviews.load(begun.session)
    desk = replace(begun.desk, screen=screen)
    wanting = {asked.take for asked in interview.asked}
    for unfinished in begun.store.unfinished():
        if unfinished.folder.name in wanting:
            try:
                finish(desk, begun.store, unfinished.folder)
            except RehearseError as exc:
                screen.notice(exc.message, exc.hint)
    standard_console().print(interview_report(report_on(interview, _takes(interview, begun.store))))


def show_report(name: str, recordings: Path, *, as_json: bool) -> None:
    """Print the report on a past interview."""
    interview = Interviews(recordings).load(name)
    report = report_on(interview, _takes(interview, Store(recordings)))
    if as_json:
        click.echo(json.dumps(report_document(report), indent=2))
    else:
        standard_console().print(interview_report(report))


def _takes(interview: Interview, store: Store) -> KeptTakes:
    """Return the takes of an interview; those that are gone or unfinished are left out."""
    found = {}
    for asked in interview.asked:
        with suppress(StoreError):
            take = store.load(store.recordings / asked.take)
            found[asked.take] = (take, store.analysis(take) or {})
    return found
