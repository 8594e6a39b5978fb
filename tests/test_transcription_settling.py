"""Decoded pieces become words of the recording, each with the time of its own sound."""

import itertools
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehearse.analysis.fillers import is_filled_pause
from rehearse.sound import SPEECH_RATE_HZ
from rehearse.take import Interval, WordKind
from rehearse.transcription.decoder import TimedPiece
from rehearse.transcription.settling import settle
from rehearse.transcription.stretches import Stretch
from tests.made_voices import gliding_vowels, held_vowel, silence

# 0.5–1.5 words, 1.9–2.3 uh, 2.8–3.8 words
SOUND = np.concatenate(
    [silence(0.5), gliding_vowels(1), silence(0.4), held_vowel(0.4), silence(0.5), gliding_vowels(1)]
)
FIRST_S = 10.0
SPEECH = (Interval(10.5, 11.5), Interval(11.9, 12.3), Interval(12.8, 13.8))
STRETCH = Stretch(SOUND, int(FIRST_S * SPEECH_RATE_HZ), SPEECH)


def settled(*pieces):
    timed = [TimedPiece(text, start_s, end_s, 0.9) for text, start_s, end_s in pieces]
    return settle(timed, STRETCH, is_filled_pause)


def test_a_filler_is_placed_by_its_sound_and_the_words_beside_it_give_way():
    we, uh, use = settled(("we", 0.5, 1.5), ("uh,", 1.5, 2.1), ("use", 2.1, 3.8))

    assert (we.text, uh.text, use.text) == ("we", "uh,", "use")
    assert (uh.kind, uh.certain) == (WordKind.FILLED_PAUSE, True)
    assert (uh.start_s, uh.end_s) == pytest.approx((11.9, 12.3), abs=0.05)
    assert (we.start_s, we.end_s) == pytest.approx((10.5, 11.5), abs=0.05)
    assert (use.start_s, use.end_s) == pytest.approx((12.8, 13.8), abs=0.05)


def test_fillers_written_for_one_held_vowel_are_one():
    we, uh, use = settled(("we", 0.5, 1.5), ("uh,", 1.9, 2.05), ("um,", 2.05, 2.3), ("use", 2.8, 3.8))

    assert (we.text, uh.text, use.text) == ("we", "uh,", "use")
    assert (uh.start_s, uh.end_s) == pytest.approx((11.9, 12.3), abs=0.05)


def test_fillers_that_a_silence_parts_are_two():
    sound = np.concatenate([silence(0.5), held_vowel(0.4), silence(0.3), held_vowel(0.4), silence(0.5)])
    stretch = Stretch(sound, 0, (Interval(0.5, 0.9), Interval(1.2, 1.6)))
    timed = [TimedPiece("uh,", 0.5, 0.9, 0.9), TimedPiece("um", 1.2, 1.6, 0.9)]

    uh, um = settle(timed, stretch, is_filled_pause)

    assert (uh.start_s, uh.end_s, um.start_s, um.end_s) == pytest.approx((0.5, 0.9, 1.2, 1.6), abs=0.05)


def test_a_filler_that_nobody_wrote_is_found_and_is_not_certain():
    we, uh, use = settled(("we", 0.5, 1.5), ("use", 2.8, 3.8))

    assert (uh.text, uh.kind, uh.certain) == ("uh", WordKind.FILLED_PAUSE, False)
    assert (uh.start_s, uh.end_s) == pytest.approx((11.9, 12.3), abs=0.05)
    assert we.certain
    assert use.certain


def test_a_held_vowel_is_no_filler_in_a_language_whose_fillers_are_not_known():
    timed = [TimedPiece("wir", 0.5, 1.5, 0.9), TimedPiece("nehmen", 2.8, 3.8, 0.9)]

    words = settle(timed, STRETCH, partial(is_filled_pause, language="de"))

    assert [(word.text, word.kind) for word in words] == [("wir", WordKind.WORD), ("nehmen", WordKind.WORD)]


def test_a_filler_written_where_nobody_speaks_is_refused():
    quiet = Stretch(silence(2.0), 0, ())

    assert settle([TimedPiece("um", 0.5, 1.0, 0.5)], quiet, is_filled_pause) == ()


def test_a_tone_that_is_no_speech_is_not_a_filler():
    speech = (SPEECH[0], SPEECH[2])
    words = settle([], Stretch(SOUND, STRETCH.first_sample, speech), is_filled_pause)

    assert words == ()


def test_nothing_decoded_leaves_only_what_the_sound_shows():
    assert [word.text for word in settled()] == ["uh"]


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["we", "use", "uh", "um,"]),
            st.floats(-0.1, 4.0),
            st.floats(0, 1),
        ),
        max_size=8,
    )
)
def test_words_are_in_order_inside_the_stretch_and_none_is_lost(drawn):
    pieces = [
        (text, start_s, start_s + length_s) for text, start_s, length_s in sorted(drawn, key=lambda d: d[1])
    ]

    words = settled(*pieces)

    for before, after in itertools.pairwise(words):
        assert before.end_s <= after.start_s
    for word in words:
        assert STRETCH.start_s <= word.start_s <= word.end_s <= STRETCH.end_s
    said = [text for text, _, _ in pieces if not is_filled_pause(text)]
    assert [word.text for word in words if word.kind is WordKind.WORD] == said
