"""Looking back: past takes listed, shown again and scored again, with what this machine has for it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from functools import cache
from pathlib import Path

import click

from rehearse import config
from rehearse.analysis.summary import summary_of
from rehearse.choosing import Attempt
from rehearse.deck import Deck, Question, find_question, read_deck
from rehearse.errors import RehearseError, StoreError
from rehearse.judge import MiniLMJudge
from rehearse.rescoring import Rescorer
from rehearse.store import Store
from rehearse.take import Take
from rehearse.take_index import Rows, TakeIndex
from rehearse.take_names import LAST
from rehearse.take_rows import TakeRow
from rehearse.ui.summary import rescored_summary
from rehearse.ui.terminal import TerminalScreen, standard_console
from rehearse.word_lists import read_word_lists

PastTakes = Sequence[TakeRow]
"""Takes in order of time."""


def rows(store: Store) -> Rows:
    """Return all takes at a glance, each with its corrections.

    A take whose corrections are not in its analysis (the program ended in between, or somebody deleted
    them) is scored again; where that cannot be done its figures stay unknown.
    """
    found = _rows(store)
    stale = [row for row in found.good if row.stale]
    if not stale:
        return found
    again = rescorer(store)
    for row in stale:
        with suppress(RehearseError):
            again.refresh(store.load(store.recordings / row.id))
    return _rows(store)


def find_take(store: Store, name: str) -> Path:
    """Return the folder of the take that a person means; see :meth:`rehearse.store.Store.resolve`.

    Raises
    ------
    StoreError
    """
    if name == LAST and (found := _rows(store).good):
        return store.recordings / found[-1].id
    return store.resolve(name)


def _rows(store: Store) -> Rows:
    return _index(store.recordings, config.take_index_file(store.recordings)).rows()


@cache
def _index(recordings: Path, file: Path) -> TakeIndex:
    """Return what this process knows of a folder: a review looks at the same one again and again."""
    return TakeIndex(recordings, file)


def past_takes(store: Store) -> PastTakes:
    """Return past takes at a glance, demonstrations left out."""
    return [row for row in rows(store).good if not row.demonstration]


def attempts(past: PastTakes, deck: Deck) -> list[Attempt]:
    """Return what is known of past takes of a deck's questions."""
    return [Attempt(row.question_id, row.recorded_at, row.coverage) for row in past if row.deck == deck.name]


def past_rates_wpm(past: PastTakes, *, before: datetime | None = None) -> tuple[float, ...]:
    """Return the speech rates of past takes."""
    earlier = (row for row in past if before is None or row.recorded_at < before)
    return tuple(row.pace_wpm for row in earlier if row.pace_wpm is not None)


def rescorer(store: Store) -> Rescorer:
    """Return what scores past takes again, with the user's word lists and the judge of key points."""
    from rehearse.audio.take_hearing import TakeHearing

    return Rescorer(
        store,
        TakeHearing(),
        word_lists=read_word_lists(config.word_lists_file()),
        judge=MiniLMJudge(),
        rates_before=lambda take: past_rates_wpm(
            [row for row in _rows(store).good if not row.demonstration], before=take.recorded_at
        ),
    )


def show_take(name: str, recordings: Path, *, as_json: bool) -> None:
    """Print what a past take was like, scored again."""
    store = Store(recordings)
    take = store.load(find_take(store, name))
    screen = TerminalScreen(standard_console(stderr=True), interactive=False)
    with screen.working("Analysing the take again"):
        rescored = rescorer(store).rescore(take)
    if rescored.voice is None:
        screen.notice("The sound of this take is gone, so pauses, pace and voice cannot be measured.")
    if as_json:
        click.echo(json.dumps(rescored.document, indent=2))
    else:
        standard_console().print(rescored_summary(rescored))


def rescore_takes(recordings: Path, *, name: str | None, question_id: str | None) -> bool:
    """Score takes anew against their questions as the decks have them today, and print what changed.

    Parameters
    ----------
    recordings : Path
    name : str or None
        One take; None for those of a question, or for all.
    question_id : str or None

    Returns
    -------
    bool
        Whether every one of them could be scored.

    Raises
    ------
    StoreError
    """
    store = Store(recordings)
    if name is not None:
        folders = [find_take(store, name)]
    else:
        chosen = (row for row in rows(store).good if question_id in (None, row.question_id))
        folders = [recordings / row.id for row in chosen]
        if not folders:
            raise StoreError("There are no such takes.", "`rehearse takes` lists the takes there are.")
    again, questions = rescorer(store), _Questions()
    well = True
    for folder in folders:
        try:
            take = store.load(folder)
            before = summary_of(store.analysis(take) or {}).get("coverage")
            question = questions.today(take)
            after = again.rescore_against(take, question, datetime.now().astimezone()).analysis.coverage
        except RehearseError as error:
            click.echo(f"{folder.name}: {error.message} {error.hint}".rstrip(), err=True)
            well = False
        else:
            change = "" if question == take.question else " (its question has changed since)"
            click.echo(f"{take.id}: {_percent(before)} → {_percent(after.coverage)}{change}")
    return well


class _Questions:
    """The questions of all decks as they are today, each deck read once."""

    def __init__(self) -> None:
        self._decks: dict[str, Deck] = {}

    def today(self, take: Take) -> Question:
        """Return the question that a take answers, as its deck has it now.

        Raises
        ------
        ConfigError, DeckError
            When there is no such deck, or no such question in it any more.
        """
        if take.deck not in self._decks:
            self._decks[take.deck] = read_deck(config.find_deck(take.deck))
        return find_question(self._decks[take.deck], take.question.id)


def _percent(coverage: float | None) -> str:
    return "–" if coverage is None else f"{coverage:.0%}"
