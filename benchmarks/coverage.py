"""How well coverage agrees with people who graded answers, and how fast it is.

    python -m benchmarks.coverage DATA [--rows N] [--fit]

DATA is a folder with mohler2011.csv, saf_english.csv, semeval2013_beetle_3way.csv,
semeval2013_scientsbank_3way.csv and argkp2021.csv. Each reference answer is one key point, the best of
several counting. Mohler and SAF are judged by Pearson's r, the others by the area under the ROC curve:
correct against the rest, and correct against contradictory. Of the score, only two pairs of constants are
fitted, on SciEntsBank, Beetle and ArgKP, never on Mohler or SAF; they change no area under a curve. `--fit`
prints them for rehearse/analysis/verdict.py, with how well such constants are calibrated on questions that
they were not fitted on. The form of the score was chosen while looking at all five files, so these figures
flatter it: answers that nobody here has seen would be matched somewhat less well.

Embeddings are kept in the folder for temporary files, so that a second run takes a minute.
"""

from __future__ import annotations

import argparse
import csv
import pickle
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, utils

from rehearse.analysis.coverage import Status, cover, match_key_points
from rehearse.analysis.verdict import WITH_MEANING, WORDS_ALONE
from rehearse.deck import KeyPoint, read_deck
from rehearse.errors import MeaningError
from rehearse.meaning import MiniLM, load_meaning
from rehearse.take import Transcript

DECK = Path(__file__).parent.parent / "prompts" / "machine-learning.md"
FILES = {
    "SAF": "saf_english",
    "Mohler": "mohler2011",
    "ArgKP dev": "argkp2021",
    "SciEntsBank": "semeval2013_scientsbank_3way",
    "Beetle": "semeval2013_beetle_3way",
}
TARGETS = {"SAF": 0.74, "Mohler": 0.58, "ArgKP dev": 0.80, "SciEntsBank": 0.78, "Beetle": 0.77}
FITTED_ON = ("ArgKP dev", "SciEntsBank", "Beetle")
RAW = (fuzz.token_set_ratio, fuzz.partial_ratio, fuzz.partial_token_set_ratio)
N_FOLDS = 5


@dataclass(frozen=True)
class Row:
    """An answer that somebody graded."""

    data: str
    question: str
    references: tuple[str, ...]
    answer: str
    grade: float
    contradictory: bool


class Remembered:
    """An embedder that keeps what it embedded in a file between runs."""

    def __init__(self, model: MiniLM) -> None:
        self._model = model
        self._file = Path(tempfile.gettempdir()) / "rehearse-embeddings.pickle"
        known = pickle.loads(self._file.read_bytes()) if self._file.exists() else {}
        self._known: dict[str, np.ndarray] = known

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Return a unit vector for each text."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, self._model.embed(new), strict=True))
        return np.stack([self._known[text] for text in texts]) if texts else np.empty((0, 0), np.float32)

    def save(self) -> None:
        """Write the file."""
        self._file.write_bytes(pickle.dumps(self._known))


def read_rows(folder: Path, most: int) -> list[Row]:
    """Read the graded answers, shuffled, at most so many of each file."""
    rows = []
    for data, name in FILES.items():
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            lines = [line for line in csv.DictReader(file) if line.get("split", "dev") == "dev"]
        random.Random(1).shuffle(lines)
        rows += [row_of(data, line) for line in lines[:most]]
    return rows


def row_of(data: str, line: dict[str, str]) -> Row:
    if data == "ArgKP dev":
        return Row(data, line["topic"], (line["key_point"],), line["statement"], float(line["match"]), False)
    references = tuple(line["reference_answer"].split(" ||| "))
    label = line.get("label", "")
    grade = float(label == "correct") if label else float(line["score_0_1"])
    return Row(data, line["question"], references, line["student_answer"], grade, label == "contradictory")


def ours(rows: list[Row], meaning: Remembered | None) -> np.ndarray:
    """Return our score of each row."""
    return np.array([score(row, meaning) for row in rows])


def score(row: Row, meaning: Remembered | None) -> float:
    first, *others = row.references
    answer = Transcript.from_text(row.answer)
    point = KeyPoint(first, tuple(others))
    (match,) = match_key_points([point], answer, question=row.question, meaning=meaning)
    return 0.0 if match.status is Status.CONTRADICTED else match.score


def raw(rows: list[Row], scorer: Callable[..., float]) -> np.ndarray:
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


def agreement(rows: list[Row], scores: np.ndarray) -> dict[str, float]:
    """Return every figure of agreement."""
    figures = {}
    for data in FILES:
        at = np.array([row.data == data for row in rows])
        grade = np.array([row.grade for row in rows])[at]
        if data in ("SAF", "Mohler"):
            figures[data] = float(np.corrcoef(scores[at], grade)[0, 1])
            continue
        figures[data] = area_under_curve(grade > 0.5, scores[at])
        contradictory = np.array([row.contradictory for row in rows])[at]
        if contradictory.any():
            told = (grade > 0.5) | contradictory
            figures[f"{data} contra."] = area_under_curve((grade > 0.5)[told], scores[at][told])
    return figures


