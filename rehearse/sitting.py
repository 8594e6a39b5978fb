"""The real desk laid out, and what single commands do at it."""

from __future__ import annotations

import json
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from rehearse import config
from rehearse.analysis import Analysis
from rehearse.analysis.document import document, figure
from rehearse.choosing import Attempt
from rehearse.deck import Deck, find_question, read_deck
from rehearse.desk import Desk, Screen
from rehearse.errors import MeaningError
from rehearse.finishing import finish
from rehearse.meaning import MiniLM, load_meaning
from rehearse.practice import rehearse_question
from rehearse.rescoring import Rescorer
from rehearse.store import Store
from rehearse.take import Take
from rehearse.ui.summary import rescored_summary, summary
from rehearse.ui.terminal import TerminalScreen, standard_console
from rehearse.word_lists import read_word_lists

PastTakes = Sequence[tuple[Take, Mapping[str, Any]]]
"""Takes in order of time, each with its analysis document; an empty one where there is none."""

VOICE_SAMPLE = "How are bias and variance related?"


def score_recording(
    audio: Path,
    deck_name: str,
    question_id: str,
    *,
    as_json: bool,
    kept_in: Path | None,
    model: str,
    engine: str,
    language: str,
) -> None:
    """Score a recording made elsewhere, on the same path as a rehearsal, and print what it was like.

    Parameters
    ----------
    kept_in : Path or None
        The folder of takes it is saved to; None saves nothing.
    """
    deck = read_deck(config.find_deck(deck_name))
    question = find_question(deck, question_id)
    with tempfile.TemporaryDirectory(prefix="rehearse-") as passing:
        screen = TerminalScreen(standard_console(stderr=True), interactive=False)
        store = Store(kept_in or Path(passing))
        desk = lay_out(screen, store, past_takes(store), model=model, engine=engine, language=language)
        rehearsed = rehearse_question(desk, deck, question, answer_file=audio, feedback=False)
    _print(rehearsed.take, rehearsed.analysis, as_json=as_json, kept=kept_in is not None)


def finish_unfinished(
    name: str | None,
    recordings: Path,
    *,
    question_id: str | None,
    deck_name: str,
    model: str,
    engine: str,
    language: str,
) -> None:
    """Make takes of interrupted answers, and print what each was like.

    Parameters
    ----------
    name : str or None
        The take to finish; None for all.
    question_id : str or None
        The question of the deck that it answers; None where the take tells.
    """
    store = Store(recordings)
    folders = [each.folder for each in store.unfinished()] if name is None else [store.resolve(name)]
    answers = None
    if question_id is not None:
        deck = read_deck(config.find_deck(deck_name))
        answers = (deck, find_question(deck, question_id))
    screen = TerminalScreen(standard_console(stderr=True), interactive=False)
    desk = lay_out(screen, store, past_takes(store), model=model, engine=engine, language=language)
    if not folders:
        screen.notice(f"No answer in {recordings} waits to be finished.")
    for folder in folders:
        finished = finish(desk, store, folder, answers=answers)
        _print(finished.take, finished.analysis, as_json=False)


def show_take(name: str, recordings: Path, *, as_json: bool) -> None:
    """Print what a past take was like, scored again."""
    store = Store(recordings)
    take = store.load(store.resolve(name))
    screen = TerminalScreen(standard_console(stderr=True), interactive=False)
    with screen.working("Analysing the take again"):
        rescored = rescorer(store).rescore(take)
    if rescored.voice is None:
        screen.notice("The sound of this take is gone, so pauses, pace and voice cannot be measured.")
    if as_json:
        click.echo(json.dumps(rescored.document, indent=2))
    else:
        standard_console().print(rescored_summary(rescored))


def rescorer(store: Store) -> Rescorer:
    """Return what scores past takes again, with the user's word lists and the sentence embedder."""
    from rehearse.audio.take_hearing import TakeHearing

    return Rescorer(
        store,
        TakeHearing(),
        word_lists=read_word_lists(config.word_lists_file()),
        meaning=meaning(),
        rates_before=lambda take: past_rates_wpm(past_takes(store), before=take.recorded_at),
    )


def _print(take: Take, analysis: Analysis, *, as_json: bool, kept: bool = True) -> None:
    if as_json:
        duration_s = take.recording.duration_s
        made = document(take.deck, take.question, take.transcript, duration_s, analysis)
        click.echo(json.dumps(made, indent=2))
    else:
        standard_console().print(summary(take, analysis, kept=kept))


def sample_voice(voice: str, *, speaker: str | None, rate: int, volume: float) -> None:
    """Let a voice be heard."""
    from rehearse.audio.devices import device_setting
    from rehearse.audio.player import SpeakerPlayer
    from rehearse.audio.voice import PyttsxVoice

    spoken = PyttsxVoice(voice, rate, volume, config.voice_cache_folder()).render(VOICE_SAMPLE)
    SpeakerPlayer(device_setting(speaker)).play(spoken, threading.Event())


def lay_out(screen: Screen, store: Store, past: PastTakes, *, model: str, engine: str, language: str) -> Desk:
    """Lay out the parts that every command needs: ears, a speech model, the store and a clock."""
    from rehearse.audio.take_hearing import TakeHearing
    from rehearse.transcription.engines import make_transcriber

    return Desk(
        screen=screen,
        transcriber=make_transcriber(
            model, engine=engine, models_dir=config.models_folder(), language=language
        ),
        hearing=TakeHearing(),
        store=store,
        now=lambda: datetime.now().astimezone(),
        monotonic=time.monotonic,
        word_lists=read_word_lists(config.word_lists_file()),
        past_rates_wpm=past_rates_wpm(past),
        meaning=meaning(),
    )


def meaning() -> MiniLM | None:
    """Return the sentence embedder, where the extra `semantic` is installed; it loads when first needed."""
    try:
        return load_meaning()
    except MeaningError:
        return None


def past_takes(store: Store) -> PastTakes:
    """Return past takes with what was made of each, demonstrations left out. Reads every one of them."""
    return [(take, store.analysis(take) or {}) for take in store.takes().good if not take.demonstration]


def attempts(past: PastTakes, deck: Deck) -> list[Attempt]:
    """Return what is known of past takes of a deck's questions."""
    return [
        Attempt(take.question.id, take.recorded_at, figure(made, "coverage", "coverage"))
        for take, made in past
        if take.deck == deck.name
    ]


def past_rates_wpm(past: PastTakes, *, before: datetime | None = None) -> tuple[float, ...]:
    """Return the speech rates of past takes."""
    rates = (
        figure(made, "pacing", "speech_rate_wpm")
        for take, made in past
        if before is None or take.recorded_at < before
    )
    return tuple(rate for rate in rates if rate is not None)
