"""A past take is scored again as it was scored first, with or without its sound."""

from collections import deque
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest

from rehearse.corrections import PointJudged, Removed, Respelled, Undone
from rehearse.deck import Deck, KeyPoint
from rehearse.desk import Stop
from rehearse.errors import AudioInputError, CorrectionError
from rehearse.json_lines import read_lines
from rehearse.practice import rehearse_question
from rehearse.rescoring import Rescorer
from rehearse.store import Store
from rehearse.take_json import question_document
from tests.builders import QUESTION
from tests.desk_parts import QueueScreen, ToneHearing, ToneRecorder, make_desk
from tests.waits import at_once

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


class DeafHearing(ToneHearing):
    """Cannot hear anything."""

    def speech(self, recording):
        raise AudioInputError(f"{recording.path.name} cannot be heard.")


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "recordings")


@pytest.fixture
def take(store):
    screen = QueueScreen(deque([Stop.FINISHED]))
    desk = make_desk(store, "Lowering one tends to raise the other.", screen=screen, recorder=ToneRecorder())
    deck = Deck("machine-learning", "Machine learning", store.recordings / "x.md", (QUESTION,))
    return rehearse_question(desk, deck, QUESTION).take


def test_a_take_scored_again_is_what_it_was(store, take):
    rescored = Rescorer(store, ToneHearing()).rescore(take)

    assert rescored.document == store.analysis(take)
    assert rescored.voice is not None


def test_a_take_whose_sound_is_gone_keeps_its_coverage_and_has_no_pace(store, take):
    take.recording.path.unlink()

    rescored = Rescorer(store, DeafHearing()).rescore(take)

    assert rescored.document["coverage"]["coverage"] == 1.0
    assert rescored.document["pacing"]["speech_rate_wpm"] is None
    assert rescored.voice is None


def test_sound_that_is_there_and_cannot_be_heard_is_said(store, take):
    with pytest.raises(AudioInputError, match="cannot be heard"):
        Rescorer(store, DeafHearing()).rescore(take)


def on_disk(store, take):
    made = store.analysis(take)
    assert made is not None
    return made


def test_a_correction_is_kept_with_what_it_makes_of_the_score(store, take):
    rescorer = Rescorer(store, ToneHearing())
    before = (take.folder / "take.json").read_bytes()

    rescorer.correct(take, [Respelled(0, "Leaving"), Respelled(3, "means"), Respelled(4, "nothing")], NOW)

    made = on_disk(store, take)
    assert made["text"] == "Leaving one tends means nothing the other."
    assert made["text_as_written_down"] == "Lowering one tends to raise the other."
    assert made["coverage"]["coverage"] < 1.0
    assert [word["correction"] is not None for word in made["words"]] == [1, 0, 0, 1, 1, 0, 0]
    assert made["summary"]["n_corrections"] == 3
    assert (take.folder / "take.json").read_bytes() == before
    assert Rescorer(store, ToneHearing()).rescore(store.load(take.folder)).document == made


def test_undoing_corrections_gives_back_the_score(store, take):
    rescorer = Rescorer(store, ToneHearing())
    first = store.analysis(take)
    point = QUESTION.key_points[0].text

    corrected = rescorer.correct(take, [PointJudged(point, False)], NOW)
    assert corrected.document["coverage"]["key_points"][0]["by"] == "person"
    rescorer.correct(take, [Undone(corrected.corrected.standing[0].id)], NOW)

    assert store.analysis(take) == first


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Removed(99), "There is no word 99"),
        (PointJudged("Something else", True), "no key point"),
        (Undone("nothing"), "no such correction"),
    ],
)
def test_a_correction_of_nothing_is_refused_and_nothing_kept(store, take, change, said):
    with pytest.raises(CorrectionError, match=said):
        Rescorer(store, ToneHearing()).correct(take, [Removed(0), change], NOW)

    assert not (take.folder / "corrections.jsonl").exists()


def test_corrections_at_once_are_all_in_the_score(store, take):
    def correct(word):
        Rescorer(store, ToneHearing()).correct(take, [Respelled(word, f"w{word}")], NOW)

    at_once(*(partial(correct, word) for word in range(6)))

    assert on_disk(store, take)["text"] == "w0 w1 w2 w3 w4 w5 other."


def test_a_take_is_scored_against_its_deck_of_today_and_the_earlier_result_kept(store, take):
    later = replace(
        QUESTION, key_points=(*QUESTION.key_points, KeyPoint("Both add up to the error")), need=None
    )
    first = on_disk(store, take)

    rescored = Rescorer(store, ToneHearing()).rescore_against(take, later, NOW)

    assert rescored.document["coverage"]["coverage"] == 0.5
    assert on_disk(store, take)["question"] == question_document(later)
    assert store.load(take.folder).question == QUESTION
    (earlier,) = read_lines(take.folder / "earlier-analyses.jsonl")
    assert isinstance(earlier, dict)
    assert earlier == {"replaced_at": NOW.isoformat(), "analysis": first}
    assert Rescorer(store, ToneHearing()).rescore(take).question == later


def test_scoring_anew_what_did_not_change_keeps_no_second_copy(store, take):
    rescorer = Rescorer(store, ToneHearing())

    rescorer.rescore_against(take, QUESTION, NOW)

    assert not (take.folder / "earlier-analyses.jsonl").exists()


def test_an_analysis_that_was_deleted_or_damaged_is_made_again(store, take):
    first = on_disk(store, take)
    (take.folder / "analysis.json").write_text('{"question": {"id": 3}}')

    assert Rescorer(store, ToneHearing()).refresh(take).document == first
    assert store.analysis(take) == first
