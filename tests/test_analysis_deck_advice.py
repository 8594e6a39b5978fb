"""What an author is told about points that cannot be heard reliably."""

import pytest

from rehearse.analysis.deck_advice import advise
from rehearse.deck import KeyPoint, Question


def advice(*points, misconceptions=(), need=None):
    """Return what is said about the points of a question."""
    question = Question(
        id="trees",
        text="How do trees grow?",
        key_points=tuple(KeyPoint(point) for point in points),
        misconceptions=misconceptions,
        need=need,
    )
    return [(each.text, each.message) for each in advise(question)]


def test_a_point_that_says_little_is_named():
    ((text, message),) = advice("It is a very important thing to do", "Leaves catch sunlight for energy")

    assert text == "It is a very important thing to do"
    assert "says little" in message


def test_two_points_that_match_the_same_words_are_named():
    found = advice("Roots drink water", "Roots drink water and minerals from soil")

    assert [text for text, message in found if "also covers “Roots drink water”" in message] == [
        "Roots drink water and minerals from soil"
    ]


def test_a_misconception_that_is_nearly_its_point_is_named():
    found = advice(
        "Bark protects the trunk from insects", misconceptions=("bark protects the trunk from rain",)
    )

    assert any("is nearly the point" in message for _, message in found)


@pytest.mark.parametrize("need", [None, 2])
def test_names_are_spared(need):
    assert advice("Use", "Data", "Number", need=need) == []


def test_points_with_words_of_their_own_need_no_advice():
    assert advice("Roots drink water from soil", "Leaves catch sunlight for energy") == []
