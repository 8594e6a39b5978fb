"""Honest not-knowing is told apart from a bare "I don't know", from hedging, and from stories."""

from pathlib import Path

import pytest

from rehearse.analysis.not_knowing import find_not_knowing
from rehearse.deck import read_deck
from rehearse.take import Transcript, Word

DECK = Path(__file__).parent.parent / "prompts" / "machine-learning.md"

SENTENCES = (
    # (how the admission goes on, or None for no admission, what was said)
    ("plan", "I'm not sure of the exact answer off the top of my head, but here's how I'd find out."),
    ("plan", "I don't know, but I would check the documentation."),
    ("plan", "I can't remember the formula. My first step would be to derive it."),
    ("plan", "I have no idea, so I'd look it up."),
    ("plan", "Honestly I don't know that one. What I would do is ask a colleague who runs the database."),
    ("plan", "I've never used that myself, but I'd start with the manual and try it on a small example."),
    ("plan", "I'd have to look that up."),
    ("plan", "I'm not familiar with pruning. Let me think it through from first principles."),
    ("plan", "Not sure, to be honest. I'd read the paper first."),
    ("plan", "I'm drawing a blank, but I could work it out from the definition."),
    ("plan", "I don't know exactly how it is stored, but I'd run an experiment and measure it."),
    ("plan", "I am not one hundred percent certain. The first thing I'd do is search for it."),
    ("plan", "I couldn't tell you, I don't know the details, but I can find that out by tomorrow."),
    ("plan", "um I I'm not I'm not sure uh but I would I would look it up in the docs"),
    ("bare", "I don't know."),
    ("bare", "I'm not really sure about that one, sorry."),
    ("bare", "No idea, sorry."),
    ("bare", "Sorry, I have absolutely no clue."),
    ("bare", "I've never heard of it."),
    ("bare", "I can't remember. Can we go on to the next question?"),
    ("bare", "My mind has gone completely blank."),
    ("bare", "I don't know how I would find out."),
    ("bare", "I don't know, I could never find that out."),
    ("hedge", "I'm not sure, but I think it's a false positive."),
    ("hedge", "I don't know, maybe it grows."),
    ("hedge", "I'm not certain, it might be the training error."),
    ("hedge", "I'm not sure, but my guess is that it takes constant time."),
    ("hedge", "I don't remember exactly, I would say three."),
    ("hedge", "I don't know why, but pruning reduces variance."),
    (None, ""),
    (None, "I think it's a false positive."),
    (None, "Maybe it grows, probably to twice its size."),
    (None, "We didn't know why it failed, so we looked it up."),
    (None, "I know this one."),
    (None, "It is not sure to converge."),
    (None, "When I don't know something, I look it up."),
    (None, "If I'm not sure I ask a colleague."),
    (None, "I don't really know a method until I have built it."),
    (None, "The model does not know the labels."),
    (None, "I was sure that it was wrong."),
    (None, "Off the top of my head: linear regression, decision trees and k-means."),
    (None, "You never know what comes next."),
    (None, "I would look at precision and recall."),
)


@pytest.mark.parametrize(("kind", "text"), SENTENCES)
def test_each_sentence_is_taken_for_what_it_is(kind, text):
    found = find_not_knowing(Transcript.from_text(text))

    assert (found and found.kind.value) == kind


def test_an_admission_with_a_plan_is_preferred_to_one_without():
    found = find_not_knowing(
        Transcript.from_text("I don't know the name. And I'm not sure of the year, but I'd look it up.")
    )

    assert found is not None
    assert found.admission.quote == "I'm not sure"
    assert found.plan is not None
    assert found.plan.quote == "look it up."


def test_a_plan_long_after_the_admission_is_another_thought():
    found = find_not_knowing(
        Transcript.from_text(f"I don't know the name. {'And so it went on. ' * 10} I would look it up.")
    )

    assert found is not None
    assert found.kind.value == "bare"


def test_admission_and_plan_have_their_times():
    words = ["Well", "I'm", "not", "sure", "but", "I'd", "look", "it", "up"]
    transcript = Transcript(tuple(Word(word, float(at), at + 0.5) for at, word in enumerate(words)))

    found = find_not_knowing(transcript)

    assert found is not None
    assert found.plan is not None
    assert (found.admission.start_s, found.admission.end_s) == (1.0, 3.5)
    assert (found.admission.first_word, found.admission.last_word) == (1, 3)
    assert found.plan.start_s == 6.0


def test_no_model_answer_of_the_built_in_deck_admits_to_anything():
    assert [
        question.id
        for question in read_deck(DECK).questions
        if find_not_knowing(Transcript.from_text(question.model_answer))
    ] == []
