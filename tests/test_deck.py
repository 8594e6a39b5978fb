"""Reading decks: what a good one gives, and what is said of a bad one."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from rehearse.deck import (
    LARGEST_DECK_BYTES,
    MOST_DECK_LINES,
    Deck,
    KeyPoint,
    Question,
    check_deck,
    find_question,
    parse_duration,
    read_deck,
    slug,
)
from rehearse.deck_template import NEW_DECK
from rehearse.errors import DeckError

GOOD = """\
---
title: Machine learning interview
time_limit: 90 s
---
What this deck is for: practice.

# Technical

## How are bias and variance related?
id: bias-variance
time_limit: 2 min
tags: fundamentals, theory
need: 1

A paragraph here is a hint,
on two lines.

Note: a hint may have a colon.

<!-- A comment
is nobody's but the author's. -->

- Lowering one tends to raise the other (x2)
  - bias-variance trade-off
  - as bias goes down
    variance goes up
  - probe: What happens to the one when you lower the other?
- High bias means underfitting (xgboost)
- not: variance is the same as error
> A model answer.
>
> Its second paragraph.

# Warm-up

## What's *your* favourite `List<String>` &amp; why?

* One point (x0.5)
"""

GOOD_QUESTIONS = (
    Question(
        id="bias-variance",
        text="How are bias and variance related?",
        group="Technical",
        hint="A paragraph here is a hint, on two lines.\n\nNote: a hint may have a colon.",
        key_points=(
            KeyPoint(
                "Lowering one tends to raise the other",
                wordings=("bias-variance trade-off", "as bias goes down variance goes up"),
                weight=2.0,
                probe="What happens to the one when you lower the other?",
            ),
            KeyPoint("High bias means underfitting (xgboost)"),
        ),
        misconceptions=("variance is the same as error",),
        model_answer="A model answer.\n\nIts second paragraph.",
        time_limit_s=120.0,
        tags=("fundamentals", "theory"),
        need=1,
    ),
    Question(
        id="whats-your-favourite-list-string-why",
        text="What's your favourite List<String> & why?",
        group="Warm-up",
        key_points=(KeyPoint("One point", weight=0.5),),
        time_limit_s=90.0,
    ),
)


@pytest.fixture
def write(tmp_path):
    def write_deck(content):
        path = tmp_path / "deck.md"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write_deck


def test_a_deck_says_everything_the_format_offers(write):
    path = write(GOOD)

    assert read_deck(path) == Deck("deck", "Machine learning interview", path, GOOD_QUESTIONS)
    assert check_deck(path) == ()


@pytest.mark.parametrize(
    "content",
    [
        GOOD.encode("utf-8-sig"),
        GOOD.replace("\n", "\r\n").encode(),
        GOOD.replace("\n", "\r\n").encode("utf-8-sig"),
        GOOD.replace("\n", "\r").encode(),
        GOOD.rstrip("\n").encode(),
    ],
    ids=["byte-order mark", "Windows lines", "both", "old Mac lines", "no newline at the end"],
)
def test_a_deck_reads_the_same_however_an_editor_saved_it(write, content):
    assert read_deck(write(content)).questions == GOOD_QUESTIONS


def test_a_deck_without_front_matter_is_named_by_its_file(write):
    deck = read_deck(write("## Why?\n- because\n"))

    assert (deck.name, deck.title) == ("deck", "deck")
    assert deck.questions == (Question("why", "Why?", key_points=(KeyPoint("because"),)),)


def test_settings_and_hint_may_follow_an_empty_line_as_formatters_put_it(write):
    (question,) = read_deck(
        write("## Why?\n\nid: reason\nneed: 1\nThink: of causes.\n\n- because\n")
    ).questions

    assert (question.id, question.need, question.hint) == ("reason", 1, "Think: of causes.")


def test_lists_and_quotes_of_a_question_add_up(write):
    (question,) = read_deck(write("## Why?\n- a\n\nHint.\n\n* b\n\n> c\n\n> d\n")).questions

    assert [point.text for point in question.key_points] == ["a", "b"]
    assert question.model_answer == "c\n\nd"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("What do *args and **kwargs do?", "What do *args and **kwargs do?"),
        ("What is **bold** and _soft_?", "What is bold and soft?"),
        ("What does `a * b` give in C#?", "What does a * b give in C#?"),
        ("Is [this](https://example.org) a link?", "Is this a link?"),
        ("Is [this] a link?", "Is [this] a link?"),
        ("What is 1 &lt; 2 \\* 3? <!-- easy -->", "What is 1 < 2 * 3?"),
        ('Can you say "overfitting"? –  twice', 'Can you say "overfitting"? –  twice'),
    ],
)
def test_a_question_is_read_as_its_author_wrote_it_without_the_markup(write, written, read):
    assert read_deck(write(f"## {written}\n- a point\n")).questions[0].text == read


ONE = "## Why?\n- because\n"


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("", 1, "the deck has no question; write one as `## What is …?`"),
        ("Only words.\n", 1, "the deck has no question"),
        ("# Group\n", 1, "the deck has no question"),
        ("## Why?\n", 1, "this question has no key points"),
        ("## Why?\n- not: magic\n", 1, "this question has no key points"),
        ("## \n- because\n", 1, "this heading is empty"),
        ("#\n" + ONE, 1, "this heading is empty"),
        ("## ?!\n- because\n", 1, "no id can be made of this question"),
        (ONE + "### More\n", 3, "a heading of this level has no meaning; write `## question` or `# group`"),
        (ONE + "\n## why?\n- so\n", 4, "this question was asked before, on line 1"),
        (ONE + "\n## Why!\n- so\n", 4, "the id of this question, why, is that of line 1 too; write"),
        (ONE + "\n## How?\nid: why\n\n- so\n", 5, "is that of line 1 too; choose another"),
        ("## Why?\nid: Bias Variance\n\n- so\n", 2, "lower-case letters and digits with single hyphens"),
        ("## Why?\nid: ../etc\n\n- so\n", 2, "write etc"),
        ("## Why?\nid: ??\n\n- so\n", 2, "write for example bias-variance"),
        ("## Why?\nid: a\nid: b\n\n- so\n", 3, "id is given twice"),
        ("## Why?\nid:\n\n- so\n", 2, "id has no value"),
        ("## Why?\ntime_limit: soon\n\n- so\n", 2, "time_limit: 'soon' is not a duration; write for"),
        ("## Why?\ntime_limit: 0 s\n\n- so\n", 2, "out of range"),
        ("## Why?\ntmie_limit: 90 s\n\n- so\n", 2, "tmie_limit: did you mean time_limit?"),
        ("## Why?\nTime limit: 90 s\n\n- so\n", 2, "Time limit: did you mean time_limit?"),
        ("## Why?\nID: why\n\n- so\n", 2, "ID: did you mean id?"),
        ("## Why?\nid: why\nduration: 90 s\n\n- so\n", 3, "there is no setting duration (there are id,"),
        ("## Why?\nneed: two\n\n- a\n- b\n", 2, "need is how many of the points are enough; write"),
        ("## Why?\nneed: 0\n\n- a\n- b\n", 2, "write a whole number from 1"),
        ("## Why?\nneed: 1.5\n\n- a\n- b\n", 2, "write a whole number from 1"),
        (f"## Why?\nneed: {'9' * 5000}\n\n- a\n", 2, "write a whole number from 1"),
        ("## Why?\nneed: 3\n\n- a\n- b\n", 2, "need is 3, and there are only 2 key points"),
        ("## Why?\nA hint.\n\nneed: 1\n\n- a\n", 4, "need has no effect here; write it directly"),
        ("# Group\ntime_limit: 90 s\n\n" + ONE, 2, "time_limit has no effect here; write it"),
        ("\ntitle: Mine\n\n" + ONE, 2, "title has no effect here"),
        ("\n---\ntitle: Mine\n---\n" + ONE, 3, "front matter counts at the very top only"),
        ("---\ntitle: [\n---\n" + ONE, 2, "the front matter is not lines of `name: value`"),
        ("---\ntitle: a: b\n---\n" + ONE, 2, "in quotes if the value has a colon"),
        ("---\n- title\n---\n" + ONE, 2, "it is not a list of names and values"),
        ("---\n" + "[" * 500 + "\n---\n" + ONE, 2, "the front matter is not"),
        ("---\ntitle: a\ntitle: b\n---\n" + ONE, 3, "title is given twice"),
        ("---\ntitle:\n---\n" + ONE, 2, "title has no value"),
        ("---\ntitle: {a: b}\n---\n" + ONE, 2, "title has no value"),
        ("---\ntitel: a\n---\n" + ONE, 2, "titel: did you mean title?"),
        ("---\nauthor: me\n---\n" + ONE, 2, "there is no setting 'author' for a deck; there are"),
        ("---\n? [a]\n: b\n---\n" + ONE, 2, "there is no setting '' for a deck"),
        ("---\ntime_limit: 1 day\n---\n" + ONE, 2, "time_limit: '1 day' is not a duration"),
        ("- stray\n\n" + ONE, 1, "this list stands before any question"),
        ("> stray\n\n" + ONE, 1, "this model answer stands before any question"),
        ("## Why?\n- a (x0)\n", 2, "(x0) is not a weight; write a number above 0 and up to 100"),
        ("## Why?\n- a (xtwo)\n", 2, "(xtwo) is not a weight"),
        ("## Why?\n- a (x-1)\n", 2, "(x-1) is not a weight"),
        ("## Why?\n- a (x1e3)\n", 2, "(x1e3) is not a weight"),
        (f"## Why?\n- a (x{'9' * 400})\n", 2, "is not a weight"),
        ("## Why?\n- a (x2) b\n", 2, "the weight (x2) stands inside the point; write it at the end"),
        ("## Why?\n- a\n  - b (x2)\n", 3, "only a key point has a weight"),
        ("## Why?\n- a\n- not: b (x2)\n", 3, "only a key point has a weight"),
        ("## Why?\n-\n", 2, "this key point is empty"),
        ("## Why?\n- (x2)\n", 2, "this key point is empty"),
        ("## Why?\n- a\n  - b\n  -\n", 4, "this wording is empty"),
        ("## Why?\n- a\n  -\n", 2, "the line of - or = under this text makes it a heading"),
        ("## Why?\n- a\n  - b\n    - c\n", 4, "this is nested too deep"),
        ("## Why?\n- a\n  - any:\n", 3, "any: names one kind of thing"),
        ("## Why?\n- a\n  - any: b\n  - any: c\n", 4, "any: names one kind of thing"),
        ("## Why?\n- a\n- any: b\n", 3, "an any: belongs to a key point"),
        ("## Why?\n- a\n  - probe: b?\n  - probe: c?\n", 4, "has a probe already"),
        ("## Why?\n- a\n  - probe:\n", 3, "this probe is empty"),
        ("## Why?\n- a\n  - porbe: b?\n", 3, "porbe: did you mean probe: ?"),
        ("## Why?\n- a\n- probe: b?\n", 3, "a probe belongs to a key point; indent it under one"),
        ("## Why?\n- a\n- not:\n", 3, "this not: says nothing"),
        ("## Why?\n- a\n- not: b\n  - c\n", 4, "a not: has no other wordings"),
        ("## Why?\n- a\n  - not: b\n", 3, "not: stands by itself"),
        ("## Why?\n- a\n- A\n", 3, "line 2 says the same"),
        ("## Why?\n- a\n- not: a\n", 3, "line 2 says the same"),
        ("## Why?\n- a\nA hint.\n", 3, "this line would be read as part of the item above"),
        ("## Why?\n- a\n\n  Another paragraph.\n", 4, "an item is one paragraph"),
        ("## Why?\n- a\n  > A model answer.\n", 3, "a quote is the model answer and cannot stand here"),
        ("## Why?\n- a\n  ## How?\n", 3, "a heading cannot stand inside a list"),
        ("## Why?\n1. a\n2. b\n", 2, "a numbered list is not read; write each item with `- `"),
        ("## Why?\n- a\n  1. b\n", 3, "a numbered list is not read"),
        ("## Why?\n- a\n\n```\ncode\n", 4, "a code block is not read"),
        ("## Why?\n- a\n\n<div>\n", 4, "this reads as HTML and would not be shown"),
        ("## Why?\n- a\n\n<!-- never ends\n\n> lost\n", 4, "this comment never ends"),
        ("## Why?\n- a\n\n<!-- ends --> lost\n", 4, "this reads as HTML"),
        ("## Why?\nA hint.\n---\n- a\n", 2, "the line of - or = under this text makes it a heading"),
        ("## Why?\n- a\n> - b\n", 3, "a model answer is what you would say; write this list as a sentence"),
        ("## Why?\n- a\n> > b\n", 3, "a quote is the model answer and cannot stand here"),
        ("## Why?\n- a\x07\n", 2, "an invisible control character stands here"),
        ("## Why?\n- " + "long " * 2000 + "\n", 2, "characters; split it below 5000"),
    ],
)  # fmt: skip
def test_each_mistake_is_named_with_its_line_and_remedy(write, content, line, message):
    problems = check_deck(write(content))

    assert [problem.line for problem in problems if message in problem.message] == [line], problems


@pytest.mark.parametrize(
    "content",
    [
        "## Why?\nRemember: there are three things to say.\n\n- a\n",
        "## Why?\nIt is: simple. At 10:30 too.\n\n- a\n",
        "## Why?\n- The derivative of f(x)\n- Gradient boosting (xgboost)\n- The inputs (x1, x2)\n",
        "## Why?\n- a\n- not all of it: some\n",
        "## Why?\n    - indented by four\n\n    a hint, not code\n\n[a]: b\n",
        "## Why?\n- C++\n- C#\n- C\n",
        "Words before.\n\n---\n\n## Why?\n- a\n\n***\n\n<!-- a --> <!-- b -->\n",
        "---\n---\n## Why?\n- a\n",
        "---\ntitle: No\ntime_limit: 1:30\n---\n## Why?\n- a\n",
    ],
)
def test_what_only_resembles_a_mistake_is_none(write, content):
    assert check_deck(write(content)) == ()


def test_every_mistake_of_a_deck_is_told_at_once(write):
    path = write(
        "---\nauthor: me\n---\n"
        "- stray\n"
        "# Group\n"
        "## One?\nid: ONE\ntime_limit: soon\nneed: 9\n\n"
        "- a (x0)\n- A\n- not:\n1. b\n"
        "## Two?\n"
    )

    with pytest.raises(DeckError) as caught:
        read_deck(path)

    assert caught.value.message.splitlines() == [
        f"{path}:2: there is no setting 'author' for a deck; there are title and time_limit",
        f"{path}:4: this list stands before any question; write `## question` above it",
        f"{path}:7: an id has lower-case letters and digits with single hyphens between; write one",
        f"{path}:8: time_limit: 'soon' is not a duration; write for example 90 s, 2 min or 1:30",
        f"{path}:9: need is 9, and there are only 2 key points; write at most 2, or more points",
        f"{path}:11: (x0) is not a weight; write a number above 0 and up to 100, such as (x2)",
        f"{path}:12: line 11 says the same; delete one of the two",
        f"{path}:13: this not: says nothing; write the false claim after the colon",
        f"{path}:14: a numbered list is not read; write each item with `- `",
        f"{path}:15: this question has no key points; write what a whole answer says as `- …`",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\x7fELF\0\0", "is not a text file in UTF-8"),
        (GOOD.encode("utf-16"), "is not a text file in UTF-8"),
        ("## Why?\n- naïve\n".encode("latin-1"), ":2: this line is not text in UTF-8"),
        (b"a" * (LARGEST_DECK_BYTES + 1), "is too large for a deck"),
        (b"\n" * (MOST_DECK_LINES + 1), "is too large for a deck"),
    ],
    ids=["binary", "UTF-16", "Latin-1", "huge", "endless"],
)
def test_a_file_that_is_no_text_is_named_in_a_sentence(write, content, message):
    path = write(content)

    with pytest.raises(DeckError, match=message) as caught:
        check_deck(path)

    assert str(path) in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("none.md", "There is no deck"),
        (".", "is a folder, not a deck"),
        ("x" * 300, "cannot be read: File name too long"),
        ("a\0b", "There is no deck"),
    ],
)
def test_a_path_that_leads_to_no_file_is_named_in_a_sentence(tmp_path, name, message):
    with pytest.raises(DeckError, match=message):
        read_deck(tmp_path / name)


@pytest.mark.skipif(sys.platform == "win32", reason="has no device files")
def test_a_device_is_not_read_for_ever():
    with pytest.raises(DeckError, match="is not a file"):
        read_deck(Path("/dev/zero"))


def test_the_deck_that_new_writes_is_good_and_shows_what_there_is(write):
    questions = read_deck(write(NEW_DECK)).questions

    assert [question.id for question in questions] == ["current-work", "rainbow"]
    assert questions[0].hint
    assert questions[0].model_answer
    assert questions[0].key_points[0].probe
    assert questions[0].key_points[0].weight == 2.0
    assert questions[1].need == 3
    assert questions[1].misconceptions


PIECES = (
    *(
        "---",
        "***",
        "===",
        "\n",
        "\r",
        "\t",
        "\0",
        "\ufeff",
        "\u2028",
        "é",
        "- ",
        "  - ",
        "    ",
        "1. ",
        "# ",
        "## ",
    ),
    *(
        "> ",
        "```",
        "<!--",
        "-->",
        "<",
        "&",
        "[",
        "]",
        "*",
        "`",
        "|",
        "(x2)",
        "not:",
        "probe:",
        "id: ",
        "need: 2",
    ),
)


def read_or_refused(path: Path) -> tuple[Deck | None, str]:
    """Return a deck, or what is said instead of one."""
    try:
        return read_deck(path), ""
    except DeckError as error:
        return None, error.message


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.integers(0, len(GOOD.encode())),
            st.integers(0, 60),
            st.one_of(st.sampled_from(PIECES).map(str.encode), st.binary(max_size=20)),
        ),
        max_size=8,
    )
)
@example([(0, 4, b""), (20, 0, b"---\n")])
def test_a_damaged_deck_is_read_or_refused_in_words(write, changes):
    content = GOOD.encode()
    for start, length, piece in changes:
        content = content[:start] + piece + content[start + length :]
    path = write(content)

    deck, refusal = read_or_refused(path)

    if deck is None:
        assert str(path) in refusal
    else:
        assert check_deck(path) == ()
        assert len({question.id for question in deck.questions}) == len(deck.questions) > 0
        for question in deck.questions:
            assert question.text
            assert slug(question.id) == question.id
            assert all(point.text and point.weight > 0 for point in question.key_points)
            assert 1 <= (question.need or 1) <= len(question.key_points)


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_words(write, content):
    path = write(content)

    deck, refusal = read_or_refused(path)

    assert deck or re.match(rf"{re.escape(str(path))}(:\d+: | is )", refusal)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What's a hash table?", "whats-a-hash-table"),
        ("What’s  L1/L2 regularisation?", "whats-l1-l2-regularisation"),
        ("C++", "c"),
        ("snake_case", "snake-case"),
        ("Über Größe", "über-größe"),
        ("e\u0301t\u00e9", "été"),
        ("???", ""),
    ],
)
def test_a_slug_is_what_history_hangs_on(text, expected):
    assert slug(text) == expected


@given(st.text())
def test_a_slug_is_its_own_slug(text):
    assert slug(slug(text)) == slug(text)


@pytest.mark.parametrize(
    ("text", "duration_s"),
    [
        ("90", 90.0),
        ("90 s", 90.0),
        ("90s", 90.0),
        (" 90 seconds ", 90.0),
        ("2 min", 120.0),
        ("1.5 minutes", 90.0),
        ("1:30", 90.0),
        ("1 min 30 s", 90.0),
        ("1m30", 90.0),
        ("1 Min", 60.0),
        ("60 min", 3600.0),
    ],
)
def test_a_duration_is_read_as_people_write_it(text, duration_s):
    assert parse_duration(text) == duration_s


@pytest.mark.parametrize(
    "text", ["", "s", "soon", "-5", "1:3", "1:60", "2 h", "1,5 min", "90 s 2 min", "nan", "9e9"]
)
def test_what_is_no_duration_is_refused_with_an_example(text):
    with pytest.raises(ValueError, match="is not a duration; write for example 90 s, 2 min or 1:30"):
        parse_duration(text)


@pytest.mark.parametrize("text", ["0", "0.5 s", "61 min", "9" * 5000])
def test_a_duration_out_of_range_is_refused_with_the_range(text):
    with pytest.raises(ValueError, match="is out of range; write something from 1 s to 60 min"):
        parse_duration(text)


@pytest.fixture
def deck():
    good = Deck("good", "Good", Path("good.md"), GOOD_QUESTIONS)
    return replace(good, questions=(*GOOD_QUESTIONS, Question("hash-table", "How would you store pairs?")))


def test_a_question_is_found_by_its_id(deck):
    assert find_question(deck, "hash-table").text == "How would you store pairs?"


@pytest.mark.parametrize(
    ("wanted", "suggestion"),
    [
        ("bais-varience", "bias-variance ("),
        ("store pairs", "hash-table ("),
        ("Bias-Variance", "bias-variance ("),
    ],
)
def test_an_unknown_question_suggests_the_nearest_by_id_or_words(deck, wanted, suggestion):
    with pytest.raises(DeckError, match=f"The deck good has no question '{wanted}'") as caught:
        find_question(deck, wanted)

    assert caught.value.hint.startswith(f"Did you mean {suggestion}")


def test_a_question_like_none_lists_those_there_are(deck):
    with pytest.raises(DeckError) as caught:
        find_question(deck, "zzz")

    assert caught.value.hint == (
        "Its questions are: bias-variance, whats-your-favourite-list-string-why, hash-table."
    )


def test_the_values_of_decks_cost_no_markdown_parser():
    check = (
        "import sys, rehearse.deck, rehearse.take; "
        "print([name for name in ('markdown_it', 'yaml', 'rapidfuzz') if name in sys.modules])"
    )

    assert subprocess.check_output([sys.executable, "-c", check], text=True).strip() == "[]"
