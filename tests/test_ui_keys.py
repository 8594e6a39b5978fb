"""Keys are pressed in a real pseudo-terminal."""

import sys

import pytest

from tests.programs import at_terminal, end_of

PROGRAM = """
from rehearse.ui.keys import Keys
input("ready? ")
with Keys() as keys:
    print("reading", flush=True)
    while (key := keys.get(timeout_s=10)) not in ("q", None):
        print(f"<{key}>", flush=True)
print("left", flush=True)
input("line? ")
print("done", flush=True)
"""


@pytest.fixture
def terminal():
    child = at_terminal([sys.executable, "-c", PROGRAM])
    yield child
    child.close(force=True)


@pytest.mark.parametrize(
    ("pressed", "name"),
    [("\r", "enter"), (" ", "space"), ("x", "x"), ("X", "x"), ("\x03", "c-c"), ("\x04", "c-c")],
    ids=["enter", "space", "letter", "capital", "ctrl-c", "ctrl-d"],
)
def test_a_key_press_arrives_by_name_without_enter(terminal, pressed, name):
    terminal.expect_exact("ready? ")
    terminal.sendline("yes")
    terminal.expect_exact("reading")

    terminal.send(pressed)

    terminal.expect_exact(f"<{name}>")


def test_the_terminal_is_as_before_when_keys_are_no_longer_read(terminal):
    terminal.expect_exact("ready? ")
    terminal.sendline("yes")
    terminal.expect_exact("reading")
    terminal.send("q")
    terminal.expect_exact("left")
    terminal.expect_exact("line? ")

    terminal.sendline("a whole line")

    terminal.expect_exact("a whole line")  # echoed again
    terminal.expect_exact("done")
    end_of(terminal)


def test_keys_pressed_before_are_forgotten():
    program = PROGRAM.replace('input("ready? ")', 'print("busy", flush=True); import time; time.sleep(1.0)')
    child = at_terminal([sys.executable, "-c", program])
    child.expect_exact("busy")
    child.send("\r")  # impatient
    child.expect_exact("reading")
    child.send("z")

    child.expect(r"<(\w+)>")

    assert child.after == "<z>"
    child.close(force=True)


def test_ctrl_c_is_not_forgotten_where_it_comes_before_keys_are_read():
    program = """
import termios, time
from rehearse.ui.keys import Keys
attributes = termios.tcgetattr(0)
attributes[3] &= ~(termios.ICANON | termios.ISIG)  # as Keys sets it before it reads
termios.tcsetattr(0, termios.TCSANOW, attributes)
print("busy", flush=True)
time.sleep(1.0)
with Keys() as keys:
    print(f"<{keys.get(timeout_s=10)}>", flush=True)
"""
    child = at_terminal([sys.executable, "-c", program])
    child.expect_exact("busy")
    child.send("x\x03")

    child.expect(r"<(\S+)>")

    assert child.after == "<c-c>"
    end_of(child)


def test_a_terminal_that_goes_away_counts_as_an_interruption():
    program = """
import os, pty, sys, threading, time
from rehearse.ui.keys import INTERRUPT, Keys
ours, theirs = pty.openpty()
sys.stdin = os.fdopen(theirs, "r")
with Keys() as keys:
    os.close(ours)
    assert keys.get(timeout_s=5) == INTERRUPT
print("fine")
"""
    child = at_terminal([sys.executable, "-c", program])

    child.expect_exact("fine")

    end_of(child)
