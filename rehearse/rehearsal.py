"""A rehearsal: one question after another, with a microphone and a speaker that can be changed between."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from rich.text import Text

from rehearse import config
from rehearse.choosing import choose_question
from rehearse.deck import Deck, Question, find_question, read_deck
from rehearse.desk import AfterCheck, Choice, Desk, DeviceChoice, Left, Play, Recorder, Screen, Stop
from rehearse.errors import AudioInputError, NoMicrophoneError, RehearseError
from rehearse.finishing import offer_to_finish
from rehearse.hands_free import SILENCE_S
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


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person set for a rehearsal; see :data:`rehearse.config.SETTINGS`.

    Parameters
    ----------
    recordings : Path
    model, engine, language : str
    microphone, speaker : str or None
    voice : str or None
    rate : int
    volume : float
    think_time : float
    hands_free : bool
    silence : float
    voice_wanted : bool
        Whether questions are read aloud.
    """

    recordings: Path
    model: str
    engine: str
    language: str
    microphone: str | None
    speaker: str | None
    voice: str | None
    rate: int
    volume: float
    think_time: float = 0.0
    hands_free: bool = False
    silence: float = SILENCE_S
    voice_wanted: bool = True


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
    desk = with_sound(desk, wishes, answer_file)
    offer_to_finish(desk, store, partial(_show_finished, screen, wishes=wishes))
    session = uuid.uuid4().hex[:8]
    while True:
        rehearsed = rehearse_question(desk, deck, asked, answer_file=answer_file, session=session)
        given.append(rehearsed)
        screen.result(rehearsed.take, rehearsed.analysis, _playing(rehearsed.take, wishes))
        if rehearsed.stop is not Stop.FINISHED:
            return
        choice = screen.choose()
        while choice is Choice.DEVICES:
            wishes = _choose_devices(screen, wishes)
            desk = with_sound(desk, wishes, answer_file)
            screen.result(rehearsed.take, rehearsed.analysis, _playing(rehearsed.take, wishes))
            choice = screen.choose()
        if choice is Choice.QUIT:
            return
        if choice is Choice.NEXT:
            asked = choose_question(deck, attempts(past_takes(store), deck), after=asked)


def with_sound(desk: Desk, wishes: Wishes, answer_file: Path | None) -> Desk:
    """Put the voice, the speaker and a microphone that will do on the desk."""
    from rehearse.audio.devices import device_setting
    from rehearse.audio.player import SpeakerPlayer
    from rehearse.audio.voice import PyttsxVoice

    if wishes.voice_wanted:
        voice = PyttsxVoice(wishes.voice, wishes.rate, wishes.volume, config.voice_cache_folder())
        desk = replace(desk, voice=voice, player=SpeakerPlayer(device_setting(wishes.speaker)))
    if answer_file is None:
        recorder = _recorder(desk.screen, wishes)
        demonstration = partial(_demonstration, question_voice=wishes.voice) if recorder is None else None
        desk = replace(desk, recorder=recorder, demonstration=demonstration)
    silence_s = wishes.silence if wishes.hands_free else None
    return replace(desk, think_time_s=wishes.think_time, hands_free_silence_s=silence_s)


def _recorder(screen: Screen, wishes: Wishes) -> Recorder | None:
    """Return a microphone that delivers, or say why there is none and what happens instead."""
    from rehearse.audio.devices import device_setting
    from rehearse.audio.recorder import MicrophoneRecorder

    instead = "This rehearsal uses a demonstration answer: synthesised speech."
    if not can_press_keys():
        screen.notice("There is no terminal here to press keys in.", instead)
        return None
    wanted = device_setting(wishes.microphone)
    while True:
        recorder = MicrophoneRecorder(wanted)
        try:
            with screen.working("Listening for your microphone"):
                name = recorder.check().name
            wish = _check(screen, recorder, name)
        except NoMicrophoneError as exc:
            screen.notice(f"{exc.message} {instead}", exc.hint)
            return None
        except AudioInputError as exc:
            if wanted is None and not _microphones():
                raise
            wish = screen.after_check(exc.message, exc.hint, can_go_on=False)
        if wish is AfterCheck.GO_ON:
            return recorder
        if wish is AfterCheck.DEVICES:
            chosen = screen.choose_device("microphone", _microphones(), _number(wanted))
            wanted = wanted if chosen is None else chosen


def _check(screen: Screen, recorder: Recorder, name: str) -> AfterCheck:
    """Listen to a microphone that is new here."""
    from rehearse.audio.microphone_check import CHECK_S, KnownMicrophones, microphone_problem

    known = KnownMicrophones(config.known_microphones_file())
    if name in known:
        return AfterCheck.GO_ON
    with tempfile.TemporaryDirectory(prefix="rehearse-") as folder:
        live = recorder.start(Path(folder) / "check.wav")
        try:
            loudest_dbfs = screen.level_check(name, live, CHECK_S)
        finally:
            live.discard()
    problem = microphone_problem(name, loudest_dbfs, len(_microphones()) - 1)
    wish = AfterCheck.GO_ON
    if problem is not None:
        wish = screen.after_check(problem.problem, problem.remedy, can_go_on=True)
    if wish is AfterCheck.GO_ON:
        known.add(name)
    return wish


def _microphones() -> list[DeviceChoice]:
    from rehearse.audio.devices import list_devices

    return [
        DeviceChoice(device.index, device.name, device.is_default_input)
        for device in list_devices()
        if device.n_inputs
    ]


def _speakers() -> list[DeviceChoice]:
    from rehearse.audio.devices import list_devices

    return [
        DeviceChoice(device.index, device.name, device.is_default_output)
        for device in list_devices()
        if device.n_outputs
    ]


def _number(wanted: int | str | None) -> int | None:
    return wanted if isinstance(wanted, int) else None


def _choose_devices(screen: Screen, wishes: Wishes) -> Wishes:
    """Let the person choose a microphone and a speaker for this sitting."""
    from rehearse.audio.devices import device_setting

    try:
        microphones, speakers = _microphones(), _speakers()
    except RehearseError as exc:
        screen.notice(exc.message, exc.hint)
        return wishes
    microphone = screen.choose_device("microphone", microphones, _number(device_setting(wishes.microphone)))
    speaker = screen.choose_device("speaker", speakers, _number(device_setting(wishes.speaker)))
    return replace(
        wishes,
        microphone=wishes.microphone if microphone is None else str(microphone),
        speaker=wishes.speaker if speaker is None else str(speaker),
    )


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


def _demonstration(question: Question, *, question_voice: str | None) -> Path:
    """Synthesise an answer: what the deck says is a good one."""
    from rehearse.audio.demonstration import demonstration_answer

    text = question.model_answer or " ".join(point.text for point in question.key_points)
    return demonstration_answer(text, cache_dir=config.voice_cache_folder(), question_voice=question_voice)
