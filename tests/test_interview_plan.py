from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rehearse.choosing import Attempt
from rehearse.deck import Deck, KeyPoint, Question
from rehearse.interview.plan import follow_up, is_warm_up, needed_s, plan_questions, there_is_time


def deck_of(n_warm_ups, n_others, limit_s=90.0):
    warm_ups = [Question(f"warm-{n}", "?", group="Warm-up", time_limit_s=limit_s) for n in range(n_warm_ups)]
    others = [Question(f"q-{n}", "?", group="Technical", time_limit_s=limit_s) for n in range(n_others)]
    return Deck("d", "D", Path("d.md"), (*others, *warm_ups))


DECK = deck_of(5, 15)


def plan(deck=DECK, attempts=(), *, n=None, minutes=None, seed="s"):
    budget_s = None if minutes is None else minutes * 60.0
    return plan_questions(deck, attempts, n_questions=n, budget_s=budget_s, seed=seed)


def attempt(question_id, coverage, day=0):
    return Attempt(question_id, datetime(2026, 11, 1, tzinfo=UTC) + timedelta(days=day), coverage)


@pytest.mark.parametrize(("n", "warm_ups"), [(1, 0), (2, 1), (5, 1), (8, 2), (10, 2), (20, 5)])
def test_warm_ups_come_first_about_one_in_five(n, warm_ups):
    kinds = [is_warm_up(question) for question in plan(n=n)]

    assert kinds == [True] * warm_ups + [False] * (n - warm_ups)


def test_the_number_of_questions_is_what_was_asked_for_and_none_comes_twice():
    assert len({question.id for question in plan(n=7)}) == 7
    assert len(plan(n=100)) == 20


def test_of_the_technical_questions_those_that_most_need_it_are_asked():
    attempts = [attempt(f"q-{n}", 0.9) for n in range(15) if n not in (3, 7, 11)]
    attempts += [attempt("q-3", 0.1), attempt("q-7", 0.2)]

    asked = {question.id for question in plan(attempts=attempts, n=4) if not is_warm_up(question)}

    assert asked == {"q-3", "q-7", "q-11"}  # two that went badly, and the one never tried


def test_untried_questions_are_not_always_asked_in_the_decks_order():
    orders = {tuple(question.id for question in plan(n=6, seed=str(seed))) for seed in range(5)}

    assert len(orders) == 5


def test_the_same_seed_gives_the_same_plan():
    assert plan(n=6, seed="x") == plan(n=6, seed="x")


def test_where_time_decides_the_rest_stands_ready_in_case_answers_are_short():
    planned = plan(minutes=20)

    assert len(planned) == 2 + 15  # two warm-ups among the eleven that fit, and all the others
    assert [is_warm_up(question) for question in planned[:3]] == [True, True, False]


@pytest.mark.parametrize("deck", [deck_of(0, 4), deck_of(4, 0), deck_of(0, 1), deck_of(1, 0)])
def test_a_deck_needs_neither_warm_ups_nor_anything_else(deck):
    assert {question.id for question in plan(deck, minutes=60)} == {
        question.id for question in deck.questions
    }
    assert len(plan(deck, n=1)) == 1


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 6), st.integers(0, 20), st.none() | st.integers(1, 30), st.integers(1, 120), st.text())
def test_a_plan_is_never_empty_and_holds_each_question_at_most_once(n_warm, n_other, n, minutes, seed):
    if n_warm + n_other == 0:
        return
    deck = deck_of(n_warm, n_other)

    planned = plan(deck, n=n, minutes=minutes, seed=seed)

    assert planned
    assert len(planned) == len(set(planned))
    assert set(planned) <= set(deck.questions)
    if n is not None:
        assert len(planned) == min(n, len(deck.questions))


def test_a_question_starts_only_when_there_is_time_for_all_of_it():
    question = DECK.questions[0]

    assert needed_s(question) == 102.0
    assert there_is_time(question, budget_s=600.0, spent_s=498.0)
    assert not there_is_time(question, budget_s=600.0, spent_s=498.1)
    assert there_is_time(question, budget_s=None, spent_s=1e6)


def test_a_follow_up_asks_about_the_weightiest_missed_point_that_has_a_probe():
    light = KeyPoint("Light", probe="And the light one?")
    heavy = KeyPoint("Heavy", wordings=("weighs a lot",), weight=2.0, probe="And the heavy one?")
    heaviest = KeyPoint("Heaviest", weight=3.0)
    question = replace(DECK.questions[0], key_points=(light, heavy, heaviest))

    asked = follow_up(question, (light, heavy, heaviest))

    assert asked is not None
    assert (asked.text, asked.id, asked.group) == ("And the heavy one?", "q-0--follow-up", "Technical")
    assert asked.key_points == (replace(heavy, probe=""),)  # so that no follow-up is followed up
    lighter = follow_up(question, (light,))
    assert lighter is not None
    assert lighter.text == "And the light one?"


def test_there_is_no_follow_up_where_the_deck_offers_none():
    assert follow_up(DECK.questions[0], (KeyPoint("Heaviest"),)) is None
    assert follow_up(DECK.questions[0], ()) is None
