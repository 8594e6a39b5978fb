import itertools
import shlex
import sys
import threading
import time
from collections import deque
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from rehearse.analysis.coverage import Status
from rehearse.choosing import Attempt, choose_question
from rehearse.deck import Deck, KeyPoint, Question
from rehearse.desk import Begin, Stop
from rehearse.errors import AudioInputError, RehearseError, SpeechOutputError, TranscriptionError
from rehearse.practice import rehearse_question
from rehearse.store import Store
from tests.desk_parts import (
    QueueScreen,
    QueueTranscriber,
    SilentVoice,
    ToneHearing,
    ToneRecorder,
    make_desk,
    write_tone,
)

QUESTION = Question(
    "tides",
    "Why are there tides?",
    key_points=(KeyPoint("The moon pulls the oceans"), KeyPoint("Spring tides come at full moon")),
    time_limit_s=30.0,
)
DECK = Deck("seas", "Seas", Path("seas.md"), (QUESTION, Question("salt", "Why is the sea salty?")))


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "recordings")


def spoken(store, *texts, stops=(Stop.FINISHED,), **parts):
    return make_desk(store, *texts, screen=QueueScreen(deque(stops)), recorder=ToneRecorder(), **parts)


def test_a_spoken_answer_becomes_a_take_with_its_recording_words_and_coverage(store):
    desk = spoken(store, "the moon pulls the oceans")

    rehearsed = rehearse_question(desk, DECK, QUESTION, session="s1")

    take = store.load(rehearsed.take.folder)
    assert take.transcript.text == "the moon pulls the oceans"
    assert take.question == QUESTION
    assert (take.deck, take.session, take.demonstration) == ("seas", "s1", False)
    assert take.recording.path.name == "answer.flac"
    assert take.recording.n_frames == 16_000
    statuses = [match.status for match in rehearsed.analysis.coverage.key_points]
    assert statuses == [Status.COVERED, Status.MISSED]
    assert store.analysis(take)["coverage"]["coverage"] == 0.5


def test_recording_stops_by_itself_at_twice_the_time_limit(store):
    desk = spoken(store, "the moon")

    rehearse_question(desk, DECK, QUESTION)

    assert "listening: 30 of 60 s" in desk.screen.shown


def test_a_discarded_false_start_leaves_only_the_second_attempt(store):
    desk = spoken(store, "er no", "the moon pulls the oceans", stops=(Stop.DISCARD, Stop.FINISHED))

    rehearsed = rehearse_question(desk, DECK, QUESTION)

    assert rehearsed.take.transcript.text == "the moon pulls the oceans"
    assert sorted(path.name for path in rehearsed.take.folder.iterdir()) == [
        "analysis.json",
        "answer.flac",
        "take.json",
    ]


def test_response_latency_runs_from_the_end_of_the_question(store):
    voice = SilentVoice()
    desk = spoken(store, "the moon", voice=voice, player=voice)

    rehearsed = rehearse_question(desk, DECK, QUESTION)

    assert voice.said == ["Why are there tides?", "played question.wav"]
    assert rehearsed.take.recording_delay_s == 1.0  # one tick of the clock between the two
    assert rehearsed.analysis.pacing.response_latency_s == 1.0


def test_response_latency_is_unknown_without_the_voice(store):
    rehearsed = rehearse_question(spoken(store, "the moon"), DECK, QUESTION)

    assert rehearsed.take.recording_delay_s is None
    assert rehearsed.analysis.pacing.response_latency_s is None


def asking(store, *texts, stops=(Stop.FINISHED,), **shown):
    voice = SilentVoice()
    screen = QueueScreen(deque(stops), **shown)
    return make_desk(store, *texts, screen=screen, recorder=ToneRecorder(), voice=voice, player=voice)


def test_who_asks_for_time_to_think_gets_it_before_anything_is_recorded(store):
    desk = asking(store, "the moon", wants_to_think=True)

    rehearsed = rehearse_question(desk, DECK, QUESTION)

    order = [line.partition(":")[0] for line in desk.screen.shown]
    assert order.index("thinking") < order.index("listening")
    assert rehearsed.take.recording_delay_s is None  # the answer no longer follows the question


def test_time_to_think_may_be_set_for_every_question(store):
    desk = replace(asking(store, "the moon"), think_time_s=12.0)

    rehearse_question(desk, DECK, QUESTION)

    assert "thinking: 12 s" in desk.screen.shown


def test_who_thinks_may_hear_the_question_again(store):
    desk = replace(asking(store, "the moon", begins=deque([Begin.REPEAT])), think_time_s=12.0)

    rehearse_question(desk, DECK, QUESTION)

    assert desk.voice.said.count("played question.wav") == 2
    assert desk.screen.shown.count("thinking: 12 s") == 2


