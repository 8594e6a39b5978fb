"""Takes taken away: captions, tables, Markdown and cards that other programs can read."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
import sqlite3
import zipfile
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehearse.analysis import analyse
from rehearse.analysis.corrected import apply_corrections
from rehearse.analysis.document import document
from rehearse.export.captions import LINE_LETTERS, LONGEST_S, MOST_LINES, as_srt, as_vtt, captions
from rehearse.export.cards import Card, as_text, cards_of, write_package
from rehearse.export.markdown import as_markdown
from rehearse.export.table import COLUMNS, as_csv
from rehearse.rescoring import Rescored
from rehearse.take import Interval, Transcript, Word
from tests.builders import make_question, make_row, make_take


def said(text, word_s=0.4):
    return [Word(item, at * word_s, (at + 1) * word_s) for at, item in enumerate(text.split())]


def rescored(tmp_path, text="Lowering one tends to raise the other.", **question):
    asked = make_question(**question)
    take = make_take(tmp_path / "take", question=asked, transcript=Transcript(tuple(said(text))))
    corrected = apply_corrections(take.transcript, ())
    analysis = analyse(asked, take.transcript, (Interval(0.0, 3.0),), duration_s=3.0, corrected=corrected)
    made = document(take.deck, asked, take.transcript, 3.0, analysis, corrected)
    return Rescored(take, asked, corrected, analysis, made, (), None)


TEXTS = ["so", "well,", "done.", "x" * 60, "a-->b", "<i>&"]


@st.composite
def spoken(draw):
    at_s, words = 0.0, []
    for _ in range(draw(st.integers(0, 60))):
        start_s = at_s + draw(st.sampled_from([0.0, 0.0, 0.1, 1.5]))
        at_s = start_s + draw(st.sampled_from([0.0, 0.1, 0.4, 3.0]))
        words.append(Word(draw(st.sampled_from(TEXTS)), start_s, at_s))
    return words, at_s + draw(st.sampled_from([0.0, 0.5, 5.0]))


@settings(deadline=None)
@given(spoken())
def test_captions_hold_every_word_in_order_within_the_recording(words_and_duration_s):
    words, duration_s = words_and_duration_s

    made = captions(words, duration_s)

    together = "".join("".join(each.lines) for each in made).replace(" ", "")
    assert together == "".join(word.text for word in words)
    for each in made:
        assert 0 <= each.start_s <= each.end_s <= duration_s
        assert all(len(line) <= LINE_LETTERS for line in each.lines)
        assert len(each.lines) <= MOST_LINES
        assert each.end_s - each.start_s <= LONGEST_S
    assert all(one.end_s <= other.start_s for one, other in pairwise(made))


def test_a_caption_ends_with_a_sentence_or_a_breath():
    words = said("Lowering bias tends to raise the variance. And the other way")
    late = [Word("round.", 9.0, 9.5)]

    lines = [" ".join(each.lines) for each in captions([*words, *late], 20.0)]

    assert lines == ["Lowering bias tends to raise the variance.", "And the other way", "round."]


def test_srt_and_vtt_are_written_as_players_read_them():
    made = captions(said("One --> two <b> & three."), 62.0)

    assert as_srt(made) == "1\n00:00:00,000 --> 00:00:02,400\nOne → two <b> & three.\n"
    assert as_vtt(made) == "WEBVTT\n\n00:00:00.000 --> 00:00:02.400\nOne --&gt; two &lt;b&gt; &amp; three.\n"


def test_silence_has_no_captions():
    assert captions([], 3.0) == ()
    assert as_vtt(()) == "WEBVTT\n"
    assert as_srt(()) == ""


def test_a_table_reads_back():
    rows = [make_row("one"), make_row("two", coverage=None, text='He said "so",\nand left', n_corrections=2)]

    first, second = csv.DictReader(io.StringIO(as_csv(rows), newline=""))

    assert tuple(first) == COLUMNS
    assert (first["id"], first["coverage"], first["demonstration"]) == ("one", "0.5", "false")
    assert (second["coverage"], second["text"]) == ("", 'He said "so",\nand left')
    assert datetime.fromisoformat(first["recorded_at"]) == rows[0].recorded_at


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", '=HYPERLINK("x")'])
def test_no_text_is_a_formula(text):
    (row,) = csv.DictReader(io.StringIO(as_csv([make_row("one", text=text, question=text)]), newline=""))

    assert row["text"] == row["question"] == f"'{text}"


def test_markdown_says_what_was_covered_and_takes_no_text_for_markup(tmp_path):
    written = as_markdown(rescored(tmp_path, text="*Lowering* one | tends to <b>raise</b> the other."))

    assert written.startswith("# How are bias and variance related?\n\n2026-11-22 12:45, 0:00\n")
    assert "- [x] Lowering one tends to raise the other\n      “\\*Lowering\\*" in written
    assert "- [ ] High bias means underfitting" in written
    assert "\\<b\\>raise" in written
    assert not re.search(r"(?<!\\)[<*|]b", written)


def test_cards_ask_for_what_was_missed(tmp_path):
    one = rescored(tmp_path, text="I have no idea.")

    heavy, light = cards_of("machine-learning", one.question, one.document)

    assert (heavy.prompt, heavy.point) == (
        "What happens to the one when you lower the other?",
        "Lowering one tends to raise the other",
    )
    assert light.prompt == "Point 2 of 2?"
    assert heavy.key != light.key
    covered = rescored(tmp_path)
    assert cards_of("machine-learning", covered.question, covered.document) == (light,)


def test_text_for_anki_has_one_line_a_card_and_no_markup(tmp_path):
    one = rescored(tmp_path, text="No.")
    question = make_question(text="Is <b>\tit\n& so?")

    lines = as_text(cards_of("d", question, one.document)).splitlines()

    assert lines[:2] == ["#separator:tab", "#html:true"]
    cards = [line.split("\t") for line in lines[5:]]
    assert [card[3:] for card in cards] == [  # front and back, as Anki's basic notes have
        [
            "Is &lt;b&gt; it &amp; so?<hr>What happens to the one when you lower the other?",
            "Lowering one tends to raise the other",
        ],
        ["Is &lt;b&gt; it &amp; so?<hr>Point 2 of 2?", "High bias means underfitting"],
    ]


def read_package(path, tmp_path):
    """Return notes, cards, kinds of note and decks of an Anki package, read from its database."""
    with zipfile.ZipFile(path) as package:
        assert json.loads(package.read("media")) == {}
        package.extract("collection.anki2", tmp_path)
    with contextlib.closing(sqlite3.connect(tmp_path / "collection.anki2")) as collection:
        assert collection.execute("pragma integrity_check").fetchone() == ("ok",)
        notes = collection.execute("select guid, mid, tags, flds from notes order by id").fetchall()
        cards = collection.execute(
            "select guid, did from cards join notes on nid = notes.id order by cards.id"
        ).fetchall()
        kinds, decks = map(json.loads, collection.execute("select models, decks from col").fetchone())
    return notes, cards, kinds, decks


def test_a_package_for_anki_has_a_note_and_a_card_for_each_point_in_its_deck(tmp_path):
    text = "Is <b>it</b>\n& so?"
    card = Card("ml", "bias", text, "How?", "a < b && <script>alert(1)</script>")
    other = Card("people: a::b", "speech", text, "Why?", "{{Question}}")

    write_package([card, other], tmp_path / "cards.apkg")

    notes, cards, kinds, decks = read_package(tmp_path / "cards.apkg", tmp_path)
    ((number, kind),) = kinds.items()
    assert [field["name"] for field in kind["flds"]] == ["Question", "Prompt", "Point"]
    assert [(guid, str(mid), tags.split()) for guid, mid, tags, _ in notes] == [
        (card.key, number, ["rehearse", "rehearse::bias"]),
        (other.key, number, ["rehearse", "rehearse::speech"]),
    ]
    assert [fields.split("\x1f") for *_, fields in notes] == [
        [
            "Is &lt;b&gt;it&lt;/b&gt; &amp; so?",
            "How?",
            "a &lt; b &amp;&amp; &lt;script&gt;alert(1)&lt;/script&gt;",
        ],
        ["Is &lt;b&gt;it&lt;/b&gt; &amp; so?", "Why?", "{{Question}}"],
    ]
    assert [(guid, decks[str(deck)]["name"]) for guid, deck in cards] == [
        (card.key, "Rehearse::ml"),
        (other.key, "Rehearse::people: a:b"),
    ]


def test_a_point_that_is_missed_again_is_the_same_note_in_anki(tmp_path):
    first, second = (
        cards_of("ml", one.question, one.document)
        for one in (rescored(tmp_path, text="No."), rescored(tmp_path, text="I do not know either."))
    )

    write_package(first, tmp_path / "one.apkg")
    write_package([replace(card, question="Asked otherwise?") for card in second], tmp_path / "two.apkg")

    one, two = (read_package(tmp_path / name, tmp_path) for name in ("one.apkg", "two.apkg"))
    assert [note[:3] for note in one[0]] == [note[:3] for note in two[0]]
    assert one[1] == two[1]
    assert len({guid for guid, *_ in one[0]}) == 2
    assert all("Asked otherwise?" in fields for *_, fields in two[0])
