"""A wording goes into a deck where its author would have put it, and nothing else changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehearse.deck import read_deck
from rehearse.deck_markdown import parse_deck
from rehearse.deck_markdown.rewording import add_wording
from rehearse.deck_rewording import propose_wording, write_rewording
from rehearse.errors import DeckError

DECK = """\
---
title: Trees
---
# Technical

## What is pruning?
id: pruning

A hint.

- It cuts branches (x2)
  - branches are removed
  - probe: Why?
- It helps
- not: it adds branches

> A model answer.

## What is a tree?

* A graph
   without cycles
    + connected and acyclic

* It has a root
"""


def questions(text):
    deck, problems = parse_deck(text, Path("deck.md"))
    assert problems == ()
    return deck.questions


def added(before, after):
    """Return the one line that the second text has and the first has not."""
    old, new = before.splitlines(True), after.splitlines(True)
    at = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), len(old))
    assert new[:at] + new[at + 1 :] == old
    return new[at]


@pytest.mark.parametrize(
    ("question", "point", "line"),
    [
        ("pruning", "It cuts branches", "  - fewer leaves\n"),
        ("pruning", "It helps", "  - fewer leaves\n"),
        ("what-is-a-tree", "A graph without cycles", "    + fewer leaves\n"),
        ("what-is-a-tree", "It has a root", "  * fewer leaves\n"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_wording_is_nested_like_its_neighbours(question, point, line, newline):
    text = DECK.replace("\n", newline)

    after = add_wording(text, question, point, "fewer  leaves")

    assert added(text, after) == line.replace("\n", newline)


def test_a_wording_stands_before_the_probe():
    after = add_wording(DECK, "pruning", "It cuts branches", "fewer leaves").splitlines()

    at = after.index("  - fewer leaves")
    assert after[at - 1 : at + 2] == ["  - branches are removed", "  - fewer leaves", "  - probe: Why?"]


def test_a_file_without_a_last_line_ending_keeps_its_way():
    after = add_wording(DECK.rstrip("\n"), "what-is-a-tree", "It has a root", "rooted")

    assert after == DECK + "  * rooted"


def test_a_probe_alone_stays_below():
    text = "## What is it?\n- A thing\n  - probe: Which?\n"

    assert add_wording(text, "what-is-it", "A thing", "an object") == (
        "## What is it?\n- A thing\n  - an object\n  - probe: Which?\n"
    )


@pytest.mark.parametrize(
    "wording",
    ["*stars* and _lines_", "a <b> tag", "1. first", "- dash", "# mark", "a [b](c)", "`x` & y", "> z"],
)
def test_signs_that_mean_something_in_markdown_mean_themselves(wording):
    after = add_wording(DECK, "pruning", "It helps", wording)

    assert questions(after)[0].key_points[1].wordings == (wording,)


@pytest.mark.parametrize(
    ("question", "point", "wording", "said"),
    [
        ("felling", "It helps", "x", "no question felling"),
        ("pruning", "It hurts", "x", "no key point “It hurts”"),
        ("pruning", "It helps", "it HELPS", "has this wording already"),
        ("pruning", "It cuts branches", "Branches are  removed", "has this wording already"),
        ("pruning", "It helps", "probe: why", "something else"),
        ("pruning", "It helps", "helps (x2)", "something else"),
        ("pruning", "It helps", "", "something else"),
        ("pruning", "It helps", "a\x07b", "something else"),
    ],
)
def test_what_cannot_be_written_is_refused(question, point, wording, said):
    with pytest.raises(ValueError, match=said):
        add_wording(DECK, question, point, wording)


def test_a_deck_with_mistakes_is_left_alone():
    with pytest.raises(ValueError, match="has mistakes"):
        add_wording("## What?\n", "what", "x", "y")


TEXTS = st.text("ab c*_`<>[]&#-+:.1é\\~!", min_size=1, max_size=14).map(str.strip).filter(bool)
INDENTS = st.sampled_from(["- ", "* ", "+ ", "-   "])


@st.composite
def decks(draw):
    lines = ["# Group", ""]
    for number in range(draw(st.integers(1, 3))):
        lines += [f"## Question {number}?", ""]
        bullet = draw(INDENTS)
        for point in range(draw(st.integers(1, 3))):
            lines.append(f"{bullet}Point {point}" + draw(st.sampled_from(["", " (x2)"])))
            inner = " " * len(bullet)
            lines += [f"{inner}- other {each}" for each in range(draw(st.integers(0, 2)))]
            lines += [f"{inner}- probe: Why?"] * draw(st.integers(0, 1))
            lines += [""] * draw(st.integers(0, 1))
        lines += draw(st.sampled_from([[], ["> An answer.", ""], ["- not: a mistake", ""]]))
        lines.append("")
    return draw(st.sampled_from(["\n", "\r\n"])).join(lines)


@settings(deadline=None)
@given(decks(), st.data(), TEXTS)
def test_the_deck_has_exactly_one_more_wording(text, data, wording):
    before = questions(text)
    question = data.draw(st.sampled_from(before))
    point = data.draw(st.sampled_from(question.key_points))
    try:
        made = add_wording(text, question.id, point.text, wording)
    except ValueError as error:
        assert "cannot be written" in str(error) or "already" in str(error)  # noqa: PT017
        return

    after = questions(made)
    (changed,) = [each for each, old in zip(after, before, strict=True) if each != old]
    assert changed.id == question.id
    (new,) = [each for each in changed.key_points if each not in question.key_points]
    assert (new.text, new.wordings[:-1], new.wordings[-1]) == (
        point.text,
        point.wordings,
        " ".join(wording.split()),
    )
    assert (new.weight, new.probe) == (point.weight, point.probe)
    added(text, made)


def test_the_decks_of_the_program_take_a_wording_at_each_question():
    for path in (Path(__file__).parent.parent / "prompts").glob("*.md"):
        text = path.read_text(encoding="utf-8")
        for question in questions(text):
            for point in question.key_points[-1:]:
                added(text, add_wording(text, question.id, point.text, "quite another way to say it"))


@pytest.fixture
def deck(tmp_path):
    path = tmp_path / "trees.md"
    path.write_bytes(b"\xef\xbb\xbf" + DECK.encode())
    return path


def test_a_proposal_shows_the_difference_and_is_written_when_wanted(deck):
    proposal = propose_wording(deck, "pruning", "It helps", "it is useful")
    assert "+  - it is useful" in proposal.difference.splitlines()
    assert deck.read_bytes() == proposal.before
    deck.chmod(0o640)

    write_rewording(proposal)

    assert read_deck(deck).questions[0].key_points[1].wordings == ("it is useful",)
    assert deck.read_bytes().startswith(b"\xef\xbb\xbf---")
    assert deck.stat().st_mode & 0o777 == 0o640


def test_a_deck_that_changed_meanwhile_is_not_written_over(deck):
    proposal = propose_wording(deck, "pruning", "It helps", "it is useful")
    deck.write_text(DECK + "\n", encoding="utf-8")

    with pytest.raises(DeckError, match="has changed"):
        write_rewording(proposal)

    assert deck.read_text(encoding="utf-8") == DECK + "\n"
    assert propose_wording(deck, "pruning", "It helps", "it is useful").digest != proposal.digest


def test_a_deck_behind_a_link_is_written_where_it_is(deck, tmp_path):
    link = tmp_path / "link.md"
    link.symlink_to(deck)

    write_rewording(propose_wording(link, "pruning", "It helps", "it is useful"))

    assert link.is_symlink()
    assert "it is useful" in deck.read_text(encoding="utf-8-sig")


def test_a_deck_that_is_gone_is_said(tmp_path):
    with pytest.raises(DeckError, match="cannot be read"):
        propose_wording(tmp_path / "gone.md", "x", "y", "z")
