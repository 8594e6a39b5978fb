"""The whole of the full screen: one thread drives it, another draws, keys come from a pilot."""

import asyncio
import os
import re
import sys
import threading
import time
from functools import partial
from pathlib import Path

import pytest

from rehearse.desk import Choice, DeviceChoice, Left, Stop
from rehearse.errors import RehearseError, TranscriptionError
from rehearse.practice import rehearse_question
from rehearse.store import Store
from rehearse.ui.full.after import After
from rehearse.ui.full.app import PracticeApp
from rehearse.ui.full.before import Asking, Thinking
from rehearse.ui.full.choices import Choosing
from rehearse.ui.full.listening import Listening
from rehearse.ui.full.screen import run_on_full_screen
from tests.desk_parts import SilentVoice, ToneRecorder, make_desk
from tests.full_screen import DECK, QUESTION, shown
from tests.programs import at_terminal, end_of
from tests.waits import until_shown


class LongVoice(SilentVoice):
    """Speaks until it is cut short."""

    def play(self, path, stop, start_s=0.0):
        self.said.append(f"played {path}")
        stop.wait(20)


def run(drive, *steps, told=None):
    """Drive the screen; each step is a kind of stage and the keys to press at it."""

    ended = threading.Event()

    def until_ended(screen):
        try:
            return drive(screen)
        finally:
            ended.set()

    def is_open_or_over(app, kind):
        return ended.is_set() or (isinstance(app.stage, kind) and not app.stage.outcome.done())

    async def press(pilot):
        for kind, *keys in steps:
            await until_shown(asyncio.sleep, partial(is_open_or_over, pilot.app, kind), kind.__name__)
            if ended.is_set():
                return
            await pilot.pause()
            await pilot.press(*keys)

    told = [] if told is None else told
    tell = lambda message, hint: told.append((message, hint))  # noqa: E731
    return run_on_full_screen(until_ended, tell, headless=True, size=(80, 24), auto_pilot=press)


class Deaf(ToneRecorder):
    """A microphone whose level cannot be had."""

    def __getattribute__(self, name):
        if name == "level_dbfs":
            raise ZeroDivisionError("no level")
        return super().__getattribute__(name)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "recordings")


def test_a_question_is_asked_answered_and_shown_with_keys_alone(store):
    voice = LongVoice()

    def drive(screen):
        desk = make_desk(
            store,
            "er no",
            "um the moon pulls the oceans",
            screen=screen,
            recorder=ToneRecorder(),
            voice=voice,
            player=voice,
        )
        rehearsed = rehearse_question(desk, DECK, QUESTION)
        screen.result(rehearsed.take, rehearsed.analysis, lambda start_s, stop: None)
        return rehearsed, screen.choose()

    rehearsed, choice = run(
        drive,
        (Asking, "t", "space"),
        (Thinking, "space"),
        (Listening, "x", "x"),
        (Listening, "space"),
        (After, "n"),
    )

    assert choice is Choice.NEXT
    assert rehearsed.stop is Stop.FINISHED
    assert len(store.takes().good) == 1


def test_an_answer_is_shown_again_after_other_devices_were_chosen(store):
    devices = (DeviceChoice(0, "Headset"), DeviceChoice(1, "Built-in microphone"))
    shown_again = []

    def drive(screen):
        desk = make_desk(store, "the moon pulls the oceans", screen=screen, recorder=ToneRecorder())
        rehearsed = rehearse_question(desk, DECK, QUESTION)
        screen.result(rehearsed.take, rehearsed.analysis, None)
        choices = [screen.choose()]
        assert "moon pulls the oceans" in shown(screen._app)
        chosen = screen.choose_device("microphone", devices, 0)
        screen.result(rehearsed.take, rehearsed.analysis, None)
        shown_again.append(shown(screen._app))
        choices += [chosen, screen.choose()]
        screen.question(DECK, QUESTION)
        assert "moon pulls the oceans" not in shown(screen._app)
        return choices

    steps = (Listening, "space"), (After, "d"), (Choosing, "down", "enter"), (After, "q")
    assert run(drive, *steps) == [Choice.DEVICES, 1, Choice.QUIT]
    assert "moon pulls the oceans" in shown_again[0]
    assert "Worth working on" in shown_again[0]


def test_ctrl_c_while_answering_keeps_what_was_said_and_scores_it(store):
    def drive(screen):
        return rehearse_question(
            make_desk(store, "the moon", screen=screen, recorder=ToneRecorder()), DECK, QUESTION
        )

    assert run(drive, (Listening, "ctrl+c")).stop is Stop.INTERRUPTED
    assert len(store.takes().good) == 1


def test_quitting_while_answering_asks_and_keeps_what_was_said(store):
    def drive(screen):
        return rehearse_question(
            make_desk(store, "the moon", screen=screen, recorder=ToneRecorder()), DECK, QUESTION
        )

    assert run(drive, (Listening, "q", "q")).stop is Stop.LEAVE
    assert len(store.takes().good) == 1


@pytest.mark.parametrize(("key", "reason"), [("q", Left), ("ctrl+c", KeyboardInterrupt)])
def test_leaving_while_the_question_is_read_leaves_nothing_behind(store, key, reason):
    voice = LongVoice()

    def drive(screen):
        desk = make_desk(store, screen=screen, recorder=ToneRecorder(), voice=voice, player=voice)
        return rehearse_question(desk, DECK, QUESTION)

    with pytest.raises(reason):
        run(drive, (Asking, key))

    assert not store.recordings.exists()


