"""The parts of a story are hinted at by their phrases."""

from pathlib import Path

import pytest

from rehearse.analysis.story import find_story
from rehearse.deck import Question, find_question, read_deck
from rehearse.take import Transcript

DECK = read_deck(Path(__file__).parent.parent / "prompts" / "machine-learning.md")
STORY = Question(id="bug", text="Tell me about a bug.", tags=("story",))
PADDING = " and so it went on and on and on, with this and that and the other, for quite a while."


def parts_of(text, question=STORY):
    story = find_story(question, Transcript.from_text(text + PADDING))
    assert story is not None
    return {part: spot.quote for part, spot in story.parts.items() if spot is not None}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Last month our service got slow.", {"situation": "Last month", "example": "Last month"}),
        ("When I was a student, it rained.", {"situation": "When I was"}),
        ("There was a leak.", {"situation": "There was a"}),
        ("I rewrote the parser.", {"action": "I rewrote"}),
        ("I then narrowed it down.", {"action": "I then narrowed"}),
        ("As a result it runs in minutes.", {"result": "As a result"}),
        ("The time dropped from 9 hours to 2.", {"result": "dropped from"}),
        ("Take the invoices, for example.", {"example": "Take the"}),
        ("Data is very important to everybody.", {}),
        ("You should always look at the input.", {}),
    ],
)
def test_a_part_is_recognised_by_its_phrase(text, parts):
    assert parts_of(text) == parts


def test_only_a_warm_up_or_a_story_is_asked_for_its_parts():
    answer = Transcript.from_text(find_question(DECK, "resolved-problem").model_answer)

    story = find_story(find_question(DECK, "resolved-problem"), answer)
    warm_up = find_story(find_question(DECK, "role-of-data"), answer)

    assert story is not None
    assert story.expected == ("situation", "action", "result", "example")
    assert warm_up is not None
    assert warm_up.expected == ("example",)
    assert find_story(find_question(DECK, "hash-table"), answer) is None


def test_a_few_words_have_no_parts():
    assert find_story(STORY, Transcript.from_text("Last month I rewrote it.")) is None


def test_the_whole_story_of_the_built_in_deck_is_recognised():
    question = find_question(DECK, "resolved-problem")

    story = find_story(question, Transcript.from_text(question.model_answer))

    assert story is not None
    assert None not in story.parts.values()
    assert story.result is not None
    assert story.result.quote == "went from"
