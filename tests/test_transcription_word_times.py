"""Word times follow the speech in the sound, stay in order, and never run across a pause."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehearse.take import Interval
from rehearse.transcription.word_times import ONSET_REACH_S, fit_to_speech, snap_to_onsets

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


@pytest.mark.parametrize(
    ("times", "onsets_s", "snapped"),
    [
        ([(1.0, 2.0)], [1.04], [(1.04, 2.0)]),
        ([(1.0, 2.0)], [0.96, 1.02], [(1.02, 2.0)]),
        ([(1.0, 2.0)], [0.9, 1.1], [(1.0, 2.0)]),
        ([(1.0, 2.0)], [], [(1.0, 2.0)]),
        ([(0.5, 1.0), (1.0, 2.0)], [0.97], [(0.5, 0.97), (0.97, 2.0)]),
        ([(0.98, 1.0), (1.0, 2.0)], [0.96], [(0.96, 1.0), (1.0, 2.0)]),
        ([(1.0, 1.02)], [1.04], [(1.0, 1.02)]),
    ],
)
def test_a_word_starts_where_the_sound_near_its_start_sets_in(times, onsets_s, snapped):
    assert snap_to_onsets([Interval(*time) for time in times], onsets_s) == tuple(
        Interval(*time) for time in snapped
    )


@given(
    st.lists(st.floats(0, 10), min_size=2, max_size=12).map(sorted),
    st.lists(st.floats(0, 10), max_size=12).map(sorted),
)
def test_words_that_start_at_onsets_are_still_in_order(edges_s, onsets_s):
    times = [Interval(*edges) for edges in zip(edges_s[::2], edges_s[1::2], strict=False)]

    snapped = snap_to_onsets(times, onsets_s)

    assert len(snapped) == len(times)
    for before, after in itertools.pairwise(snapped):
        assert before.end_s <= after.start_s
    for time, moved in zip(times, snapped, strict=True):
        assert abs(moved.start_s - time.start_s) <= ONSET_REACH_S
        assert moved.end_s <= time.end_s
