"""The judge that ships: what kinds of things it tells apart, and what it does when it is damaged."""

from pathlib import Path

import numpy as np
import pytest

from rehearse.analysis.coverage import Status, cover, match_key_points
from rehearse.analysis.judging import Claim
from rehearse.deck import KeyPoint, find_question, read_deck
from rehearse.errors import JudgeError
from rehearse.judge import MiniLMJudge
from rehearse.judge.weights import HERE
from rehearse.take import Transcript

pytestmark = pytest.mark.real

DECK = read_deck(Path(__file__).parent.parent / "prompts" / "machine-learning.md")


@pytest.fixture(scope="module")
def judge():
    return MiniLMJudge()


def status(judge, point, answer, question="", *wordings):
    (found,) = match_key_points(
        [KeyPoint(point, wordings)], Transcript.from_text(answer), question=question, judge=judge
    )
    return found.status


NOT_COVERED = [
    ("Unemployment rose after the reform", "After the reform unemployment fell."),
    ("The temperature falls at night", "At night the temperature did not fall."),
    ("Smoking causes lung cancer", "Smoking prevents lung cancer."),
    ("Vaccination prevents measles", "Vaccination rarely prevents measles."),
    ("Sugar makes children hyperactive", "It is a myth that sugar makes children hyperactive."),
    ("Sales increased by 10 percent", "Sales dropped by 10 percent."),
    ("The glacier shrank", "The glacier grew."),
    ("TCP is connection oriented", "TCP is connectionless."),
    ("A queue is first in, first out", "A queue is last in, first out."),
    ("A stack is last in, first out", "A queue is last in, first out."),
    ("HTTP is stateless", "HTTP is stateful."),
    ("Clustering is unsupervised", "Clustering is supervised."),
    ("We moved from Java to Kotlin", "We moved from Kotlin to Java."),
    ("The server pushes updates to the client", "The client pulls updates from the server."),
    ("A UDP datagram holds up to 64 KB", "A UDP datagram holds up to 64 MB."),
    ("HTTP is stateless", "I'm not sure whether HTTP is stateless."),
    ("HTTP is stateless", "Is HTTP stateless? I have no idea."),
    ("HTTP is stateless", "Some people think HTTP is stateless, but that is wrong."),
    ("HTTP is stateless", "HTTP is stateless, no wait, stateful."),
    ("HTTP is stateless", "My friend said that HTTP is stateless, but I disagree."),
    ("I have used C++", "I have used C."),
    ("I have used C++", "I have used C sharp."),
    ("I have used C++", "I have used Java."),
]

COVERED = [
    ("The significance level is usually 0.05", "The significance level is usually zero point zero five."),
    ("The significance level is usually 0.05", "Most people set the significance level at point oh five."),
    ("The batch holds 1,024 examples", "The batch holds one thousand and twenty four examples."),
    ("The learning rate was 1e-3", "The learning rate was ten to the minus three."),
    ("The context is 128k tokens", "The context is 128,000 tokens."),
    ("The context is 128k tokens", "The context is one hundred twenty eight thousand tokens."),
    ("The product launched in 2022", "The product launched in two thousand and twenty two."),
    ("The round raised $10M", "The round raised ten million dollars."),
    ("A page loads in 1.5 s", "A page loads in one and a half seconds."),
    ("Sorting takes O(n log n)", "Sorting takes O of n log n."),
    ("k-NN stores the training data", "k-NN keeps all of the training data."),
    ("Report the F1 score", "I would report the F1 score."),
]


NOT_COVERED_RIGHT, COVERED_RIGHT = 11, 9
"""So many of these are heard rightly so far; they may rise, not fall."""


def test_what_says_something_else_is_mostly_not_covered(judge):
    wrong = [
        answer
        for point, answer in NOT_COVERED
        if status(judge, point, answer) in (Status.COVERED, Status.PARTLY)
    ]

    assert len(NOT_COVERED) - len(wrong) >= NOT_COVERED_RIGHT, wrong


def test_what_says_the_same_in_another_form_is_mostly_covered(judge):
    wrong = [answer for point, answer in COVERED if status(judge, point, answer) is not Status.COVERED]

    assert len(COVERED) - len(wrong) >= COVERED_RIGHT, wrong


def test_an_answer_in_ones_own_words_is_heard(judge):
    answer = (
        "Right now somebody guesses how many riders to book for Friday night. If you look at the order "
        "history, you can predict that, and then you're not paying people to sit around, so it saves money, "
        "and customers get their food on time and come back. But the data has to be right. If it's full of "
        "mistakes then whatever you build on top of it will be wrong too. And we hold people's addresses, "
        "so we need to be careful with that, only use what they agreed to."
    )

    found = cover(find_question(DECK, "role-of-data"), Transcript.from_text(answer), judge=judge)

    made = [match.status for match in found.key_points]
    assert made.count(Status.COVERED) >= 4
    assert set(made) <= {Status.COVERED, Status.PARTLY}


SWAPPED = {
    "type-one-two-errors": (
        "A type one error is a false negative, you miss an effect that is really there. "
        "A type two error is a false positive, you raise the alarm though there is nothing."
    ),
    "bias-variance": (
        "High bias makes the model overfit, it follows every bit of noise in the training set. "
        "High variance makes the model underfit, it is too simple to see the pattern."
    ),
    "supervised-unsupervised": (
        "Supervised learning works on data without any labels and looks for groups by itself. "
        "Unsupervised learning is trained on labelled examples, where the right answer is given for each."
    ),
    "generative-discriminative": (
        "A generative model only learns the boundary between the classes. "
        "A discriminative model learns how the data of each class is distributed, so it can make up examples."
    ),
    "sql-keys": (
        "A foreign key identifies each row of its own table uniquely. "
        "A primary key refers to a row in another table and may repeat."
    ),
}


SWAPPED_COVERED = 6
"""Of the points of these answers at most so many are called covered so far; they may fall, not rise."""


def test_few_points_are_covered_by_swapped_definitions(judge):
    covered = [
        match.key_point.text
        for question_id, answer in SWAPPED.items()
        for match in cover(
            find_question(DECK, question_id), Transcript.from_text(answer), judge=judge
        ).key_points
        if match.status is Status.COVERED
    ]

    assert len(covered) <= SWAPPED_COVERED, covered


def test_a_claim_is_judged_the_same_alone_and_among_others(judge):
    claims = [Claim("", "HTTP is stateless", (), text) for text in ("It is.", "HTTP keeps no state at all.")]

    assert np.allclose(judge.judge(claims)[1], MiniLMJudge().judge(claims[1:])[0], atol=1e-4)


def test_texts_that_say_alike_lie_close(judge):
    vectors = judge.embed(["The cat sits on the mat.", "A cat is sitting on a rug.", "Tax law is dull."])

    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[1] > 0.6 > 0.4 > vectors[0] @ vectors[2]


def test_nothing_asked_is_nothing_answered(judge):
    assert judge.embed([]).shape == (0, 384)
    assert judge.judge([]).shape == (0, 4)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("judge.safetensors", b"something else", "is damaged"),
        ("judge.sha256", b"", "cannot be read"),
        ("tokenizer.json", b"{}", "vocabulary"),
    ],
)
def test_a_damaged_judge_is_refused_with_a_remedy(tmp_path, name, content, said):
    for file in ("judge.safetensors", "judge.sha256", "tokenizer.json"):
        (tmp_path / file).write_bytes((HERE / file).read_bytes())
    (tmp_path / name).write_bytes(content)

    with pytest.raises(JudgeError, match=said) as told:
        MiniLMJudge(tmp_path).load()
    assert "words alone" in told.value.hint
