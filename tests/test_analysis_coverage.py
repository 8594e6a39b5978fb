"""Key points: where the verdict comes from, what it says, and where it was said."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehearse.analysis.coverage import CREDIT, Status, cover, match_key_points
from rehearse.analysis.judging import CONTRADICTS, SILENT, STATES, TOUCHES
from rehearse.analysis.passages import Passage
from rehearse.analysis.verdict import judge, numbers, status_of
from rehearse.deck import KeyPoint, Question, read_deck
from rehearse.judge import MiniLMJudge
from rehearse.take import Transcript, Word, WordKind

OTHERS = 0.36
"""What model answers earn of other questions so far, on average; it may fall, not rise."""

PROMPTS = Path(__file__).parent.parent / "prompts"


@pytest.fixture(scope="module", params=[pytest.param("judge", marks=pytest.mark.real), "words"])
def reader(request):
    return MiniLMJudge() if request.param == "judge" else None


def match(point, answer, question="", reader=None):
    """Match one point against typed text."""
    (found,) = match_key_points(
        [KeyPoint(point)], Transcript.from_text(answer), question=question, judge=reader
    )
    return found


def opinion(**shares):
    """Return what a judge says of one passage; the rest is silence."""
    row = np.zeros(4, np.float32)
    for name, share in shares.items():
        row[{"states": STATES, "touches": TOUCHES, "contradicts": CONTRADICTS}[name]] = share
    row[SILENT] = 1 - row.sum()
    return row


def test_a_covered_point_is_traced_to_its_words_times_and_wording(reader):
    texts = [
        "Well,",
        "hello.",
        "Um,",
        "high",
        "bias",
        "really",
        "means",
        "underfitting.",
        "Next",
        "question.",
    ]
    words = tuple(
        Word(text, float(at), at + 0.5, kind=WordKind.FILLED_PAUSE if text == "Um," else WordKind.WORD)
        for at, text in enumerate(texts)
    )
    point = KeyPoint("High bias makes a model underfit", ("high bias means underfitting",))

    (found,) = match_key_points(
        [point], Transcript(words), question="How are bias and variance related?", judge=reader
    )

    assert found.status is Status.COVERED
    assert (found.first_word, found.last_word) == (3, 7)
    assert (found.start_s, found.end_s) == (3.0, 7.5)
    assert found.quote == "high bias really means underfitting."
    assert found.wording == "high bias means underfitting"
    assert found.by == ("judge" if reader else "words")


def test_typed_text_has_no_times(reader):
    found = match("high bias means underfitting", "high bias means underfitting", reader=reader)

    assert (found.start_s, found.end_s) == (None, None)
    assert found.quote == "high bias means underfitting"


@pytest.mark.parametrize("answer", ["", "um", "the", "bias", "...", "no no no"])
def test_too_little_said_misses_the_point(answer, reader):
    found = match("High bias means underfitting", answer, reader=reader)

    assert found.status is Status.MISSED
    assert (found.first_word, found.last_word, found.quote) == (None, None, "")


def test_saying_the_question_back_covers_nothing(reader):
    question = "How are generative and discriminative models different?"

    assert (
        match("Discriminative models learn the boundary", question, question, reader).status is Status.MISSED
    )


def test_words_alone_know_that_a_denial_and_another_number_are_another_claim():
    assert (
        match("Pruning reduces variance", "Pruning never reduces the variance").status is Status.CONTRADICTED
    )
    assert match("Runs in 10 minutes", "It runs in twenty minutes.").status is Status.CONTRADICTED
    assert match("Runs in 10 minutes", "It runs in ten minutes.").status is Status.COVERED


def test_words_alone_forgive_a_misheard_letter():
    found = match("foreign keys refer to primary keys", "forein keys refer to the primery key")

    assert found.status is Status.COVERED


@pytest.mark.parametrize(
    ("opinions", "status"),
    [
        ([opinion(states=0.97)], Status.COVERED),
        ([opinion(), opinion(states=0.97), opinion()], Status.COVERED),
        ([opinion()], Status.MISSED),
        ([opinion(contradicts=0.97)], Status.CONTRADICTED),
        ([opinion(), opinion(contradicts=0.97)], Status.CONTRADICTED),
        ([], Status.MISSED),
    ],
)
def test_the_surest_passage_decides(opinions, status):
    assert status_of(np.array(opinions).reshape(-1, 4), numbers("judge"))[0] is status


def test_a_passage_that_is_silent_changes_no_verdict():
    said = np.array([opinion(states=0.7, touches=0.1), opinion(contradicts=0.2)])
    more = np.vstack([said, [opinion(), opinion()]])

    assert status_of(more, numbers("judge")) == status_of(said, numbers("judge"))


def test_of_passages_that_show_a_point_as_well_the_shortest_is_quoted():
    passages = [Passage(0, 9, "both sentences"), Passage(0, 4, "the first"), Passage(5, 9, "the second")]
    opinions = np.array([opinion(states=0.97), opinion(states=0.1), opinion(states=0.95)])

    assert judge(opinions, passages, numbers("judge")).passage == 2


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


def test_a_question_without_key_points_has_no_coverage(reader):
    question = Question(id="chat", text="How are you?")

    assert cover(question, Transcript.from_text("Fine."), judge=reader).coverage is None


def test_a_partly_covered_point_earns_half():
    assert CREDIT[Status.PARTLY] == 0.5


NEUTRAL = st.lists(
    st.sampled_from(
        [
            "Well, we went there.",
            "I saw the garden.",
            "There was music in the evening.",
            "So that was my week.",
            "Let me think about what else there is.",
            "My sister plays the piano.",
        ]
    ),
    max_size=3,
).map(" ".join)

SAID = (
    ("High bias makes a model underfit", "High bias means that the model underfits."),
    ("Lookup takes constant time on average", "Finding a value takes constant time, on average."),
    ("Labels cost money, raw data is cheap", "Labels cost money, but raw data is cheap."),
    ("Pruning reduces variance", "Pruning reduces the variance."),
)


@settings(max_examples=25)
@given(before=NEUTRAL, after=NEUTRAL, at=st.integers(0, len(SAID) - 1))
def test_saying_more_never_lowers_a_point(reader, before, after, at):
    point, said = SAID[at]

    alone = match(point, said, reader=reader)
    within = match(point, f"{before} {said} {after}", reader=reader)

    assert alone.status is Status.COVERED
    assert within.status is Status.COVERED


_ANYTHING = st.lists(
    st.sampled_from(sorted({word for pair in SAID for text in pair for word in text.split()})), max_size=25
).map(" ".join)


@settings(max_examples=40)
@given(text=_ANYTHING, at=st.integers(0, len(SAID) - 1))
def test_scores_and_places_stay_within_range(text, at):
    transcript = Transcript.from_text(text)

    (found,) = match_key_points([KeyPoint(SAID[at][0])], transcript)

    assert 0 <= found.score <= 1
    if found.first_word is None or found.last_word is None:
        assert found.status is Status.MISSED
    else:
        assert found.status is not Status.MISSED
        assert 0 <= found.first_word <= found.last_word < len(transcript.words)
        assert found.quote == " ".join(text.split()[found.first_word : found.last_word + 1])


@pytest.mark.real
def test_model_answers_cover_their_own_question_and_not_the_others():
    judge = MiniLMJudge()
    questions = read_deck(PROMPTS / "machine-learning.md").questions
    own: list[float] = []
    others: list[float] = []
    for answered in questions[::3]:
        answer = Transcript.from_text(answered.model_answer)
        for asked in questions[::3]:
            coverage = cover(asked, answer, judge=judge).coverage
            assert coverage is not None
            (own if asked is answered else others).append(coverage)

    assert min(own) >= 0.75
    assert sum(own) / len(own) >= 0.9
    assert sum(others) / len(others) <= OTHERS
