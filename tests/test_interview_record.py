import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rehearse.errors import StoreError
from rehearse.interview.record import Asked, Interview, Interviews, document_of, interview_from

INTERVIEW = Interview(
    session="2026-11-22T18-05-03_1f2e",
    deck="seas",
    started_at=datetime(2026, 11, 22, 18, 5, 3, tzinfo=UTC),
    questions=("tides", "salt", "waves"),
    budget_s=1200.0,
    asked=(Asked("tides", False, "take-1", 61.5), Asked("tides", True, "take-2", 20.25)),
)


@pytest.fixture
def interviews(tmp_path):
    return Interviews(tmp_path)


def test_what_is_saved_comes_back(interviews):
    interviews.save(INTERVIEW)

    assert interviews.load(INTERVIEW.session) == INTERVIEW
    assert interviews.load("2026") == INTERVIEW
    assert interviews.load("last") == INTERVIEW


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.builds(
        Interview,
        session=st.just("s"),
        deck=st.text(st.characters(codec="utf-8")),
        started_at=st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
        questions=st.lists(st.text(st.characters(codec="utf-8"))).map(tuple),
        budget_s=st.none() | st.floats(0, 1e6),
        demonstration=st.booleans(),
        asked=st.lists(
            st.builds(Asked, st.just("q"), st.booleans(), st.just("take"), st.integers(0, 9999).map(float))
        ).map(tuple),
        ended=st.booleans(),
    )
)
def test_any_interview_survives_its_file(interview):
    assert interview_from(json.loads(json.dumps(document_of(interview)))) == interview


def test_time_spent_and_questions_left_follow_from_what_was_asked():
    assert INTERVIEW.spent_s == 81.75
    assert INTERVIEW.left == ("salt", "waves")


def test_saving_again_takes_the_place_of_what_was_there(interviews):
    interviews.save(INTERVIEW)
    interviews.save(replace(INTERVIEW, ended=True))

    assert interviews.load("last").ended
    assert len(list(interviews.folder.iterdir())) == 1


def test_the_newest_interview_on_a_deck_is_resumed_if_it_was_interrupted(interviews):
    assert interviews.to_resume("seas") is None
    interviews.save(INTERVIEW)
    interviews.save(replace(INTERVIEW, session="2026-11-23T00-00-00_aaaa", deck="rocks", ended=True))

    assert interviews.to_resume("seas") == INTERVIEW
    assert interviews.to_resume("rocks") is None

    interviews.save(replace(INTERVIEW, session="2026-11-24T00-00-00_bbbb", ended=True))
    assert interviews.to_resume("seas") is None


def test_a_demonstration_is_never_resumed(interviews):
    interviews.save(replace(INTERVIEW, demonstration=True))

    assert interviews.to_resume("seas") is None


def test_without_any_interview_there_is_a_sentence(interviews):
    with pytest.raises(StoreError, match="There are no interviews"):
        interviews.load("last")


def test_a_name_that_fits_none_or_several_is_told_with_candidates(interviews):
    interviews.save(INTERVIEW)
    interviews.save(replace(INTERVIEW, session="2026-11-23T00-00-00_aaaa"))

    for name in ("2026", "x", ""):
        with pytest.raises(StoreError) as caught:
            interviews.load(name)
        assert "2026-11-23T00-00-00_aaaa" in caught.value.hint


def test_a_whole_name_that_others_begin_with_is_that_interview(interviews):
    longer = replace(INTERVIEW, session=f"{INTERVIEW.session}0")
    for each in (INTERVIEW, longer):
        interviews.save(each)

    assert interviews.load(INTERVIEW.session) == INTERVIEW
    assert [interviews.read(name) for name in interviews.sessions()] == [INTERVIEW, longer]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "is damaged"),
        ("[]", "is damaged: it should be an object"),
        ('{"schema": 2}', "newer version"),
        ('{"schema": 1}', "is damaged: it has no session"),
    ],
)
def test_a_damaged_interview_is_a_sentence(interviews, content, said):
    interviews.folder.mkdir()
    (interviews.folder / "2026.json").write_text(content)

    with pytest.raises(StoreError, match=said):
        interviews.load("last")


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path):
    (tmp_path / "interviews").write_text("a file in its place")

    with pytest.raises(StoreError, match="cannot be saved"):
        Interviews(tmp_path).save(INTERVIEW)
