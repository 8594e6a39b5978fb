import threading
from collections import deque
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rehearse.deck import Deck, KeyPoint, Question
from rehearse.desk import Left, Stop
from rehearse.errors import TranscriptionError
from rehearse.interview.backstage import Backstage
from rehearse.interview.conduct import hold
from rehearse.interview.record import Asked, Interview
from rehearse.store import Store
from tests.desk_parts import QueueScreen, QueueTranscriber, ToneRecorder, make_desk

TIDES = Question(
    "tides",
    "Why are there tides?",
    key_points=(KeyPoint("The moon pulls the oceans", probe="What pulls the oceans?"),),
    time_limit_s=30.0,
)
SALT = Question("salt", "Why is the sea salty?", time_limit_s=30.0)
DECK = Deck("seas", "Seas", Path("seas.md"), (TIDES, SALT))
INTERVIEW = Interview("s", "seas", datetime(2026, 11, 22, tzinfo=UTC), ("tides", "salt"))


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "recordings")


class Held:
    """An interview held at a small desk: what was shown and kept."""

    def __init__(self, store, *texts, interview=INTERVIEW, stops=(), deck=DECK, patience_s=60.0, **parts):
        self.screen = QueueScreen(deque([*stops, *[Stop.FINISHED] * 9]))
        desk = make_desk(store, *texts, screen=self.screen, recorder=ToneRecorder(), **parts)
        self.backstage = Backstage(desk)
        self.saved: list[Interview] = []
        self.stop = hold(desk, deck, interview, self.backstage, self.saved.append, patience_s=patience_s)
        self.backstage.wait(self.screen)
        self.takes = store.takes().good

    @property
    def asked(self):
        return [line.removeprefix("question: ") for line in self.screen.shown if line.startswith("question")]


def test_the_planned_questions_are_asked_in_order_and_their_takes_share_the_session(store):
    held = Held(store, "the moon pulls the oceans", "from the rocks")

    assert held.asked == ["Why are there tides? (Question 1 of 2)", "Why is the sea salty? (Question 2 of 2)"]
    assert [(take.session, take.question.id, take.transcript.text) for take in held.takes] == [
        ("s", "tides", "the moon pulls the oceans"),
        ("s", "salt", "from the rocks"),
    ]
    assert [asked.take for asked in held.saved[-1].asked] == [take.id for take in held.takes]
    assert (held.stop, held.saved[-1].ended) == (Stop.FINISHED, True)


def test_a_missed_point_with_a_probe_is_followed_up_at_once_and_linked(store):
    held = Held(store, "no idea at all", "the moon pulls the oceans", "from the rocks")

    assert held.asked[1] == "What pulls the oceans? (Follow-up to question 1)"
    probe = held.takes[1]
    assert (probe.question.id, probe.follow_up_to) == ("tides--follow-up", "tides")
    assert store.analysis(probe)["coverage"]["coverage"] == 1.0
    assert [(asked.question_id, asked.follow_up) for asked in held.saved[-1].asked] == [
        ("tides", False),
        ("tides", True),
        ("salt", False),
    ]


def test_silence_is_not_followed_up(store):
    assert len(Held(store, "", "from the rocks").asked) == 2


def test_nothing_is_said_of_how_it_goes(store):
    held = Held(store, "no idea at all", "the sun", "from the rocks")

    assert not [line for line in held.screen.shown if line.startswith(("covered", "result", "working: Meas"))]


class SlowTranscriber(QueueTranscriber):
    """Writes the first answer down only when the second question has been answered."""

    def __init__(self, texts):
        super().__init__(deque(texts))
        self.n_begun = 0
        self.may_end = threading.Event()

    def transcribe(self, sound, *, vocabulary=(), on_words=None):
        self.n_begun += 1
        if self.n_begun == 1:
            text = self.texts.popleft()
            self.may_end.wait(30)
            self.texts.appendleft(text)
        else:
            self.may_end.set()
        return super().transcribe(sound, vocabulary=vocabulary, on_words=on_words)


