import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rehearse.hands_free import LONGEST, SILENCE_S, UNREMARKED_S, HandsFree, is_unfinished
from rehearse.take import Transcript, Word, WordKind

LONG_S = 20.0
"""Speech after which little more needs to be said."""


def words(text):
    return Transcript.from_text(text).words


def after(*stretches, text="It is done.", silence_s=SILENCE_S):
    """Return what follows an answer of stretches of speech (s) and, as negative numbers, of silence."""
    hands_free = HandsFree(silence_s)
    now_s = 0.0
    for length_s in stretches:
        now_s += abs(length_s)
        hands_free.hear(words(text), now_s)
        hands_free.feed(now_s, speaking=length_s > 0)
    return hands_free


def test_nothing_is_counted_down_before_anyone_has_spoken():
    assert after(-60.0).seconds_left is None


def test_a_click_is_no_answer_yet():
    assert after(-1.0, 0.2, -10.0).seconds_left is None


def test_nothing_is_counted_down_while_somebody_speaks_or_takes_a_breath():
    assert after(LONG_S).seconds_left is None
    assert after(LONG_S, -0.7).seconds_left is None


def test_after_a_whole_sentence_two_and_a_half_seconds_of_silence_end_the_answer():
    assert after(LONG_S, -1.0).seconds_left == pytest.approx(1.5)
    assert after(LONG_S, -2.4).seconds_left == pytest.approx(0.1)
    assert after(LONG_S, -2.5).seconds_left == 0


def test_the_silence_can_be_chosen():
    assert after(LONG_S, -3.0, silence_s=4.0).seconds_left == pytest.approx(1.0)


def test_any_sound_begins_the_wait_anew():
    assert after(LONG_S, -2.0, 0.1).seconds_left is None
    assert after(LONG_S, -1.0, 0.1, -1.0).seconds_left == pytest.approx(1.5)


@pytest.mark.parametrize(("spoken_s", "patience_s"), [(3.0, 4.5), (7.5, 3.75), (15.0, 2.5), (90.0, 2.5)])
def test_the_less_was_said_the_longer_it_waits(spoken_s, patience_s):
    assert after(spoken_s).patience_s == pytest.approx(patience_s)


@pytest.mark.parametrize("text", ["So the variance and", "The gradient of the", "We kept it, um.", "I mean,"])
def test_in_the_middle_of_a_sentence_it_waits_four_seconds(text):
    assert after(LONG_S, text=text).patience_s == pytest.approx(4.0)


def test_it_waits_for_words_that_are_still_being_written_down():
    hands_free = HandsFree()
    hands_free.feed(LONG_S, speaking=True)
    hands_free.hear(words("It is"), LONG_S - 3)
    hands_free.feed(LONG_S + 2.5, speaking=False)
    assert hands_free.seconds_left == pytest.approx(1.5)

    hands_free.hear(words("It is done."), LONG_S)

    assert hands_free.seconds_left == 0


def test_it_waits_longer_than_the_speaker_has_paused_before():
    assert after(LONG_S, -2.4, 5.0).patience_s == pytest.approx(3.6)
    assert after(LONG_S, -2.4, 5.0, -3.5, 5.0).patience_s == pytest.approx(5.25)


def test_the_silence_before_the_first_word_is_no_pause():
    assert after(-5.0, LONG_S).patience_s == pytest.approx(2.5)


def test_it_never_waits_longer_than_three_times_the_silence():
    assert after(3.0, -4.0, 3.0, -6.0, 3.0, text="and").patience_s == pytest.approx(7.5)


def test_a_filler_at_the_end_leaves_a_sentence_open():
    assert is_unfinished((Word("Right.", 0.0, 1.0), Word("Mhm.", 1.0, 2.0, kind=WordKind.FILLED_PAUSE)))


@pytest.mark.parametrize(
    ("text", "unfinished"),
    [
        ("", False),
        ("That is a hash table.", False),
        ("It depends on what the mistakes cost.", False),
        ("I would look at the Android.", False),
        ("And then we looked at, you know.", True),
        ("Because", True),
        ("It's kind of", True),
        ("low bias, high variance,", True),
        ("over-", True),
        ("and so on …", True),
        ("LET ME THINK.", True),
    ],
)
def test_the_last_word_tells_whether_a_sentence_goes_on(text, unfinished):
    assert is_unfinished(words(text)) is unfinished


moments = st.lists(st.tuples(st.floats(0.01, 3.0), st.booleans()), max_size=20)
silences = st.floats(1.0, 10.0)
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@unhurried
@given(moments, silences, st.sampled_from(["", "It is done.", "and"]))
def test_the_countdown_is_never_negative_and_runs_only_in_silence(answer, silence_s, text):
    hands_free = HandsFree(silence_s)
    now_s = 0.0
    for length_s, speaking in answer:
        now_s += length_s
        hands_free.hear(words(text), now_s)
        left_s = hands_free.feed(now_s, speaking)
        assert left_s is None or (not speaking and 0 <= left_s <= silence_s * LONGEST)


@unhurried
@given(moments, silences, st.sampled_from(["It is done.", "and"]))
def test_no_answer_ends_before_the_silence_that_was_asked_for_nor_after_three_times_it(
    answer, silence_s, text
):
    hands_free = HandsFree(silence_s)
    now_s = 0.0
    for length_s, speaking in (*answer, (1.0, True)):
        now_s += length_s
        hands_free.hear(words(text), now_s)
        hands_free.feed(now_s, speaking)

    waited_s = 0.0
    while hands_free.feed(now_s + waited_s, speaking=False) != 0:
        waited_s += 0.05

    assert silence_s - 0.05 <= waited_s <= silence_s * LONGEST + 0.05


@unhurried
@given(moments, silences)
def test_a_pause_that_the_speaker_went_on_after_does_not_end_the_answer_another_time(answer, silence_s):
    hands_free = HandsFree(silence_s)
    now_s, longest_s, spoken = 0.0, 0.0, False
    for length_s, speaking in ((1.0, True), *answer, (1.0, True)):
        if not speaking and spoken:
            longest_s = max(longest_s, length_s)
        now_s += length_s
        hands_free.feed(now_s, speaking)
        spoken = spoken or speaking

    if UNREMARKED_S <= longest_s < silence_s * LONGEST - 0.01:
        assert hands_free.feed(now_s + longest_s, speaking=False) != 0