def test_a_recording_needs_no_time_to_think(store, tmp_path):
    recording = write_tone(tmp_path / "memo.wav")
    screen = QueueScreen()
    desk = make_desk(store, "the moon", screen=screen, think_time_s=12.0)

    rehearse_question(desk, DECK, QUESTION, answer_file=recording.path)

    assert "thinking: 12 s" not in screen.shown


@pytest.mark.parametrize(
    ("stop", "heard", "thought"), [(Stop.DISCARD, 1, 0), (Stop.REPEAT, 2, 0), (Stop.THINK, 1, 1)]
)
def test_a_false_start_may_lead_back_to_the_question_or_to_thinking(store, stop, heard, thought):
    desk = asking(store, "er no", "the moon", stops=(stop, Stop.FINISHED))

    rehearsed = rehearse_question(desk, DECK, QUESTION)

    assert desk.voice.said.count("played question.wav") == heard
    assert desk.screen.shown.count("thinking: 30 s") == thought
    assert rehearsed.take.transcript.text == "the moon"


def test_what_was_covered_is_shown_before_the_sound_is_measured(store):
    desk = spoken(store, "the moon")

    rehearse_question(desk, DECK, QUESTION)

    shown = desk.screen.shown
    assert shown.index("covered: the moon") < shown.index("working: Measuring how you said it")


def test_nothing_is_shown_of_an_answer_where_no_feedback_is_wanted(store):
    desk = spoken(store, "the moon")

    rehearse_question(desk, DECK, QUESTION, feedback=False)

    assert "covered: the moon" not in desk.screen.shown


def test_a_failing_voice_is_a_notice_and_not_the_end(store):
    voice = SilentVoice(failure=SpeechOutputError("No voice.", "Install one."))
    desk = spoken(store, "the moon", voice=voice, player=voice)

    rehearsed = rehearse_question(desk, DECK, QUESTION)

    assert "notice: No voice. Install one." in desk.screen.shown
    assert rehearsed.take.transcript.text == "the moon"


class TalkingRecorder(ToneRecorder):
    """Hears twenty seconds of speech, then silence until it is stopped."""

    def start(self, path):
        self.ended = threading.Event()
        return super().start(path)

    def blocks(self):
        for second in itertools.count():
            if self.ended.is_set():
                return
            yield np.full(16_000, 0.1 if second < 20 else 0.0, np.float32)

    def stop(self):
        self.ended.set()
        return super().stop()


class HandsOffScreen(QueueScreen):
    """Presses no key: listens until silence has ended the answer."""

    def listening(self, live, *, target_s, limit_s, heard, silence_left_s=None):
        assert silence_left_s is not None
        while silence_left_s() != 0:
            pass
        return Stop.FINISHED


def test_hands_free_the_silence_after_speech_ends_the_answer(store):
    screen = HandsOffScreen()
    desk = make_desk(store, "the moon", screen=screen, recorder=TalkingRecorder(), hands_free_silence_s=2.5)

    rehearsed = rehearse_question(desk, DECK, QUESTION)

    assert rehearsed.take.transcript.text == "the moon"


class DeafHearing(ToneHearing):
    def activity(self, sound):
        raise OSError("no detector")


def test_what_was_said_is_kept_when_silence_cannot_be_heard(store):
    desk = make_desk(
        store,
        "the moon",
        screen=HandsOffScreen(),
        hearing=DeafHearing(),
        recorder=TalkingRecorder(),
        hands_free_silence_s=2.5,
    )

    with pytest.raises(OSError, match="no detector"):
        rehearse_question(desk, DECK, QUESTION)

    assert len(list(store.recordings.glob("*/answer.wav"))) == 1


def test_ctrl_c_while_answering_keeps_and_scores_what_was_said(store):
    rehearsed = rehearse_question(spoken(store, "the moon", stops=(Stop.INTERRUPTED,)), DECK, QUESTION)

    assert rehearsed.stop is Stop.INTERRUPTED
    assert len(store.takes().good) == 1


class PatientVoice(SilentVoice):
    """Speaks long enough for a model to fail meanwhile."""

    def play(self, path, stop):
        time.sleep(0.3)


def test_a_model_that_cannot_load_is_named_before_anyone_speaks(store):
    failing = QueueTranscriber(deque(), load_failure=TranscriptionError("No weights.", "Get some."))
    voice = PatientVoice()
    desk = spoken(store, transcriber=failing, voice=voice, player=voice)

    with pytest.raises(TranscriptionError, match="No weights"):
        rehearse_question(desk, DECK, QUESTION)

    assert [line for line in desk.screen.shown if line.startswith("listening")] == []
    assert not store.recordings.exists()


