"""The plain view of a transcript: what is matched, and which words it came from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehearse.analysis.text import stem, tokens, tokens_of
from rehearse.analysis.vocabulary import ALIASES, SPOKEN_TERMS, STOP_WORDS
from rehearse.take import Transcript, Word, WordKind


def normalise(text):
    return " ".join(token.form for token in tokens_of(text))


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("So, it OVERFITS!", "so it overfits"),
        ("C plus plus, C++ and c sharp", "c++ c++ and c#"),
        ("the F one score, F1 or F-1", "the f1 score f1 or f1"),
        ("L two and L2", "l2 and l2"),
        ("k means, k-means and K-means", "k-means k-means and k-means"),
        ("an R O C curve, ROC, r.o.c.", "an roc curve roc roc"),
        ("forty percent, 40% or forty per cent", "40 percent 40 percent or 40 percent"),
        ("three hundred and fifty users, 1,000 rows", "350 users 1000 rows"),
        ("two thousand twenty three and twenty twenty five", "2023 and 20 25"),
        ("five hundred thousand", "500000"),
        ("Type I, type one and Type II", "type 1 type 1 and type 2"),
        ("the one that I like, not one", "the one that i like not one"),
        ("one percent", "1 percent"),
        ("it isn't, can't, won't; don’t", "it is not can not will not do not"),
        ("we're the model's friends'", "we the model friends"),
        ("a bias-variance trade-off", "a bias variance trade off"),
        ("regularisation of naïve behaviour", "regularization of naive behavior"),
        ("AI, A I and ML", "artificial intelligence artificial intelligence and machine learning"),
        ("Jason and S Q L", "json and sql"),
        ("um, the, uh, mean", "the mean"),
        ("… — !", ""),
        ("", ""),
    ],
)
def test_what_is_said_in_several_ways_has_one_spelling(said, plain):
    assert normalise(said) == plain


def test_every_token_knows_its_words():
    view = tokens_of("The trade-off in C plus plus is forty five percent")

    assert [(token.form, token.first_word, token.last_word) for token in view] == [
        ("the", 0, 0),
        ("trade", 1, 1),
        ("off", 1, 1),
        ("in", 2, 2),
        ("c++", 3, 5),
        ("is", 6, 6),
        ("45", 7, 8),
        ("percent", 9, 9),
    ]


def test_filled_pauses_are_left_out_but_keep_their_places():
    transcript = Transcript(
        (Word("so", 0, 1), Word("mm-like", 1, 2, kind=WordKind.FILLED_PAUSE), Word("bias", 2, 3)),
    )

    assert [(token.form, token.first_word) for token in tokens(transcript)] == [("so", 0), ("bias", 2)]


def test_punctuation_separates_clauses():
    assert [token.clause for token in tokens_of("no, it is. Not so")] == [0, 1, 1, 2, 2]


def test_inflections_share_a_stem():
    assert stem("overfitting") == stem("overfits") == stem("overfit")
    assert stem("k-means") == stem("k-mean")


_PEOPLE_SAY = st.sampled_from(
    sorted(
        {
            *STOP_WORDS,
            *ALIASES,
            *(word for term in SPOKEN_TERMS for word in term),
            *["forty", "five", "hundred", "thousand", "one", "1,000", "2.5", "50%", "Type", "II", "I", "A"],
            *["R", "O", "C", "C++", "F1", "k-means", "trade-off", "isn't", "regularisation", "naïve", "um"],
        }
    )
)


@given(st.lists(_PEOPLE_SAY, max_size=8).map(" ".join))
def test_normalising_again_changes_nothing(text):
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(max_size=40))
def test_any_text_has_tokens_within_its_words(text):
    n_words = len(text.split())

    assert all(0 <= token.first_word <= token.last_word < n_words and token.form for token in tokens_of(text))
