"""Corrections: what holds, what each makes of a transcript, and that the original is never lost."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehearse.analysis import analyse
from rehearse.analysis.corrected import apply_corrections
from rehearse.analysis.coverage import Status
from rehearse.corrections import (
    Correction,
    FillerJudged,
    Inserted,
    PointJudged,
    Removed,
    Respelled,
    Undone,
    correction_from,
    digest,
    line_of,
    problem,
    standing,
)
from rehearse.corrections_log import CORRECTIONS_FILE, add_corrections, read_corrections
from rehearse.take import Interval, Transcript, Word, WordKind
from tests.builders import QUESTION
from tests.waits import at_once

AT = datetime(2026, 11, 22, 13, tzinfo=UTC)


def spoken(text: str) -> Transcript:
    """Return words of half a second each, "um" a filled pause."""
    return Transcript(
        tuple(
            Word(item, at / 2, at / 2 + 0.5, 0.9, WordKind.FILLED_PAUSE if item == "um" else WordKind.WORD)
            for at, item in enumerate(text.split())
        )
    )


def made(*changes) -> list[Correction]:
    return [Correction(f"c{number}", AT, change) for number, change in enumerate(changes)]


def corrected(text, *changes):
    return apply_corrections(spoken(text), made(*changes))


WORDS = st.text("abc .,é", min_size=1, max_size=12).filter(str.strip)
PLACES = st.integers(0, 7)
CHANGES = st.one_of(
    st.builds(Respelled, PLACES, WORDS),
    st.builds(Removed, PLACES),
    st.builds(Inserted, st.integers(-1, 7), WORDS),
    st.builds(
        lambda a, b, is_filler: FillerJudged(min(a, b), max(a, b), is_filler), PLACES, PLACES, st.booleans()
    ),
    st.builds(PointJudged, st.sampled_from([point.text for point in QUESTION.key_points]), st.booleans()),
    st.builds(Undone, st.integers(0, 9).map(lambda number: f"c{number}")),
)
HISTORIES = st.lists(CHANGES, max_size=10).map(lambda changes: made(*changes))
ANSWER = spoken("So um lowering one tends to raise variance")


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ([Respelled(1, "one,")], "raise one, variance"),
        ([Removed(1)], "raise variance"),
        ([Inserted(1, "the")], "raise the the variance"),
        ([Inserted(-1, "We")], "We raise the variance"),
        ([Inserted(2, "a lot")], "raise the variance a lot"),
        ([Respelled(0, "we raise")], "we raise the variance"),
        ([Respelled(0, "lower"), Respelled(0, "lift")], "lift the variance"),
        ([Removed(0), Respelled(0, "lift")], "lift the variance"),
        ([Inserted(0, "both"), Inserted(0, "of")], "raise both of the variance"),
        ([Removed(9), Respelled(9, "x"), Inserted(9, "x")], "raise the variance"),
    ],
)
def test_words_are_corrected(changes, text):
    assert corrected("raise the variance", *changes).transcript.text == text


def test_words_put_in_the_place_of_one_share_its_time():
    first, second = corrected("overfitting", Respelled(0, "over fitting")).transcript.words

    assert (first.start_s, second.end_s) == (0.0, 0.5)
    assert first.end_s == second.start_s == pytest.approx(0.5 * 4 / 11)


def test_an_um_is_taken_for_what_it_is():
    words = corrected("so and then", Respelled(1, "um"), Inserted(2, "Uh,")).transcript.words

    assert [word.kind.value for word in words] == ["word", "filled_pause", "word", "filled_pause"]


def test_a_wrong_um_is_struck_and_can_be_given_back():
    assert corrected("so um then", FillerJudged(1, 1, False)).transcript.text == "so then"
    assert corrected("so um then", FillerJudged(1, 1, False), Undone("c0")).transcript.text == "so um then"
    again = corrected("so um then", FillerJudged(1, 1, False), FillerJudged(1, 1, True))
    assert again.transcript.text == "so um then"
    assert again.transcript.words[1].certain


def test_every_word_tells_where_it_comes_from():
    result = corrected("raise the variance", Respelled(0, "we raise"), Removed(1), Inserted(2, "well"))

    assert [(origin.word, origin.correction) for origin in result.origins] == [
        (0, "c0"),
        (0, "c0"),
        (2, ""),
        (None, "c2"),
    ]
    assert result.removed == ((1, "c1"),)
    assert result.original.text == "raise the variance"


def test_undoing_an_undoing_restores():
    history = made(Removed(0), Undone("c0"), Undone("c1"))

    assert [correction.id for correction in standing(history)] == ["c0"]


@given(HISTORIES)
def test_undoing_everything_gives_the_original(history):
    undone = history + [Correction(f"u{held.id}", AT, Undone(held.id)) for held in standing(history)]

    result = apply_corrections(ANSWER, undone)

    assert result.transcript == ANSWER
    assert result.standing == ()


@given(HISTORIES, CHANGES.filter(lambda change: not isinstance(change, Undone)))
def test_undoing_the_last_gives_what_was_before(history, change):
    after = [*history, Correction("last", AT, change), Correction("undo", AT, Undone("last"))]

    assert apply_corrections(ANSWER, after) == apply_corrections(ANSWER, history)


@settings(deadline=None)
@given(HISTORIES)
def test_a_corrected_transcript_stays_in_order_and_can_be_analysed(history):
    result = apply_corrections(ANSWER, history)
    words = result.transcript.words

    analysis = analyse(QUESTION, result.transcript, (Interval(0.0, 4.0),), duration_s=4.0, corrected=result)

    assert len(result.origins) == len(words)
    assert all(one.start_s <= other.start_s for one, other in pairwise(words))
    for marker in analysis.fillers.both:
        assert 0 <= marker.first_word <= marker.last_word < len(words)
    assert analysis.coverage.coverage is not None


@settings(deadline=None)  # it waits for the disk
@given(HISTORIES)
def test_corrections_survive_their_file(tmp_path_factory, history):
    folder = tmp_path_factory.mktemp("take")
    unlike = list({correction.id: correction for correction in history}.values())

    for correction in unlike:
        add_corrections(folder, [correction])

    assert list(read_corrections(folder)) == unlike
    assert [correction_from(line_of(each)) for each in unlike] == unlike


def analysed(text, *changes):
    result = corrected(text, *changes)
    return analyse(QUESTION, result.transcript, (), duration_s=9.0, corrected=result)


def test_a_person_decides_on_a_key_point():
    heavy, light = (point.text for point in QUESTION.key_points)
    question_need_one = analysed("nothing at all", PointJudged(light, True, 0, 1)).coverage

    match = question_need_one.key_points[1]
    assert (match.status, match.by, match.quote) == (Status.COVERED, "person", "nothing at")
    assert (match.start_s, match.end_s) == (0.0, 1.0)
    assert question_need_one.coverage == 0.5
    said = "Lowering one tends to raise the other."
    assert analysed(said).coverage.key_points[0].status is Status.COVERED
    denied = analysed(said, PointJudged(heavy, False)).coverage.key_points[0]
    assert (denied.status, denied.by, denied.quote) == (Status.MISSED, "person", "")


def test_a_verdict_keeps_to_its_words_when_others_are_corrected():
    light = QUESTION.key_points[1].text
    changes = (PointJudged(light, True, 2, 3), Removed(0), Inserted(2, "well"))

    match = analysed("so it underfits badly", *changes).coverage.key_points[1]

    assert match.quote == "underfits well badly"


def test_a_verdict_on_fillers_holds():
    sentence = "It was, like, basically done."
    found = analysed(sentence).fillers.discourse_markers
    assert "like" in [marker.form for marker in found]

    struck = analysed(sentence, FillerJudged(2, 2, False)).fillers.discourse_markers
    added = analysed("it was done anyway", FillerJudged(3, 3, True)).fillers.discourse_markers

    assert "like" not in [marker.form for marker in struck]
    assert [marker.form for marker in added] == ["anyway"]


def test_a_torn_line_spoils_no_other(tmp_path):
    first, second = made(Removed(0), Removed(1))
    add_corrections(tmp_path, [first])
    with (tmp_path / CORRECTIONS_FILE).open("ab") as file:
        file.write(json.dumps(line_of(second)).encode()[:20])

    add_corrections(tmp_path, [second])

    assert read_corrections(tmp_path) == (first, second)


@pytest.mark.parametrize(
    "line",
    [
        "[]",
        '{"id": "a", "at": "2026-11-22T13:00:00+00:00", "kind": "dance"}',
        '{"id": "a", "at": "2026-11-22T13:00:00+00:00", "kind": "remove"}',
        '{"id": "a", "at": "2026-11-22T13:00:00+00:00", "kind": "remove", "word": true}',
        '{"id": "a", "at": "2026-11-22T13:00:00", "kind": "remove", "word": 1}',
        '{"id": "a", "at": "noon", "kind": "remove", "word": 1}',
        '{"id": 3, "at": "2026-11-22T13:00:00+00:00", "kind": "remove", "word": 1}',
        '{"id": "a", "at": "2026-11-22T13:00:00+00:00", "kind": "respell", "word": 1, "text": "\\ud800"}',
        "\x00\xff",
    ],
)
def test_a_line_that_is_no_correction_is_passed_over(tmp_path, line):
    (tmp_path / CORRECTIONS_FILE).write_text(line + "\n", encoding="utf-8")
    (good,) = made(Removed(0))
    add_corrections(tmp_path, [good])

    assert read_corrections(tmp_path) == (good,)


def test_writers_at_once_lose_nothing(tmp_path):
    corrections = made(*(Removed(number) for number in range(40)))

    def write(mine):
        for correction in mine:
            add_corrections(tmp_path, [correction])

    at_once(*(partial(write, corrections[start::4]) for start in range(4)))

    assert {each.id for each in read_corrections(tmp_path)} == {each.id for each in corrections}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Removed(3), "There is no word 3"),
        (Removed(-1), "from 0"),
        (Respelled(0, " "), "remove it"),
        (Respelled(0, "x" * 201), "at most 200"),
        (Inserted(-2, "x"), "from 0"),
        (Inserted(0, "two\nlines"), "one line"),
        (FillerJudged(2, 1, True), "from 0"),
        (PointJudged("p", True, 1, None), "from 0"),
        (Inserted(-1, "fine"), ""),
        (PointJudged("p", True), ""),
    ],
)
def test_what_is_wrong_with_a_correction_is_said(change, said):
    assert said in problem(change, 3)
    assert bool(said) == bool(problem(change, 3))


def test_a_digest_tells_corrections_apart():
    one, other = made(Removed(0)), made(Removed(1))

    assert digest(one) != digest(other)
    assert digest(one) == digest(made(Removed(0)))
    assert digest(()) == ""
