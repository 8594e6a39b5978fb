"""Answers that people graded, and how well scores agree with them.

Of ArgKP what is called train is there to tune on and what is called dev to judge on. Of the other four
files every second question (in the order of the alphabet) is there to tune on, the rest are held out:
nothing was trained or chosen on an answer to a question that is held out.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rapidfuzz import utils

from rehearse.analysis.coverage import match_key_points
from rehearse.analysis.judging import Judge
from rehearse.deck import KeyPoint
from rehearse.take import Transcript

FILES = {
    "SAF": "saf_english",
    "Mohler": "mohler2011",
    "ArgKP": "argkp2021",
    "SciEntsBank": "semeval2013_scientsbank_3way",
    "Beetle": "semeval2013_beetle_3way",
}
GRADED_BY_DEGREE = ("SAF", "Mohler")
"""Judged by Pearson's r, the others by the area under the ROC curve."""

TARGETS = {"SAF": 0.72, "Mohler": 0.62, "ArgKP": 0.85, "SciEntsBank": 0.82, "Beetle": 0.82}

MOST_TRAIN_ROWS = 5_000
"""Of ArgKP's train."""


@dataclass(frozen=True)
class Row:
    """An answer that somebody graded.

    Parameters
    ----------
    data : str
        A name of `FILES`.
    part : str
        "tune", "judge" or, for those of ArgKP's train, "train".
    references : tuple of str
        The best counts.
    grade : float
        0–1.
    contradictory : bool
        Whether the graders said so.
    """

    data: str
    part: str
    question: str
    references: tuple[str, ...]
    answer: str
    grade: float
    contradictory: bool


def read_rows(folder: Path, most: int) -> list[Row]:
    """Read the graded answers, shuffled, at most so many of each file."""
    rows: list[Row] = []
    for data, name in FILES.items():
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            lines = list(csv.DictReader(file))
        random.Random(1).shuffle(lines)
        questions = sorted({line.get("question", "") for line in lines})
        place = {question: at for at, question in enumerate(questions)}
        if data == "ArgKP":
            rows += [_argument("train", line) for line in lines if line["split"] == "train"][:MOST_TRAIN_ROWS]
            rows += [_argument("judge", line) for line in lines if line["split"] == "dev"][:most]
        else:
            rows += [_answer(data, ("tune", "judge")[place[line["question"]] % 2], line) for line in lines][
                :most
            ]
    return rows


def _argument(part: str, line: dict[str, str]) -> Row:
    grade = float(line["match"])
    return Row("ArgKP", part, line["topic"], (line["key_point"],), line["statement"], grade, False)


def _answer(data: str, part: str, line: dict[str, str]) -> Row:
    label = line.get("label", "")
    grade = float(label == "correct") if label else float(line["score_0_1"])
    references = tuple(line["reference_answer"].split(" ||| "))
    question, answer = line["question"], line["student_answer"]
    return Row(data, part, question, references, answer, grade, label == "contradictory")


def ours(rows: Sequence[Row], judge: Judge | None) -> np.ndarray:
    """Return our score of each row, its references being one key point's wordings."""
    return np.array([score(row, judge) for row in rows])


def score(row: Row, judge: Judge | None) -> float:
    """Return our score of a row."""
    first, *others = row.references
    point, answer = KeyPoint(first, tuple(others)), Transcript.from_text(row.answer)
    (match,) = match_key_points([point], answer, question=row.question, judge=judge)
    return match.score


def raw(rows: Sequence[Row], scorer: Callable[..., float]) -> np.ndarray:
    """Return a rapidfuzz scorer's score of each row."""
    return np.array(
        [max(scorer(r, row.answer, processor=utils.default_process) for r in row.references) for row in rows]
    )


def area_under_curve(positive: np.ndarray, scores: np.ndarray) -> float:
    """Return how often a positive row scores higher than a negative one; ties count half."""
    _, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    n = int(positive.sum())
    return float((ranks[positive].sum() - n * (n + 1) / 2) / (n * (len(positive) - n)))


def agreement(rows: Sequence[Row], scores: np.ndarray, parts: Sequence[str]) -> dict[str, float]:
    """Return every figure of agreement over the rows of some parts."""
    figures = {}
    grades = np.array([row.grade for row in rows])
    contradictory = np.array([row.contradictory for row in rows])
    for data in FILES:
        at = np.array([row.data == data and row.part in parts for row in rows])
        grade, given = grades[at], scores[at]
        if data in GRADED_BY_DEGREE:
            figures[data] = float(np.corrcoef(given, grade)[0, 1])
            continue
        figures[data] = area_under_curve(grade > 0.5, given)
        if contradictory[at].any():
            told = (grade > 0.5) | contradictory[at]
            figures[f"{data} contra."] = area_under_curve((grade > 0.5)[told], given[told])
    return figures
