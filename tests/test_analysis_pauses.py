"""Silent pauses and the measures of pace, on answers whose truth can be worked out by hand."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehearse.analysis.pacing import (
    DisfluencyBand,
    PaceBand,
    Pacing,
    disfluency_band,
    measure_pacing,
    pace_band,
)
from rehearse.analysis.pauses import MIN_SILENT_PAUSE_S, clip, silent_pauses
from rehearse.take import Interval, Transcript, Word, WordKind


def answer(n_words, n_filled_pauses=0):
    """Return a transcript of so many words and filled pauses; their times don't matter here."""
    words = [Word("word", 0.0, 1.0)] * n_words
    pauses = [Word("um", 0.0, 1.0, kind=WordKind.FILLED_PAUSE)] * n_filled_pauses
    return Transcript((*words, *pauses))


def test_silences_of_250_ms_inside_the_answer_are_pauses():
    speech = (Interval(1.0, 2.0), Interval(2.25, 3.0), Interval(3.125, 4.0), Interval(6.0, 7.0))

    assert silent_pauses(speech) == (Interval(2.0, 2.25), Interval(4.0, 6.0))


@pytest.mark.parametrize("speech", [(), (Interval(3.0, 4.0),)], ids=["no speech", "one run"])
def test_silence_around_the_answer_is_no_pause(speech):
    assert silent_pauses(speech) == ()


def test_speech_is_put_in_order_merged_and_kept_within_the_recording():
    speech = (Interval(4.0, 6.0), Interval(0.0, 1.0), Interval(0.5, 2.0), Interval(7.0, 8.0))

    assert clip(speech, 5.0) == (Interval(0.0, 2.0), Interval(4.0, 5.0))


def test_measures_of_pace_follow_their_definitions():
    speech = (Interval(1.0, 11.0), Interval(15.0, 21.0))

    pacing = measure_pacing(answer(40, 4), speech, silent_pauses(speech), recording_delay_s=0.5)

    assert pacing == Pacing(
        n_words=40,
        total_time_s=20.0,
        phonation_time_s=16.0,
        speech_rate_wpm=120.0,
        articulation_rate_wpm=150.0,
        phonation_time_ratio=0.8,
        mean_length_of_run_words=20.0,
        response_latency_s=1.5,
        longest_run_s=10.0,
    )
    assert pacing.per_minute(4) == 12.0


def test_without_speech_nothing_is_known():
    pacing = measure_pacing(answer(5), (), (), recording_delay_s=0.5)

    assert pacing == Pacing(n_words=5, total_time_s=0.0, phonation_time_s=0.0)
    assert pacing.per_minute(3) is None


def test_without_words_there_are_no_rates_but_the_ratio_stands():
    speech = (Interval(0.0, 1.0), Interval(3.0, 4.0))

    pacing = measure_pacing(answer(0), speech, silent_pauses(speech))

    assert (pacing.speech_rate_wpm, pacing.articulation_rate_wpm, pacing.mean_length_of_run_words) == (
        None,
        None,
        None,
    )
    assert pacing.phonation_time_ratio == 0.5
    assert pacing.response_latency_s is None


@pytest.mark.parametrize(
    ("rate_wpm", "band"),
    [
        (109.4, PaceBand.SLOW),
        (109.9, PaceBand.UNHURRIED),  # shown as 110
        (110, PaceBand.UNHURRIED),
        (120, PaceBand.COMFORTABLE),
        (160.4, PaceBand.COMFORTABLE),  # shown as 160
        (170, PaceBand.BRISK),
        (170.6, PaceBand.FAST),
    ],
)
def test_bands_of_pace(rate_wpm, band):
    assert pace_band(rate_wpm) is band


@pytest.mark.parametrize(
    ("per_min", "band"),
    [
        (0, DisfluencyBand.LIGHT),
        (5, DisfluencyBand.LIGHT),
        (5.1, DisfluencyBand.NOTICEABLE),
        (12, DisfluencyBand.HEAVY),
    ],
)
def test_bands_of_disfluencies(per_min, band):
    assert disfluency_band(per_min) is band


# Whole milliseconds, so that sums are exact enough to compare.
_INTERVALS = st.lists(
    st.tuples(st.integers(0, 60_000), st.integers(1, 5_000)).map(
        lambda pair: Interval(pair[0] / 1000, (pair[0] + pair[1]) / 1000)
    ),
    max_size=12,
)


@given(_INTERVALS, st.integers(1, 70_000).map(lambda ms: ms / 1000))
def test_clipped_speech_is_in_order_disjoint_and_within(speech, duration_s):
    clipped = clip(speech, duration_s)

    assert all(one.end_s < other.start_s for one, other in pairwise(clipped))
    assert all(interval.duration_s > 0 and interval.end_s <= duration_s for interval in clipped)


@given(_INTERVALS)
def test_speech_and_silence_make_up_the_answer(speech):
    clipped = clip(speech, 100.0)
    pauses = silent_pauses(clipped)
    pacing = measure_pacing(answer(10), clipped, pauses)

    assert pacing.phonation_time_s + sum(pause.duration_s for pause in pauses) == pytest.approx(
        pacing.total_time_s
    )
    assert all(pause.duration_s >= MIN_SILENT_PAUSE_S for pause in pauses)
    assert sum(interval.duration_s for interval in clipped) <= pacing.phonation_time_s + 1e-9


@given(_INTERVALS.filter(bool), st.integers(2, 8))
def test_stretching_time_slows_the_rates_by_as_much(speech, k):
    clipped = clip(speech, 100.0)
    stretched = tuple(Interval(interval.start_s * k, interval.end_s * k) for interval in clipped)
    pauses = silent_pauses(clipped)
    stretched_pauses = tuple(Interval(pause.start_s * k, pause.end_s * k) for pause in pauses)

    plain = measure_pacing(answer(10), clipped, pauses)
    slow = measure_pacing(answer(10), stretched, stretched_pauses)

    assert slow.total_time_s == pytest.approx(plain.total_time_s * k)
    assert slow.speech_rate_wpm == pytest.approx(plain.speech_rate_wpm / k)
    assert slow.articulation_rate_wpm == pytest.approx(plain.articulation_rate_wpm / k)
    assert slow.phonation_time_ratio == pytest.approx(plain.phonation_time_ratio)
