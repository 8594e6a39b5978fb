"""Nothing that was said is lost: kills, vanishing devices, dead servers, full disks, halted machines.

The recorder, the store and the virtual devices are real, in a program of their own that a test can do
anything to. Where the words do not matter a small transcriber stands in for the speech model; the last
tests drive the whole program from its keyboard.
"""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pexpect
import pytest
import soundfile

from rehearse.audio.microphone_check import KnownMicrophones
from rehearse.audio.player import SpeakerPlayer
from rehearse.audio.recorder import MicrophoneRecorder
from rehearse.errors import NoMicrophoneError, SpeechOutputError
from rehearse.finishing import finish
from rehearse.store import Store
from rehearse.take import Take
from tests.contract.test_sound import tones
from tests.contract.virtual_sound import VirtualSound
from tests.desk_parts import make_desk
from tests.programs import at_terminal, end_of, run_program
from tests.waits import PATIENCE_S, happened, until, until_ended

ROOT = Path(__file__).parent.parent.parent
DATA = ROOT / "tests" / "data"
ANSWER = DATA / "jfk.flac"
WORDS = "and so my fellow americans ask not what your country can do for you"
LOST_AT_MOST_S = 0.5

ANSWERING = """
import select, sys, time
from pathlib import Path
from rehearse.audio.recorder import MicrophoneRecorder
from rehearse.deck import find_question, read_deck
from rehearse.desk import Stop
from rehearse.practice import rehearse_question
from rehearse.store import Store
from tests.desk_parts import QueueScreen, make_desk

class ReportingScreen(QueueScreen):
    def listening(self, live, **_):
        while not select.select([sys.stdin], [], [], 0.01)[0]:
            print(live._capture.n_delivered, live.trouble, flush=True)
        return Stop.FINISHED

deck = read_deck(Path(sys.argv[2]))
desk = make_desk(Store(Path(sys.argv[1])), "ask not", screen=ReportingScreen(), recorder=MicrophoneRecorder())
rehearse_question(desk, deck, find_question(deck, "inaugural"), session="s1")
"""
"""Answers a question into the microphone, and reports the frames that were delivered and what is wrong,
a hundred times a second, until anything comes from standard input."""


