"""The real sentence embedder: its weights are checked, and it finds what no wording list foresees."""

import numpy as np
import pytest

from rehearse.analysis.coverage import Status, match_key_points
from rehearse.deck import KeyPoint
from rehearse.errors import MeaningError
from rehearse.meaning import MiniLM, load_meaning
from rehearse.take import Transcript, Word

QUESTION = "How are bias and variance related?"


@pytest.fixture(scope="module")
def meaning():
    return load_meaning()


def match(meaning, point, answer, question=""):
    (found,) = match_key_points(
        [KeyPoint(point)], Transcript.from_text(answer), question=question, meaning=meaning
    )
    return found


def test_texts_that_say_alike_lie_close(meaning):
    vectors = meaning.embed(["The cat sits on the mat.", "A cat is sitting on a rug.", "Tax law is dull."])

    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[1] > 0.7 > 0.3 > vectors[0] @ vectors[2]


def test_words_are_embedded_where_they_stand(meaning):
    money, river, loan = meaning.embed_words(["the bank lends", "the bank floods", "a lender gives"])
    unit = [row / np.linalg.norm(row) for row in (money[1], river[1], loan[1])]

    assert [len(rows) for rows in (money, river, loan)] == [3, 3, 3]
    assert unit[0] @ unit[2] > unit[1] @ unit[2]


def test_embedding_again_and_in_another_batch_gives_the_same(meaning):
    together = meaning.embed(["one text", "another, rather longer text about something else"])

    assert np.allclose(MiniLM(meaning._folder).embed(["one text"])[0], together[0], atol=1e-5)


def test_a_paraphrase_comes_nearer_by_its_meaning(meaning):
    point, answer = (
        "getting more training data usually helps",
        "Collecting a larger set of examples is useful.",
    )
    question = "What is overfitting?"

    assert match(meaning, point, answer, question).score > match(None, point, answer, question).score + 0.3


@pytest.mark.parametrize(
    "answer",
    [QUESTION, "I went to the market and bought apples.", "So, bias and variance, how do they relate?"],
)
def test_the_question_and_other_things_cover_nothing(meaning, answer):
    assert match(meaning, "High bias makes a model underfit", answer, QUESTION).status is Status.MISSED


def test_of_two_passages_the_one_that_says_little_else_makes_the_point_likelier(meaning):
    point = "getting more training data usually helps"
    little, much = (
        match(meaning, point, answer).score
        for answer in (
            "Collecting a larger set of examples is useful.",
            "Collecting stamps, larger dogs and old examples of pottery at sea is useful to sailors.",
        )
    )

    assert little > much


def test_a_denied_word_comes_near_to_none(meaning):
    point, answer = "Labels cost money, raw data is cheap", "Labels don't cost money."

    assert match(meaning, point, answer).status is Status.MISSED


def test_the_more_was_doubted_the_less_a_misheard_word_misleads(meaning):
    def heard(n_doubted, embedder):
        said = ["forests", "aver", "age", "many", "deep", "freeze"]
        sure = [0.9] * (len(said) - n_doubted) + [0.3] * n_doubted
        words = [Word(text, at, at + 0.5, sure[at]) for at, text in enumerate(said)]
        transcript = Transcript(tuple(words), "openai-whisper")
        (found,) = match_key_points(
            [KeyPoint("Forests average many deep trees")], transcript, meaning=embedder
        )
        return found.score

    by_words = heard(0, None)
    assert heard(0, meaning) < heard(2, meaning) < heard(4, meaning) < by_words
    assert heard(6, meaning) == pytest.approx(by_words)


def test_what_is_meant_is_quoted_by_the_words_that_come_near_it(meaning):
    found = match(meaning, "lookups are O of one", "Well, as I said before, finding an item is O of one.")

    assert found.by == "meaning"
    assert found.quote == "finding an item is O of one."


def test_a_denied_point_is_contradicted_however_near_its_meaning(meaning):
    found = match(meaning, "Pruning reduces variance", "Pruning does not reduce variance.")

    assert found.status is Status.CONTRADICTED


def test_weights_that_are_not_the_published_ones_are_refused(tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"something else")

    with pytest.raises(MeaningError, match="are not those"):
        MiniLM(tmp_path).embed(["text"])
