"""The real desk laid out, and what single commands do at it."""

from __future__ import annotations

import json
import tempfile
import threading
import time
from datetime import datetime
from pathlib import Path

import click

from rehearse import config
from rehearse.analysis import Analysis
from rehearse.analysis.document import document
from rehearse.deck import find_question, read_deck
from rehearse.desk import Desk, Screen
from rehearse.finishing import finish
from rehearse.judge import MiniLMJudge
from rehearse.looking_back import PastTakes, past_rates_wpm, past_takes
from rehearse.practice import rehearse_question
from rehearse.store import Store
from rehearse.take import Take
from rehearse.ui.summary import summary
from rehearse.ui.terminal import TerminalScreen, standard_console
from rehearse.word_lists import read_word_lists

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
        judge=MiniLMJudge(),
    )
