"""Takes on disk: written whole, found again, and never lost to a neighbour's damage."""

from __future__ import annotations

import json
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rehearse.deck import KeyPoint, Question
from rehearse.errors import StoreError
from rehearse.store import Store
from rehearse.take import Recording, Take, Transcript, Word, WordKind
from tests.builders import make_beginning, make_question, make_take
from tests.programs import run_program
from tests.waits import PATIENCE_S, at_once

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests" / "data" / "takes"
NOW = datetime(2026, 11, 22, 12, 45, 3, tzinfo=timezone(timedelta(hours=1)))
ANALYSIS = {"schema": 1, "coverage": {"coverage": 0.5}, "text": "naïvely…"}


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "recordings")


def noise(n_frames: int = 1600) -> np.ndarray:
    return np.random.default_rng(7).uniform(-0.5, 0.5, n_frames)


def begun(store: Store, now: datetime = NOW, **changes: Any) -> Path:
    return store.begin(make_beginning(recorded_at=now, **changes))


def record(store: Store, now: datetime = NOW, *, subtype: str = "PCM_16", n_frames: int = 1600) -> Take:
    """Return a take whose sound is on disk as the recorder leaves it."""
    folder = begun(store, now)
    soundfile.write(folder / "answer.wav", noise(n_frames), 8000, subtype=subtype)
    return make_take(folder, recorded_at=now)


def interrupted_take(store: Store, now: datetime = NOW) -> Take:
    """Return a take that is in nobody's hands."""
    take = record(store, now)
    store.abandon(take.folder, keep_sound=True)
    return take


def saved(store: Store, now: datetime = NOW) -> Take:
    return store.save(record(store, now), ANALYSIS)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_take_begins_in_a_folder_named_by_local_time_and_question(store):
    folder = begun(store)

    assert folder == store.recordings / "2026-11-22T12-45-03_bias-variance"
    assert folder.is_dir()


def test_takes_of_one_second_get_folders_of_their_own(store):
    folders = [begun(store).name for _ in range(3)]

    first = "2026-11-22T12-45-03_bias-variance"
    assert folders == [first, f"{first}-2", f"{first}-3"]


def test_programs_that_begin_at_once_never_collide(store):
    folders: list[Path] = []
    start = threading.Barrier(16)

    def begin():
        start.wait(PATIENCE_S)
        folders.append(begun(Store(store.recordings)))

    at_once(*[begin] * 16)

    assert len(set(folders)) == 16


@pytest.mark.parametrize(
    ("question_id", "name"),
    [("../../etc", "etc"), ("", "question"), ("é" * 300, "é" * 50), ("a/b\0c", "a-b-c")],
)
def test_any_question_makes_a_name_that_a_file_system_takes(store, question_id, name):
    folder = begun(store, question=make_question(id=question_id))

    assert folder == store.recordings / f"2026-11-22T12-45-03_{name}"


@pytest.mark.parametrize("subtype", ["PCM_16", "PCM_24"])
def test_saving_turns_the_sound_into_flac_without_losing_a_bit(store, subtype):
    take = record(store, subtype=subtype, n_frames=200_001)
    before, _ = soundfile.read(take.folder / "answer.wav", dtype="int32")

    kept = store.save(take, ANALYSIS)

    after, _ = soundfile.read(take.folder / "answer.flac", dtype="int32")
    assert np.array_equal(before, after)
    assert soundfile.info(take.folder / "answer.flac").subtype == subtype
    assert names(take.folder) == ["analysis.json", "answer.flac", "take.json"]
    assert kept.recording == replace(take.recording, path=take.folder / "answer.flac", n_frames=200_001)


@pytest.mark.parametrize(("subtype", "n_frames"), [("FLOAT", 1600), ("PCM_16", 0)])
def test_sound_that_flac_cannot_hold_stays_as_it_is(store, subtype, n_frames):
    take = store.save(record(store, subtype=subtype, n_frames=n_frames), ANALYSIS)

    assert names(take.folder) == ["analysis.json", "answer.wav", "take.json"]
    assert store.load(take.folder) == take


