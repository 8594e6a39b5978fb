"""An answer cut into the passages that are read for a key point."""

from hypothesis import given
from hypothesis import strategies as st

from rehearse.analysis.passages import (
    LONGEST_PASSAGE_WORDS,
    WINDOW_WORDS,
    n_finished,
    passages_of,
    spans,
)
from rehearse.take import Transcript, Word, WordKind


def test_passages_are_sentences_and_neighbours():
    words = [
        "The",
        "first",
        "one",
        "has",
        "five.",
        "The",
        "second",
        "one",
        "is",
        "longer.",
        "And",
        "here",
        "is",
        "the",
        "third.",
    ]

    assert spans(words) == [(0, 5), (0, 10), (5, 10), (5, 15), (10, 15)]


def test_a_short_sentence_joins_its_neighbours():
    words = ["The", "first", "one", "has", "five.", "Right.", "And", "here", "is", "the", "third."]

    assert (0, 11) in spans(words)


def test_what_has_no_full_stop_is_read_in_windows():
    words = ["word"] * 100

    assert all(end - first <= LONGEST_PASSAGE_WORDS for first, end in spans(words))
    assert (0, WINDOW_WORDS) in spans(words)
    assert max(end for _, end in spans(words)) == 100


def test_filled_pauses_are_left_out_of_the_text_but_not_of_the_place():
    words = ("Um,", "this", "um", "is", "it.")
    kinds = [WordKind.FILLED_PAUSE if word.lower().startswith("um") else WordKind.WORD for word in words]
    transcript = Transcript(
        tuple(
            Word(word, at, at + 1, kind=kind)
            for at, (word, kind) in enumerate(zip(words, kinds, strict=True))
        )
    )

    (passage,) = passages_of(transcript)

    assert (passage.text, passage.first_word, passage.last_word) == ("this is it.", 1, 4)


def test_words_are_finished_up_to_the_last_end_of_a_sentence():
    assert n_finished([]) == n_finished(["not", "yet"]) == 0
    assert n_finished(["One", "is", "done.", "The", "other", "is"]) == 3


_TEXT = st.lists(st.sampled_from(["word", "other", "end.", "stop?", "a"]), max_size=120)


@given(_TEXT)
def test_every_word_is_in_a_passage(words):
    covered = {at for first, end in spans(words) for at in range(first, end)}

    assert covered == set(range(len(words)))


@given(_TEXT, _TEXT)
def test_passages_of_finished_sentences_stay_when_more_is_said(before, after):
    before = [*before, "end."]

    assert set(spans(before)) <= set(spans([*before, *after]))
