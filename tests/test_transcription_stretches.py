"""A stream is cut into stretches that a speech model can hear, at silences, and holds no more than one."""

import itertools
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehearse.sound import SPEECH_RATE_HZ
from rehearse.transcription.stretches import (
    CHUNK_S,
    CHUNK_SAMPLES,
    LONGEST_S,
    LONGEST_UNHEARD_S,
    MARGIN_AFTER_S,
    MARGIN_S,
    cut,
)

LOUD, SILENT = 0.5, 0.0


def sound(*parts):
    """Return sound of (seconds, level) parts: a level stands for speech, 0 for silence."""
    return np.concatenate([np.full(int(s * SPEECH_RATE_HZ), level, np.float32) for s, level in parts])


def by_level(chunk):
    """Stand for a detector of speech."""
    assert chunk.shape == (CHUNK_SAMPLES,)
    return float(np.mean(np.abs(chunk)) > 0.1)


def cut_whole(samples):
    return list(cut([samples], by_level))


def spans(stretches):
    return [(stretch.start_s, stretch.end_s) for stretch in stretches]


@pytest.mark.parametrize(
    "blocks",
    [
        [],
        [np.zeros(0, np.float32)],
        [np.ones(1, np.float32)],
        [np.zeros(5 * SPEECH_RATE_HZ, np.float32)],
        [sound((2, SILENT), (0.1, LOUD), (2, SILENT))],
    ],
    ids=["no blocks", "an empty block", "one sample", "silence", "a click"],
)
def test_sound_without_speech_gives_no_stretch(blocks):
    assert list(cut(blocks, by_level)) == []


def test_speech_keeps_a_margin_of_silence_around_it():
    (stretch,) = cut_whole(sound((3, SILENT), (2, LOUD), (3, SILENT)))

    assert stretch.start_s == pytest.approx(3 - MARGIN_S, abs=2 * CHUNK_S)
    assert stretch.end_s == pytest.approx(5 + MARGIN_AFTER_S, abs=2 * CHUNK_S)
    (speech,) = stretch.speech
    assert speech.start_s == pytest.approx(3, abs=CHUNK_S)
    assert speech.end_s == pytest.approx(5, abs=CHUNK_S)


def test_a_thinking_pause_stays_inside_a_stretch_and_a_long_silence_ends_it():
    thinking = cut_whole(sound((2, LOUD), (1.5, SILENT), (2, LOUD)))
    leaving = cut_whole(sound((2, LOUD), (2.5, SILENT), (2, LOUD)))

    assert len(thinking) == 1
    assert len(thinking[0].speech) == 2
    assert len(leaving) == 2


def test_long_speech_is_cut_in_its_longest_late_silence():
    talk = sound((10, LOUD), (1.5, SILENT), (8, LOUD), (0.8, SILENT), (4, LOUD), (0.3, SILENT), (9, LOUD))

    first, second = cut_whole(talk)

    assert first.end_s == pytest.approx(19.9, abs=0.5)  # not at 10.75 s: too early to be of use
    assert first.speech[-1].end_s == pytest.approx(19.5, abs=CHUNK_S)
    assert second.speech[0].start_s == pytest.approx(20.3, abs=CHUNK_S)
    assert second.end_s == pytest.approx(33.6, abs=CHUNK_S)


def test_speech_that_never_pauses_is_cut_where_it_is_quietest_and_nothing_is_lost():
    talk = sound((20, LOUD), (0.2, 0.3), (30, LOUD))

    stretches = cut_whole(talk)

    assert stretches[0].end_s == pytest.approx(20.1, abs=0.1)
    for before, after in itertools.pairwise(stretches):
        assert before.end_s == pytest.approx(after.start_s)
    assert sum(len(stretch.samples) for stretch in stretches) == pytest.approx(len(talk), abs=CHUNK_SAMPLES)


def test_a_stretch_is_given_out_as_soon_as_it_ends():
    heard_s = 0.0

    def live():
        nonlocal heard_s
        for level in [LOUD] * 20 + [SILENT] * 600:
            heard_s += 0.1
            yield sound((0.1, level))

    first = next(cut(live(), by_level))

    assert first.speech[0].end_s == pytest.approx(2, abs=CHUNK_S)
    assert heard_s < 4.5


