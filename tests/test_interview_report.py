import json
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from rehearse.interview.advice import work_on_first
from rehearse.interview.answers import Answer, halves_of, together
from rehearse.interview.record import Asked, Interview
from rehearse.interview.report import report_document, report_on
from rehearse.ui.interview_report import interview_report
from tests.builders import make_question, make_take

STARTED = datetime(2026, 11, 22, 18, 5, 3, tzinfo=UTC)


def interview(*asked, **changes):
    known = Interview("2026-11-22T18-05-03_1f2e", "seas", STARTED, ("tides", "salt", "waves"), asked=asked)
    return replace(known, **changes)


def answered(
    question_id, text, *, coverage=1.0, delivery=1.0, rate=140.0, words=70, fillers=0, missed=(), **more
):
    """Return a take and its analysis document, of half a minute of speech unless told otherwise."""
    question = make_question(id=question_id, text=text, time_limit_s=30.0)
    points = [{"text": point, "status": "missed"} for point in missed]
    points += [{"text": "Said", "status": "covered"}]
    made = {
        "words": [{"kind": "word"}] * words + [{"kind": "filled_pause"}],
        "filled_pauses": [{}] * fillers,
        "discourse_markers": [],
        "silent_pauses": [],
        "pacing": {"speech_rate_wpm": rate, "response_latency_s": 1.2},
        "coverage": {"coverage": coverage, "key_points": points, "misconceptions": []},
        "scorecard": {"delivery": {"value": delivery}},
        **more,
    }
    return make_take(Path(question_id), question=question), made


def report(*answers, **changes):
    asked = tuple(Asked(take.question.id, False, f"take-{n}", 40.0) for n, (take, _) in enumerate(answers))
    return report_on(interview(*asked, **changes), {f"take-{n}": each for n, each in enumerate(answers)})


def test_each_answer_has_its_figures():
    told = report(
        answered("tides", "Why tides?", coverage=0.5, rate=140.0, words=70, fillers=3, missed=("Moon",))
    )

    (answer,) = told.answers
    assert (answer.number, answer.text, answer.coverage, answer.delivery) == (1, "Why tides?", 0.5, 1.0)
    assert answer.speech_rate_wpm == 140.0
    assert answer.fillers_per_min == pytest.approx(6.0)  # three in the half minute that 70 words took
    assert answer.open_points == ("Moon",)
    assert told.spent_s == 40.0


def test_a_follow_up_shares_the_number_of_its_question_and_counts_in_no_mean():
    tides, probe, salt = (
        answered("tides", "Why tides?", coverage=0.5),
        answered("tides--follow-up", "And the moon?", coverage=0.0),
        answered("salt", "Why salt?", coverage=0.7),
    )
    asked = (Asked("tides", False, "a", 40), Asked("tides", True, "b", 20), Asked("salt", False, "c", 40))

    told = report_on(interview(*asked), {"a": tides, "b": probe, "c": salt})

    assert [answer.number for answer in told.answers] == [1, 1, 2]
    assert told.coverage == pytest.approx(0.6)
    assert (told.strongest, told.weakest) == (told.answers[2], told.answers[0])


def test_of_equal_answers_none_is_the_weakest():
    told = report(answered("tides", "Why tides?"), answered("salt", "Why salt?"))

    assert (told.strongest, told.weakest) == (None, None)


def test_an_answer_whose_take_is_gone_has_no_figures_and_spoils_nothing():
    told = report_on(
        interview(Asked("tides", False, "gone", 40.0), Asked("salt", False, "here", 40.0)),
        {"here": answered("salt", "Why salt?", coverage=0.4)},
    )

    assert told.answers[0] == Answer(1, "tides", "tides", False, "gone")
    assert told.coverage == 0.4


@pytest.mark.parametrize("made", [{}, {"coverage": 3, "words": "x", "silent_pauses": [1, {"end_s": 5}]}])
def test_an_analysis_that_is_missing_or_odd_spoils_nothing(made):
    told = report((make_take(Path("tides"), question=make_question(id="tides")), made))

    assert told.answers[0].coverage is None
    assert told.whole is None


def test_answers_together_are_weighed_by_their_length():
    short = Answer(1, "a", "A?", False, "a", n_words=10, speech_rate_wpm=100.0, n_fillers=1)
    long = Answer(2, "b", "B?", False, "b", n_words=190, speech_rate_wpm=190.0, n_fillers=0)
    silent = Answer(3, "c", "C?", False, "c")

    whole = together((short, long, silent))

    assert whole is not None
    assert whole.speech_rate_wpm == pytest.approx(200 / 1.1)
    assert whole.fillers_per_min == pytest.approx(1 / 1.1)
    assert together((silent,)) is None


