"""Key points: what counts as said, what does not, and where it was said."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehearse.analysis.coverage import (
    CREDIT,
    Status,
    cover,
    match_key_points,
    match_misconceptions,
)
from rehearse.analysis.verdict import COVERED_SCORE
from rehearse.deck import KeyPoint, Question, read_deck
from rehearse.take import Transcript, Word, WordKind
from tests.labelled_answers import LABELLED

PROMPTS = Path(__file__).parent.parent / "prompts"

COVERED_PRECISION = 1.0
COVERED_RECALL = 0.85
CONTRADICTED_RECALL = 1.0
"""Reached on the labelled answers; they may rise, not fall."""


def match(point, answer, question=""):
    """Match one point against typed text."""
    (found,) = match_key_points([KeyPoint(point)], Transcript.from_text(answer), question=question)
    return found


def labels_given():
    """Return (what a listener says, what we say) for each labelled answer."""
    return [
        (
            labelled.label,
            match_key_points(
                [labelled.point], Transcript.from_text(labelled.answer), question=labelled.question
            )[0].status.value,
        )
        for labelled in LABELLED
    ]


def test_precision_and_recall_on_labelled_answers_do_not_fall():
    given_labels = labels_given()
    covered = [truth for truth, ours in given_labels if ours == "covered"]

    assert covered.count("covered") / len(covered) >= COVERED_PRECISION
    assert (
        given_labels.count(("covered", "covered")) / sum(truth == "covered" for truth, _ in given_labels)
        >= COVERED_RECALL
    )


def test_denied_points_of_labelled_answers_are_contradicted_and_no_others():
    given_labels = labels_given()

    assert {truth for truth, ours in given_labels if ours == "contradicted"} == {"contradicted"}
    assert (
        given_labels.count(("contradicted", "contradicted"))
        >= sum(truth == "contradicted" for truth, _ in given_labels) * CONTRADICTED_RECALL
    )


def test_a_covered_point_is_traced_to_its_words_times_and_wording():
    texts = ["Well,", "um,", "high", "bias", "really", "means", "underfitting.", "Next."]
    words = tuple(
        Word(text, float(at), at + 0.5, kind=WordKind.FILLED_PAUSE if text == "um," else WordKind.WORD)
        for at, text in enumerate(texts)
    )
    point = KeyPoint("It is too simple", ("high bias means underfitting",))

    (found,) = match_key_points([point], Transcript(words))

    assert found.status is Status.COVERED
    assert (found.first_word, found.last_word) == (2, 6)
    assert found.matched_words == (2, 3, 5, 6)
    assert (found.start_s, found.end_s) == (2.0, 6.5)
    assert found.quote == "high bias really means underfitting."
    assert found.wording == "high bias means underfitting"


def test_a_word_heard_as_two_is_quoted_whole():
    found = match("high bias means underfitting", "So high bias means under fitting, usually.")

    assert found.status is Status.COVERED
    assert found.quote == "high bias means under fitting,"


def test_typed_text_has_no_times():
    found = match("high bias means underfitting", "high bias means underfitting")

    assert (found.start_s, found.end_s) == (None, None)
    assert found.quote == "high bias means underfitting"


@pytest.mark.parametrize("answer", ["", "um", "the", "bias", "...", "no no no"])
def test_too_little_said_misses_the_point(answer):
    found = match("High bias means underfitting", answer)

    assert found.status is Status.MISSED
    assert (found.first_word, found.last_word, found.matched_words, found.quote) == (None, None, (), "")


def test_words_scattered_over_an_answer_do_not_add_up():
    filler = "then the team went on to talk about many other topics of their choice over lunch and dinner. "
    scattered = f"regularization {filler * 3} adds {filler * 3} penalty {filler * 3} weights"

    together = match(
        "Regularization adds a penalty on large weights", "regularization adds a penalty on weights"
    )
    apart = match("Regularization adds a penalty on large weights", scattered)

    assert together.status is Status.COVERED
    assert apart.status is Status.MISSED


def test_one_shared_word_is_not_half_a_point():
    assert match("Logistic regression", "It was a regression.").status is Status.MISSED


def test_a_phrase_takes_more_than_its_one_telling_word():
    assert match("either Eris had to be one too or none", "Eris is far away.").status is Status.MISSED
    assert match(
        "either Eris had to be one too or none", "Either Eris had to be one, too, or none"
    ).status is (Status.COVERED)


def test_a_short_word_inside_another_does_not_count():
    assert match("ROC", "It's a process.").score == 0


def test_near_misses_of_the_recogniser_count():
    assert match("foreign keys refer to primary keys", "forein keys refer to the primery key").status is (
        Status.COVERED
    )


def match_heard(point, *words):
    """Match one point against heard words, each with the recogniser's probability of it."""
    heard = [Word(text, at, at + 0.5, probability) for at, (text, probability) in enumerate(words)]
    (found,) = match_key_points([KeyPoint(point)], Transcript(tuple(heard), "openai-whisper", "base"))
    return found


