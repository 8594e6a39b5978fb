"""Swapped definitions: the point that what was said would have been right of."""

import numpy as np

from rehearse.analysis.swaps import swapped_with
from rehearse.deck import KeyPoint

FIRST = KeyPoint("Type I is a false positive")
SECOND = KeyPoint("Type II is a false negative")
THIRD = KeyPoint("Alpha sets how often it happens")


class Sure:
    """Finds a claim stated by the one passage it is told of."""

    def __init__(self, passage):
        self.passage = passage

    def embed(self, texts):
        return np.zeros((len(texts), 1), np.float32)

    def judge(self, claims):
        stated = [claim.text == SECOND.text and claim.passage == self.passage for claim in claims]
        return np.array([[1, 0, 0, 0] if each else [0, 0, 1, 0] for each in stated], np.float32)


def test_the_passage_is_read_again_with_the_names_exchanged():
    judge = Sure("a type 2 error misses what is there")

    found = swapped_with(FIRST, "A type one error misses what is there.", [SECOND, THIRD], "", judge)

    assert found is SECOND


def test_what_states_no_other_point_is_no_swap():
    judge = Sure("something else")

    assert swapped_with(FIRST, "A type one error is a typo.", [SECOND, THIRD], "", judge) is None


def test_a_passage_that_names_neither_is_no_swap():
    judge = Sure("it misses what is there")

    assert swapped_with(FIRST, "It misses what is there.", [SECOND], "", judge) is None
    assert swapped_with(FIRST, "Type one and type two differ.", [SECOND], "", judge) is None
