"""`rehearse score` with the real speech model: recordings of people, and files of every sorry kind."""

import json
import resource
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from rehearse.store import Store
from tests.programs import run_program

DATA = Path(__file__).parent.parent / "data"
DECK = DATA / "people.md"
ENGINES = [("whisper", "openai-whisper"), ("fast", "faster-whisper")]


@pytest.fixture
def score(tmp_path, monkeypatch):
    recordings = tmp_path / "recordings"
    monkeypatch.setenv("REHEARSE_RECORDINGS", str(recordings))

    def run(audio, *arguments, question="inaugural", model="tiny.en", timeout_s=100):
        command = [sys.executable, "-m", "rehearse", "score", str(audio), "--deck", str(DECK)]
        return run_program(*command, "--question", question, "--model", model, *arguments, within_s=timeout_s)

    return run


def statuses(document):
    return [point["status"] for point in document["coverage"]["key_points"]]


@pytest.mark.parametrize(("engine", "named"), ENGINES)
def test_an_inaugural_address_is_credited_with_what_it_says(engine, named, score):
    done = score(DATA / "jfk.flac", "--json", "--engine", engine, model="base")

    assert done.returncode == 0
    document = json.loads(done.stdout)
    assert document["engine"] == named
    assert statuses(document)[1:] == ["covered", "missed"]
    asked = document["coverage"]["key_points"][1]
    assert "your country can do for you" in asked["quote"]
    assert 2.0 < asked["start_s"] < asked["end_s"] <= 9.0  # heard in its middle
    assert document["filled_pauses"] == []
    assert document["coverage"]["misconceptions"] == []


@pytest.mark.parametrize(("engine", "named"), ENGINES)
def test_a_disfluent_speaker_is_credited_and_the_filled_pauses_are_heard(engine, named, score):
    done = score(DATA / "fire_walker.ogg", "--json", "--engine", engine, question="fire-walker", model="base")

    document = json.loads(done.stdout)
    *made, denied = statuses(document)
    assert made.count("covered") >= 3
    assert set(made) <= {"covered", "partly"}
    assert denied not in ("covered", "partly")
    assert len(document["filled_pauses"]) >= 5  # of the seven that were marked by hand
    assert document["pacing"]["speech_rate_wpm"] < 110


def test_only_json_goes_to_standard_output(score):
    done = score(DATA / "jfk.flac", "--json")

    json.loads(done.stdout)
    assert "What did the president ask" in done.stderr


def test_nothing_is_saved_unless_asked(score, tmp_path):
    score(DATA / "jfk.flac")
    assert not (tmp_path / "recordings").exists()

    score(DATA / "jfk.flac", "--save")
    (take,) = Store(tmp_path / "recordings").takes().good
    assert take.question.id == "inaugural"


def sound(path, samples, rate_hz, **options):
    soundfile.write(path, samples, rate_hz, **options)
    return path


def speech():
    samples, rate_hz = soundfile.read(DATA / "jfk.flac", dtype="float32")
    return samples, rate_hz


def write_text(path):
    path.write_text("not sound at all")
    return path


def write_empty(path):
    path.touch()
    return path


REFUSED = {
    "missing": (lambda path: path, "There is no file"),
    "folder": (lambda path: path.parent, "is a folder"),
    "empty": (write_empty, "is empty"),
    "not sound": (write_text, "is not a sound file"),
    "silent": (lambda path: sound(path, np.zeros(16_000), 16_000), "is silent"),
}


@pytest.mark.parametrize(("make", "said"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_cannot_be_scored_gets_a_sentence(score, tmp_path, make, said):
    done = score(make(tmp_path / "answer.wav"))

    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def one_sample(path):
    return sound(path, np.array([0.5]), 16_000)


def telephone(path):
    samples, rate_hz = speech()
    return sound(path, samples[:: rate_hz // 8000], 8000)


def studio(path):
    samples, rate_hz = speech()
    thrice = np.repeat(samples, 48_000 // rate_hz)
    return sound(path, np.column_stack([thrice, np.zeros_like(thrice)]), 48_000)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        pytest.param(one_sample, "No speech was heard", id="one sample"),
        pytest.param(telephone, "for your country", id="8 kHz"),
        pytest.param(studio, "for your country", id="48 kHz stereo, one side silent"),
    ],
)
def test_an_unusual_file_works(score, tmp_path, make, said):
    done = score(make(tmp_path / "answer.wav"))

    assert done.returncode == 0
    assert said in " ".join(done.stdout.split())


@pytest.mark.soak
def test_two_hours_are_scored_in_memory_that_does_not_grow_with_them(score, tmp_path):
    samples, rate_hz = speech()
    with soundfile.SoundFile(tmp_path / "answer.flac", "w", rate_hz, 1) as file:
        for _minute in range(120):
            file.write(np.zeros(60 * rate_hz, np.float32))
        file.write(samples)

    done = score(tmp_path / "answer.flac", timeout_s=3600)

    assert "for your country" in " ".join(done.stdout.split())
    largest_kb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert largest_kb < 1_500_000  # the sound alone would take 460 MB twice over, beside torch and the model
