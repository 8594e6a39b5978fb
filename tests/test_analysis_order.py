"""When each point was reached, in which order, and whether in time."""

import pytest

from rehearse.analysis.coverage import cover
from rehearse.analysis.order import Order, find_order
from rehearse.deck import KeyPoint, Question
from rehearse.take import Transcript, Word

FRUIT = tuple(KeyPoint(name) for name in ("apple", "banana", "cherry", "durian"))


def order_of(text, *, timed=True, **settings):
    """Return the order of an answer whose words last a second each and begin at 2 s."""
    words = tuple(
        Word(word, 2.0 + at, 3.0 + at) if timed else Word(word, 0.0, 0.0)
        for at, word in enumerate(text.split())
    )
    transcript = Transcript(words)
    question = Question(id="fruit", text="Name fruit.", key_points=FRUIT, **settings)
    return find_order(question, transcript, cover(question, transcript))


def test_an_answer_without_points_has_no_order():
    assert order_of("") == Order()
    assert order_of("well well well") == Order()


def test_points_are_told_in_the_order_they_were_said():
    order = order_of("there is a cherry. and an apple. or a banana.")

    assert order.reached == (2, 0, 1)
    assert order.first_point_s == 0.0
    assert order.after_time_limit == ()


@pytest.mark.parametrize(
    ("said", "in_deck_order"),
    [
        ("apple. banana. cherry.", 1.0),
        ("cherry. banana. apple.", 0.0),
        ("apple. cherry. banana.", 2 / 3),
        ("apple. banana.", None),
    ],
)
def test_order_is_the_share_of_pairs_in_the_decks_order(said, in_deck_order):
    assert order_of(said).in_deck_order == (None if in_deck_order is None else pytest.approx(in_deck_order))


def test_where_any_few_points_do_there_is_no_order_to_keep():
    assert order_of("cherry. banana. apple.", need=3).in_deck_order is None


def test_points_made_only_after_the_limit_are_told():
    assert order_of("an apple. a banana. a cherry.", time_limit_s=5.0).after_time_limit == (1, 2)


def test_a_point_made_again_after_the_limit_was_made_in_time():
    assert order_of("apple. banana. and again apple.", time_limit_s=4.0).after_time_limit == ()


def test_typed_text_has_an_order_but_no_times():
    order = order_of("cherry. banana. apple.", timed=False, time_limit_s=1.0)

    assert order == Order(reached=(2, 1, 0), in_deck_order=0.0)
