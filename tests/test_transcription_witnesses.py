"""Two decodings of the same sound become one: the words of the first, the fillers of the second."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehearse.analysis.fillers import is_filled_pause
from rehearse.transcription.decoder import Piece
from rehearse.transcription.witnesses import merge

FILLERS = ["um,", "Uh", "hmm.", "er"]


def pieces(text):
    return tuple(Piece(word, (index,)) for index, word in enumerate(text.split()))


def merged(words, verbatim):
    return " ".join(piece.text for piece in merge(pieces(words), pieces(verbatim), is_filled_pause))


@pytest.mark.parametrize(
    ("words", "verbatim", "both"),
    [
        ("we use trees", "um, we use, uh, trees hmm.", "um, we use uh, trees hmm."),
        ("We use trees.", "we um use trees", "We um use trees."),
        ("bias and variants", "bias um and variance", "bias um and variants"),
        ("the old words", "um the uh new words", "um the uh old words"),
        ("this is all that was said", "this is um all", "this is um all that was said"),
        ("all", "this is um all", "um all"),
        ("a lion for still liner", "a lion uh forstiliner", "a lion uh for still liner"),
        ("some for still lions run", "some forstiliner um run", "some for still lions um run"),
        ("montreal for steleiner", "montreal uh a uh a uh forest aligner", "montreal uh uh uh for steleiner"),
        ("we use trees", "", "we use trees"),
        ("", "um uh", "um uh"),
        ("", "", ""),
    ],
)
def test_fillers_go_where_the_words_around_them_are(words, verbatim, both):
    assert merged(words, verbatim) == both


@pytest.mark.parametrize(
    ("words", "verbatim", "both"),
    [
        ("um, we use trees", "Uh, we use trees", "um, we use trees"),
        ("um, we use trees", "um um we use trees", "um um we use trees"),
        ("um, um, we use trees", "um we use trees", "um, um, we use trees"),
    ],
)
def test_a_filler_that_both_heard_counts_once(words, verbatim, both):
    assert merged(words, verbatim) == both


def test_a_filler_that_only_the_witness_for_the_words_heard_counts_where_the_other_went_astray():
    assert merged("yes. hmm! horst", "yes, forced,") == "yes. horst"
    assert merged("yes, uh, uh, for", "") == "yes, uh, uh, for"


@given(st.lists(st.sampled_from(["a", "b", "c", *FILLERS])))
def test_witnesses_that_agree_on_the_words_give_the_verbatim_text(verbatim):
    words = [item for item in verbatim if not is_filled_pause(item)]

    together = merge(pieces(" ".join(words)), pieces(" ".join(verbatim)), is_filled_pause)

    assert len(together) == len(verbatim)
    assert [piece.text for piece in together if not is_filled_pause(piece.text)] == words


@pytest.mark.parametrize(
    ("words", "verbatim", "both"),
    [
        ("but trees grow", "but, um, but trees grow", "but um, but trees grow"),
        ("we use trees", "we use we use trees", "we use we use trees"),
        ("we use trees", "we um we use trees", "we um we use trees"),
        ("we use trees", "we use trees trees", "we use trees trees"),
        ("um, we use trees", "uh, we we use trees", "um, we we use trees"),
        ("we use trees", "we never use trees", "we use trees"),
        ("we trees", "we a b c d a b c d trees", "we trees"),
    ],
)
def test_words_said_again_at_once_are_kept(words, verbatim, both):
    assert merged(words, verbatim).replace(",", "") == both.replace(",", "")


@given(
    st.lists(st.sampled_from(["a", "b", "c", "d"])),
    st.lists(st.sampled_from(["a", "b", "c", "e", *FILLERS])),
)
def test_no_word_of_the_first_and_no_filler_of_the_second_is_lost(words, verbatim):
    together = [
        piece.text for piece in merge(pieces(" ".join(words)), pieces(" ".join(verbatim)), is_filled_pause)
    ]

    rest = iter(text for text in together if not is_filled_pause(text))
    assert all(word in rest for word in words)  # in their order
    assert [text for text in together if is_filled_pause(text)] == [v for v in verbatim if is_filled_pause(v)]
