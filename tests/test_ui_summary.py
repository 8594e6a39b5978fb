from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from rehearse.analysis import analyse
from rehearse.deck import KeyPoint, Question
from rehearse.take import Interval, Recording, Take, Transcript, Word, WordKind
from rehearse.ui.summary import clock, summary

QUESTION = Question(
    "tides",
    "Why are there tides?",
    key_points=(
        KeyPoint("The moon pulls the oceans", weight=2.0),
        KeyPoint("Spring tides come at full moon"),
    ),
)


def spoken(text, *, pause_before=None):
    """Return a transcript of half-second words; "um" is a filled pause, 1 s of silence where asked."""
    words, now_s = [], 0.0
    for item in text.split():
        if item == pause_before:
            now_s += 1.0
        kind = WordKind.FILLED_PAUSE if item.strip(",.").lower() == "um" else WordKind.WORD
        words.append(Word(item, now_s, now_s + 0.5, 0.9, kind))
        now_s += 0.5
    return Transcript(tuple(words), "openai-whisper", "base")


def shown(transcript, *, question=QUESTION, speech=None, width=100, overflows=0, missing=0, **options):
    end_s = transcript.words[-1].end_s if transcript.words else 2.0
    speech = speech if speech is not None else (Interval(0.0, end_s),)
    analysis = analyse(question, transcript, speech, duration_s=end_s + 1)
    recording = Recording(
        Path("a.flac"), 1000, round(1000 * (end_s + 1)), n_overflows=overflows, n_missing_frames=missing
    )
    demonstration = options.pop("demonstration", False)
    take = Take(
        Path("recordings/one"),
        "seas",
        question,
        datetime(2026, 11, 22, tzinfo=UTC),
        recording,
        transcript,
        demonstration=demonstration,
    )
    out = StringIO()
    Console(file=out, width=width, markup=False, emoji=False, highlight=False).print(
        summary(take, analysis, **options)
    )
    return out.getvalue()


def lines(text):
    return [line.strip() for line in text.splitlines()]


def test_covered_words_fillers_and_pauses_are_marked_without_colour():
    speech = (Interval(0.0, 3.0), Interval(4.0, 6.0))

    text = shown(spoken("Um, the moon pulls the oceans and rivers", pause_before="and"), speech=speech)

    assert "⟨Um,⟩ [the moon pulls the oceans (1.0 s) and rivers]¹" in lines(text)


def test_each_key_point_has_its_symbol_moment_and_quote():
    text = shown(spoken("Um, the moon pulls the oceans"))

    assert "1 ✓ 0:00 The moon pulls the oceans (×2)" in lines(text)
    assert "“the moon pulls the oceans”" in lines(text)
    assert "2 ✗      Spring tides come at full moon" in lines(text)


def test_filled_pauses_are_counted_with_their_moments():
    text = shown(spoken("Um, the moon pulls um the oceans"))

    assert "um 0:00, um 0:02" in text


def test_words_that_look_like_markup_are_only_words():
    question = Question("q", "What is [bold]?", key_points=(KeyPoint("An [i]index[/i] <script>"),))

    text = shown(spoken("I said [bold]red[/bold] :smile: aloud"), question=question)

    assert "[bold]red[/bold] :smile:" in text
    assert "An [i]index[/i] <script>" in text


def test_a_recording_without_speech_says_so():
    text = shown(Transcript((), "openai-whisper", "base"), speech=())

    assert "No speech was heard in this recording." in text
    assert "rehearse doctor" in text


def test_a_demonstration_and_lost_sound_are_named():
    text = shown(spoken("The moon"), demonstration=True, overflows=3)

    assert "A demonstration: this answer is synthesised speech" in text
    assert "lost sound 3 times" in text


def test_where_a_take_is_kept_is_said_only_when_it_is():
    assert "Kept in recordings/one" in shown(spoken("The moon"))
    assert "Kept in" not in shown(spoken("The moon"), kept=False)


@pytest.mark.parametrize("width", [40, 80, 200])
def test_nothing_is_wider_than_the_terminal(width):
    text = shown(spoken("Um, the moon pulls the oceans " * 12), width=width)

    assert max(len(line) for line in text.splitlines()) <= width


@pytest.mark.parametrize(("seconds", "written"), [(0, "0:00"), (7.9, "0:07"), (60, "1:00"), (754, "12:34")])
def test_times_are_minutes_and_seconds(seconds, written):
    assert clock(seconds) == written


@pytest.mark.parametrize(
    ("overflows", "missing", "said"),
    [
        (1, 0, "! The microphone lost sound once: words may be missing."),
        (0, 2500, "! 2.5 s of sound never came: words may be missing."),
        (3, 900, "! The microphone lost sound 3 times and 0.9 s of sound never came: words may be missing."),
    ],
)
def test_sound_that_was_lost_is_told_on_the_take(overflows, missing, said):
    assert said in shown(spoken("The moon"), overflows=overflows, missing=missing)
    assert "words may be missing" not in shown(spoken("The moon"))
