"""Two takes of a question side by side."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehearse.analysis import analyse
from rehearse.analysis.comparison import COMPARED, Course, compare
from rehearse.analysis.document import document
from rehearse.deck import KeyPoint
from rehearse.take import Interval, Transcript
from tests.builders import make_question


def made(text, *points):
    question = make_question(key_points=tuple(KeyPoint(point) for point in points), need=None)
    transcript = Transcript.from_text(text)
    analysis = analyse(question, transcript, (Interval(0.0, 30.0),), duration_s=30.0)
    return document("m", question, transcript, 30.0, analysis)


POINTS = ("High bias means underfitting", "High variance means overfitting", "Lowering one raises the other")


def test_points_are_gained_lost_kept_and_open():
    before = made("High bias means underfitting. Lowering one raises the other.", *POINTS, "It is a parrot")
    after = made("High bias means underfitting. High variance means overfitting.", *POINTS, "It is a parrot")

    compared = compare(before, after)

    assert [(point.text, point.course) for point in compared.points] == [
        (POINTS[0], Course.KEPT),
        (POINTS[1], Course.GAINED),
        (POINTS[2], Course.LOST),
        ("It is a parrot", Course.OPEN),
    ]
    assert [point.text for point in compared.of(Course.LOST)] == [POINTS[2]]


def test_points_that_the_deck_got_or_dropped_are_neither_gained_nor_lost():
    before = made("High bias means underfitting.", POINTS[0], POINTS[1])
    after = made("High bias means underfitting.", POINTS[2], POINTS[0])

    assert [(point.text, point.course) for point in compare(before, after).points] == [
        (POINTS[2], Course.NEW),
        (POINTS[0], Course.KEPT),
        (POINTS[1], Course.GONE),
    ]


def test_figures_are_put_side_by_side():
    before, after = made("High bias means underfitting.", *POINTS), made(". ".join(POINTS), *POINTS)

    figures = {each.name: each for each in compare(before, after).figures}

    assert tuple(figures) == COMPARED
    assert figures["coverage"].change == pytest.approx(2 / 3, abs=0.001)
    assert figures["n_words"].change == 9
    assert figures["delivery"].change is None  # too short to mark


def test_comparing_a_take_with_itself_changes_nothing():
    one = made("High bias means underfitting.", *POINTS)

    compared = compare(one, one)

    assert {point.course for point in compared.points} <= {Course.KEPT, Course.OPEN}
    assert all(each.change in (0, None) for each in compared.figures)


NAMES = ["coverage", "key_points", "summary", "text", "status", "words"]
JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["coverage", "key_points", "summary", "text", "status", "words"]), inner
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["coverage", "summary", "words", "silent_pauses"]), JSON), st.just({}))
def test_a_damaged_document_compares_to_what_is_left_of_it(before, after):
    assert compare(before, after).of(Course.GAINED) == ()
