"""The choice of devices at the whole program: remembered by name, and what happens when one is gone."""

import sys
from pathlib import Path

import pexpect
import pytest

from rehearse.config import read_configuration
from tests.contract.virtual_sound import VirtualSound
from tests.programs import at_terminal, end_of

READ = r"Listen[. ]"  # not the "Listening for your microphone" before it
DECK = Path(__file__).parent.parent / "data" / "people.md"


@pytest.fixture
def settings(tmp_path):
    return tmp_path / "config.toml"


@pytest.fixture
def rehearse(own_sound: VirtualSound, tmp_path, settings):
    """Start a rehearsal with every microphone known, to be left before anybody speaks."""
    known = tmp_path / "rehearse" / "microphones.txt"
    known.parent.mkdir(parents=True)
    known.write_text("default\npulse\n", encoding="utf-8")
    children = []

    def start(*arguments: str) -> "pexpect.spawn[str]":
        places = {
            "REHEARSE_CONFIG": str(settings),
            "REHEARSE_RECORDINGS": str(tmp_path / "takes"),
            "XDG_STATE_HOME": str(tmp_path),
        }
        child = at_terminal(
            [
                *(sys.executable, "-m", "rehearse", "practice", str(DECK)),
                *("--question", "inaugural", *arguments),
            ],
            environment=own_sound.environment | places | {"TERM": "xterm-256color"},
            size=(40, 120),
            folder=tmp_path,
        )
        children.append(child)
        return child

    yield start
    for child in children:
        child.close(force=True)


def leave(child):
    child.expect(READ)
    child.send("\x03")
    end_of(child)


def test_devices_that_are_gone_are_named_and_the_systems_own_take_their_place(rehearse, settings):
    written = 'microphone = "Blue Yeti"\nspeaker = "Town hall"\n'
    settings.write_text(written, encoding="utf-8")

    child = rehearse("--plain")

    child.expect("There is no speaker 'Town hall'. The system's own is used.")
    child.expect("There is no microphone 'Blue Yeti'.")
    child.expect("To go on is to use the system's own.")
    child.send("\r")
    leave(child)
    assert settings.read_text(encoding="utf-8") == written


def test_a_microphone_that_was_chosen_is_used_from_then_on(rehearse, settings):
    settings.write_text('rate = 200\nmicrophone = "Blue Yeti"\n', encoding="utf-8")

    child = rehearse("--plain")
    child.expect("There is no microphone 'Blue Yeti'.")
    child.send("d")
    child.expect("0  pulse")
    child.expect("Choose a microphone")
    child.send("0\r")
    leave(child)

    assert read_configuration(settings) == {"rate": 200, "microphone": "pulse"}
    leave(rehearse("--plain"))


def test_the_systems_own_choice_is_left_to_the_system(rehearse, settings):
    settings.write_text('microphone = "Blue Yeti"\n', encoding="utf-8")

    child = rehearse("--no-plain")
    child.expect("There is no microphone 'Blue Yeti'.")
    child.send("d")
    child.expect("the system's choice")
    child.send("\x1b[B")
    child.expect("default")
    child.send("\r")
    leave(child)

    assert read_configuration(settings) == {"microphone": ""}


def test_a_microphone_that_fails_between_questions_can_be_mended_and_it_goes_on(rehearse, own_sound):
    child = rehearse("--plain")
    child.expect(READ)

    own_sound.kill_server()
    child.expect("r: try again, d: choose another, q: leave")
    own_sound.restart_server()
    child.send("r")

    leave(child)
