from datetime import UTC, datetime, timedelta

import pytest

from rehearse.errors import RehearseError, StoreError
from rehearse.forgetting import chosen, everything_kept, forget, kept_in, parse_age
from rehearse.store import Store
from tests.builders import make_beginning, make_question, make_take
from tests.desk_parts import write_tone

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "recordings")


def kept(store, days_ago=0, question_id="bias-variance", *, deck="machine-learning", finished=True):
    """Keep an answer; return its folder."""
    recorded_at = NOW - timedelta(days=days_ago)
    question = make_question(id=question_id)
    folder = store.begin(make_beginning(recorded_at=recorded_at, question=question, deck=deck))
    recording = write_tone(folder / "answer.wav")
    if not finished:
        store.abandon(folder, keep_sound=True)
        return folder
    take = make_take(folder, recorded_at=recorded_at, question=question, recording=recording, deck=deck)
    return store.save(take, {"schema": 1}).folder


@pytest.mark.parametrize(
    ("text", "days"),
    [("90d", 90), ("6 weeks", 42), ("1 Day", 1), ("3 months", 90), ("2y", 730), (" 1 year ", 365)],
)
def test_an_age_is_read_as_people_write_it(text, days):
    assert parse_age(text) == timedelta(days=days)


@pytest.mark.parametrize("text", ["", "90", "d", "soon", "-3d", "1.5y", "3 fortnights", "9999999d"])
def test_what_is_no_age_is_named_with_an_example(text):
    with pytest.raises(RehearseError, match="is no age") as caught:
        parse_age(text)
    assert "90d" in caught.value.hint


def folders(found):
    return {each.folder for each in found}


def test_answers_are_chosen_by_age_question_deck_and_state(store):
    old, new = kept(store, 100), kept(store, 1)
    other, seas = kept(store, 50, "hash-table"), kept(store, 60, deck="seas")
    interrupted = kept(store, 200, finished=False)
    found = everything_kept(store)

    assert folders(found) == {old, new, other, seas, interrupted}
    assert folders(chosen(found, before=NOW - timedelta(days=90))) == {old, interrupted}
    assert folders(chosen(found, question_id="hash-table")) == {other}
    assert folders(chosen(found, deck="seas")) == {seas}
    assert folders(chosen(found, unfinished_only=True)) == {interrupted}
    assert chosen(found, before=NOW - timedelta(days=90), question_id="hash-table") == ()


def test_a_damaged_take_is_known_by_the_date_in_its_name_only(store):
    folder = kept(store, 100)
    (folder / "take.json").write_text("{")
    found = everything_kept(store)

    assert folders(chosen(found, before=NOW - timedelta(days=50))) == {folder}
    assert chosen(found, question_id="bias-variance") == ()
    assert found[0].about == "(damaged)"


def test_what_is_forgotten_is_gone_and_nothing_else(store):
    gone, stays = kept(store, 100), kept(store, 1)
    (gone / "notes.txt").write_text("mine")
    (store.recordings / ".forgotten-1234").mkdir()  # a program ended in the middle of it

    forget(store, [kept_in(gone)])

    assert list(store.recordings.iterdir()) == [stays]
    assert len(store.takes().good) == 1


def test_an_answer_that_is_being_given_is_not_forgotten(store):
    folder = store.begin(make_beginning(recorded_at=NOW))
    write_tone(folder / "answer.wav")

    assert everything_kept(store) == ()
    with pytest.raises(StoreError, match="is being recorded just now"):
        forget(Store(store.recordings), [kept_in(folder)])
    assert (folder / "answer.wav").exists()


def test_a_folder_on_its_way_out_is_no_take_any_more(store):
    folder = kept(store)
    folder.rename(store.recordings / ".forgotten-abcd")

    assert store.takes().good == ()
    assert store.unfinished() == ()