def test_the_next_question_does_not_wait_and_the_follow_up_comes_later(store):
    third = replace(SALT, id="waves", text="What makes waves?")
    transcriber = SlowTranscriber(
        ["no idea at all", "from the rocks", "the wind", "the moon pulls the oceans"]
    )

    held = Held(
        store,
        deck=replace(DECK, questions=(TIDES, SALT, third)),
        interview=replace(INTERVIEW, questions=("tides", "salt", "waves")),
        transcriber=transcriber,
        patience_s=0.0,
    )

    assert held.asked[1] == "Why is the sea salty? (Question 2 of 3)"
    late = (
        "Going back to the question “Why are there tides?” What pulls the oceans? (Follow-up to question 1)"
    )
    assert late in held.asked[2:]
    assert len(held.takes) == 4


def test_a_question_starts_only_when_there_is_time_but_the_first_always(store):
    held = Held(store, "the moon pulls the oceans", interview=replace(INTERVIEW, budget_s=42.0))

    assert held.asked == ["Why are there tides? (Question 1 · 1 min left)"]
    assert held.saved[-1].ended
    assert held.saved[-1].left == ("salt",)


def test_a_shorter_question_takes_the_place_of_one_there_is_no_time_for(store):
    short = replace(SALT, id="foam", text="What is foam?", time_limit_s=5.0)

    held = Held(
        store,
        "the moon pulls the oceans",
        "air",
        deck=replace(DECK, questions=(TIDES, SALT, short)),
        interview=replace(INTERVIEW, questions=("tides", "salt", "foam"), budget_s=42.5),
    )

    assert [asked.question_id for asked in held.saved[-1].asked] == ["tides", "foam"]


@pytest.mark.parametrize("stop", [Stop.LEAVE, Stop.INTERRUPTED])
def test_who_leaves_keeps_the_answer_and_is_asked_again_on_resuming(store, stop):
    left = Held(store, "the moon pulls the oceans", "from the", stops=(Stop.FINISHED, stop))

    assert left.stop is stop
    assert len(left.takes) == 2
    assert not left.saved[-1].ended

    resumed = Held(store, "from the rocks", interview=left.saved[-1])

    assert resumed.asked == ["Why is the sea salty? (Question 2 of 2)"]
    assert resumed.saved[-1].ended
    assert len(resumed.takes) == 3


def test_who_leaves_while_a_question_is_read_can_resume(store):
    with pytest.raises(Left):
        Held(store, "the moon pulls the oceans", stops=(Stop.FINISHED, Left()))

    assert len(store.takes().good) <= 1  # the first answer may still be on its way


def test_questions_that_the_deck_no_longer_has_are_passed_over(store):
    gone = replace(INTERVIEW, questions=("gone", "salt"))

    assert len(Held(store, "from the rocks", interview=gone).asked) == 1


def test_an_answer_that_cannot_be_written_down_ends_nothing_and_is_told_of_at_the_end(store):
    held = Held(store, TranscriptionError("Broken.", "Mend it."), "from the rocks")

    assert len(held.asked) == 2
    assert [take.question.id for take in held.takes] == ["salt"]
    told = [line for line in held.screen.shown if line.startswith("notice")]
    assert told[0].startswith("notice: Your answer is kept in")
    assert told[1] == "notice: Broken. Mend it."
    assert len(store.unfinished()) == 1


def test_time_is_counted_from_the_question_to_the_end_of_the_answer(store):
    held = Held(store, "the moon pulls the oceans", "from the rocks")

    # Each look at the clock is a second: before the question, as recording begins it is not looked at
    # without a voice, and after the answer.
    assert [asked.spent_s for asked in held.saved[-1].asked] == [1.0, 1.0]


def test_what_was_asked_before_counts_towards_the_time(store):
    before = Asked("tides", False, "earlier", 1000.0)

    held = Held(store, interview=replace(INTERVIEW, budget_s=1020.0, asked=(before,)))

    assert held.asked == []
    assert held.saved[-1].ended
