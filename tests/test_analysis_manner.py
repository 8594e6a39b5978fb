"""Pace over time, trailing off, wording and the advice made of them, on answers with known truth."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehearse.analysis import analyse
from rehearse.analysis.fillers import Fillers, find_fillers
from rehearse.analysis.pace_over_time import pace_change, pace_stretches, pace_windows
from rehearse.analysis.pacing import PaceBand
from rehearse.analysis.voice import measure_voice
from rehearse.analysis.wording import find_wording
from rehearse.deck import KeyPoint, Question
from rehearse.sound import VoiceTrack
from rehearse.take import Interval, Transcript, Word

QUESTION = Question(id="trees", text="What about trees?", key_points=(KeyPoint("Pruning reduces variance"),))
STEP_S = 0.03


def spoken_at(*rates):
    """Return an answer of stretches, each (words a minute, seconds), its words numbered."""
    words: list[Word] = []
    start_s = 0.0
    for rate_wpm, duration_s in rates:
        for place in range(round(duration_s * rate_wpm / 60)):
            begin_s = start_s + place * 60 / rate_wpm
            words.append(Word(f"word{len(words)}", begin_s, begin_s + 60 / rate_wpm))
        start_s += duration_s
    return Transcript(tuple(words)), (Interval(0.0, start_s),)


def test_a_fast_stretch_is_found_with_its_rate_its_words_and_its_third():
    transcript, speech = spoken_at((140, 30), (210, 30), (140, 30))

    (stretch,) = pace_stretches(pace_windows(transcript, speech, Fillers()), transcript)

    assert stretch.band is PaceBand.FAST
    assert stretch.place.start_s == pytest.approx(30, abs=3)
    assert stretch.place.end_s == pytest.approx(60, abs=3)
    assert stretch.speech_rate_wpm == pytest.approx(210, abs=12)
    assert stretch.part == "in the middle third"
    assert transcript.text.index(stretch.first_words) < transcript.text.index(stretch.last_word)


@given(st.floats(115, 165))
def test_an_even_pace_has_no_stretches(rate_wpm):
    transcript, speech = spoken_at((rate_wpm, 60))
    windows = pace_windows(transcript, speech, Fillers())

    assert all(window.speech_rate_wpm == pytest.approx(rate_wpm, abs=3.1) for window in windows)
    assert pace_stretches(windows, transcript) == ()


def test_a_short_answer_has_no_parts_to_compare():
    transcript, speech = spoken_at((100, 15), (220, 15))

    assert pace_windows(transcript, speech, Fillers()) == ()


def test_the_advice_names_the_stretch_in_place_of_the_average():
    transcript, speech = spoken_at((150, 30), (230, 30), (150, 30))

    advice = analyse(QUESTION, transcript, speech, duration_s=90.0).scorecard.advice

    named = [line for line in advice if "words a minute" in line]
    assert len(named) == 1
    assert "in the middle third, from “word" in named[0]
    assert named[0].endswith("try a breath after each point.")


def test_pace_is_compared_with_three_past_takes_and_more():
    change = pace_change(150.0, (120.0, 130.0, 140.0))

    assert change is not None
    assert (change.usual_wpm, change.change_wpm, change.n_takes) == (130.0, 20.0, 3)
    assert pace_change(150.0, (120.0, 130.0)) is None
    assert pace_change(None, (120.0, 130.0, 140.0)) is None


def track(*levels):
    """Return a track of stretches, each (dB re full scale, seconds), of a lively voice."""
    level = np.concatenate([np.full(round(seconds / STEP_S), dbfs) for dbfs, seconds in levels])
    pitch_hz = 120 * 2 ** (np.sin(np.arange(len(level))) / 4)
    return VoiceTrack(STEP_S, level.astype(np.float32), pitch_hz.astype(np.float32), level > 0)


@pytest.mark.parametrize(("drop_db", "n"), [(5, 0), (11, 0), (13, 3), (25, 3)])
def test_sentences_that_end_in_a_whisper_trail_off(drop_db, n):
    sentence = ((-25, 2.58), (-25 - drop_db, 0.42))
    words = tuple(Word("end.", start_s, start_s + 3.0) for start_s in (0.0, 3.0, 6.0))

    voice = measure_voice(track(*sentence * 3), (Interval(0.0, 9.0),), Transcript(words))

    assert (voice.n_sentences, len(voice.trailing_off)) == (3, n)


def test_a_flat_quiet_and_fading_voice_is_advised_gently_what_matters_most_first():
    sentence = ((-50, 2.58), (-66, 0.42))
    flat = track(*sentence * 3)
    flat = VoiceTrack(STEP_S, flat.level_dbfs, np.full_like(flat.pitch_hz, 120), flat.clipped)
    text = "so this is what it is."
    words = [
        Word(word, 3 * at + place / 2, 3 * at + (place + 1) / 2)
        for at in range(3)
        for place, word in enumerate(text.split())
    ]
    chat = Question(id="chat", text="How are you?")

    advice = analyse(
        chat, Transcript(tuple(words)), (Interval(0.0, 9.0),), duration_s=9.0, voice=flat
    ).scorecard.advice

    assert [line.split(":")[0] for line in advice] == [
        "You are recorded very quietly (-50 dB re full scale)",
        "3 of 3 sentences trail off, the first at 0",
        "Your pitch stays within 0.0 semitones of its middle, which can sound flat",
    ]


def test_hedges_and_favourite_words_are_listed_and_the_questions_own_words_are_not():
    transcript = Transcript.from_text(
        "I think trees overfit. Maybe trees need data. Data is data, I think, and trees want data."
    )

    wording = find_wording(QUESTION, transcript, find_fillers(transcript))

    assert [marker.form for marker in wording.hedges] == ["i think", "maybe", "i think"]
    assert wording.favourites == (("data", 4),)