@pytest.mark.parametrize("failure", [TranscriptionError("Broken."), KeyboardInterrupt()])
def test_what_was_said_is_kept_when_transcription_fails(store, failure):
    desk = spoken(store, failure)

    with pytest.raises(type(failure)):
        rehearse_question(desk, DECK, QUESTION)

    (folder,) = store.recordings.iterdir()
    assert sorted(path.name for path in folder.iterdir()) == ["answer.wav", "begun.json"]
    kept = desk.screen.shown[-1]
    assert kept.startswith(f"notice: Your answer is kept in {folder / 'answer.wav'}.")
    assert kept.endswith(f"To finish it: rehearse finish {folder}")


@pytest.mark.skipif(sys.platform == "win32", reason="the words are quoted for another shell there")
def test_the_command_that_finishes_what_was_kept_can_be_copied_whatever_the_folder_is_called(tmp_path):
    desk = spoken(Store(tmp_path / "my takes"), TranscriptionError("Broken."))

    with pytest.raises(TranscriptionError):
        rehearse_question(desk, DECK, QUESTION)

    program, command, folder = shlex.split(desk.screen.shown[-1].partition("To finish it: ")[2])
    assert (program, command) == ("rehearse", "finish")
    assert Path(folder, "answer.wav").is_file()


def test_what_was_said_is_kept_when_the_screen_breaks(store):
    desk = spoken(store, stops=(OSError("terminal gone"),))

    with pytest.raises(OSError, match="terminal gone"):
        rehearse_question(desk, DECK, QUESTION)

    assert len(list(store.recordings.glob("*/answer.wav"))) == 1


def test_a_recording_made_elsewhere_takes_the_place_of_the_microphone(store, tmp_path):
    recording = write_tone(tmp_path / "memo.wav")

    rehearsed = rehearse_question(make_desk(store, "the moon"), DECK, QUESTION, answer_file=recording.path)

    assert recording.path.exists()
    assert not rehearsed.take.demonstration
    assert rehearsed.take.recording_delay_s is None


def test_a_missing_recording_is_named_before_anything_is_asked(store, tmp_path):
    screen = QueueScreen()
    desk = make_desk(store, screen=screen)

    with pytest.raises(RehearseError, match="There is no"):
        rehearse_question(desk, DECK, QUESTION, answer_file=tmp_path / "none.wav")

    assert screen.shown == []
    assert not store.recordings.exists()


def test_a_demonstration_is_marked_as_one(store, tmp_path):
    tone = write_tone(tmp_path / "demonstration.wav")
    desk = make_desk(store, "the moon", demonstration=lambda question: tone.path)

    assert rehearse_question(desk, DECK, QUESTION).take.demonstration


def test_without_microphone_recording_or_demonstration_there_is_a_sentence(store):
    with pytest.raises(AudioInputError, match="neither a microphone nor a recording"):
        rehearse_question(make_desk(store), DECK, QUESTION)


def attempt(question_id, day, coverage):
    return Attempt(question_id, datetime(2026, 11, 1, tzinfo=UTC) + timedelta(days=day), coverage)


THREE = replace(DECK, questions=(*DECK.questions, Question("waves", "What makes waves?")))


@pytest.mark.parametrize(
    ("attempts", "after", "chosen"),
    [
        pytest.param([], None, "tides", id="never tried, in deck order"),
        pytest.param([attempt("tides", 0, 0.0)], None, "salt", id="never tried before a bad one"),
        pytest.param(
            [attempt("tides", 0, 0.9), attempt("salt", 1, 0.4), attempt("waves", 2, 0.8)],
            None,
            "salt",
            id="lowest coverage",
        ),
        pytest.param(
            [
                attempt("tides", 0, 0.1),
                attempt("salt", 1, 0.4),
                attempt("waves", 2, 0.8),
                attempt("tides", 3, 1.0),
            ],
            None,
            "salt",
            id="only the latest attempt counts",
        ),
        pytest.param(
            [attempt("tides", 2, 0.5), attempt("salt", 1, 0.5), attempt("waves", 3, 0.5)],
            None,
            "salt",
            id="of equals the oldest",
        ),
        pytest.param(
            [attempt("tides", 0, 0.9), attempt("salt", 1, 0.4), attempt("waves", 2, 0.8)],
            "salt",
            "waves",
            id="not the one just answered",
        ),
    ],
)
def test_the_question_that_most_needs_it_comes_next(attempts, after, chosen):
    just_answered = next((question for question in THREE.questions if question.id == after), None)

    assert choose_question(THREE, attempts, after=just_answered).id == chosen


def test_a_deck_of_one_question_offers_it_again():
    deck = replace(DECK, questions=(QUESTION,))

    assert choose_question(deck, [], after=QUESTION) == QUESTION