def spoken(*rates, fillers=0):
    return [
        Answer(
            n,
            f"q-{n}",
            f"Q{n}?",
            False,
            f"t-{n}",
            is_scored=True,
            n_words=round(rate),
            speech_rate_wpm=rate,
            n_fillers=fillers,
            coverage=1.0,
        )
        for n, rate in enumerate(rates, start=1)
    ]


def test_the_halves_are_compared_from_four_answers_on():
    assert halves_of(spoken(130, 130, 160)) is None
    halves = halves_of(spoken(130, 130, 160, 170))
    assert halves is not None
    assert [half.speech_rate_wpm for half in halves] == [130.0, 165.0]


def test_a_few_words_make_no_development():
    assert halves_of([replace(answer, n_words=20) for answer in spoken(130, 130, 160, 170)]) is None


def test_how_it_developed_is_told_in_words():
    told = report(
        *(
            answered(f"q-{n}", f"Q{n}?", rate=float(rate), words=rate)
            for n, rate in enumerate((130, 130, 160, 170))
        )
    )

    assert told.changes == ("You sped up from 130 to 165 words a minute as it wore on",)


def test_the_weakest_content_and_the_worst_habit_come_first():
    answers = spoken(180, 180, 140, fillers=1)
    answers[1] = replace(answers[1], coverage=0.25, open_points=("The moon", "The sun", "The wind"))

    content, habit = work_on_first(answers, "seas")

    assert "25% of “Q2?”, “The moon” and “The sun” among what was missing" in content
    assert "rehearse practice seas --question q-2" in content
    assert habit.startswith("You were fast in 2 of 3 answers")


def test_what_was_said_wrong_comes_before_all_else_and_three_things_are_enough():
    answers = spoken(90, 90, 180, 180, fillers=20)
    answers[0] = replace(answers[0], contradicted=("Low bias means overfitting",), coverage=0.1)

    advice = work_on_first(answers, "seas")

    assert len(advice) == 3
    assert "you said the opposite of “Low bias means overfitting”" in advice[0]
    assert "fillers" in advice[1]
    assert "10% of “Q1?”" in advice[2]


def test_points_won_only_by_a_follow_up_are_told():
    answers = [*spoken(140), replace(spoken(140)[0], follow_up=True, text="And the moon?")]

    assert work_on_first(answers, "seas") == (
        "1 point came only when you were asked, such as on “And the moon?”: "
        "you know more than you say, so say it unasked.",
    )


def test_a_good_interview_is_told_so_and_an_unscored_one_is_not():
    assert work_on_first(spoken(140, 140), "seas")[0].startswith("Nothing stands out")
    assert work_on_first([Answer(1, "a", "A?", False, "a")], "seas") == ()


def drawn(told, width=80):
    out = StringIO()
    Console(file=out, width=width, markup=False).print(interview_report(told))
    return out.getvalue()


def test_the_report_reads_without_colour():
    shown = drawn(
        report(
            answered("tides", "Why are there tides?", coverage=0.5, missed=("The moon pulls",), fillers=4),
            answered("salt", "Why is the sea salty?", coverage=1.0, rate=180.0),
            ended=True,
        )
    )

    for told in (
        "2 questions in 1:20. Content 75%, delivery 100%",
        "Strongest: 2. Why is the sea salty?",
        "Weakest: 1. Why are there tides?",
        "████░░░░  50%",
        "✗ The moon pulls",
        "■■■■■│■■■···· 8.0",
        "What to work on first",
        "rehearse interview --report 2026-11-22T18-05-03_1f2e",
    ):
        assert told in shown
    assert "interrupted" not in shown


def test_of_many_missed_points_the_first_few_are_shown():
    shown = drawn(report(answered("tides", "Why tides?", missed=("One", "Two", "Three", "Four", "Five"))))

    assert "✗ Three" in shown
    assert "Four" not in shown
    assert "and 2 more" in shown


def test_an_interrupted_interview_says_how_to_go_on():
    assert "rehearse interview --resume" in drawn(report(answered("tides", "Why tides?")))


def test_an_interview_without_answers_can_be_shown():
    assert "0 questions in 0:00. Content –, delivery –" in drawn(report())


def test_the_report_as_json_says_what_is_unknown_with_null():
    told = report(answered("tides", "Why tides?", coverage=None))
    made = json.loads(json.dumps(report_document(told)))

    assert made["session"] == "2026-11-22T18-05-03_1f2e"
    assert made["coverage"] is None
    assert made["strongest"] is None
    assert made["answers"][0]["fillers_per_min"] == 0
    assert made["answers"][0]["take"] == told.answers[0].take
