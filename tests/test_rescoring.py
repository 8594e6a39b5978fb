"""A past take is scored again as it was scored first, with or without its sound."""

from collections import deque

import pytest

from rehearse.deck import Deck
from rehearse.desk import Stop
from rehearse.errors import AudioInputError
from rehearse.practice import rehearse_question
from rehearse.rescoring import Rescorer
from rehearse.store import Store
from tests.builders import QUESTION
from tests.desk_parts import QueueScreen, ToneHearing, ToneRecorder, make_desk


class DeafHearing(ToneHearing):
    """Cannot hear anything."""

    def speech(self, recording):
        raise AudioInputError(f"{recording.path.name} cannot be heard.")


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "recordings")


@pytest.fixture
def take(store):
    screen = QueueScreen(deque([Stop.FINISHED]))
    desk = make_desk(store, "Lowering one tends to raise the other.", screen=screen, recorder=ToneRecorder())
    deck = Deck("machine-learning", "Machine learning", store.recordings / "x.md", (QUESTION,))
    return rehearse_question(desk, deck, QUESTION).take


def test_a_take_scored_again_is_what_it_was(store, take):
    rescored = Rescorer(ToneHearing()).rescore(take)

    assert rescored.document == store.analysis(take)
    assert rescored.voice is not None


def test_a_take_whose_sound_is_gone_keeps_its_coverage_and_has_no_pace(take):
    take.recording.path.unlink()

    rescored = Rescorer(DeafHearing()).rescore(take)

    assert rescored.document["coverage"]["coverage"] == 1.0
    assert rescored.document["pacing"]["speech_rate_wpm"] is None
    assert rescored.voice is None


def test_sound_that_is_there_and_cannot_be_heard_is_said(take):
    with pytest.raises(AudioInputError, match="cannot be heard"):
        Rescorer(DeafHearing()).rescore(take)
