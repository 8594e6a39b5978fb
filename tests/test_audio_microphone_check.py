from math import inf

import pytest

from rehearse.audio.microphone_check import KnownMicrophones, microphone_problem


@pytest.mark.parametrize(
    ("name", "loudest_dbfs", "problem"),
    [
        ("Headset", -inf, "exact silence: it is muted, or this program may not listen"),
        ("Headset", -55.0, "too quiet (-55 dBFS at its loudest)"),
        ("Headset", -0.1, "clips"),
        ("Monitor of Built-in Audio", -20.0, "carries what the speaker plays"),
        ("Stereo Mix (Realtek)", -20.0, "carries what the speaker plays"),
    ],
)
def test_each_fault_of_a_microphone_is_named_with_a_remedy(name, loudest_dbfs, problem):
    found = microphone_problem(name, loudest_dbfs)

    assert found is not None
    assert problem in found.problem
    assert found.remedy.endswith(".")


def test_a_good_microphone_has_no_problem():
    assert microphone_problem("Headset", -20.0) is None


@pytest.mark.parametrize("loudest_dbfs", [-inf, -55.0])
def test_where_there_are_others_it_may_be_the_wrong_one(loudest_dbfs):
    alone, among_others = microphone_problem("A", loudest_dbfs), microphone_problem("A", loudest_dbfs, 2)

    assert alone is not None
    assert among_others is not None
    assert "not the one in front of you" not in alone.remedy
    assert "not the one in front of you" in among_others.remedy


def test_a_microphone_that_was_checked_is_known_from_then_on(tmp_path):
    path = tmp_path / "state" / "microphones.txt"
    known = KnownMicrophones(path)
    assert "Headset" not in known

    known.add("Headset")
    known.add("Webcam, 2 channels")

    assert "Headset" in KnownMicrophones(path)
    assert "Webcam, 2 channels" in known
    assert "Webcam" not in known


def test_a_list_that_cannot_be_read_or_written_knows_nobody_and_harms_nothing(tmp_path):
    (tmp_path / "state").write_text("a file where a folder should be")
    known = KnownMicrophones(tmp_path / "state" / "microphones.txt")

    known.add("Headset")

    assert "Headset" not in known
