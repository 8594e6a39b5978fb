"""The scorecard says what moved each mark, and the advice what would help most."""

from dataclasses import replace

import pytest

from rehearse.analysis import analyse
from rehearse.deck import KeyPoint, Question
from rehearse.take import Interval, Transcript, Word, WordKind

QUESTION = Question(
    id="trees",
    text="What about trees?",
    key_points=(
        KeyPoint("Pruning reduces variance", weight=2, probe="What does pruning do to variance?"),
        KeyPoint("Bagging averages many models"),
        KeyPoint("Boosting corrects residuals"),
    ),
)
WHOLE = "Pruning reduces variance. Bagging averages many models. Boosting corrects residuals. So I use them."


def spoken(text, *, word_s=0.42, filled=("um",)):
    """Return `text` spoken without a pause from 1 s on, and where the speech is."""
    words = tuple(
        Word(
            word,
            1 + at * word_s,
            1 + (at + 1) * word_s,
            kind=WordKind.FILLED_PAUSE if word.strip(",.") in filled else WordKind.WORD,
        )
        for at, word in enumerate(text.split())
    )
    return Transcript(words, "an engine", "a model"), (Interval(1.0, words[-1].end_s),)


def scored(text, question=QUESTION, **speaking):
    transcript, speech = spoken(text, **speaking)
    return analyse(question, transcript, speech, duration_s=600.0).scorecard


def test_a_whole_and_fluent_answer_has_full_marks_and_says_why():
    card = scored(WHOLE)

    assert card.content.value == 1.0
    assert card.content.why == "You covered 3 of 3 key points."
    assert card.delivery.value == pytest.approx(1.0)
    assert card.delivery.why == (
        "143 words a minute is a comfortable pace (comfortable is 120–160). "
        "No fillers were heard. No pause was longer than 2 s."
    )
    assert card.advice == (
        "Nothing stands out to work on. Come back in a few days and see whether it still comes as easily.",
    )


def test_missed_points_are_named_heaviest_first_and_the_probe_is_asked():
    card = scored("Boosting corrects residuals. And then I went home to have a very long nap there.")

    assert card.content.value == 0.25
    assert card.content.why == (
        "You covered 1 of 3 key points. "
        "You missed “Pruning reduces variance” and “Bagging averages many models”."
    )
    assert card.advice == (
        "Answer this too: What does pruning do to variance?",
        "Next time, say: Bagging averages many models.",
    )


def test_a_probe_that_several_points_share_is_asked_once():
    shared = replace(QUESTION.key_points[1], probe="What does pruning do to variance?")
    question = replace(QUESTION, key_points=(QUESTION.key_points[0], shared, QUESTION.key_points[2]))

    card = scored("I went home to have a very long nap there, and then another one.", question)

    assert card.advice[:2] == (
        "Answer this too: What does pruning do to variance?",
        "Next time, say: Boosting corrects residuals.",
    )


def test_where_some_points_are_enough_the_rest_are_not_held_against_you():
    card = scored(f"Boosting corrects residuals. {'And so on it goes. ' * 3}", replace(QUESTION, need=1))

    assert card.content.value == 0.5
    assert card.content.why.startswith(
        "You covered 1 of 3 key points, of which any 1 makes the answer whole."
    )


def test_a_contradicted_point_comes_first_with_its_moment():
    card = scored(f"Well now. Pruning does not reduce variance. {WHOLE[25:]}")

    assert "You said otherwise at 0:01 than “Pruning reduces variance”." in card.content.why
    assert card.advice[0] == (
        "Listen again at 0:01: you said “Pruning does not reduce variance.” "
        "The point is: Pruning reduces variance."
    )


def test_fillers_lower_delivery_and_the_most_frequent_one_is_named_with_its_moment():
    card = scored(WHOLE.replace(". ", ". um um "), word_s=0.3)

    assert card.delivery.value == pytest.approx(2 / 3)
    assert "(6 filled pauses and 1 filler word) are more than the 5 that pass unnoticed" in card.delivery.why
    assert card.advice == (
        "Your most frequent filler is “um” (6 times, first at 0:01): try a silent breath in its place.",
    )


@pytest.mark.parametrize(
    ("word_s", "verdict", "advice"),
    [
        (
            0.25,
            "240 words a minute is fast",
            "At 240 words a minute you are fast: take a breath after each point.",
        ),
        (
            0.75,
            "80 words a minute is slow",
            "At 80 words a minute you are slow: know your first sentence before you begin.",
        ),
    ],
)
def test_pace_outside_the_bands_lowers_delivery(word_s, verdict, advice):
    card = scored(f"{WHOLE} {WHOLE}", word_s=word_s)

    assert verdict in card.delivery.why
    assert card.delivery.value < 0.9
    assert card.advice == (advice,)


def test_long_pauses_lower_delivery_and_the_longest_is_named_with_its_moment():
    transcript, (speech,) = spoken(f"{WHOLE} {WHOLE}")
    with_pauses = (Interval(1.0, 4.0), Interval(6.5, 8.0), Interval(11.0, speech.end_s))

    card = analyse(QUESTION, transcript, with_pauses, duration_s=60.0).scorecard

    assert "2 pauses of 2 s or more, the longest 3.0 s at 0:08." in card.delivery.why
    assert "You fell silent for 3.0 s at 0:08: say what you are thinking of." in card.advice


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            "Pruning reduces variance.",
            "The answer is too short to mark its delivery: 3 words in 1.3 s of speech, "
            "where it takes 10 words and 5 s.",
        ),
        (
            "um um um um um um um um um um um um um um",
            "Delivery gets no mark, because no words were heard.",
        ),
    ],
)
def test_too_little_speech_gets_no_mark_for_delivery_and_a_reason(text, why):
    card = scored(text)

    assert (card.delivery.value, card.delivery.why) == (None, why)


def test_an_empty_answer_and_a_question_without_points_are_told_plainly():
    silent = analyse(QUESTION, Transcript(()), (), duration_s=5.0).scorecard
    chat = scored(WHOLE, Question(id="chat", text="How are you?"))

    assert (silent.content.value, silent.content.why) == (0.0, "No words were heard.")
    assert silent.delivery.value is None
    assert chat.content.value is None
    assert chat.content.why == "This question has no key points, so its content gets no mark."


def test_honest_not_knowing_with_a_plan_is_praised_on_the_scorecard():
    card = scored("Honestly I'm not sure off the top of my head, but here is how I would find out quickly.")

    assert "You said what you didn't know at 0:01 and how you would find out at 0:07: a good move." in (
        card.content.why
    )


def test_a_bare_i_dont_know_is_advised_to_go_on():
    card = scored("I don't know.")

    assert card.advice[0] == (
        "When you don't know, say so and go on to how you would find out: that is an answer too."
    )


def test_a_hedge_is_neither_praised_nor_advised():
    card = scored("I'm not sure, but I think that it grows.")

    assert "good move" not in card.content.why
    assert not any("don't know" in advice for advice in card.advice)
