"""What the pages of the review are made of: marks, paragraphs, trends, charts, forms."""

from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehearse.analysis.corrected import apply_corrections
from rehearse.corrections import (
    Change,
    FillerJudged,
    Inserted,
    PointJudged,
    Removed,
    Respelled,
    Undone,
    new_correction,
)
from rehearse.errors import CorrectionError
from rehearse.review.asked_changes import change_from
from rehearse.review.changes_view import told_changes
from rehearse.review.charts import Series, line_chart, sparkline
from rehearse.review.marks import MarkKind, marks_of
from rehearse.review.notes import NOTES_FILE, read_notes, write_notes
from rehearse.review.progress import MOST_POINTS, calendar, streak_days, trends
from rehearse.review.questions_view import tried
from rehearse.review.rendering import render, with_moments
from rehearse.review.rows import matching
from rehearse.review.spoken_text import Quote, paragraphs
from rehearse.take import Transcript, Word
from rehearse.take_rows import TakeRow

NOW = datetime(2026, 11, 22, 12, 45, 3, tzinfo=UTC)


def make_row(at=NOW, **changes):
    known = {
        "id": f"{at:%Y-%m-%dT%H-%M-%S}_bias-variance",
        "deck": "machine-learning",
        "question_id": "bias-variance",
        "question": "How are bias and variance related?",
        "recorded_at": at,
        "duration_s": 60.0,
        "session": "",
        "follow_up_to": "",
        "demonstration": False,
        "text": "As one falls, the other rises.",
        "coverage": 0.5,
        "content": 0.5,
        "delivery": 0.5,
        "n_words": 100,
        "n_fillers": 3,
        "pace_wpm": 120.0,
        "fillers_per_min": 3.0,
        "pauses_per_min": 4.0,
        "n_corrections": 0,
        "stale": False,
    }
    return TakeRow(**{**known, **changes})


def words(text, step_s=0.5):
    return [
        {"text": each, "start_s": at * step_s, "end_s": (at + 1) * step_s}
        for at, each in enumerate(text.split())
    ]


def laid_out(made, marks=(), quotes=()):
    said = Transcript(tuple(Word(each["text"], each["start_s"], each["end_s"]) for each in made))
    return paragraphs(made, marks, quotes, apply_corrections(said, ()))


def test_marks_come_in_order_of_time_and_know_their_words():
    made = {
        "words": words("we we use um hash tables"),
        "filled_pauses": [{"form": "um", "start_s": 1.5, "end_s": 2.0, "certain": False}],
        "repetitions": [{"text": "we we", "start_s": 0.0, "end_s": 1.0}],
        "silent_pauses": [{"start_s": 2.0, "end_s": 2.3}, {"start_s": 2.4, "end_s": 5.0}],
    }
    marks = marks_of(made)
    assert [(mark.number, mark.kind, mark.first_word, mark.last_word) for mark in marks] == [
        (1, MarkKind.REPETITION, 0, 1),
        (2, MarkKind.FILLED_PAUSE, 3, 3),
        (3, MarkKind.SILENT_PAUSE, None, None),
    ]
    assert [mark.name for mark in marks] == ["repetition", "perhaps a filled pause", "long pause"]


def test_pauses_stand_between_the_words_and_long_texts_have_paragraphs():
    made = words(" ".join(["so"] * 44) + " done.", 0.1)
    made += [{"text": "Next", "start_s": 6.5, "end_s": 7.0}]
    pauses = marks_of({"words": made, "silent_pauses": [{"start_s": 5.0, "end_s": 6.4}]})
    first, second = laid_out(made, pauses)
    assert len(first.items) == 45
    assert [item.is_pause for item in second.items] == [True, False]
    assert second.start_s == 6.4


def test_every_word_knows_the_quotes_it_is_part_of_also_where_they_overlap():
    made = words("one two three four")
    (paragraph,) = laid_out(made, quotes=[Quote(1, 0, 2, partly=False), Quote(2, 1, 2, partly=True)])
    assert [item.points for item in paragraph.items] == [(1,), (1, 2), (1, 2), ()]
    assert [item.closing for item in paragraph.items] == [(), (), (1, 2), ()]
    assert [item.joined for item in paragraph.items] == [False, True, False, False]


@settings(deadline=None)
@given(st.text(max_size=60))
def test_a_sentence_with_moments_is_text_but_for_their_buttons(sentence):
    page = str(with_moments(sentence))
    assert page.count("<") == 2 * page.count('<button type="button" class="moment" data-seek=')


def test_a_moment_in_a_sentence_becomes_a_button():
    assert 'data-seek="65">1:05</button>' in with_moments("You fell silent at 1:05: go on.")
    assert "<button" not in with_moments("The train leaves 10:30.")


def test_searching_wants_every_word_wherever_it_is():
    rows = [make_row(), make_row(text="Trees are pruned.")]
    assert matching(rows, "BIAS falls") == [rows[0]]
    assert matching(rows, "2026-11-22 november") == rows
    assert matching(rows, "nowhere") == []


