"""A list of takes is what their files say, with its cache, without it, and whatever state that is in."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rehearse.analysis import analyse
from rehearse.analysis.corrected import apply_corrections
from rehearse.analysis.document import document
from rehearse.corrections import PointJudged, Respelled, new_correction
from rehearse.corrections_log import add_corrections
from rehearse.take import Interval, Transcript
from rehearse.take_folder import read_take
from rehearse.take_index import TakeIndex
from rehearse.take_json import document_of
from rehearse.take_rows import read_row
from tests.builders import QUESTION, make_take
from tests.waits import at_once

GOLDEN = Path(__file__).parent / "data" / "takes" / "v1" / "2026-11-22T12-45-03_bias-variance"
NOW = datetime(2026, 11, 22, 12, 45, 3, tzinfo=UTC)
LONG_AGO_NS = 10**18


def write_quickly(path: Path, made) -> None:
    """Write JSON as the program does, without waiting for the disk."""
    path.write_text(json.dumps(made, indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


def write(recordings: Path, name: str, said="Lowering one tends to raise the other.", **changes) -> Path:
    """Write a take and its analysis, as an hour ago."""
    folder = recordings / name
    folder.mkdir(parents=True)
    take = make_take(folder, transcript=Transcript.from_text(said), **changes)
    write_quickly(folder / "take.json", document_of(take))
    analyse_again(folder)
    return folder


def analyse_again(folder: Path, corrections=()) -> None:
    take = read_take(folder)
    corrected = apply_corrections(take.transcript, corrections)
    analysis = analyse(
        take.question, corrected.transcript, (Interval(0.0, 9.0),), duration_s=9.0, corrected=corrected
    )
    made = document(take.deck, take.question, corrected.transcript, 9.0, analysis, corrected)
    write_quickly(folder / "analysis.json", made)
    settle(folder)


def settle(folder: Path) -> None:
    """Let a take's files be as old as those of most takes."""
    for path in folder.iterdir():
        os.utime(path, ns=(LONG_AGO_NS, LONG_AGO_NS))


@pytest.fixture
def recordings(tmp_path):
    return tmp_path / "recordings"


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache" / "takes.json"


def ids(rows):
    return [row.id for row in rows.good]


def test_a_row_is_what_the_files_say(recordings):
    folder = write(recordings, "one", session="s", follow_up_to="another")
    made = json.loads((folder / "analysis.json").read_text())

    row = read_row(folder)

    assert (row.id, row.deck, row.question_id) == ("one", "machine-learning", "bias-variance")
    assert (row.recorded_at, row.duration_s, row.session) == (NOW, 0.2, "s")
    assert (row.follow_up_to, row.text) == ("another", "Lowering one tends to raise the other.")
    assert (row.coverage, row.content, row.delivery) == (1.0, 1.0, None)
    assert (row.n_words, row.pace_wpm) == (7, made["pacing"]["speech_rate_wpm"])
    assert (row.n_corrections, row.stale) == (0, False)


@pytest.mark.parametrize("indent", [None, 1, 2, 4])
def test_a_row_does_not_depend_on_how_its_files_are_laid_out(recordings, indent):
    folder = write(recordings, "one", said='"transcript": "words": [ \\n  "words": [')
    before = read_row(folder)
    for name in ("take.json", "analysis.json"):
        path = folder / name
        path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")), indent=indent))

    assert read_row(folder) == before


def test_an_analysis_of_before_there_were_summaries_is_summed_up(recordings):
    folder = write(recordings, "one", said="Um, lowering one tends to raise the other.")
    now = read_row(folder)
    made = json.loads((folder / "analysis.json").read_text(encoding="utf-8"))
    del made["summary"]
    write_quickly(folder / "analysis.json", made)

    before = read_row(folder)

    rate = (before.n_fillers or 0) * (before.pace_wpm or 0) / (before.n_words or 1)
    assert before.fillers_per_min == pytest.approx(rate, abs=0.001)  # withheld nowadays: it is too short
    assert replace(before, fillers_per_min=None, pauses_per_min=None) == now


def test_a_take_of_the_first_version_has_a_row():
    row = read_row(GOLDEN)

    assert (row.id, row.question_id, row.coverage) == (GOLDEN.name, "bias-variance", 0.5)


def test_takes_are_listed_in_order_of_time(recordings, cache):
    write(recordings, "b", recorded_at=NOW + timedelta(hours=1))
    write(recordings, "a", recorded_at=NOW + timedelta(hours=2))
    write(recordings, "c", recorded_at=NOW)

    assert ids(TakeIndex(recordings, cache).rows()) == ["c", "b", "a"]
    assert ids(TakeIndex(recordings, cache).rows()) == ["c", "b", "a"]


def test_no_recordings_are_no_rows(recordings, cache):
    assert TakeIndex(recordings, cache).rows().good == ()


