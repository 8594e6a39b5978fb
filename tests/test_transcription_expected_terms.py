"""Which words of a question are terms, and when a term is believed."""

import pytest

from rehearse.transcription.decoder import Piece
from rehearse.transcription.expected_terms import HEAD_START, terms_in, with_expected_terms


@pytest.mark.parametrize(
    ("phrase", "terms"),
    [
        ("What is the difference between k-means and KNN?", ("k-means", "KNN")),
        ("L1 gives sparse weights, L2 small ones", ("L1", "L2")),
        ("Area under the ROC curve: the AUC", ("ROC", "AUC")),
        ("Use XGBoost or naive Bayes", ("XGBoost", "Bayes")),
        ("Overfitting is a model's well-known fault", ()),
        ("CNNs and GPUs", ("CNN", "GPU")),
        ("I have 12 reasons, and so on", ()),
        ("A tree", ()),
    ],
)
def test_terms_are_what_no_model_expects_by_itself(phrase, terms):
    assert terms_in([phrase]) == terms


def test_a_term_of_several_phrases_is_named_once():
    assert terms_in(["What is SQL?", "A SQL database", "A ROC curve"]) == ("SQL", "ROC")


def pieces(text):
    return tuple(Piece(word, (len(word),)) for word in text.split())


def heard(words, proposed, likelihoods):
    """Return what is believed where each text has its log likelihood."""
    believed = with_expected_terms(
        pieces(words),
        pieces(proposed),
        ("ReLU", "PCA"),
        lambda text: likelihoods[" ".join(piece.text for piece in text)],
    )
    return " ".join(piece.text for piece in believed)


def test_a_term_about_as_likely_as_what_was_written_takes_its_place():
    words, proposed = "We apply a real you after each layer.", "We apply ReLU after each layer."

    assert heard(words, proposed, {words: -5.5, proposed: -8.0}) == proposed


def test_a_term_much_less_likely_than_what_was_written_does_not():
    words, proposed = "We apply a really new layer.", "We apply a ReLU layer."

    assert heard(words, proposed, {words: -2.0, proposed: -2.0 - HEAD_START - 0.1}) == words


def test_only_the_parts_that_bring_in_a_term_are_taken():
    words, proposed = "I use VCA for the data base now.", "I use PCA for the Bay the base now."

    assert (
        heard(words, proposed, {words: -3.0, "I use PCA for the data base now.": -5.0})
        == "I use PCA for the data base now."
    )


def test_each_part_is_judged_by_itself():
    words, proposed = "a real you or VCA", "ReLU or PCA"
    likelihoods = {words: -3.0, "ReLU or VCA": -20.0, "a real you or PCA": -4.0}

    assert heard(words, proposed, likelihoods) == "a real you or PCA"


def test_a_term_that_was_heard_already_is_no_reason_to_ask():
    assert heard("The PCA, it works", "And PCA works", {}) == "The PCA, it works"
    assert heard("same words", "Same words.", {}) == "same words"