def test_the_calendar_ends_with_this_week_and_counts_every_day():
    today = date(2026, 11, 22)
    weeks = calendar([make_row(), make_row(), make_row(NOW - timedelta(days=7))], today, n_weeks=2)
    assert [week.monday for week in weeks] == [date(2026, 11, 9), date(2026, 11, 16)]
    assert [week.n_takes for week in weeks] == [1, 2]
    assert weeks[1].days[-1].n_takes == 2


def test_a_streak_goes_on_until_a_day_is_left_out():
    rows = [make_row(NOW - timedelta(days=days)) for days in (1, 2, 3, 5)]
    assert streak_days(rows, NOW.date()) == 3
    assert streak_days(rows, NOW.date() + timedelta(days=1)) == 0


@settings(deadline=None)  # what a busy machine takes says nothing
@given(st.integers(2, 400), st.floats(0.1, 700))
def test_however_many_takes_there_are_a_chart_stays_readable(n_takes, hours):
    rows = [make_row(NOW + timedelta(hours=hours * at)) for at in range(n_takes)]
    for series in trends(rows):
        assert len(series.labels) == len(series.values)
        assert len(series.labels) <= MOST_POINTS
        assert len(set(series.values)) == 1


def test_one_take_makes_no_trend():
    assert trends([make_row()]) == ()


def test_the_weakest_question_comes_first_by_its_latest_take():
    weak = make_row(question_id="weak", coverage=0.2)
    strong = [
        make_row(NOW - timedelta(days=1), question_id="strong", coverage=0.1),
        make_row(question_id="strong", coverage=0.9),
    ]
    assert [question.latest.question_id for question in tried([weak, *strong])] == ["weak", "strong"]


def test_a_chart_brings_nothing_that_runs_loads_or_dresses_itself():
    chart = line_chart(Series("<b>Pace</b>", ("1 & 2", "</text>", "c"), (100.0, None, 120.0), "wpm"))
    tree = ET.fromstring(chart)
    names = {node.tag.removeprefix("{http://www.w3.org/2000/svg}") for node in tree.iter()}
    assert names <= {"svg", "g", "rect", "path", "text", "circle", "title"}
    assert tree.get("role") == "img"
    assert tree.get("aria-label") == "<b>Pace</b>: from 100 wpm to 120 wpm over 2 points"
    assert not any("style" in node.attrib or "id" in node.attrib for node in tree.iter())
    assert sparkline((None, None), "") == ""
    assert line_chart(Series("Pace", (), (), "wpm")) == ""


def test_forms_say_exactly_what_is_to_be_changed():
    assert change_from({"kind": "respell", "word": "3", "text": " Acomb "}) == Respelled(3, "Acomb")
    assert change_from({"kind": "remove", "word": "3"}) == Removed(3)
    assert change_from({"kind": "insert", "after": "-1", "text": "So"}) == Inserted(-1, "So")
    judged = {"kind": "filler", "first": "1", "last": "2", "is_filler": "no"}
    assert change_from(judged) == FillerJudged(1, 2, False)
    said = {"kind": "point", "point": "A", "said": "yes", "first": "", "last": ""}
    assert change_from(said) == PointJudged("A", True)
    assert change_from({**said, "first": "4", "last": "6"}) == PointJudged("A", True, 4, 6)
    assert change_from({"kind": "undo", "correction": "ab"}) == Undone("ab")


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"kind": "delete"},
        {"kind": "remove"},
        {"kind": "remove", "word": "1e3"},
        {"kind": "remove", "word": "٣"},
        {"kind": "remove", "word": "9" * 5000},
        {"kind": "filler", "first": "1", "last": "2", "is_filler": "maybe"},
    ],
)
def test_a_form_that_says_nothing_exact_is_refused(fields):
    with pytest.raises(CorrectionError):
        change_from(fields)


def test_corrections_are_told_in_words_the_latest_first():
    changes: tuple[Change, ...] = (
        Respelled(0, "Sow"),
        Inserted(-1, "Well"),
        PointJudged("A tree", True, 1, 2),
        Removed(1),
    )
    made = [new_correction(change, NOW) for change in changes]
    told = told_changes(apply_corrections(Transcript.from_text("So we prune"), made))
    assert [change.told for change in told] == [
        "“we” was not said.",
        "“A tree” was said: “we prune”.",
        "“Well” was said at the beginning.",
        "“So” is “Sow”.",
    ]


def test_notes_are_a_text_file_that_goes_when_they_do(tmp_path):
    write_notes(tmp_path, "Slower.\r\nBreathe. ")
    assert (tmp_path / NOTES_FILE).read_bytes() == b"Slower.\nBreathe.\n"
    assert read_notes(tmp_path) == "Slower.\nBreathe.\n"
    write_notes(tmp_path, "  ")
    assert not (tmp_path / NOTES_FILE).exists()
    assert read_notes(tmp_path) == ""


def test_what_a_page_shows_is_text():
    page = render("problem.html", standalone=False, section="", message="<script>1</script>", hint="")
    assert "<script>1" not in page
    assert "&lt;script&gt;1" in page