@pytest.mark.parametrize(("probability", "status"), [(0.3, Status.COVERED), (0.9, Status.MISSED)])
def test_a_word_that_the_recogniser_doubts_may_be_one_that_sounds_like_it(probability, status):
    assert (
        match_heard("grows and rehashes", ("rows", probability), ("and", 1), ("rehashes.", 1)).status
        is status
    )


def test_a_word_that_tells_nothing_is_no_telling_one_misheard():
    assert (
        match_heard("done by hand", ("and", 0.3), ("then", 1), ("done", 1)).score
        < match_heard("done by hand", ("hant", 0.3), ("then", 1), ("done", 1)).score
    )


def test_a_doubtful_word_that_a_prefix_turns_around_is_another_word():
    surely = match_heard("unsupervised clustering", ("supervised", 0.9), ("clustering.", 1)).score
    perhaps = match_heard("unsupervised clustering", ("supervised", 0.3), ("clustering.", 1)).score

    assert perhaps == surely


@pytest.mark.parametrize(("probability", "status"), [(0.3, Status.COVERED), (0.9, Status.MISSED)])
def test_a_doubtful_article_may_be_the_beginning_of_a_word(probability, status):
    heard = [("a", probability), ("void", probability), ("breakdown.", 1)]

    assert match_heard("avoid breakdown", *heard).status is status


def test_saying_the_question_back_covers_nothing():
    question = "How are generative and discriminative models different?"

    assert match("Discriminative models learn the boundary", question, question).status is Status.MISSED


@pytest.mark.parametrize(
    ("point", "answer"),
    [
        ("Pruning reduces variance", "Pruning does not reduce variance."),
        ("Pruning reduces variance", "Pruning never reduces the variance"),
        ("Pruning reduces variance", "Pruning increases variance."),
        ("Labels are not needed", "The labels are needed."),
        ("Runs in 10 minutes", "It runs in 20 minutes."),
    ],
)
def test_a_denied_or_changed_point_is_contradicted(point, answer):
    found = match(point, answer)

    assert found.status is Status.CONTRADICTED
    assert found.quote


@pytest.mark.parametrize(
    "answer",
    [
        "Pruning not only reduces variance, it is also faster.",
        "It's not the bias. Pruning reduces the variance.",
        "I don't know why, but pruning reduces variance.",
        "It does not grow the tree, and pruning reduces variance.",
        "they always say no but pruning reduces variance",
    ],
)
def test_a_negation_of_something_else_denies_nothing(answer):
    assert match("Pruning reduces variance", answer).status is Status.COVERED


def test_a_point_made_plainly_elsewhere_is_not_contradicted():
    answer = "Some say pruning does not reduce variance. But of course pruning reduces variance."

    assert match("Pruning reduces variance", answer).status is Status.COVERED


