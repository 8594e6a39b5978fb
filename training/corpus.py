"""Graded answers, and the rows that the judge learns from.

A row is a key point, a passage, and what a person said of the two. Contrasts are rows as they are. Of a
graded answer, the passages that hold what shows a point become rows with its verdict, and near passages that
do not hold it become rows of silence. What stands beside the point (its question, its wordings) changes from
epoch to epoch, so that the judge learns to do with much and with little.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.grading import FILES, read_rows
from rehearse.analysis.judging import CONTRADICTS, SILENT, STATES, TOUCHES
from rehearse.analysis.passages import spans
from training.turning import turned

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import numpy.typing as npt

    from rehearse.analysis.judging import Floats

    Question = dict[str, Any]
    """As a line of answers/*.jsonl has it; README.md in this folder tells the fields."""

ANSWERS = Path(__file__).with_name("answers")

LABELS = {"covered": STATES, "partly": TOUCHES, "missed": SILENT, "contradicted": CONTRADICTS}

BUILT_IN = "built-in deck"
"""The subject of answers to the questions of prompts/machine-learning.md."""

HELD = 0.85
"""Share of a quote that a passage must hold to show what the quote shows."""

NEAR_PASSAGES = 5
"""A row of silence is one of so many passages nearest to the point: what will be read at judging."""

ELSEWHERE_WEIGHT = 0.5
"""Weight of a row of silence from an answer that shows the point elsewhere: it might show it here too."""

OPENINGS = (
    "",
    "",
    "",
    "So ",
    "Well, ",
    "I think ",
    "I'd say ",
    "Basically, ",
    "um, ",
    "Okay, ",
    "You know, ",
)
"""How people begin to say what they have learned by heart."""

OTHER_WEIGHT = 0.5
"""Weight of another point's words as silence: now and then they show this one too."""

BARE_SHARE = 0.1
"""Share of passages that are read without punctuation or capitals, as some recognisers write."""


@dataclass(frozen=True, slots=True)
class Row:
    """Something to learn from.

    Parameters
    ----------
    question : str
    text : str
        The key point.
    wordings : tuple of str
    passage : str
    label : int
        One of `LABELS`' values.
    weight : float
    """

    question: str
    text: str
    wordings: tuple[str, ...]
    passage: str
    label: int
    weight: float = 1.0


def read_questions(files: Iterable[Path] | None = None) -> list[Question]:
    """Read graded questions; all of `ANSWERS` by default."""
    files = sorted(ANSWERS.glob("*.jsonl")) if files is None else files
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


def kept_together(question: Question) -> str:
    """Return what is learned from or held out as a whole: a subject; of the built-in deck, a question."""
    subject: str = question["subject"]
    return f"{subject}: {question['question_id']}" if subject == BUILT_IN else subject


def in_part(name: str, part: int, n_parts: int) -> bool:
    """Say whether what is kept together is in one of several parts, by its name alone."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % n_parts == part


def cut(answer: str) -> tuple[list[str], list[tuple[int, int]]]:
    """Return the passages of an answer as texts, and where each begins and ends, in words."""
    words = answer.split()
    places = spans(words)
    return [" ".join(words[first:end]) for first, end in places], places


def texts_of(questions: Sequence[Question]) -> Iterator[str]:
    """Yield all texts that may stand by themselves: points, wordings and passages."""
    for question in questions:
        for point in question["points"]:
            yield from (point["text"], *point["wordings"])
        for answer in question["answers"]:
            yield from cut(answer["answer"])[0]
        for contrast in question["contrasts"]:
            yield contrast["passage"]


def rows_of(
    questions: Sequence[Question], embed: Callable[[Sequence[str]], Floats], chance: random.Random
) -> Iterator[Row]:
    """Yield the rows of one epoch."""
    for question in questions:
        points = [(point["text"], tuple(point["wordings"])) for point in question["points"]]
        for contrast in question["contrasts"]:
            text, wordings = points[contrast["point"]]
            yield Row(question["question"], text, wordings, contrast["passage"], LABELS[contrast["status"]])
        yield from _in_the_decks_words(question["question"], points, chance)
        for answer in question["answers"]:
            texts, places = cut(answer["answer"])
            meant = embed(texts)
            for (text, wordings), verdict in zip(points, answer["points"], strict=True):
                order = np.argsort(-(embed([text, *wordings]) @ meant.T).max(axis=0))
                for at, label, weight in _chosen(verdict, answer["answer"], places, order, chance):
                    yield Row(question["question"], text, wordings, texts[at], label, weight)


def _in_the_decks_words(
    question: str, points: Sequence[tuple[str, tuple[str, ...]]], chance: random.Random
) -> Iterator[Row]:
    """Yield each point said as the deck has it, turned around, and another in its place.

    Contradictions are mostly in the deck's words. Without these rows those words alone would seem to
    contradict.
    """
    for text, wordings in points:
        said = chance.choice((text, text, *wordings))
        others = [other for other in points if other[0] != text]
        passage = f"{chance.choice(OPENINGS)}{said}"
        if others and chance.random() < 0.3:
            passage = f"{passage.rstrip('.')}. {chance.choice(others)[0]}"
        yield Row(question, text, wordings, f"{passage.rstrip('.')}.", STATES)
        if (opposite := turned(said, chance)) is not None:
            passage = f"{chance.choice(OPENINGS)}{opposite}"
            yield Row(question, text, wordings, f"{passage.rstrip('.')}.", CONTRADICTS)
        if others:
            other, also = chance.choice(others)
            passage = f"{chance.choice(OPENINGS)}{chance.choice((other, *also))}"
            yield Row(question, text, wordings, f"{passage.rstrip('.')}.", SILENT, OTHER_WEIGHT)


def _chosen(
    verdict: dict[str, str],
    answer: str,
    places: Sequence[tuple[int, int]],
    order: npt.NDArray[np.integer],
    chance: random.Random,
) -> Iterator[tuple[int, int, float]]:
    """Yield which passages are rows for one verdict, with label and weight."""
    if verdict["status"] == "missed":
        near = order[:NEAR_PASSAGES].tolist()
        for at in chance.sample(near, min(2, len(near))):
            yield at, SILENT, 1.0
        return
    first = len(answer[: answer.index(verdict["quote"])].split(" ")) - 1
    end = first + len(verdict["quote"].split())
    shared = [min(stop, end) - max(start, first) for start, stop in places]
    holding = [at for at, n_words in enumerate(shared) if n_words >= HELD * (end - first)]
    for at in chance.sample(holding, min(2, len(holding))):
        yield at, LABELS[verdict["status"]], 1.0
    for at in [at for at in order[: NEAR_PASSAGES + 1] if shared[at] <= 0][:1]:
        yield at, SILENT, ELSEWHERE_WEIGHT


def view(row: Row, chance: random.Random) -> tuple[str, str, tuple[str, ...], str]:
    """Return a row as it is read this time: question, claim, wordings, passage."""
    wordings = [wording for wording in row.wordings if wording != row.passage]
    chance.shuffle(wordings)
    question = row.question if chance.random() < 0.7 else ""
    passage = row.passage
    if chance.random() < BARE_SHARE:
        passage = re.sub(r"[^\w\s'%$+#.-]|\.(?=\s|$)", "", passage).lower()
    how = chance.random()
    if wordings and how < 0.15:
        return question, wordings[0], (), passage
    if how < 0.65:
        return question, row.text, tuple(wordings), passage
    return question, row.text, (), passage


def graded_rows(folder: Path, most: int) -> list[Row]:
    """Return written answers that others graded, of the questions that `benchmarks.grading` tunes on.

    Parameters
    ----------
    folder : Path
        Holds the files that :func:`benchmarks.grading.read_rows` reads.
    most : int
        At most so many of each file.
    """
    rows = []
    for row in read_rows(folder, 100_000):
        if row.part != "judge":
            label = STATES if row.grade >= 0.8 else TOUCHES if row.grade > 0.3 else SILENT
            if row.contradictory:
                label = CONTRADICTS
            rows.append(
                (row.data, Row(row.question, row.references[0], row.references[1:], row.answer, label))
            )
    return [row for data in FILES for row in [row for name, row in rows if name == data][:most]]