def test_what_goes_wrong_is_raised_after_leaving_and_what_was_not_seen_is_told(store):
    told: list[tuple[str, str]] = []

    def drive(screen):
        desk = make_desk(store, TranscriptionError("Broken."), screen=screen, recorder=ToneRecorder())
        return rehearse_question(desk, DECK, QUESTION)

    with pytest.raises(TranscriptionError, match="Broken"):
        run(drive, (Listening, "space"), told=told)

    ((message, hint),) = told
    assert message.startswith("Your answer is kept in")
    assert "rehearse finish" in hint


def test_a_fault_of_the_screen_itself_is_a_sentence_and_keeps_what_was_said(store, monkeypatch):
    def drive(screen):
        desk = make_desk(store, "the moon", screen=screen, recorder=Deaf())
        return rehearse_question(desk, DECK, QUESTION)

    with pytest.raises(RehearseError, match="The screen failed: no level") as failure:
        run(drive)

    assert "--plain" in failure.value.hint
    assert len(list(store.recordings.glob("*/answer.wav"))) == 1


@pytest.mark.parametrize(("keys", "reason"), [(["q"], Left), (["ctrl+c"], KeyboardInterrupt)])
def test_long_work_can_be_left(keys, reason):
    begun = threading.Event()

    def drive(screen):
        with screen.working("Preparing the speech model") as on_progress:
            begun.set()
            for _ in range(6000):
                on_progress(0.5)
                time.sleep(0.01)

    async def press(pilot):
        await until_shown(asyncio.sleep, begun.is_set, "the work to begin")
        await pilot.pause()
        assert "Preparing the speech model …  50%" in shown(pilot.app)
        await pilot.press(*keys)

    with pytest.raises(reason):
        run_on_full_screen(drive, print, headless=True, auto_pilot=press)


def test_a_second_ctrl_c_leaves_work_that_does_not_end():
    begun = threading.Event()

    def drive(screen):
        begun.set()
        threading.Event().wait(2)

    async def press(pilot):
        await until_shown(asyncio.sleep, begun.is_set, "the work to begin")
        await pilot.press("ctrl+c", "ctrl+c")

    with pytest.raises(KeyboardInterrupt):
        run_on_full_screen(drive, print, headless=True, auto_pilot=press)


def test_what_is_told_before_a_question_is_still_there_when_it_is_shown(store):
    seen = []

    def drive(screen):
        screen.notice("There is no speaker 'Hall'.", "The system's own is used.")
        screen.notice("No voice was found.")
        desk = make_desk(store, "the moon", screen=screen, recorder=ToneRecorder())
        rehearse_question(desk, DECK, QUESTION)
        screen.question(DECK, QUESTION)
        seen.append(shown(screen._app))

    async def look(pilot):
        await until_shown(
            asyncio.sleep, lambda: isinstance(pilot.app.focused, Listening), "the answer to be recorded"
        )
        seen.append(shown(pilot.app))
        await pilot.press("space")

    run_on_full_screen(drive, lambda _message, _hint: None, headless=True, size=(80, 24), auto_pilot=look)

    for told in ("There is no speaker 'Hall'. The system's own is used.", "No voice was found."):
        assert told in seen[0]
        assert told not in seen[1]


@pytest.mark.parametrize("theme", ["terminal", "textual-dark", "textual-light"])
@pytest.mark.parametrize("no_color", [False, True])
def test_it_runs_in_light_and_dark_and_without_colour(monkeypatch, theme, no_color):
    if no_color:
        monkeypatch.setenv("NO_COLOR", "1")

    async def look():
        app = PracticeApp(theme=theme)
        async with app.run_test(size=(80, 24)) as pilot:
            app.show_question(DECK, QUESTION)
            await pilot.pause()
            assert app.no_color is no_color
            return app.export_screenshot(simplify=True)

    assert "tides" in asyncio.run(look())


@pytest.mark.parametrize("no_color", [False, True])
def test_without_colour_the_terminal_is_asked_for_none(no_color):
    program = """
import threading
from rehearse.ui.full.screen import run_on_full_screen
from tests.desk_parts import ToneRecorder
from tests.full_screen import DECK, QUESTION
def drive(screen):
    screen.question(DECK, QUESTION)
    screen.listening(ToneRecorder(), target_s=90.0, limit_s=180.0, heard=str)
run_on_full_screen(drive, print)
"""
    environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    environment |= {"TERM": "xterm-256color"} | ({"NO_COLOR": "1"} if no_color else {})
    child = at_terminal([sys.executable, "-c", program], environment=environment)
    drawn = []
    for awaited in ("tides", "Recording", "good", "Help"):
        child.expect(awaited)
        drawn.append(str(child.before))
    child.send("\x03")
    end_of(child)

    codes = {code for codes in re.findall(r"\x1b\[([0-9;]*)m", "".join(drawn)) for code in codes.split(";")}
    colours = {code for code in codes if code and 30 <= int(code) <= 48} - {"39"}
    assert bool(colours) is not no_color


def test_nothing_of_it_is_loaded_for_lines_of_text():
    source = Path("rehearse/ui/terminal.py").read_text(encoding="utf-8")

    assert "textual" not in source.partition("from __future__")[2]