def test_a_take_that_has_its_flac_keeps_it(store):
    take = record(store)
    flac = take.folder / "answer.flac"
    soundfile.write(flac, noise(), 8000)
    (take.folder / "answer.wav").unlink()
    before = flac.read_bytes()

    store.save(take, ANALYSIS)

    assert flac.read_bytes() == before


def test_a_wav_left_beside_its_flac_goes_when_they_match_and_stays_when_not(store):
    matching, other = record(store), record(store)
    soundfile.write(matching.folder / "answer.flac", noise(), 8000)
    soundfile.write(other.folder / "answer.flac", noise(99), 8000)

    store.save(matching, ANALYSIS)
    store.save(other, ANALYSIS)

    assert not (matching.folder / "answer.wav").exists()
    assert (other.folder / "answer.wav").exists()


def test_a_take_is_written_once(store):
    take = saved(store)
    before = (take.folder / "take.json").read_bytes()

    with pytest.raises(StoreError, match="is saved already"):
        store.save(replace(take, deck="other"), ANALYSIS)

    assert (take.folder / "take.json").read_bytes() == before


def test_a_take_without_sound_is_not_saved(store):
    take = make_take(begun(store))

    with pytest.raises(StoreError, match=r"has no sound: answer\.wav is missing"):
        store.save(take, ANALYSIS)


def test_sound_that_cannot_be_read_is_not_touched(store):
    take = make_take(begun(store))
    (take.folder / "answer.wav").write_bytes(b"not sound at all")

    with pytest.raises(StoreError, match="cannot be compressed") as caught:
        store.save(take, ANALYSIS)

    assert str(take.folder / "answer.wav") in caught.value.hint
    assert names(take.folder) == [".in-use", "answer.wav", "begun.json"]


def test_the_files_are_json_that_people_can_read(store):
    take = saved(store)

    text = (take.folder / "take.json").read_text(encoding="utf-8")
    assert text.startswith('{\n  "schema": 1,\n  "deck": "machine-learning",\n')
    assert text.endswith("}\n")
    assert "naïvely…" in text


texts = st.text(st.characters(exclude_categories=["Cs"]))
numbers = st.floats(0, 1e6)
spans = st.tuples(numbers, numbers).map(sorted)
words = st.builds(
    lambda text, span, **rest: Word(text, span[0], span[1], **rest),
    texts,
    spans,
    probability=st.none() | numbers,
    kind=st.sampled_from(WordKind),
    certain=st.booleans(),
)
key_points = st.builds(
    KeyPoint, texts, st.lists(texts).map(tuple), st.floats(0, 100, exclude_min=True), probe=texts
)
questions = st.builds(
    Question,
    id=texts,
    text=texts,
    group=texts,
    hint=texts,
    key_points=st.lists(key_points, max_size=3).map(tuple),
    misconceptions=st.lists(texts, max_size=3).map(tuple),
    model_answer=texts,
    time_limit_s=st.none() | numbers,
    tags=st.lists(texts, max_size=3).map(tuple),
    need=st.none() | st.integers(1, 9),
)
moments = st.datetimes(
    datetime(1971, 1, 2),
    datetime(9998, 12, 30),
    timezones=st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)


@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts,
    questions,
    moments,
    st.builds(Transcript, st.lists(words, max_size=5).map(tuple), texts, texts, texts),
    st.none() | texts,
    st.integers(0, 99),
    st.none() | numbers,
    texts,
    st.booleans(),
)
def test_what_is_saved_is_what_is_loaded(
    store, deck, question, recorded_at, transcript, device, n_overflows, delay_s, session, demonstration
):
    take = record(store)
    take = Take(
        folder=take.folder,
        deck=deck,
        question=question,
        recorded_at=recorded_at,
        recording=replace(take.recording, device=device, n_overflows=n_overflows),
        transcript=transcript,
        recording_delay_s=delay_s,
        session=session,
        demonstration=demonstration,
    )

    kept = store.save(take, ANALYSIS)

    assert store.load(take.folder) == kept
    assert kept == replace(take, recording=replace(take.recording, path=take.folder / "answer.flac"))


