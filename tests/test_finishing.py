"""Interrupted answers become takes after all: in their own folder, with their own date and question."""

from collections import deque
from pathlib import Path

import pytest

from rehearse.deck import Deck, KeyPoint, Question
from rehearse.desk import Stop
from rehearse.errors import StoreError, TranscriptionError
from rehearse.finishing import finish, offer_to_finish
from rehearse.practice import Rehearsed, rehearse_question
from rehearse.store import Store
from tests.desk_parts import QueueScreen, SilentVoice, ToneRecorder, make_desk

QUESTION = Question("tides", "Why are there tides?", key_points=(KeyPoint("The moon pulls the oceans"),))
SALT = Question("salt", "Why is the sea salty?", key_points=(KeyPoint("Rivers carry salt"),))
DECK = Deck("seas", "Seas", Path("seas.md"), (QUESTION, SALT))


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "recordings")


def interrupt(store, question=QUESTION):
    """Give an answer whose transcription fails; return its folder."""
    voice = SilentVoice()
    screen = QueueScreen(deque([Stop.FINISHED]))
    failure = TranscriptionError("Broken.")
    desk = make_desk(store, failure, screen=screen, recorder=ToneRecorder(), voice=voice, player=voice)
    before = set(store.recordings.iterdir()) if store.recordings.exists() else set()
    with pytest.raises(TranscriptionError):
        rehearse_question(desk, DECK, question, session="s1")
    (folder,) = set(store.recordings.iterdir()) - before
    return folder


def test_an_interrupted_answer_is_finished_in_place_with_all_that_was_known_of_it(store):
    folder = interrupt(store)
    (unfinished,) = store.unfinished()

    finished = finish(make_desk(store, "the moon pulls the oceans"), store, folder)

    (take,) = store.takes().good
    assert take == finished.take
    assert (take.folder, take.recorded_at) == (folder, unfinished.beginning.recorded_at)
    assert (take.question, take.deck, take.session) == (QUESTION, "seas", "s1")
    assert (take.recording.device, take.recording_delay_s) == ("Desk microphone", 1.0)
    assert take.demonstration is False
    assert finished.analysis.coverage.coverage == 1.0
    assert sorted(path.name for path in folder.iterdir()) == ["analysis.json", "answer.flac", "take.json"]
    assert store.unfinished() == ()


def test_a_finish_that_fails_leaves_the_answer_to_be_finished_later(store):
    folder = interrupt(store)
    before = (folder / "answer.wav").read_bytes()
    screen = QueueScreen()

    with pytest.raises(TranscriptionError):
        finish(make_desk(store, TranscriptionError("Still broken."), screen=screen), store, folder)

    assert screen.shown[-1].startswith(f"notice: Your answer is kept in {folder / 'answer.wav'}.")
    assert (folder / "answer.wav").read_bytes() == before
    assert [each.folder for each in store.unfinished()] == [folder]


def test_an_answer_whose_beginning_is_lost_is_finished_once_its_question_is_named(store):
    folder = interrupt(store)
    (folder / "begun.json").unlink()

    with pytest.raises(StoreError, match=r"Which question .* answers was not written down") as caught:
        finish(make_desk(store), store, folder)
    assert f"rehearse finish {folder.name} --question ID" in caught.value.hint

    finished = finish(make_desk(store, "rivers carry salt"), store, folder, answers=(DECK, SALT))
    assert (finished.take.folder, finished.take.question) == (folder, SALT)
    assert f"{finished.take.recorded_at:%Y-%m-%dT%H-%M-%S}" == folder.name.partition("_")[0]


def test_sound_that_cannot_be_read_is_named_and_kept(store):
    folder = interrupt(store)
    (folder / "answer.wav").write_bytes(b"RIFF and nothing that anybody could play, for long enough")

    finished, shown = offered(store, says_yes=True)

    assert finished == []
    assert "is damaged" in shown[-1]
    assert (folder / "answer.wav").exists()


def offered(store, *texts, says_yes):
    """Offer to finish; return what was finished, and what the screen showed."""
    screen = QueueScreen(says_yes=says_yes)
    finished: list[Rehearsed] = []
    offer_to_finish(make_desk(store, *texts, screen=screen), store, finished.append)
    return finished, screen.shown


def test_nothing_is_offered_where_nothing_is_unfinished(store):
    assert offered(store, says_yes=True) == ([], [])


def test_the_next_start_offers_to_finish_and_a_no_changes_nothing(store):
    folder = interrupt(store)

    finished, (told, asked) = offered(store, "the moon", says_yes=False)

    assert finished == []
    assert "2026-11-22 12:45 to “Why are there tides?” was not finished." in told
    assert "rehearse forget --unfinished" in told
    assert asked == "confirm: Finish it now?"
    assert [each.folder for each in store.unfinished()] == [folder]


def test_several_are_told_of_at_once_and_one_that_fails_stops_no_other(store):
    broken, good = interrupt(store, SALT), interrupt(store)

    (finished,), shown = offered(
        store, TranscriptionError("Broken."), "the moon pulls the oceans", says_yes=True
    )

    assert shown[0].startswith("notice: 2 answers were not finished:")
    assert "confirm: Finish them now?" in shown
    assert finished.take.folder == good
    assert [each.folder for each in store.unfinished()] == [broken]
