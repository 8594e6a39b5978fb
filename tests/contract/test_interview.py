"""A mock interview held hands-free: nobody touches a key between the first question and the report.

Everything is real: questions are heard, synthesised answers with thinking pauses of 1.5 s are spoken into
the virtual microphone, and what ends each of them is the silence after it.
"""

import json
import re
import sys
import wave
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pexpect
import pytest

from rehearse.audio.voice import PyttsxVoice
from rehearse.store import Store
from rehearse.take import Take
from tests.contract.virtual_sound import VirtualSound
from tests.programs import at_terminal, end_of, run_program

PAUSE_S = 1.5
"""How long the speaker thinks between two sentences."""
FAST = ("--model", "tiny.en", "--engine", "whisper")

DECK = """\
# Warm-up

## What do you like about the sea?
id: sea
time_limit: 30 s

- Nothing in particular

# Technical

## Why are there tides?
id: tides
time_limit: 30 s

- The moon pulls the water of the oceans
  - probe: Which body in the sky pulls the water?
"""


@dataclass
class Spoken:
    """An answer in sound: its sentences, with a pause after each but the last."""

    path: Path
    sentences: tuple[str, ...]
    duration_s: float


def speak(folder: Path, *sentences: str) -> Spoken:
    """Synthesise an answer with thinking pauses between its sentences."""
    parts = []
    for sentence in sentences:
        with wave.open(str(PyttsxVoice(None, 150, 1.0, folder).render(sentence))) as file:
            rate_hz = file.getframerate()
            parts += [np.frombuffer(file.readframes(file.getnframes()), "<i2")]
        parts += [np.zeros(round(PAUSE_S * rate_hz), np.int16)]
    sound = np.concatenate(parts[:-1])
    path = folder / f"{abs(hash(sentences))}.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(sound.tobytes())
    return Spoken(path, sentences, len(sound) / rate_hz)


def interview(virtual_sound: VirtualSound, folder: Path, *arguments: str) -> "pexpect.spawn[str]":
    deck = folder / "sea.md"
    known = folder / "state" / "rehearse" / "microphones.txt"
    if not deck.exists():
        deck.write_text(DECK)
    known.parent.mkdir(parents=True, exist_ok=True)
    known.write_text("default\n")  # a new microphone would be checked first
    return at_terminal(
        [
            *(sys.executable, "-m", "rehearse", "interview", str(deck)),
            *("--hands-free", "--plain", *FAST, *arguments),
        ],
        environment=virtual_sound.environment
        | {"REHEARSE_RECORDINGS": str(folder / "takes"), "XDG_STATE_HOME": str(folder / "state")},
        size=(24, 100),
        folder=folder,
    )


def plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z']+", text.lower()))


def assert_whole(take: Take, spoken: Spoken) -> None:
    """See that a take holds an answer from its first word to its last, and its pauses."""
    heard = plain(take.transcript.text)
    for sentence in spoken.sentences:
        assert plain(sentence).rpartition(" ")[2] in heard.split(), f"{sentence} in {heard}"
    assert take.recording.duration_s > spoken.duration_s
    assert take.recording.n_overflows == 0


def report_of(virtual_sound: VirtualSound, folder: Path, *session: str) -> dict[str, Any]:
    """Return the report of an interview as the program gives it to other programs."""
    shown = run_program(
        *(sys.executable, "-m", "rehearse", "interview", "--report", *session, "--json"),
        environment=virtual_sound.environment | {"REHEARSE_RECORDINGS": str(folder / "takes")},
        folder=folder,
        check=True,
    )
    report: dict[str, Any] = json.loads(shown.stdout)
    return report