def fit(evidence: np.ndarray, grade: np.ndarray, weight: np.ndarray) -> tuple[float, float]:
    """Fit a logistic curve by Newton's method."""
    x = np.column_stack([np.ones(len(evidence)), evidence])
    curve = np.zeros(2)
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ curve))
        curve += np.linalg.solve((x * (weight * p * (1 - p))[:, None]).T @ x, x.T @ (weight * (grade - p)))
    return float(curve[0]), float(curve[1])


def show_fit(rows: list[Row], scores: np.ndarray, constants: tuple[float, float], name: str) -> None:
    """Print the constants, and how well those of other questions are calibrated on held-out ones."""
    use = np.array([row.data in FITTED_ON for row in rows]) & (scores > 0)
    kept = [row for row, used in zip(rows, use, strict=True) if used]
    evidence = (np.log(scores[use] / (1 - scores[use])) - constants[0]) / constants[1]
    grade = np.array([row.grade for row in kept])
    sizes = {data: sum(row.data == data for row in kept) for data in FITTED_ON}
    weight = np.array([1000 / sizes[row.data] for row in kept])
    questions = sorted({row.question for row in kept})
    random.Random(1).shuffle(questions)
    fold = np.array([questions.index(row.question) % N_FOLDS for row in kept])
    held_out = np.zeros(len(kept))
    for k in range(N_FOLDS):
        a, b = fit(evidence[fold != k], grade[fold != k], weight[fold != k])
        held_out[fold == k] = 1 / (1 + np.exp(-a - b * evidence[fold == k]))
    a, b = fit(evidence, grade, weight)
    print(f"{name} = ({a:.2f}, {b:.2f})   now {constants}")
    for low in np.arange(0, 1, 0.1):
        bin_ = (held_out >= low) & (held_out < low + 0.1)
        if bin_.sum() >= 20:
            share = np.average(grade[bin_], weights=weight[bin_])
            print(f"    score {low:.1f}–{low + 0.1:.1f}: {share:.2f} right ({bin_.sum()} answers)")


def crossed(meaning: Remembered | None) -> tuple[float, float]:
    """Return what model answers cover of their own question at worst, and of the others on average."""
    own: list[float] = []
    others: list[float] = []
    questions = read_deck(DECK).questions
    for answered in questions:
        answer = Transcript.from_text(answered.model_answer)
        for asked in questions:
            coverage = cover(asked, answer, meaning=meaning).coverage or 0.0
            (own if asked is answered else others).append(coverage)
    return min(own), sum(others) / len(others)


def speed(meaning: MiniLM | None) -> None:
    """Print the time for many key points against a long answer, and against twice and half as much."""
    questions = read_deck(DECK).questions
    points = [point for question in questions for point in question.key_points]
    words = " ".join(question.model_answer for question in questions).split() * 3
    texts = [text for point in points[:60] for text in (point.text, *point.wordings)]
    if meaning is not None:
        meaning.embed([*texts, *(word for text in texts for word in text.lower().split())])
    match_key_points(points[:60], Transcript.from_text("Warm up."), meaning=meaning)
    for n_words, n_points in ((3000, 30), (1500, 60), (3000, 60), (6000, 60)):
        random.Random(n_words + n_points).shuffle(words)  # so that no sentence is known yet
        said = [word.rstrip(".") + "." * (at % 15 == 14) for at, word in enumerate((words * 2)[:n_words])]
        answer = Transcript.from_text(" ".join(said))
        started_s, cpu_s = time.perf_counter(), time.process_time()
        match_key_points(points[:n_points], answer, meaning=meaning)
        took = f"{time.perf_counter() - started_s:.2f} s ({time.process_time() - cpu_s:.2f} s of processor)"
        print(f"    {n_points} points × {n_words} words: {took}")


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--rows", type=int, default=100_000, help="at most so many rows of each file")
    parser.add_argument("--fit", action="store_true", help="print the calibration")
    options = parser.parse_args()
    rows = read_rows(options.data, options.rows)
    try:
        model = load_meaning()
    except MeaningError as exc:
        print(exc.message, exc.hint)
        model = None
    meaning = Remembered(model) if model else None
    print(f"{len(rows)} answers; targets with semantic:", TARGETS)
    table = {scorer.__name__: agreement(rows, raw(rows, scorer)) for scorer in RAW}
    words = ours(rows, None)
    table["ours, words"] = agreement(rows, words)
    if meaning is not None:
        meant = ours(rows, meaning)
        meaning.save()
        table["ours, semantic"] = agreement(rows, meant)
    columns = list(table["ours, words"])
    print(f"{'':26}" + "".join(f"{name:>20}" for name in columns))
    for name, figures in table.items():
        print(f"{name:26}" + "".join(f"{figures[column]:20.3f}" for column in columns))
    if options.fit:
        show_fit(rows, words, WORDS_ALONE, "WORDS_ALONE")
        if meaning is not None:
            show_fit(rows, meant, WITH_MEANING, "WITH_MEANING")
    for name, embedder in {"words": None, **({"semantic": meaning} if meaning else {})}.items():
        own, others = crossed(embedder)
        print(f"built-in deck, {name}: own question at least {own:.0%}, others {others:.1%} on average")
    if meaning is not None:
        meaning.save()
    for name, timed in {"words": None, **({"semantic": model} if model else {})}.items():
        print(f"{name}:")
        speed(timed)


if __name__ == "__main__":
    main()