def test_memory_does_not_grow_with_the_length_of_an_answer():
    def peak_bytes(minutes):
        talk = sound((4, LOUD), (0.5, SILENT), (1.5, LOUD))
        tracemalloc.start()
        for _ in cut(itertools.repeat(talk, minutes * 10), by_level):
            pass
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    assert peak_bytes(4) < 1.1 * peak_bytes(1)


parts = st.lists(
    st.tuples(st.sampled_from([0.05, 0.2, 0.7, 1.5, 2.5, 9.0, 31.0]), st.sampled_from([LOUD, SILENT])),
    max_size=6,
)


@settings(max_examples=30, deadline=None)
@given(parts, st.lists(st.integers(0, 40_000), max_size=8))
def test_stretches_are_short_disjoint_in_order_and_the_same_however_the_sound_arrives(parts, at):
    samples = sound((0.01, SILENT), *parts)

    whole = cut_whole(samples)
    blocks = cut(np.split(samples, np.cumsum(np.minimum(at, len(samples)))), by_level)

    final = [stretch for stretch in blocks if stretch.is_final]  # an empty block asks for a tail too
    assert spans(whole) == spans(final)
    for stretch in whole:
        assert stretch.duration_s <= LONGEST_S
        first = stretch.first_sample
        np.testing.assert_array_equal(stretch.samples, samples[first : first + len(stretch.samples)])
        assert all(
            stretch.start_s <= speech.start_s < speech.end_s <= stretch.end_s for speech in stretch.speech
        )
    for before, after in itertools.pairwise(whole):
        assert before.end_s <= after.start_s


@settings(max_examples=30, deadline=None)
@given(parts)
def test_every_half_second_of_speech_is_in_some_stretch(parts):
    samples = sound((0.01, SILENT), *parts)
    stretches = cut_whole(samples)

    at_s = 0.01
    for seconds, level in parts:
        middle_s = at_s + seconds / 2
        if level == LOUD and seconds >= 0.5:
            assert any(stretch.start_s <= middle_s <= stretch.end_s for stretch in stretches)
        at_s += seconds


def test_what_was_said_is_offered_once_when_a_live_speaker_pauses():
    talk, pause, idle = sound((2, LOUD)), sound((0.6, SILENT)), np.zeros(0, np.float32)

    offered = list(cut([talk, idle, pause, idle, idle, talk, pause, idle], by_level))

    assert [stretch.is_final for stretch in offered] == [False, False, True]
    first, longer, final = offered
    assert first.first_sample == longer.first_sample == final.first_sample == 0
    assert first.end_s == pytest.approx(2 + MARGIN_AFTER_S, abs=2 * CHUNK_S)
    np.testing.assert_array_equal(longer.samples, final.samples)
    np.testing.assert_array_equal(longer.samples[: len(first.samples)], first.samples)


def test_who_speaks_on_without_a_pause_is_heard_every_few_seconds_all_the_same():
    idle = np.zeros(0, np.float32)
    talk = [block for _ in range(110) for block in (sound((0.1, LOUD)), idle)]

    *meanwhile, final = cut(talk, by_level)

    assert len(meanwhile) == 5
    apart_s = np.diff([0, *(stretch.end_s for stretch in meanwhile)])
    np.testing.assert_allclose(apart_s, LONGEST_UNHEARD_S, atol=0.15)
    assert not any(stretch.is_final for stretch in meanwhile)
    assert final.first_sample == 0
    assert final.end_s == pytest.approx(11)


def test_idle_moments_change_nothing_about_the_final_stretches():
    talk = sound((10, LOUD), (1.5, SILENT), (8, LOUD), (0.8, SILENT), (14, LOUD), (3, SILENT), (2, LOUD))
    pieces = np.array_split(talk, 100)
    idle = np.zeros(0, np.float32)

    live = list(cut((block for piece in pieces for block in (piece, idle)), by_level))

    assert spans(stretch for stretch in live if stretch.is_final) == spans(cut_whole(talk))
