"""Word times follow the speech in the sound, stay in order, and never run across a pause."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehearse.take import Interval
from rehearse.transcription.word_times import fit_to_speech

PAUSE = (Interval(1.0, 2.0), Interval(3.0, 4.0))


def fit(times, speech=PAUSE):
    return [(time.start_s, time.end_s) for time in fit_to_speech([Interval(*pair) for pair in times], speech)]


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ([(1.2, 1.5)], [(1.2, 1.5)]),
        ([(1.5, 3.0), (3.0, 3.5)], [(1.5, 2.0), (3.0, 3.5)]),  # the pause was given to the first word
        ([(1.5, 1.9), (1.9, 3.5)], [(1.5, 1.9), (3.0, 3.5)]),  # or to the second
        ([(0.0, 1.3)], [(1.0, 1.3)]),
        ([(3.8, 9.0)], [(3.8, 4.0)]),
        ([(2.2, 2.4)], [(2.2, 2.4)]),  # no speech anywhere near: left as it is
    ],
)
def test_a_word_is_trimmed_to_the_speech_it_lies_in(times, expected):
    assert fit(times) == expected


def test_a_silence_as_short_as_the_closure_of_a_consonant_does_not_split_a_word():
    assert fit([(1.0, 1.5)], (Interval(1.0, 1.2), Interval(1.29, 1.6))) == [(1.0, 1.5)]


def test_words_that_overlap_are_put_in_order():
    assert fit([(1.2, 1.6), (1.4, 1.5), (1.5, 1.8)]) == [(1.2, 1.6), (1.6, 1.6), (1.6, 1.8)]


seconds = st.floats(0, 60)


@given(
    st.lists(st.tuples(seconds, seconds).map(lambda pair: Interval(min(pair), max(pair)))),
    st.lists(seconds, max_size=20).map(sorted),
)
def test_times_come_out_in_order_one_for_each_word(times, edges):
    speech = [Interval(*pair) for pair in zip(edges[::2], edges[1::2], strict=False)]

    fitted = fit_to_speech(times, speech)

    assert len(fitted) == len(times)
    for before, after in itertools.pairwise(fitted):
        assert before.end_s <= after.start_s