def test_a_misconception_is_flagged_and_contradicts_the_point_it_replaces():
    question = Question(
        id="keys",
        text="How are keys related?",
        key_points=(KeyPoint("A foreign key may repeat in many rows"),),
        misconceptions=("a foreign key must be unique",),
    )

    wrong = cover(question, Transcript.from_text("I think a foreign key must be unique."))
    right = cover(question, Transcript.from_text("A foreign key may repeat in many rows."))
    denied = cover(question, Transcript.from_text("A foreign key need not be unique."))

    assert [found.text for found in wrong.misconceptions] == ["a foreign key must be unique"]
    assert wrong.misconceptions[0].quote == "foreign key must be unique."
    assert right.misconceptions == denied.misconceptions == ()
    assert right.coverage == 1.0


def test_a_misconception_contradicts_no_point_that_it_shares_one_word_with():
    question = Question(
        id="tables",
        text="What is a hash table?",
        key_points=(KeyPoint("you look up a value by its key", ("it is a key value store",)),),
        misconceptions=("it keeps its keys in sorted order",),
    )

    found = cover(
        question, Transcript.from_text("It is a key value store, it keeps its keys in sorted order.")
    )

    assert found.key_points[0].status is Status.COVERED
    assert [claim.quote for claim in found.misconceptions] == ["keeps its keys in sorted order."]


def test_what_makes_one_point_does_not_contradict_its_counterpart():
    points = (KeyPoint("High bias makes a model underfit"), KeyPoint("High variance makes a model overfit"))

    matches = match_key_points(points, Transcript.from_text("High bias makes a model underfit."))

    assert [found.status for found in matches] == [Status.COVERED, Status.MISSED]


def test_every_misconception_of_the_decks_is_flagged_and_covers_nothing():
    for deck in ("machine-learning", "solar-system"):
        for question in read_deck(PROMPTS / f"{deck}.md").questions:
            for claim in question.misconceptions:
                found = cover(question, Transcript.from_text(f"Well, {claim}."))

                assert claim in {stated.text for stated in found.misconceptions}
                assert found.coverage == 0


def test_a_misconception_denied_is_not_stated():
    answer = Transcript.from_text("Variance is not the same as error.")

    assert match_misconceptions(["variance is the same as error"], answer) == ()


def points(*weights):
    """Return a point of each weight, each covered by the word of its place."""
    names = ("apple", "banana", "cherry", "durian")
    return tuple(KeyPoint(name, weight=weight) for name, weight in zip(names, weights, strict=False))


@pytest.mark.parametrize(
    ("weights", "need", "answer", "coverage"),
    [
        ((1, 1), None, "apple", 0.5),
        ((3, 1), None, "apple", 0.75),
        ((1, 1, 1, 1), 2, "apple", 0.5),
        ((1, 1, 1, 1), 2, "apple cherry", 1.0),
        ((1, 1, 1, 1), 2, "apple banana cherry durian", 1.0),
        ((1, 1), 5, "apple", 0.5),
        ((2, 1, 1), 2, "banana cherry", 2 / 3),
        ((1, 1), None, "", 0.0),
    ],
)
def test_coverage_is_the_weight_earned_of_the_weight_needed(weights, need, answer, coverage):
    question = Question(id="fruit", text="Name fruit.", key_points=points(*weights), need=need)

    assert cover(question, Transcript.from_text(answer)).coverage == pytest.approx(coverage)


def test_a_question_without_key_points_has_no_coverage():
    assert cover(Question(id="chat", text="How are you?"), Transcript.from_text("Fine.")).coverage is None


def test_a_partly_covered_point_earns_half():
    assert CREDIT[Status.PARTLY] == 0.5
    assert match("Cross validation with stratified folds", "I use cross validation.").status is Status.PARTLY


NEUTRAL = st.lists(
    st.sampled_from(
        ["well", "we", "went", "there", "saw", "the", "garden,", "chairs.", "music", "um", "and"]
    ),
    max_size=12,
).map(" ".join)