def test_what_is_in_the_cache_is_not_read_again(recordings, cache):
    folder = write(recordings, "one")
    first = TakeIndex(recordings, cache).rows()
    state = (folder / "take.json").stat()
    content = (folder / "take.json").read_bytes()
    with (folder / "take.json").open("rb+") as file:
        file.write(b"!" * len(content))
    os.utime(folder / "take.json", ns=(state.st_atime_ns, state.st_mtime_ns))

    assert TakeIndex(recordings, cache).rows() == first
    cache.unlink()
    assert ids(TakeIndex(recordings, cache).rows()) == []


def test_what_an_index_knows_is_read_neither_from_the_take_nor_from_the_cache_again(recordings, cache):
    folder = write(recordings, "one")
    index = TakeIndex(recordings, cache)
    first = index.rows()
    state = (folder / "take.json").stat()
    with (folder / "take.json").open("rb+") as file:
        file.write(b"!" * state.st_size)
    os.utime(folder / "take.json", ns=(state.st_atime_ns, state.st_mtime_ns))
    cache.unlink()

    assert index.rows() == first


def change_nothing(folder):
    pass


def remove(folder):
    shutil.rmtree(folder)


def rename(folder):
    folder.rename(folder.with_name("renamed"))


def damage(folder):
    (folder / "take.json").write_text("{")


def cut_short(folder):
    path = folder / "take.json"
    path.write_bytes(path.read_bytes()[:-40])


def lose_the_analysis(folder):
    (folder / "analysis.json").unlink()


def score_otherwise(folder):
    path = folder / "analysis.json"
    made = json.loads(path.read_text(encoding="utf-8"))
    made["summary"]["coverage"] = 0.25
    write_quickly(path, made)


def correct(folder):
    corrections = [new_correction(Respelled(0, "Raising"), NOW)]
    add_corrections(folder, corrections)
    analyse_again(folder, corrections)


def correct_and_die(folder):
    add_corrections(folder, [new_correction(PointJudged(QUESTION.key_points[1].text, True), NOW)])


def delete_corrections(folder):
    (folder / "corrections.jsonl").unlink(missing_ok=True)


def record_another(folder):
    write(folder.parent, f"{folder.name}-2")


CHANGES = [
    change_nothing,
    remove,
    rename,
    damage,
    cut_short,
    lose_the_analysis,
    score_otherwise,
    correct,
    correct_and_die,
    delete_corrections,
    record_another,
]


@pytest.mark.parametrize("settled", [True, False])
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_on_disk_is_seen_at_once(recordings, cache, change, settled):
    for name in ("one", "two", "three"):
        write(recordings, name)
    lasting = TakeIndex(recordings, cache)
    lasting.rows()

    change(recordings / "two")
    if settled:
        for folder in recordings.iterdir():
            settle(folder)

    seen = TakeIndex(recordings, cache).rows()
    assert seen == TakeIndex(recordings, cache.with_name("fresh.json")).rows()
    assert seen == lasting.rows()
    assert {"one", "three"} <= set(ids(seen))
    assert seen == TakeIndex(recordings, cache).rows()


def test_figures_without_the_corrections_there_are_are_not_shown(recordings, cache):
    folder = write(recordings, "one")
    correct_and_die(folder)

    (row,) = TakeIndex(recordings, cache).rows().good

    assert (row.stale, row.coverage, row.n_corrections) == (True, None, 1)


def test_damaged_and_unfinished_takes_are_set_apart(recordings, cache):
    damage(write(recordings, "damaged"))
    (recordings / "unfinished").mkdir()
    (recordings / "unfinished" / "answer.wav").write_bytes(b"RIFF")
    (recordings / "no take").mkdir()

    rows = TakeIndex(recordings, cache).rows()

    assert rows.good == ()
    assert [each.folder.name for each in rows.damaged] == ["damaged"]
    assert [each.folder.name for each in rows.unfinished] == ["unfinished"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_cache_is_no_cache(tmp_path_factory, data):
    recordings = tmp_path_factory.mktemp("recordings")
    cache = recordings / "cache.json"
    write(recordings, "one")
    first = TakeIndex(recordings, cache).rows()
    whole = cache.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    cache.write_bytes(
        whole[:at] + data.draw(st.binary(max_size=9)) + whole[at + data.draw(st.integers(0, 9)) :]
    )

    assert TakeIndex(recordings, cache).rows() == first


def test_a_cache_that_cannot_be_written_is_done_without(recordings, tmp_path):
    write(recordings, "one")
    (tmp_path / "file").write_text("")

    assert ids(TakeIndex(recordings, tmp_path / "file" / "cache.json").rows()) == ["one"]


@pytest.mark.parametrize("shared", [True, False], ids=["threads", "programs"])
def test_many_at_once_each_see_all_takes(recordings, cache, shared):
    for number in range(20):
        write(recordings, f"{number:02}")
    one = TakeIndex(recordings, cache)
    seen: list[list[str]] = []

    def look():
        seen.append(ids((one if shared else TakeIndex(recordings, cache)).rows()))

    at_once(*[look] * 8)

    assert seen == [[f"{number:02}" for number in range(20)]] * 8