def test_a_take_of_the_first_schema_is_read_for_ever():
    folder = GOLDEN / "v1" / "2026-11-22T12-45-03_bias-variance"
    store = Store(folder.parent)

    take = store.load(folder)

    assert take == Take(
        folder=folder,
        deck="machine-learning",
        question=Question(
            id="bias-variance",
            text="How are bias and variance related?",
            group="Technical",
            hint="Think of one model and many samples.",
            key_points=(
                KeyPoint(
                    "Lowering one tends to raise the other",
                    wordings=("bias-variance trade-off", "as bias goes down variance goes up"),
                    weight=2.0,
                    probe="What happens to the one when you lower the other?",
                ),
                KeyPoint("High bias means underfitting"),
            ),
            misconceptions=("variance is the same as error",),
            model_answer="As one falls, the other rises.\n\nThat is the trade-off.",
            time_limit_s=120.0,
            tags=("fundamentals",),
            need=1,
        ),
        recorded_at=NOW,
        recording=Recording(folder / "answer.flac", 8000, 1600, device="Desk microphone", n_overflows=1),
        transcript=Transcript(
            (
                Word("So,", 0.02, 0.06, 0.9),
                Word("um,", 0.06, 0.1, 0.5, WordKind.FILLED_PAUSE, certain=False),
                Word("naïvely…", 0.1, 0.18),
            ),
            engine="openai-whisper",
            model="base",
        ),
        recording_delay_s=0.25,
        session="2026-11-22T12-44-00",
    )
    assert take.recorded_at.utcoffset() == timedelta(hours=1)
    assert soundfile.info(take.recording.path).frames == take.recording.n_frames
    assert store.analysis(take) == {
        "schema": 1,
        "question_id": "bias-variance",
        "coverage": {"coverage": 0.5},
    }
    assert store.takes().good == (take,)


def test_a_take_with_the_fields_added_since_is_read_for_ever():
    store = Store(GOLDEN / "v1-with-losses")
    recorded_at = datetime(2026, 11, 23, 9, 30, tzinfo=NOW.tzinfo)

    (take,) = store.takes().good
    (unfinished,) = store.unfinished()

    assert take.recorded_at == recorded_at
    assert (take.recording.n_overflows, take.recording.n_missing_frames) == (1, 4000)
    assert take.follow_up_to == "overfitting"
    assert unfinished.beginning == make_beginning(recorded_at=recorded_at + timedelta(minutes=5))


def change(folder: Path, **fields) -> None:
    path = folder / "take.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | fields), encoding="utf-8")


def test_fields_that_are_not_known_are_passed_over(store):
    take = saved(store)
    change(take.folder, mood="good", notes=[{"a": 1}])

    assert store.load(take.folder) == take


def test_a_newer_schema_is_refused_in_words(store):
    take = saved(store)
    change(take.folder, schema=2)

    with pytest.raises(StoreError, match=r"newer version of Rehearse \(schema 2\)") as caught:
        store.load(take.folder)

    assert caught.value.hint.startswith("Update Rehearse")
    assert [trouble.message for trouble in store.takes().damaged] == [caught.value.message]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"schema": "one"}, "take.json.schema should be a whole number"),
        ({"schema": True}, "take.json.schema should be a whole number"),
        ({"deck": 3}, "take.json.deck should be a text"),
        ({"deck": "\ud800"}, "take.json.deck should be a text of whole characters"),
        ({"question": []}, "take.json.question should be an object"),
        ({"question": {}}, "take.json.question has no id"),
        ({"recorded_at": "yesterday"}, "take.json.recorded_at should be a date and time"),
        ({"recorded_at": "2026-11-22T12:45:03"}, "take.json.recorded_at should have a time zone"),
        ({"recorded_at": "0001-01-01T00:00:00+23:00"}, "take.json.recorded_at should lie between"),
        ({"recording_delay_s": -1}, "take.json.recording_delay_s should be a number from 0"),
        ({"recording_delay_s": float("nan")}, "take.json.recording_delay_s should be a number from 0"),
        ({"recording_delay_s": 10**400}, "take.json.recording_delay_s should be a number from 0"),
        ({"demonstration": 0}, "take.json.demonstration should be true or false"),
    ],
)
def test_a_damaged_take_says_what_is_wrong(store, fields, reason):
    take = saved(store)
    change(take.folder, **fields)

    with pytest.raises(StoreError) as caught:
        store.load(take.folder)

    assert caught.value.message.startswith(f"The take {take.id} is damaged: {reason}")
    assert "backup" in caught.value.hint