@settings(max_examples=60)
@given(before=NEUTRAL, after=NEUTRAL, at=st.integers(0, len(LABELLED) - 1))
def test_saying_more_never_lowers_a_point(before, after, at):
    labelled = LABELLED[at]
    said = Transcript.from_text(labelled.answer)
    more = Transcript.from_text(f"{before} . {labelled.answer} {after}")

    (alone,) = match_key_points([labelled.point], said, question=labelled.question)
    (within,) = match_key_points([labelled.point], more, question=labelled.question)

    if alone.status is not Status.CONTRADICTED:
        assert within.score >= alone.score - 1e-9
        assert CREDIT[within.status] >= CREDIT[alone.status]


_ANYTHING = st.lists(
    st.sampled_from(
        sorted({word for labelled in LABELLED for word in f"{labelled.point.text} {labelled.answer}".split()})
    ),
    max_size=25,
).map(" ".join)


@settings(max_examples=60)
@given(text=_ANYTHING, at=st.integers(0, len(LABELLED) - 1))
def test_scores_and_places_stay_within_range(text, at):
    labelled = LABELLED[at]
    transcript = Transcript.from_text(text)

    (found,) = match_key_points([labelled.point], transcript, question=labelled.question)

    assert 0 <= found.score <= 1
    if found.first_word is None or found.last_word is None:
        assert found.status is Status.MISSED
    else:
        assert found.status is not Status.MISSED
        assert 0 <= found.first_word <= found.last_word < len(transcript.words)
        assert set(found.matched_words) <= set(range(found.first_word, found.last_word + 1))
        assert found.quote == " ".join(text.split()[found.first_word : found.last_word + 1])
        assert (found.score >= COVERED_SCORE) or found.status is not Status.COVERED


def test_a_point_that_only_repeats_the_question_is_not_even_partly_made():
    question = "What is overfitting?"

    (match,) = match_key_points(
        [KeyPoint("Overfitting")], Transcript.from_text("Overfitting is a word."), question=question
    )

    assert match.status is Status.MISSED


def test_what_a_question_tells_before_it_asks_may_be_what_an_answer_is_about():
    point, answer = (
        KeyPoint("the girls start behind the line"),
        Transcript.from_text("They start at the line."),
    )
    asked, told = "Where is the line?", "Three girls throw a ball from a line. What did they control?"

    scores = [match_key_points([point], answer, question=question)[0].score for question in (asked, told)]

    assert scores[0] < scores[1]


def test_model_answers_cover_their_own_question_and_not_the_others():
    questions = read_deck(PROMPTS / "machine-learning.md").questions
    own: list[float] = []
    others: list[float] = []
    for answered in questions:
        answer = Transcript.from_text(answered.model_answer)
        for asked in questions:
            coverage = cover(asked, answer).coverage
            assert coverage is not None
            (own if asked is answered else others).append(coverage)

    assert min(own) >= 0.9
    assert sum(others) / len(others) < 0.05


def test_model_answers_are_covered_without_punctuation_and_with_fillers():
    for question in read_deck(PROMPTS / "machine-learning.md").questions:
        plain = re.sub(r"[.,;:?!]", "", question.model_answer.lower()).split()
        halting = " ".join(f"{word} um like" if at % 9 == 4 else word for at, word in enumerate(plain))

        coverage = cover(question, Transcript.from_text(halting)).coverage

        assert coverage is not None
        assert coverage >= 0.9


def test_model_answers_state_no_misconception_and_contradict_nothing():
    for deck in ("machine-learning", "solar-system"):
        for question in read_deck(PROMPTS / f"{deck}.md").questions:
            found = cover(question, Transcript.from_text(question.model_answer))

            assert found.misconceptions == ()
            assert Status.CONTRADICTED not in {match.status for match in found.key_points}
