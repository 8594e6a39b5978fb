"""Exports from the command line: a file that says where it is, and never one written over unasked."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rehearse.cli import run
from rehearse.corrections import Respelled
from rehearse.deck import KeyPoint
from rehearse.looking_back import rescorer
from rehearse.store import Store
from rehearse.take import Beginning, Transcript, Word
from tests.builders import QUESTION, make_take
from tests.desk_parts import write_tone

NOW = datetime(2026, 11, 22, 12, 45, 3, tzinfo=UTC)


def save(store: Store, question=QUESTION, said="Lowering one tends to raise the other.", **changes):
    folder = store.begin(Beginning("machine-learning", question, NOW))
    recording = write_tone(folder / "answer.wav", 3.0)
    words = tuple(Word(text, at * 0.4, (at + 1) * 0.4) for at, text in enumerate(said.split()))
    take = make_take(
        folder,
        question=question,
        recording=recording,
        transcript=Transcript(words),
        recorded_at=NOW,
        **changes,
    )
    take = store.save(take, {})
    rescorer(store).refresh(take)
    return take


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("REHEARSE_RECORDINGS", str(tmp_path / "recordings"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    # Words alone decide, which is quicker.
    monkeypatch.setattr("rehearse.looking_back.MiniLMJudge", lambda: None)
    return Store(tmp_path / "recordings")


@pytest.mark.parametrize(
    ("form", "begins"),
    [
        ("html", "<!doctype html>"),
        ("md", "# How are bias"),
        ("json", "{"),
        ("srt", "1\n00:00:00,000 --> "),
        ("vtt", "WEBVTT"),
    ],
)
def test_a_take_is_written_beside_its_name(store, capsys, form, begins):
    take = save(store)

    assert run(["export", "--as", form]) == 0

    path = Path(f"{take.id}.{form}")
    assert capsys.readouterr().out == f"{path} is written.\n"
    assert path.read_text(encoding="utf-8").startswith(begins)


def test_nothing_is_written_over_unasked(store, capsys):
    take = save(store)
    Path(f"{take.id}.md").write_text("mine", encoding="utf-8")

    assert run(["export", "--as", "md"]) == 1

    assert "is there already" in capsys.readouterr().err
    assert Path(f"{take.id}.md").read_text(encoding="utf-8") == "mine"
    assert run(["export", "--as", "md", "--output", f"{take.id}.md"]) == 0
    assert Path(f"{take.id}.md").read_text(encoding="utf-8") != "mine"


def test_an_export_tells_of_corrections(store, capsys):
    take = save(store)
    rescorer(store).correct(take, [Respelled(0, "Leaving")], NOW)

    assert run(["export", "--as", "json", "--output", "-"]) == 0

    made = json.loads(capsys.readouterr().out)
    assert made["text"].startswith("Leaving one")
    assert made["corrections"][0]["text"] == "Leaving"


def test_all_takes_are_one_table(store, capsys):
    save(store)
    save(store, said="I would have to look it up.")

    assert run(["export", "--as", "csv", "--output", "-"]) == 0

    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out, newline="")))
    assert [row["coverage"] for row in rows] == ["1.0", "0.0"]


def test_what_was_missed_in_the_latest_takes_is_learnt(store, capsys):
    save(store, said="No idea.")
    save(store)

    assert run(["export", "--as", "anki", "--output", "-"]) == 0
    assert "High bias means underfitting" in (text := capsys.readouterr().out)
    assert "Lowering one" not in text
    assert run(["export", "--as", "apkg"]) == 0
    assert capsys.readouterr().out == "missed-key-points.apkg is written: 1 card.\n"


def test_a_session_is_one_page(store, capsys):
    save(store, session="abc")
    save(store, session="abc", said="Another <answer>.")
    save(store, session="other", said="Elsewhere.")

    assert run(["export", "last", "--session", "--output", "one.html"]) == 0
    assert Path("one.html").read_text(encoding="utf-8").count("<iframe") == 1
    first = sorted(path.name for path in store.recordings.iterdir())[0]
    assert run(["export", str(store.recordings / first), "--session", "--output", "two.html"]) == 0
    assert Path("two.html").read_text(encoding="utf-8").count("<iframe") == 2


def test_a_folder_that_is_not_there_is_said(store, capsys):
    save(store)

    assert run(["export", "--as", "md", "--output", "nowhere/x.md"]) == 1
    assert "cannot be written" in capsys.readouterr().err


DECK = """\
## How are bias and variance related?
id: bias-variance

- Lowering one tends to raise the other
- Both add up to the error
"""


def test_takes_are_scored_anew_against_the_deck_of_today(store, tmp_path, capsys):
    deck = tmp_path / "machine-learning.md"
    deck.write_text(DECK, encoding="utf-8")
    asked = replace(QUESTION, key_points=(KeyPoint("Lowering one tends to raise the other"),), need=None)
    take = save(store, question=asked, deck=str(deck))

    assert run(["rescore", "last"]) == 0
    assert "100% → 50% (its question has changed since)" in capsys.readouterr().out
    assert store.load(take.folder).question == asked
    assert run(["rescore", "--question", "bias-variance"]) == 0
    assert "50% → 50%" in capsys.readouterr().out
    assert len((take.folder / "earlier-analyses.jsonl").read_text(encoding="utf-8").splitlines()) == 1
    assert run(["show", "last"]) == 0
    assert "as its deck had it later" in " ".join(capsys.readouterr().out.split())


def test_a_take_whose_deck_is_gone_is_named_and_the_others_scored(store, capsys):
    save(store, deck="no-such-deck")

    assert run(["rescore", "--all"]) == 1
    assert "There is no deck named 'no-such-deck'" in capsys.readouterr().err
    assert run(["rescore"]) == 2
    assert run(["rescore", "--question", "nothing"]) == 1
