"""What the doctor says of the parts that need no sound."""

import pytest

from rehearse.doctor import examinations
from rehearse.judge import MiniLMJudge, weights


@pytest.fixture
def judge():
    """The examination of the judge of key points."""
    found = examinations(
        model="base",
        engine="whisper",
        language="en",
        microphone=None,
        speaker=None,
        voice=None,
        rate=165,
        volume=1.0,
        recordings=None,
    )
    return next(each for each in found if each.part == "Judge")


@pytest.mark.real
def test_the_judge_is_loaded_for_real(judge):
    finding = judge.run()

    assert finding.well
    assert "judge of key points is at hand" in finding.said


def test_a_damaged_judge_is_named_with_its_remedy(judge, monkeypatch, tmp_path):
    monkeypatch.setattr("rehearse.doctor.MiniLMJudge", lambda: MiniLMJudge(tmp_path))

    finding = judge.run()

    assert not finding.well
    assert "judge of key points cannot be read" in finding.said
    assert finding.remedy == weights.REMEDY