class Answering:
    """A program in which somebody answers."""

    def __init__(self, sound: VirtualSound, recordings: Path) -> None:
        self.recordings = recordings
        self.process = subprocess.Popen(
            [sys.executable, "-c", ANSWERING, str(recordings), str(DATA / "people.md")],
            env=sound.environment,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.n_delivered = 0
        self.trouble = ""
        self._reporting = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        happened(self._reporting, "the recording to start")

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as reports:
            for report in reports:
                n_delivered, self.trouble = report.rstrip("\n").split(" ", maxsplit=1)
                self.n_delivered = int(n_delivered)
                self._reporting.set()

    def must_say(self, trouble: str) -> None:
        """Wait until the person is told of a trouble."""
        until(lambda: trouble in self.trouble, f"{trouble!r} to be said")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(PATIENCE_S)
        until_ended(self._reader)
        assert self.process.stdin is not None
        self.process.stdin.close()

    def stop(self) -> Take:
        """End the answer as the person would, and return its take."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        assert self.process.wait(PATIENCE_S) == 0
        until_ended(self._reader)
        takes = Store(self.recordings).takes()
        (take,) = takes.good
        assert takes.damaged == ()
        assert takes.unfinished == ()
        return take


@contextmanager
def answering(sound: VirtualSound, recordings: Path) -> Iterator[Answering]:
    program = Answering(sound, recordings)
    try:
        yield program
    finally:
        if program.process.poll() is None:
            program.process.send_signal(signal.SIGCONT)
            program.kill()


def killed(sound: VirtualSound, recordings: Path, after_s: float) -> None:
    """Kill a program that records after a time, and require that its take is recovered."""
    with answering(sound, recordings) as program:
        time.sleep(after_s)
        program.kill()

    store = Store(recordings)
    (unfinished,) = store.unfinished()
    assert unfinished.beginning is not None
    recovered = finish(make_desk(store, "ask not"), store, unfinished.folder).take
    assert store.takes().good == (recovered,)
    assert (recovered.question.id, recovered.session) == ("inaugural", "s1")
    assert recovered.recorded_at == unfinished.beginning.recorded_at
    recording = recovered.recording
    assert recording.device == "default"
    assert soundfile.info(recording.path).frames == recording.n_frames
    assert program.n_delivered - recording.n_frames <= LOST_AT_MOST_S * recording.sample_rate_hz


MOMENTS = random.Random(6)


@pytest.mark.parametrize("after_s", [round(MOMENTS.uniform(0.2, 3), 3) for _ in range(5)])
def test_a_program_killed_at_any_moment_leaves_a_take_without_its_last_half_second_at_most(
    virtual_sound, tmp_path, after_s
):
    killed(virtual_sound, tmp_path / "recordings", after_s)


@pytest.mark.soak
@pytest.mark.parametrize("after_s", [round(MOMENTS.uniform(0.05, 6), 3) for _ in range(50)])
def test_fifty_programs_killed_at_any_moment_leave_a_take_each(virtual_sound, tmp_path, after_s):
    killed(virtual_sound, tmp_path / "recordings", after_s)


@pytest.fixture
def speaker(own_sound, tmp_path):
    """Somebody who utters one long tone, so that whatever is missing from it shows."""
    speaking = own_sound.play_into_microphone(tones(tmp_path / "spoken.wav", 30), wait=False)
    time.sleep(0.5)
    yield own_sound
    speaking.kill()
    speaking.wait(PATIENCE_S)


def loud_at_first_s(take: Take) -> float:
    """Return how long the tone goes on from the start of the recording, s."""
    samples, rate_hz = soundfile.read(take.recording.path)
    hop = rate_hz // 50
    loud = np.abs(samples[: len(samples) // hop * hop]).reshape(-1, hop).max(axis=1) > 0.01
    return float(np.argmin(loud) if not loud.all() else len(loud)) / 50


def test_when_the_sound_server_dies_what_was_said_is_kept_the_cause_named_and_the_rest_counted(
    speaker, tmp_path
):
    with answering(speaker, tmp_path / "recordings") as program:
        time.sleep(1.5)
        speaker.kill_server()
        died_s = time.monotonic()
        program.must_say("it may have been unplugged. What was said until then is kept")
        missed_s = time.monotonic() - died_s
        take = program.stop()

    assert loud_at_first_s(take) == pytest.approx(1.5, abs=0.3)
    assert take.recording.duration_s == pytest.approx(1.5, abs=0.3)
    missing_s = take.recording.n_missing_frames / take.recording.sample_rate_hz
    assert missing_s == pytest.approx(missed_s, abs=0.5)


@pytest.mark.parametrize(
    ("modules", "said"),
    [
        (("module-remap-source", "module-null-sink"), "may have been unplugged"),
        (("module-remap-source",), "muted or unplugged"),  # the server goes on with what else it has
    ],
    ids=["the only one", "one of several"],
)
def test_when_the_microphone_is_pulled_what_was_said_is_kept_and_the_cause_named(
    speaker, tmp_path, modules, said
):
    with answering(speaker, tmp_path / "recordings") as program:
        time.sleep(1.5)
        for module in modules:
            speaker.control("unload-module", module)
        program.must_say(said)
        take = program.stop()

    assert loud_at_first_s(take) == pytest.approx(1.5, abs=0.4)


def test_after_the_sound_server_is_back_the_same_program_records_and_plays_again(fragile_sound, tmp_path):
    live = MicrophoneRecorder().start(tmp_path / "answer.wav")
    time.sleep(0.5)
    fragile_sound.kill_server()
    kept = live.stop()
    with pytest.raises(NoMicrophoneError, match="No microphone was found"):
        MicrophoneRecorder().start(tmp_path / "again.wav")
    assert not (tmp_path / "again.wav").exists()
    with pytest.raises(SpeechOutputError, match="No speaker was found"):
        SpeakerPlayer().play(kept.path, threading.Event())

    fragile_sound.restart_server()

    live = MicrophoneRecorder().start(tmp_path / "again.wav")
    SpeakerPlayer().play(kept.path, threading.Event())
    assert live.stop().duration_s >= 0.5


@pytest.mark.parametrize("halted", ["the program", "the sound server", "both"])
def test_a_halted_machine_keeps_what_was_said_and_goes_on(speaker, tmp_path, halted):
    with answering(speaker, tmp_path / "recordings") as program:
        began_s = time.monotonic()
        time.sleep(1.0)
        processes = {"the program": [program.process.pid], "the sound server": [speaker.server_pid]}
        pids = processes.get(halted) or [pid for each in processes.values() for pid in each]
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        time.sleep(2.5)
        for pid in pids:
            os.kill(pid, signal.SIGCONT)
        time.sleep(1.5)
        took_s = time.monotonic() - began_s
        take = program.stop()

    recording = take.recording
    assert loud_at_first_s(take) >= 0.7
    missing_s = recording.n_missing_frames / recording.sample_rate_hz
    assert recording.duration_s + missing_s == pytest.approx(took_s, abs=0.6)


@pytest.fixture
def small_disk(tmp_path):
    """A disk of two megabytes, and a way to fill what is left of it."""
    folder = tmp_path / "disk"
    folder.mkdir()
    run_program(*("mount", "-t", "tmpfs", "-o", "size=2m", "rehearse", str(folder)), check=True)
    yield folder
    run_program("umount", "--lazy", str(folder), check=True)


def fill(disk: Path) -> Path:
    """Leave no room on a disk."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return filler


def test_when_the_disk_fills_up_what_was_said_is_kept_and_finished_once_there_is_room(
    virtual_sound, small_disk, tmp_path
):
    recordings = small_disk / "recordings"
    with answering(virtual_sound, recordings) as program:
        time.sleep(1.5)
        filler = fill(small_disk)
        program.must_say("can no longer be written (No space left on device)")
        assert program.process.stdin is not None
        program.process.stdin.close()
        assert program.process.wait(PATIENCE_S) == 1  # the take could not be saved either

    store = Store(recordings)
    (unfinished,) = store.unfinished()
    filler.unlink()
    take = finish(make_desk(store, "ask not"), store, unfinished.folder).take
    assert take.recording.duration_s == pytest.approx(1.5, abs=0.5)
    assert store.takes().good == (take,)


def test_after_a_kill_the_next_start_offers_to_finish_the_answer_and_does(virtual_sound, tmp_path):
    KnownMicrophones(tmp_path / "rehearse" / "microphones.txt").add("default")
    recordings = tmp_path / "recordings"

    places = {"XDG_STATE_HOME": str(tmp_path), "TERM": "xterm-256color"}

    def start() -> pexpect.spawn[str]:
        return at_terminal(
            [
                *(sys.executable, "-m", "rehearse", "practice", str(DATA / "people.md")),
                *("--question", "inaugural", "--model", "tiny.en", "--plain", "--no-voice"),
                *("--recordings", str(recordings)),
            ],
            environment=virtual_sound.environment | places,
        )

    interrupted = start()
    interrupted.expect("Recording")
    virtual_sound.play_into_microphone(ANSWER)
    interrupted.kill(signal.SIGKILL)
    end_of(interrupted)
    (unfinished,) = Store(recordings).unfinished()

    child = start()
    child.expect("was not finished")
    child.expect("Finish it now")
    child.send("y")
    child.expect("What you covered")
    child.expect("q: quit")
    child.send("n")
    child.expect("Recording")  # and then goes on with the question that was asked for
    (take,) = Store(recordings).takes().good
    child.send("\x03")
    end_of(child)

    assert take.folder == unfinished.folder
    said = " ".join(re.findall(r"[a-z']+", take.transcript.text.lower()))
    assert said.startswith(WORDS)
