"""Stretches come in order and none is lost, however slowly they are decoded; of what goes on, the newest."""

import threading

import numpy as np
import pytest

from rehearse.errors import AudioInputError
from rehearse.sound import SPEECH_RATE_HZ
from rehearse.transcription.stretch_feed import LONGEST_UNTOLD_S, MOST_WAITING, StretchFeed
from rehearse.transcription.stretches import CHUNK_S, CLOSING_SILENCE_S, Stretch, cut
from tests.waits import happened

TALK, PAUSE, SILENCE = (
    np.full(int(seconds * SPEECH_RATE_HZ), level, np.float32)
    for seconds, level in ((2, 0.5), (0.6, 0.0), (CLOSING_SILENCE_S + 0.5, 0.0))
)
IDLE = np.zeros(0, np.float32)


def by_level(chunk):
    """Stand for a detector of speech."""
    return float(np.mean(np.abs(chunk)) > 0.1)


def spans(stretches):
    return [(stretch.first_sample, len(stretch.samples), stretch.is_final) for stretch in stretches]


def test_of_a_file_every_stretch_is_handed_out_in_order_and_few_are_held():
    n_read = 0

    def sound():
        nonlocal n_read
        for _ in range(20):
            n_read += 1
            yield TALK
            yield SILENCE

    handed = []
    with StretchFeed(sound(), by_level) as feed:
        for stretch in feed:
            handed.append(stretch)
            assert n_read <= len(handed) + MOST_WAITING + 2

    assert spans(handed) == spans(cut([TALK, SILENCE] * 20, by_level))
    assert len(handed) == 20


def test_of_what_goes_on_only_the_newest_is_handed_out_and_nothing_that_has_ended():
    first_is_out, all_is_read = threading.Event(), threading.Event()

    def sound():
        yield from (TALK, PAUSE, IDLE)
        happened(first_is_out, "the first stretch")
        yield from (TALK, PAUSE, IDLE, TALK, PAUSE, IDLE, TALK, SILENCE, TALK, PAUSE, IDLE)
        all_is_read.set()

    with StretchFeed(sound(), by_level) as feed:
        stretches = iter(feed)
        first = next(stretches)
        assert not first.is_final
        assert not feed.overtakes(first)
        first_is_out.set()
        happened(all_is_read, "all sound to be read")
        assert feed.overtakes(first)
        rest = list(stretches)

    assert rest[0].is_final
    assert rest[0].first_sample == first.first_sample
    assert rest[-1].is_final
    assert rest[-1].first_sample > rest[0].first_sample


def test_a_pause_overtakes_what_broke_off_in_the_middle_of_speech():
    is_out, is_paused, is_seen = threading.Event(), threading.Event(), threading.Event()

    def sound():
        yield from (TALK, TALK, IDLE)
        happened(is_out, "what there is so far")
        yield from (TALK, IDLE)
        yield from (PAUSE, IDLE)
        is_paused.set()
        happened(is_seen, "the pause to be seen")

    with StretchFeed(sound(), by_level) as feed:
        stretches = iter(feed)
        unpaused = next(stretches)
        assert not unpaused.ends_in_pause
        is_out.set()
        happened(is_paused, "the pause")
        assert feed.overtakes(unpaused)
        paused = next(stretches)
        assert paused.ends_in_pause
        assert not feed.overtakes(paused)
        is_seen.set()


def test_a_pause_overtakes_a_pause_only_where_its_speaker_has_not_waited_for_long():
    is_out, is_paused, is_seen = threading.Event(), threading.Event(), threading.Event()

    def sound():
        yield from (TALK, PAUSE, IDLE)
        happened(is_out, "what there is so far")
        yield from (TALK, PAUSE, IDLE)
        is_paused.set()
        happened(is_seen, "the pause to be seen")

    with StretchFeed(sound(), by_level) as feed:
        first = next(iter(feed))
        assert first.ends_in_pause
        is_out.set()
        happened(is_paused, "the pause")
        second_ends_s = first.end_s + (len(TALK) + len(PAUSE)) / SPEECH_RATE_HZ
        assert feed.overtakes(first, told_until_s=second_ends_s - LONGEST_UNTOLD_S + 0.1)
        assert not feed.overtakes(first, told_until_s=second_ends_s - LONGEST_UNTOLD_S - 0.5)
        is_seen.set()


def test_a_pause_that_turns_out_to_be_the_end_has_no_more_to_it():
    is_out, is_over = threading.Event(), threading.Event()

    def sound():
        yield from (TALK, PAUSE, IDLE)
        happened(is_out, "what there is so far")
        yield PAUSE
        is_over.set()

    with StretchFeed(sound(), by_level) as feed:
        stretches = iter(feed)
        tail = next(stretches)
        is_out.set()
        happened(is_over, "the end of the sound")
        assert not feed.overtakes(tail)
        (end,) = stretches

    assert spans([end]) == [(tail.first_sample, len(tail.samples), True)]


def test_what_goes_wrong_with_the_sound_is_raised_where_the_stretches_are_read():
    def sound():
        yield TALK
        yield SILENCE
        raise AudioInputError("The microphone is gone.", "Plug it in again.")

    handed: list[Stretch] = []
    with pytest.raises(AudioInputError, match="gone"), StretchFeed(sound(), by_level) as feed:
        handed.extend(feed)


def test_who_leaves_early_lets_go_of_the_sound():
    is_let_go = threading.Event()

    def sound():
        try:
            while True:
                yield TALK
                yield SILENCE
        finally:
            is_let_go.set()

    with StretchFeed(sound(), by_level) as feed:
        stretch = next(iter(feed))
        assert stretch.speech[0].end_s == pytest.approx(2, abs=CHUNK_S)

    happened(is_let_go, "the sound to be let go")
