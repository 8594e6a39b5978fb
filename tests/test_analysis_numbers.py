"""Numbers in one spelling, however they were said or written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehearse.analysis.numbers import in_digits


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("zero point zero five", "0.05"),
        ("point oh five", "0.05"),
        ("oh point oh five", "0.05"),
        ("one point five", "1.5"),
        ("one thousand and twenty four", "1024"),
        ("a thousand and twenty four", "1024"),
        ("1,024", "1024"),
        ("ten to the minus three", "0.001"),
        ("10^-3", "0.001"),
        ("1e-3", "0.001"),
        ("a hundred and twenty eight thousand", "128000"),
        ("128k", "128000"),
        ("128 thousand", "128000"),
        ("two thousand and twenty two", "2022"),
        ("in twenty twenty two", "in 2022"),
        ("since nineteen eighty four", "since 1984"),
        ("ten million dollars", "10000000 dollars"),
        ("$10M", "10000000 dollars"),
        ("half a million", "500000"),
        ("one and a half seconds", "1.5 seconds"),
        ("ninety five percent", "95 percent"),
        ("95%", "95 percent"),
    ],
)
def test_a_number_has_one_spelling(said, digits):
    assert in_digits(said) == digits


@pytest.mark.parametrize(
    "text",
    [
        "type one error",
        "I had one of the two",
        "the key point one should make",
        "from 10 to 20 percent, no, 20 to 30",
        "5 m long",
        "20 30 people",
        "O of n log n, F1, k-NN",
        "",
    ],
)
def test_what_is_no_such_number_stays(text):
    assert in_digits(text) == text


_WORDS = st.lists(
    st.sampled_from(
        [
            "zero",
            "one",
            "two",
            "ten",
            "point",
            "oh",
            "five",
            "hundred",
            "thousand",
            "million",
            "and",
            "a",
            "half",
            "percent",
            "$5",
            "2k",
            "x",
        ]
    ),
    max_size=6,
).map(" ".join)


@given(_WORDS)
def test_writing_digits_again_changes_nothing_that_is_digits(text):
    once = in_digits(text)

    assert [word for word in once.split() if word.isdigit()] == [
        word for word in in_digits(once).split() if word.isdigit()
    ] or len(once.split()) > 1


@given(st.text(max_size=40))
def test_any_text_can_be_read(text):
    assert isinstance(in_digits(text), str)
