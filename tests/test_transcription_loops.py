"""What is said again and again is led on; what is merely said again is not."""

from hypothesis import given
from hypothesis import strategies as st

from rehearse.transcription.loops import LONGEST_CYCLE_TOKENS, MOST_ROUNDS, looping, sound_of


def test_a_text_without_repetition_may_go_on_in_any_way():
    assert looping(list("abcdefgh")) == set()
    assert looping([]) == set()


def test_a_few_repetitions_stand():
    assert looping(["or", "uh"] * (MOST_ROUNDS - 1)) == set()


def test_one_round_more_is_refused_at_its_first_token():
    assert looping(["until", "the", *["or", "uh"] * MOST_ROUNDS]) == {"or"}


def test_a_loop_that_is_broken_off_may_go_on():
    assert looping([*["or", "uh"] * MOST_ROUNDS, "the"]) == set()


def test_one_word_again_and_again_is_a_loop():
    assert looping(["uh"] * MOST_ROUNDS) == {"uh"}


def test_case_space_and_punctuation_do_not_make_a_new_sound():
    assert sound_of(" Uh") == sound_of("uh") == sound_of("uh,")
    assert sound_of(" -") == sound_of("…") == ""


@given(
    st.lists(st.sampled_from("abc"), max_size=5),
    st.lists(st.sampled_from("abc"), min_size=1, max_size=LONGEST_CYCLE_TOKENS),
)
def test_no_text_that_obeys_holds_more_rounds_than_allowed(before, cycle):
    text = list(before)
    for token in cycle * (2 * MOST_ROUNDS):
        if token in looping(text):
            break
        text.append(token)

    assert len(text) <= len(before) + MOST_ROUNDS * len(cycle)
