"""The real sentence embedder: its weights are checked, and it finds what no wording list foresees."""

import numpy as np
import pytest

from rehearse.analysis.coverage import Status, match_key_points
from rehearse.deck import KeyPoint
from rehearse.errors import MeaningError
from rehearse.meaning import MiniLM, load_meaning
from rehearse.take import Transcript

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


def test_embedding_again_and_in_another_batch_gives_the_same(meaning):
    together = meaning.embed(["one text", "another, rather longer text about something else"])

    assert np.allclose(MiniLM(meaning._folder).embed(["one text"])[0], together[0], atol=1e-5)


def test_a_paraphrase_comes_nearer_by_its_meaning(meaning):
    point = "a model with high bias is too simple"
    answer = "If the bias is large the model isn't flexible enough to follow the data."

    assert match(meaning, point, answer, QUESTION).score > 0.5 > match(None, point, answer, QUESTION).score


@pytest.mark.parametrize(
    "answer",
    [QUESTION, "I went to the market and bought apples.", "So, bias and variance, how do they relate?"],
)
def test_the_question_and_other_things_cover_nothing(meaning, answer):
    assert match(meaning, "High bias makes a model underfit", answer, QUESTION).status is Status.MISSED


def test_a_denied_point_is_contradicted_however_near_its_meaning(meaning):
    found = match(meaning, "Pruning reduces variance", "Pruning does not reduce variance.")

    assert found.status is Status.CONTRADICTED


def test_weights_that_are_not_the_published_ones_are_refused(tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"something else")

    with pytest.raises(MeaningError, match="are not those"):
        MiniLM(tmp_path).embed(["text"])
