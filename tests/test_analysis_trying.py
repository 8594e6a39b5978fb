"""Typed answers tried against a deck, one by one or a file of them."""

import json
from pathlib import Path

import pytest

from rehearse.analysis.trying import TypedAnswer, read_answers, tried_document, try_answers
from rehearse.cli import run
from rehearse.deck import read_deck
from rehearse.errors import DeckError

DECK = Path(__file__).parent.parent / "prompts" / "solar-system.md"


def test_a_file_of_answers_is_read_line_by_line(tmp_path):
    file = tmp_path / "answers.jsonl"
    file.write_text('{"id": 7, "question_id": "q", "answer": "Yes."}\n\n', encoding="utf-8")

    assert read_answers(file) == [TypedAnswer("7", "q", "Yes.")]


def test_every_line_that_is_no_answer_is_named(tmp_path):
    file = tmp_path / "answers.jsonl"
    file.write_text('no json\n[1]\n{"question_id": "q"}\n', encoding="utf-8")

    with pytest.raises(DeckError) as told:
        read_answers(file)
    assert [f"{file}:{line}:" in told.value.message for line in (1, 2, 3)] == [True] * 3


def test_a_file_that_cannot_be_read_is_told_with_its_remedy(tmp_path):
    with pytest.raises(DeckError, match="cannot be read") as told:
        read_answers(tmp_path / "none.jsonl")
    assert "question_id" in told.value.hint


def test_an_answer_to_no_question_is_told_before_anything_is_judged():
    with pytest.raises(DeckError, match="has no question 'nothing'"):
        try_answers(read_deck(DECK), [TypedAnswer("1", "nothing", "Yes.")], None)


def test_an_answer_becomes_plain_values():
    deck = read_deck(DECK)
    question = deck.questions[0]
    ((typed, coverage),) = try_answers(
        deck, [TypedAnswer("1", question.id, question.key_points[0].text)], None
    )

    made = tried_document(typed, coverage)

    assert set(made) == {"id", "question_id", "coverage", "key_points", "misconceptions"}
    assert made["key_points"][0]["status"] == "covered"
    assert made["key_points"][0]["quote"] == question.key_points[0].text


@pytest.mark.real
def test_the_command_prints_one_line_an_answer(tmp_path, capsys):
    question = read_deck(DECK).questions[0]
    file = tmp_path / "answers.jsonl"
    line = json.dumps({"id": "a", "question_id": question.id, "answer": question.model_answer})
    file.write_text(f"{line}\n{line}\n", encoding="utf-8")

    assert run(["decks", "try", str(DECK), "--answers", str(file), "--json"]) == 0

    made = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [each["id"] for each in made] == ["a", "a"]
    assert made[0]["coverage"] >= 0.8