@pytest.mark.parametrize("name", ["", ".", "..", "../answer.flac", "/etc/passwd", "a\\b", "a\0b", "a b"])
def test_a_recording_outside_its_take_is_refused(store, name):
    take = saved(store)
    change(take.folder, recording={"file": name, "sample_rate_hz": 8000, "n_frames": 1})

    with pytest.raises(StoreError, match="should be the name of a file in the take's folder"):
        store.load(take.folder)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b"[" * 100_000, b"9" * 10_000, b"null"])
def test_a_file_that_is_no_take_is_damaged(store, content):
    take = saved(store)
    (take.folder / "take.json").write_bytes(content)

    with pytest.raises(StoreError, match="is damaged"):
        store.load(take.folder)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)


def places(document, place=()):
    """Return the path of every value in a JSON document."""
    if isinstance(document, list):
        document = dict(enumerate(document))
    children = document.items() if isinstance(document, dict) else ()
    return [place, *(found for key, child in children for found in places(child, (*place, key)))]


GOLDEN_TAKE = GOLDEN / "v1" / "2026-11-22T12-45-03_bias-variance" / "take.json"
GOLDEN_DOCUMENT = json.loads(GOLDEN_TAKE.read_text(encoding="utf-8"))


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(places(GOLDEN_DOCUMENT)[1:]), json_values)
def test_a_take_with_any_value_changed_is_read_or_refused_in_words(tmp_path, place, value):
    document = json.loads(json.dumps(GOLDEN_DOCUMENT))
    parent = document
    for key in place[:-1]:
        parent = parent[key]
    parent[place[-1]] = value

    assert_read_or_refused(tmp_path / "recordings" / "take", json.dumps(document).encode())


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, GOLDEN_TAKE.stat().st_size), st.integers(0, 40), st.binary(max_size=10))
def test_a_take_with_any_bytes_changed_is_read_or_refused_in_words(tmp_path, start, length, piece):
    content = GOLDEN_TAKE.read_bytes()

    assert_read_or_refused(
        tmp_path / "recordings" / "take", content[:start] + piece + content[start + length :]
    )


def assert_read_or_refused(folder: Path, content: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "take.json").write_bytes(content)

    found = Store(folder.parent).takes()

    assert len(found.good) + len(found.damaged) == 1
    for trouble in found.damaged:
        assert trouble.message.startswith("The take ")
        assert trouble.hint
    for take in found.good:
        take.recorded_at.astimezone(UTC)
        take.transcript.text.encode()
        assert take.recording.path.parent == folder


def test_takes_come_in_order_of_time_whatever_their_zone(store):
    third = saved(store, NOW)
    first = saved(store, NOW - timedelta(minutes=2))
    second = saved(store, (NOW - timedelta(minutes=1)).astimezone(timezone(timedelta(hours=9))))

    assert store.takes().good == (first, second, third)


def test_one_damaged_take_never_stops_the_others(store):
    good = saved(store)
    damaged, interrupted = saved(store), interrupted_take(store)
    (damaged.folder / "take.json").write_bytes(b"{")
    begun(store)  # empty: nothing was said
    (store.recordings / "README.md").write_text("notes")
    (store.recordings / "holiday").mkdir()
    directory = store.recordings / "directory"
    (directory / "take.json").mkdir(parents=True)

    found = store.takes()

    assert found.good == (good,)
    assert [(trouble.folder, trouble.message.split(":")[0]) for trouble in found.damaged] == [
        (damaged.folder, f"The take {damaged.id} is damaged"),
        (directory, "The take directory cannot be read"),
    ]
    assert [(trouble.folder, trouble.message) for trouble in found.unfinished] == [
        (interrupted.folder, f"The take {interrupted.id} was not finished.")
    ]
    assert found.unfinished[0].hint == f"To finish it: rehearse finish {interrupted.id}"


def test_a_folder_that_is_not_there_yet_holds_no_takes(store):
    assert store.takes().good == ()
    assert store.unfinished() == ()


