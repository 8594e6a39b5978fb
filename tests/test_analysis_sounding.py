"""Words that sound alike, and those that do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehearse.analysis.sounding import SOUND_SIMILARITY, sound_of, sounding_like


def alike(one, other):
    return dict(sounding_like(one, {other: sound_of(other)})).get(other, 0)


@pytest.mark.parametrize(
    ("one", "other", "similarity"),
    [
        ("grow", "row", 0.75),
        ("number", "humber", 5 / 6),
        ("little", "liddle", 1.0),
        ("value", "falue", 1.0),
        ("null", "hell", 0.0),
    ],
)
def test_words_sound_alike_as_far_as_their_sounds_agree(one, other, similarity):
    assert alike(one, other) == pytest.approx(similarity)


_WORDS = st.text("abcdegklnorstuvz", min_size=1, max_size=9)


@given(_WORDS, _WORDS)
def test_it_is_the_same_both_ways_and_little_is_none(one, other):
    assert alike(one, other) == alike(other, one)
    assert alike(one, other) == 0 or SOUND_SIMILARITY <= alike(one, other) <= 1
