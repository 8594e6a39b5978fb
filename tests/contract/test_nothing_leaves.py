"""Nothing leaves the machine: the whole job is done where there is no network, and none is asked for.

The program runs in a network namespace of its own, which has no way out; and a guard in each of its Python
processes notes every address that it would have spoken to.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from rehearse.audio.microphone_check import KnownMicrophones
from rehearse.store import Store
from tests.contract.virtual_sound import VirtualSound
from tests.programs import at_terminal, end_of, run_program

DATA = Path(__file__).parent.parent / "data"
ROOT = Path(__file__).parent.parent.parent

GUARD = """
import os, sys

def note(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        address = arguments[0]
    else:
        return
    host = address[0] if isinstance(address, tuple) else address
    local = isinstance(address, (str, bytes)) and event == "socket.connect"  # a file in the file system
    if not local and host not in ("localhost", "127.0.0.1", "::1"):
        with open(os.environ["NOTED"], "a") as file:
            print(event, address, file=file)

sys.addaudithook(note)
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="network namespaces are Linux's")


class Guarded:
    """A machine without a network, and the notes of who asked for one."""

    def __init__(self, sound: VirtualSound, folder: Path) -> None:
        (folder / "guard").mkdir()
        (folder / "guard" / "sitecustomize.py").write_text(GUARD)
        self.notes = folder / "noted.txt"
        self.recordings = folder / "recordings"
        KnownMicrophones(folder / "rehearse" / "microphones.txt").add("default")
        self.environment = sound.environment | {
            "NOTED": str(self.notes),
            "PYTHONPATH": f"{folder / 'guard'}{os.pathsep}{ROOT}",
            "REHEARSE_RECORDINGS": str(self.recordings),
            "TERM": "xterm-256color",
            "XDG_STATE_HOME": str(folder),
        }
        as_root = [] if os.geteuid() == 0 else ["--map-root-user"]
        self.prefix = ["unshare", *as_root, "--net"]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return run_program(*self.prefix, sys.executable, *arguments, environment=self.environment)

    @property
    def noted(self) -> str:
        return self.notes.read_text() if self.notes.exists() else ""


@pytest.fixture
def guarded(virtual_sound: VirtualSound, tmp_path) -> Guarded:
    return Guarded(virtual_sound, tmp_path)


def test_the_guard_notes_whoever_would_leave_and_nobody_can(guarded: Guarded):
    done = guarded.run("-c", "import socket; socket.create_connection(('192.0.2.1', 80), timeout=5)")

    assert done.returncode != 0
    assert "192.0.2.1" in guarded.noted


def test_an_answer_is_asked_for_given_and_shown_again_without_a_network(
    guarded: Guarded, virtual_sound: VirtualSound
):
    practice = [*guarded.prefix, sys.executable, "-m", "rehearse", "practice"]
    child = at_terminal(
        [*practice, str(DATA / "people.md"), "--question", "inaugural", "--model", "tiny.en", "--plain"],
        environment=guarded.environment,
    )
    child.expect("What did the president ask")
    child.expect("Recording")
    virtual_sound.play_into_microphone(DATA / "jfk.flac")
    child.send("\r")
    child.expect("What you covered")
    child.expect("next")
    child.send("q")
    left = end_of(child)
    shown = guarded.run("-m", "rehearse", "show", "last")

    assert left == 0
    (take,) = Store(guarded.recordings).takes().good
    assert "ask not what your country can do for you" in " ".join(
        re.findall(r"[a-z']+", take.transcript.text.lower())
    )
    assert shown.returncode == 0
    assert "your country" in shown.stdout
    assert guarded.noted == ""


def test_a_recording_is_scored_without_a_network(guarded: Guarded):
    scored = guarded.run(
        *("-m", "rehearse", "score", str(DATA / "jfk.flac"), "--deck", str(DATA / "people.md")),
        *("--question", "inaugural", "--model", "tiny.en", "--json"),
    )

    assert scored.returncode == 0
    assert guarded.noted == ""