def test_an_interview_is_held_without_touching_a_key(virtual_sound, tmp_path):
    answers = [
        speak(tmp_path, "I like the waves in the morning.", "Then I go for a swim.", "The water is cold."),
        speak(tmp_path, "I have read about the wind.", "But this was long ago."),
        speak(tmp_path, "Yes, of course.", "The moon pulls the water of the oceans."),
    ]
    child = interview(virtual_sound, tmp_path, "--questions", "2")
    child.expect("Begin?")
    child.send("y")
    for question, spoken in zip(("the sea", "there tides", "Which body"), answers, strict=True):
        child.expect(question)
        child.expect("Recording")
        virtual_sound.play_into_microphone(spoken.path)
    child.expect("What to work on first")

    assert end_of(child) == 0
    store = Store(tmp_path / "takes")
    takes = store.takes().good
    assert [take.question.id for take in takes] == ["sea", "tides", "tides--follow-up"]
    for take, spoken in zip(takes, answers, strict=True):
        assert_whole(take, spoken)
    assert len({take.session for take in takes}) == 1
    assert takes[2].follow_up_to == "tides"
    assert store.unfinished() == ()

    report = report_of(virtual_sound, tmp_path)
    assert report["session"] == takes[0].session
    assert [answer["question_id"] for answer in report["answers"]] == ["sea", "tides", "tides"]
    assert report["answers"][2]["coverage"] is not None


def test_an_interrupted_interview_goes_on_where_it_was(virtual_sound, tmp_path):
    spoken = speak(tmp_path, "I like the waves in the morning.", "Then I go for a swim.")
    child = interview(virtual_sound, tmp_path, "--questions", "2", "--no-voice")
    child.expect("Begin?")
    child.send("y")
    child.expect("Recording")
    virtual_sound.play_into_microphone(spoken.path)
    child.expect("there tides")
    child.expect("Recording")
    child.kill(9)
    end_of(child)

    child = interview(virtual_sound, tmp_path, "--resume", "--no-voice")
    child.expect("there tides")
    child.expect("Recording")
    virtual_sound.play_into_microphone(
        speak(tmp_path, "It is because of gravity.", "The moon pulls the water of the oceans.").path
    )
    child.expect("What to work on first")

    assert end_of(child) == 0
    report = report_of(virtual_sound, tmp_path, "last")
    assert [(answer["question_id"], answer["scored"]) for answer in report["answers"]] == [
        ("sea", True),
        ("tides", True),
    ]
    assert report["ended"]


SOAK_QUESTIONS = 18
SOAK_SENTENCES = (
    "I would begin by looking at the data that we have.",
    "Some of the values are missing, and some of them are wrong.",
    "Then I would talk to the people who collected them.",
    "They know what happened on the days that look strange.",
    "After that I would train the simplest model I can think of.",
    "It tells me how hard the problem is.",
    "If the simple model is good enough, I stop there.",
    "Otherwise I look at the cases where it fails.",
    "Most of the time there is a pattern in them.",
    "That pattern gives me the next feature to try.",
)


def resident_mb(pid: int) -> float:
    """Return the memory that a process holds."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found is not None
    return int(found[1]) / 1000


@pytest.mark.soak
def test_twenty_minutes_of_interview_keep_every_answer_whole_and_memory_flat(virtual_sound, tmp_path):
    question = "## What would you do on day {0}?\nid: day-{0}\ntime_limit: 60 s\n\n- Look at the data\n\n"
    questions = "".join(question.format(number) for number in range(SOAK_QUESTIONS))
    (tmp_path / "sea.md").write_text(f"# Technical\n\n{questions}")
    child = interview(virtual_sound, tmp_path, "--minutes", "20")
    child.expect("Begin?")
    child.send("y")
    answers: list[Spoken] = []
    memory_mb: list[float] = []
    while child.expect(["Recording", "What to work on first"]) == 0:
        n = len(answers) % len(SOAK_SENTENCES)
        answers.append(speak(tmp_path, *SOAK_SENTENCES[n:], *SOAK_SENTENCES[:n]))
        virtual_sound.play_into_microphone(answers[-1].path)
        assert child.pid is not None
        memory_mb.append(resident_mb(child.pid))

    assert end_of(child) == 0
    takes = Store(tmp_path / "takes").takes().good
    assert len(takes) == len(answers) >= 12
    for take, spoken in zip(takes, answers, strict=True):
        assert take.recording.duration_s > spoken.duration_s  # it was not stopped before its end
        assert take.recording.n_overflows == 0
        assert "pattern" in take.transcript.text
    assert sum(take.recording.duration_s for take in takes) > 12 * 60
    # The models are loaded by the third answer; what is held afterwards does not grow with the interview.
    assert max(memory_mb[-3:]) < max(memory_mb[2:5]) * 1.1, memory_mb
