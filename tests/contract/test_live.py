"""A person at the desk: the question is heard, an answer is spoken into the microphone, keys are pressed.

Everything is real: pyttsx3 and espeak-ng ask, PortAudio plays and records on PulseAudio's virtual
devices, openai-whisper listens, and a pseudo-terminal has the keyboard. Each is done at the full screen
and with lines of text.
"""

import re
import sys
import time
from pathlib import Path

import numpy as np
import pexpect
import pytest

from rehearse.store import Store
from tests.contract.virtual_sound import MONITOR_RATE_HZ, VirtualSound, as_samples
from tests.programs import at_terminal, end_of
from tests.waits import PATIENCE_S

DATA = Path(__file__).parent.parent / "data"
ANSWER = DATA / "jfk.flac"
WORDS = (
    "and so my fellow americans ask not what your country can do for you ask what you can do for your country"
)
MENU = "(?i)next"
LISTEN = r"Listen[. ]"  # not the "Listening for your microphone" before it


@pytest.fixture(params=["full", "plain"])
def rehearse(request, virtual_sound: VirtualSound, tmp_path):
    children = []
    state = tmp_path / "state"
    known = state / "rehearse" / "microphones.txt"
    known.parent.mkdir(parents=True)
    known.write_text("default\n")

    def spawn(*arguments: str) -> "pexpect.spawn[str]":
        places = {"REHEARSE_RECORDINGS": str(tmp_path / "takes"), "XDG_STATE_HOME": str(state)}
        child = at_terminal(
            [sys.executable, *PRACTICE, f"--{PLAIN[request.param]}", *arguments],
            environment=virtual_sound.environment | places | {"TERM": "xterm-256color"},
            folder=tmp_path,
        )
        children.append(child)
        return child

    yield spawn
    for child in children:
        child.close(force=True)


PRACTICE = ("-m", "rehearse", "practice", str(DATA / "people.md"), "--engine", "whisper")
PLAIN = {"full": "no-plain", "plain": "plain"}


def only_take(folder: Path):
    takes = Store(folder).takes()
    assert takes.damaged == ()
    assert takes.unfinished == ()
    (take,) = takes.good
    return take


def plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z']+", text.lower()))


def test_a_question_is_heard_and_its_spoken_answer_becomes_a_take(rehearse, virtual_sound, tmp_path):
    with virtual_sound.listening() as heard:
        child = rehearse("--question", "inaugural", "--model", "tiny.en")
        child.expect("What did the president ask")
        child.expect("Recording")
        began_s = time.monotonic()
    virtual_sound.play_into_microphone(ANSWER)
    child.send("\r")
    ended_s = time.monotonic()
    child.expect("What you covered")
    child.expect("Worth working on")
    child.expect(MENU)
    child.send("q")

    assert end_of(child) == 0
    speech = as_samples(heard)
    loud_s = np.count_nonzero(np.abs(speech) > 0.01) / MONITOR_RATE_HZ
    assert loud_s > 0.5  # the question was spoken, not silence
    take = only_take(tmp_path / "takes")
    assert plain(take.transcript.text) == WORDS
    assert take.recording.path.name == "answer.flac"
    # All that was said between seeing "Recording" and pressing the key; the screen may lag behind the sound.
    assert take.recording.duration_s >= (ended_s - began_s) * 0.99
    assert take.recording.n_overflows == 0
    assert take.recording_delay_s is not None


def test_a_false_start_is_discarded_and_the_answer_begun_again(rehearse, virtual_sound, tmp_path):
    child = rehearse("--question", "inaugural", "--model", "tiny.en", "--no-voice")
    child.expect("Recording")
    time.sleep(1.5)
    child.send("x")
    child.expect("Forget what you said")
    child.send("x")
    child.expect("Recording")
    virtual_sound.play_into_microphone(ANSWER)
    child.send(" ")
    child.expect("Worth working on")
    child.expect(MENU)
    child.send("q")
    end_of(child)

    take = only_take(tmp_path / "takes")
    assert plain(take.transcript.text) == WORDS
    assert take.recording.duration_s < 13.5  # the false start is not part of it
    assert not (take.folder / "answer.wav").exists()


def test_ctrl_c_keeps_what_was_said_and_leaves(rehearse, virtual_sound, tmp_path):
    child = rehearse("--question", "inaugural", "--model", "tiny.en", "--no-voice")
    child.expect("Recording")
    virtual_sound.play_into_microphone(ANSWER)
    child.send("\x03")
    child.expect("What you covered")

    assert end_of(child) == 130
    assert plain(only_take(tmp_path / "takes").transcript.text) == WORDS


def test_ctrl_c_while_the_question_is_read_leaves_nothing_behind(rehearse, tmp_path):
    child = rehearse("--question", "inaugural", "--model", "tiny.en")
    child.expect(LISTEN)
    child.send("\x03")
    child.expect("Interrupted")

    assert end_of(child) == 130
    assert not (tmp_path / "takes").exists()


def test_a_new_microphone_is_checked_before_the_first_question(rehearse, virtual_sound, tmp_path):
    known = tmp_path / "state" / "rehearse" / "microphones.txt"
    known.unlink()
    child = rehearse("--question", "inaugural", "--model", "tiny.en", "--no-voice")
    child.expect("Say a few words")
    child.expect("exact silence")  # nobody spoke
    speaking = virtual_sound.play_into_microphone(ANSWER, wait=False)
    child.send("r")
    child.expect("Recording")
    speaking.wait(PATIENCE_S)
    child.send("\x03")
    end_of(child)

    assert known.read_text() == "default\n"
