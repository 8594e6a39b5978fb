import os
import sys
import threading
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from rehearse.deck import Deck, Question
from rehearse.desk import Choice
from rehearse.ui.terminal import TerminalScreen
from tests.programs import at_terminal, end_of

QUESTION = Question("tides", "Why are there [tides]?", group="Sea", time_limit_s=90.0)
DECK = Deck("seas", "Seas", Path("seas.md"), (QUESTION,))


@pytest.fixture
def out():
    return StringIO()


@pytest.fixture
def screen(out):
    console = Console(file=out, width=80, markup=False, emoji=False, highlight=False)
    return TerminalScreen(console, interactive=False)


def test_a_question_is_shown_with_its_deck_group_and_target(screen, out):
    screen.question(DECK, QUESTION)

    assert "Seas · Sea · aim for 1:30" in out.getvalue()
    assert "Why are there [tides]?" in out.getvalue()


def test_long_work_is_a_line_where_there_is_no_terminal(screen, out):
    with screen.working("Preparing the speech model") as on_progress:
        on_progress(0.5)

    assert out.getvalue() == "Preparing the speech model …\n"


def test_without_a_keyboard_the_question_is_heard_to_its_end_and_nobody_is_asked(screen):
    heard = []

    screen.speaking(lambda stop: heard.append(stop.is_set()))

    assert heard == [False]
    assert screen.choose() is Choice.QUIT


def test_a_command_in_a_hint_stays_on_one_line_however_long(screen, out):
    command = "rehearse score " + "/a/long/folder" * 10 + "/answer.wav --question tides --save"

    screen.notice("Your answer is kept.", f"To score it: {command}")

    assert out.getvalue() == f"! Your answer is kept.\n  To score it: {command}\n"


def test_a_dumb_terminal_is_told_what_goes_on_and_which_keys_there_are():
    program = """
import threading
from rehearse.ui.terminal import TerminalScreen, standard_console
from tests.desk_parts import ToneRecorder
screen = TerminalScreen(standard_console(), interactive=True)
screen.speaking(lambda stop: stop.wait(10))
screen.thinking(30.0)
live = ToneRecorder()
live.level_dbfs, live.duration_s, live.trouble = -20.0, 1.0, "The microphone is muted."
print(screen.listening(live, target_s=90.0, limit_s=180.0, heard=str).name, flush=True)
with screen.working("Writing down what you said"):
    pass
"""
    child = at_terminal([sys.executable, "-c", program], environment={**os.environ, "TERM": "dumb"})
    child.expect_exact("Enter: answer at once")
    child.send("?")
    child.expect_exact("Enter: answer at once")
    child.send("\r")
    child.expect_exact("Time to think: 0:30")
    child.send("?")
    child.expect_exact("Time to think: 0:30")
    child.send("\r")
    child.expect_exact("Enter or space: done")
    child.expect_exact("! The microphone is muted.")
    child.send("?")
    child.expect_exact("Enter or space: done")
    child.send("x")
    child.expect_exact("x again: yes")
    child.send("x")
    child.expect_exact("DISCARD")
    child.expect_exact("Writing down what you said …")

    assert end_of(child) == 0


def test_a_failure_while_speaking_reaches_the_caller(screen):
    def fail(_stop: threading.Event) -> None:
        raise OSError("no speaker")

    with pytest.raises(OSError, match="no speaker"):
        screen.speaking(fail)


def test_without_a_keyboard_nothing_is_confirmed(screen, out):
    assert screen.confirm("Finish it now?") is False
    assert out.getvalue() == ""


@pytest.mark.parametrize(("keys", "said"), [("zy", "True"), ("\r", "True"), ("n", "False"), ("\x03", "left")])
def test_a_question_of_yes_or_no_waits_for_one_of_its_keys(keys, said):
    program = """
from rehearse.ui.terminal import TerminalScreen, standard_console
try:
    print(TerminalScreen(standard_console(), interactive=True).confirm("Finish it now?"))
except KeyboardInterrupt:
    print("left")
"""
    child = at_terminal([sys.executable, "-c", program], environment={**os.environ, "TERM": "dumb"})
    child.expect_exact("Finish it now?  y: yes, n: no")
    for key in keys:
        child.send(key)
    child.expect_exact(said)
    end_of(child)