def test_an_answer_being_given_in_another_window_is_left_alone(store):
    take = record(store)
    other = Store(store.recordings)

    assert other.unfinished() == ()
    assert other.takes().unfinished == ()
    with pytest.raises(StoreError, match="being recorded or finished by another Rehearse"):
        other.resume(take.folder)

    store.save(take, ANALYSIS)
    assert names(take.folder) == ["analysis.json", "answer.flac", "take.json"]
    with pytest.raises(StoreError, match="is finished"):
        other.resume(take.folder)


def test_an_interrupted_answer_tells_its_beginning_and_can_be_saved_after_all(store):
    later, take = interrupted_take(store, NOW + timedelta(hours=1)), interrupted_take(store)
    (later.folder / "begun.json").write_text("{")

    first, second = Store(store.recordings).unfinished()

    assert (first.folder, first.sound) == (take.folder, take.folder / "answer.wav")
    assert first.beginning == make_beginning(recorded_at=NOW)
    assert second.beginning is None
    assert store.resume(take.folder) == first
    assert Store(store.recordings).unfinished() == (second,)
    kept = store.save(take, ANALYSIS)
    assert store.takes().good == (kept,)
    assert store.unfinished() == (second,)


@pytest.mark.parametrize(
    "beginning",
    [
        make_beginning(recording_delay_s=None, device=None, demonstration=True, session=""),
        make_beginning(question=Question("a", "b"), recorded_at=NOW),
    ],
)
def test_what_is_noted_of_a_take_is_what_is_read(store, beginning):
    folder = begun(store)
    soundfile.write(folder / "answer.wav", noise(), 8000)
    store.note(folder, beginning)
    store.abandon(folder, keep_sound=True)

    (unfinished,) = store.unfinished()

    assert unfinished.beginning == beginning
    assert unfinished.recorded_at == beginning.recorded_at


def test_when_an_answer_was_given_is_told_by_its_folder_if_by_nothing_else(store):
    take, renamed = interrupted_take(store), interrupted_take(store, NOW + timedelta(minutes=1))
    for folder in (take.folder, renamed.folder):
        (folder / "begun.json").unlink()
    renamed.folder.rename(store.recordings / "my answer")

    moments = {each.folder.name: each.recorded_at for each in store.unfinished()}

    assert moments[take.id] == datetime(2026, 11, 22, 12, 45, 3).astimezone()  # in this machine's zone
    assert datetime.now(UTC) - moments["my answer"] < timedelta(hours=1)


def test_a_folder_in_which_nothing_was_said_is_no_unfinished_answer(store):
    empty, silent = begun(store), begun(store)
    soundfile.write(silent / "answer.wav", noise(0), 8000, subtype="PCM_16")
    dead = Store(store.recordings)
    for folder in (empty, silent):
        store._holds[folder].release()

    assert dead.unfinished() == ()
    with pytest.raises(StoreError, match="holds no sound"):
        dead.resume(empty)


def test_an_analysis_can_be_made_again(store):
    take = saved(store)
    assert store.analysis(take) == ANALYSIS

    store.save_analysis(take, {"schema": 1, "coverage": None})

    assert store.analysis(take) == {"schema": 1, "coverage": None}
    assert names(take.folder) == ["analysis.json", "answer.flac", "take.json"]


@pytest.mark.parametrize("content", [None, b"", b"[1]", b"\xff"])
def test_an_analysis_that_is_missing_or_damaged_is_none(store, content):
    take = saved(store)
    (take.folder / "analysis.json").unlink()
    if content is not None:
        (take.folder / "analysis.json").write_bytes(content)

    assert store.analysis(take) is None


def test_a_take_is_found_by_its_name_the_beginning_of_it_its_folder_or_as_the_last(store):
    first = saved(store, NOW)
    second = saved(store, NOW + timedelta(minutes=1))
    twin = saved(store, NOW + timedelta(minutes=1))

    assert store.resolve(first.id) == first.folder
    assert store.resolve("2026-11-22T12-45") == first.folder
    assert store.resolve(str(first.folder)) == first.folder
    assert store.resolve(second.id) == second.folder
    assert store.resolve(second.id + "-") == twin.folder
    assert store.resolve("last") == twin.folder


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2026", "2 takes begin with '2026'"),
        ("2025", "There is no take '2025'"),
        ("", "There is no take ''"),
        ("a\0b", "There is no take"),
        ("x" * 5000, "There is no take"),
        ("..", "There is no take"),
    ],
)
def test_a_take_that_is_none_or_several_names_candidates(store, text, message):
    first, second = saved(store, NOW), saved(store, NOW + timedelta(minutes=1))

    with pytest.raises(StoreError, match=message) as caught:
        store.resolve(text)

    assert first.id in caught.value.hint
    assert second.id in caught.value.hint


