"""What is heard of sixty answers to the built-in deck: a table that may get better, not worse."""

from collections import Counter
from pathlib import Path

import pytest

from rehearse.analysis.coverage import match_key_points
from rehearse.deck import find_question, read_deck
from rehearse.take import Transcript
from tests.heard_pairs import PAIRS

DECK = read_deck(Path(__file__).parent.parent / "prompts" / "machine-learning.md")

HEARD_RIGHTLY = {
    "plainly": 10,
    "paraphrased": 4,  # what words alone can do; the extra `semantic` is for these
    "denied": 6,
    "reversed": 7,
    "changed number": 6,
    "misheard": 7,
}
"""Of ten each, by words alone."""

FALSELY_COVERED = 6
"""Answers that do not make the point and are said to."""


def heard():
    """Return (how it is said, what a listener says, what we say) of each pair."""
    found = []
    for how, question_id, beginning, answer, label in PAIRS:
        question = find_question(DECK, question_id)
        matches = match_key_points(
            question.key_points,
            Transcript.from_text(answer),
            question=question.text,
            misconceptions=question.misconceptions,
        )
        (match,) = [each for each in matches if each.key_point.text.startswith(beginning)]
        found.append((how, label, match.status.value, answer))
    return found


@pytest.mark.parametrize("how", HEARD_RIGHTLY)
def test_as_many_of_each_kind_are_heard_rightly(how):
    rightly = Counter(kind for kind, label, ours, _ in heard() if ours == label)

    assert rightly[how] >= HEARD_RIGHTLY[how]


def test_what_does_not_make_a_point_does_not_cover_it():
    falsely = [answer for _, label, ours, answer in heard() if ours == "covered" != label]

    assert len(falsely) <= FALSELY_COVERED
