"""Filled pauses, discourse markers and repetitions, and what only looks like them."""

from dataclasses import replace

import pytest

from rehearse.analysis.fillers import find_fillers, is_filled_pause
from rehearse.take import Transcript, WordKind


def spoken(text):
    """Return `text` at a word a second, spellings of filled pauses being filled pauses."""
    words = Transcript.from_text(text).words
    return Transcript(
        tuple(
            replace(
                word,
                start_s=float(second),
                end_s=second + 1.0,
                kind=WordKind.FILLED_PAUSE if is_filled_pause(word.text) else WordKind.WORD,
            )
            for second, word in enumerate(words)
        )
    )


@pytest.mark.parametrize(
    "text", ["um", "Um,", "uh...", "Uhm", "er,", "ERM", "ah", "hmm", "Mm.", "eh", "“Uh”"]
)
def test_sounds_are_filled_pauses(text):
    assert is_filled_pause(text)


@pytest.mark.parametrize(
    "text", ["mm-hmm", "uh-huh", "Uh-uh", "umbrella", "her", "a", "oh", "error", "", "..."]
)
def test_answers_and_words_are_not_filled_pauses(text):
    assert not is_filled_pause(text)


def test_a_filled_pause_has_its_form_moment_and_certainty():
    transcript = spoken("So, um, well")
    unsure = replace(transcript.words[1], certain=False)

    (pause,) = find_fillers(
        replace(transcript, words=(transcript.words[0], unsure, *transcript.words[2:]))
    ).filled_pauses

    assert (pause.form, pause.start_s, pause.end_s) == ("um", 1.0, 2.0)
    assert (pause.first_word, pause.last_word, pause.certain) == (1, 1, False)


@pytest.mark.parametrize(
    ("text", "markers"),
    [
        ("It's, like, really slow.", ["like"]),
        ("so like we used trees", ["so", "like"]),
        ("and it was, you know, a decent model", ["you know"]),
        ("I mean, it works", ["i mean"]),
        ("it sort of works and it's kind of slow", ["sort of", "kind of"]),
        ("Basically, it memorizes.", ["basically"]),
        ("It overfits, right?", ["right"]),
        ("Well, actually, I used it.", ["well", "actually"]),
        ("it was um like ten percent", ["like"]),
    ],
)
def test_words_used_as_filler_are_discourse_markers(text, markers):
    assert [marker.form for marker in find_fillers(spoken(text)).discourse_markers] == markers


@pytest.mark.parametrize(
    "text",
    [
        "I like trees.",
        "It looks like a tree, and works like that.",
        "Algorithms like random forests work well.",
        "I split it so that nothing leaks.",
        "the right answer",
        "That's right.",
        "a kind of tree, this sort of model",
        "Do you know what it does?",
        "you know the answer",
        "What I mean is that it works.",
        "The model was well suited.",
        "It generalizes well.",
        "It is not actually wrong.",
    ],
)
def test_words_used_as_words_are_not(text):
    assert find_fillers(spoken(text)).discourse_markers == ()


@pytest.mark.parametrize(
    ("text", "repetitions"),
    [
        ("the the model", ["the the"]),
        ("we use, we use trees", ["we use we use"]),
        ("I I I think", ["i i i"]),
        ("a um a model", ["a a"]),
        ("very very slow", []),
        ("I like it. It works.", []),
        ("1 1 0 0", []),
    ],
)
def test_words_said_again_at_once_are_repetitions(text, repetitions):
    assert [repetition.form for repetition in find_fillers(spoken(text)).repetitions] == repetitions


def test_a_repetition_spans_all_of_its_words():
    (repetition,) = find_fillers(spoken("so we use um we use it")).repetitions

    assert (repetition.first_word, repetition.last_word) == (1, 5)
    assert (repetition.start_s, repetition.end_s) == (1.0, 6.0)


def test_an_empty_transcript_has_no_fillers():
    found = find_fillers(Transcript(()))

    assert (found.filled_pauses, found.discourse_markers, found.repetitions) == ((), (), ())
    assert found.n_disfluencies == 0