def test_the_last_of_no_takes_is_named_in_a_sentence(store):
    with pytest.raises(StoreError, match="There are no takes in"):
        store.resolve("last")


def test_loading_what_is_no_take_says_so(store, tmp_path):
    with pytest.raises(StoreError, match="There is no take in"):
        store.load(tmp_path / "none")


def test_an_abandoned_take_leaves_nothing_unless_something_was_said(store):
    said, unwanted = record(store), record(store)
    silent = begun(store)
    soundfile.write(silent / "answer.wav", noise(0), 8000, subtype="PCM_16")
    empty = begun(store)

    assert store.abandon(said.folder, keep_sound=True) == said.folder / "answer.wav"
    assert store.abandon(unwanted.folder, keep_sound=False) is None
    assert store.abandon(silent, keep_sound=True) is None
    assert store.abandon(empty, keep_sound=True) is None
    assert list(store.recordings.iterdir()) == [said.folder]


def test_a_saved_take_cannot_be_abandoned(store, tmp_path):
    take = saved(store)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()

    assert store.abandon(take.folder, keep_sound=False) == take.folder / "answer.flac"
    assert store.abandon(elsewhere, keep_sound=False) is None
    assert store.load(take.folder) == take
    assert elsewhere.is_dir()


def test_recordings_that_are_a_file_are_named_with_a_remedy(tmp_path):
    path = tmp_path / "recordings"
    path.write_text("not a folder")

    for attempt in (lambda: begun(Store(path)), Store(path).takes):
        with pytest.raises(StoreError, match=str(path)) as caught:
            attempt()
        assert "--recordings" in caught.value.hint


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
def test_a_place_where_nothing_can_be_written_is_named_with_a_remedy():
    with pytest.raises(StoreError, match="No take can be begun: /proc/rehearse") as caught:
        begun(Store(Path("/proc/rehearse")))

    assert "--recordings" in caught.value.hint


FULL_DISK = """
import resource, sys
from pathlib import Path
from rehearse.errors import StoreError
from rehearse.store import Store
from tests.builders import make_take

store = Store(Path(sys.argv[1]))
folder = Path(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
try:
    store.save(make_take(folder), {"text": "x" * 5000})
except StoreError as error:
    print(error.message, "|", error.hint)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="file sizes cannot be limited there")
@pytest.mark.parametrize(
    ("room_bytes", "message", "left"),
    [
        (0, "cannot be", ["answer.wav"]),
        (20_000, "cannot be compressed", ["answer.wav"]),
        (1000, "cannot be", ["answer.wav"]),
    ],
)
def test_a_full_disk_loses_nothing_that_was_said(store, room_bytes, message, left):
    take = record(store, n_frames=100_000)
    before = (take.folder / "answer.wav").read_bytes()

    said = run_full_disk(store, take, room_bytes)

    assert message in said
    assert "disk" in said
    assert set(names(take.folder)) - {".in-use", "begun.json"} == set(left)
    assert (take.folder / "answer.wav").read_bytes() == before


def test_a_disk_that_fills_after_the_sound_keeps_the_sound(store):
    take = record(store, n_frames=100)

    said = run_full_disk(store, take, room_bytes=1000)

    assert "Make room on the disk" in said
    assert names(take.folder) == [".in-use", "answer.flac", "begun.json"]


def run_full_disk(store: Store, take: Take, room_bytes: int) -> str:
    """Save a take where no file may grow beyond some size; return what is said."""
    command = [sys.executable, "-c", FULL_DISK, str(store.recordings), str(take.folder), str(room_bytes)]
    done = run_program(*command, folder=ROOT)
    assert done.returncode == 0, done.stderr
    return done.stdout
