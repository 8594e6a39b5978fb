"""Where the fillers of a language are not known, they are said to be uncounted: none is not a count."""

from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

from rich.console import Console

from rehearse.analysis import analyse
from rehearse.analysis.document import document
from rehearse.deck import KeyPoint, Question
from rehearse.take import Interval, Recording, Take, Transcript, Word
from rehearse.ui.summary import summary
from rehearse.word_lists import FillerRule, WordLists

QUESTION = Question(id="baum", text="Was ist ein Baum?", key_points=(KeyPoint("ein Graph ohne Kreise"),))
GERMAN = "Äh, also, ein Baum ist sozusagen ein Graph ohne Kreise und mit einer Wurzel."
TRANSCRIPT = Transcript(
    tuple(Word(text, float(at), at + 0.9, 0.9) for at, text in enumerate(GERMAN.split())),
    "faster-whisper",
    "base",
    "de",
)
DURATION_S = float(len(TRANSCRIPT.words))


def analysed(**settings):
    return analyse(QUESTION, TRANSCRIPT, (Interval(0.0, DURATION_S),), duration_s=DURATION_S, **settings)


def made(**settings):
    return document("baeume", QUESTION, TRANSCRIPT, DURATION_S, analysed(**settings))


def test_the_document_has_null_where_nothing_was_counted():
    found = made()

    assert found["filled_pauses"] is None
    assert found["discourse_markers"] is None
    assert found["summary"]["n_fillers"] is None
    assert found["summary"]["fillers_per_min"] is None


def test_a_list_of_filler_words_for_the_language_has_them_counted():
    lists = WordLists(fillers={"de": (FillerRule("sozusagen", anywhere=True),)})

    found = made(word_lists=lists)

    assert [marker["form"] for marker in found["discourse_markers"]] == ["sozusagen"]
    assert found["filled_pauses"] is None
    assert found["summary"]["n_fillers"] is None


def test_the_mark_for_delivery_leaves_fillers_out_and_says_so():
    delivery = analysed().scorecard.delivery

    assert delivery.value is not None
    assert "Fillers have no part in it" in delivery.why


def test_the_summary_says_that_they_are_unknown():
    recording = Recording(Path("a.flac"), 1000, round(1000 * DURATION_S))
    take = Take(
        Path("recordings/one"), "baeume", QUESTION, datetime(2026, 11, 22, tzinfo=UTC), recording, TRANSCRIPT
    )
    out = StringIO()
    Console(file=out, width=120, markup=False, highlight=False).print(summary(take, analysed()))

    (filled,) = [line for line in out.getvalue().splitlines() if "Filled pauses " in line]
    assert "unknown: those of this language are not known, so they are not counted" in filled
