"""How well coverage agrees with people who graded answers, and how fast it is.

    python -m benchmarks.coverage [--data DATA] [--table agreement|pairs|deck|speed|spoken] [--rows N] [--fit]

Without `--table` all but the spoken one. DATA is a folder with graded answers. The tables are:

agreement   Each reference answer is one key point, the best of several counting; raw rapidfuzz scorers, our
            words alone, and with meaning. Mohler and SAF are judged by Pearson's r, the others by the area
            under the ROC curve: correct against the rest, and correct against contradictory. Only the
            questions that `benchmarks.grading` calls "tune" and ArgKP's train were tuned on; the figures
            are printed for all questions and for those held out. `--fit` fits the constants of
            rehearse/analysis/calibration.py on the former; how well they are calibrated is printed of the
            latter.
pairs       What is heard of the answers of tests/heard_pairs.py, by kind.
deck        The built-in deck crossed with itself.
speed       60 key points against a 20-minute transcript, and twice and half as much.
spoken      Model answers synthesised, transcribed with base, and matched, beside the typed text; by the voice
            that asks the questions, or by those named with `--voice`.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz

from benchmarks.grading import (
    TARGETS,
    Row,
    agreement,
    calibration,
    ours,
    raw,
    read_rows,
)
from rehearse.analysis.answer import Answer
from rehearse.analysis.calibration import WITH_MEANING, WORDS_ALONE
from rehearse.analysis.coverage import CREDIT, cover, match_key_points
from rehearse.analysis.nearness import Landscape, Meaning
from rehearse.analysis.text import tokens, tokens_of
from rehearse.analysis.verdict import read
from rehearse.analysis.weights import Weights
from rehearse.deck import find_question, read_deck
from rehearse.errors import MeaningError
from rehearse.meaning import MiniLM, load_meaning
from rehearse.take import Transcript
from tests.heard_pairs import PAIRS, TRICKY

DECK = Path(__file__).parent.parent / "prompts" / "machine-learning.md"
RAW = (fuzz.token_set_ratio, fuzz.partial_ratio, fuzz.partial_token_set_ratio)
TABLES = ("agreement", "pairs", "deck", "speed", "spoken")
TEXTS_AT_ONCE = 4_000
SPOKEN_QUESTIONS = 20
POINTS, WORDS = 60, 3_000
"""A 20-minute transcript has so many words."""


class Ahead:
    """An embedder that is told all texts before, and embeds them together: many times as fast."""

    def __init__(self, model: MiniLM) -> None:
        self._model = model
        self._known: dict[str, tuple[np.ndarray, np.ndarray]] = {}
        self._wanted: dict[str, None] | None = None

    def gather(self, rows: Sequence[Row]) -> None:
        """Embed whatever scoring these rows will ask for."""
        self._wanted = {}
        ours(rows, self)
        texts = sorted(self._wanted, key=len)
        self._wanted = None
        for start in range(0, len(texts), TEXTS_AT_ONCE):
            part = texts[start : start + TEXTS_AT_ONCE]
            self._known.update(
                zip(
                    part,
                    zip(self._model.embed(part), self._model.embed_words(part), strict=True),
                    strict=True,
                )
            )
            print(f"    embedded {start + len(part)} of {len(texts)} texts", flush=True)

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Return a unit vector for each text."""
        if self._wanted is not None:
            self._wanted.update(dict.fromkeys(texts))
            return np.zeros((len(texts), 1), np.float32)
        return np.stack([self._known[text][0] for text in texts])

    def embed_words(self, texts: Sequence[str]) -> list[np.ndarray]:
        """Return, for each text, a vector for each of its words."""
        if self._wanted is not None:
            self._wanted.update(dict.fromkeys(texts))
            return [np.zeros((text.count(" ") + 1, 1), np.float32) for text in texts]
        return [self._known[text][1] for text in texts]


def show_agreement(folder: Path, most: int, model: MiniLM | None, *, fitting: bool) -> None:
    """Print the figures of every scorer, on all questions and on those held out."""
    rows = [row for row in read_rows(folder, most) if fitting or row.part != "train"]
    judged = [row for row in rows if row.part != "train"]
    counts = Counter((row.data, row.part) for row in rows)
    print(", ".join(f"{data} {part} {n}" for (data, part), n in sorted(counts.items())))
    print("targets with meaning:", ", ".join(f"{data} {figure}" for data, figure in TARGETS.items()))
    embedders: dict[str, Meaning | None] = {"ours, words": None}
    if model is not None:
        ahead = Ahead(model)
        ahead.gather(rows)
        embedders["ours, with meaning"] = ahead
    table = {scorer.__name__: raw(rows, scorer) for scorer in RAW}
    table.update({name: ours(rows, embedder) for name, embedder in embedders.items()})
    for title, parts in {"all questions": ("tune", "judge"), "held out": ("judge",)}.items():
        figures = {name: agreement(rows, scores, parts) for name, scores in table.items()}
        columns = list(next(iter(figures.values())))
        print(f"\n{title:26}" + "".join(f"{name:>20}" for name in columns))
        for name, figure in figures.items():
            print(f"{name:26}" + "".join(f"{figure[column]:20.3f}" for column in columns))
    for name in embedders:
        scores = table[name][[row.part != "train" for row in rows]]
        print(f"\n{name}: share that graders call right, by score, on questions held out")
        for low, share, n in calibration(judged, scores):
            print(f"    {low:.1f}–{low + 0.1:.1f}: {share:.2f} ({n} answers)")
    if fitting:
        for name, embedder in embedders.items():
            show_fit(rows, embedder, name)


def show_fit(rows: Sequence[Row], meaning: Meaning | None, name: str) -> None:
    """Print the constants that fit the answers that are there to tune on, each file weighing the same."""
    part = [row for row in rows if row.part != "judge"]
    features = np.array([evidence(row, meaning) for row in part])
    grade = np.array([row.grade for row in part])
    names = [row.data for row in part]
    weight = np.array([1000 / names.count(each) for each in names])
    x = np.column_stack([np.ones(len(part)), features])
    curve = np.zeros(x.shape[1])
    for _ in range(30):  # Newton's method
        p = 1 / (1 + np.exp(-x @ curve))
        curve += np.linalg.solve((x * (weight * p * (1 - p))[:, None]).T @ x, x.T @ (weight * (grade - p)))
    now = WORDS_ALONE if meaning is None else WITH_MEANING
    print(f"{name}: fitted {tuple(round(float(each), 2) for each in curve)}, now {now}")


def evidence(row: Row, meaning: Meaning | None) -> list[float]:
    """Return what a row's score is made of, for its best reference."""
    transcript = Transcript.from_text(row.answer)
    answer = Answer(tokens(transcript))
    weights = Weights([tokens_of(" ".join(row.references))], row.question)
    landscape = Landscape(answer, transcript, row.question, meaning) if meaning and answer.tokens else None
    if landscape is not None:
        landscape.prepare(row.references)
    reading = read(row.references, answer, weights, landscape)
    words = reading.affirmed.score if reading.affirmed else 0.0
    if meaning is None:
        return [words**0.5]
    if reading.passage is None:
        return [0.0, 0.0, 0.0]
    here = words if reading.affirmed and reading.passage.holds(reading.affirmed) else 0.0
    return [here**0.5, reading.passage.recall, reading.passage.precision]


def show_pairs(meaning: Meaning | None, name: str) -> None:
    """Print how many answers of each kind are heard rightly, and what is said of the others."""
    deck = read_deck(DECK)
    rightly, n = Counter[str](), Counter[str]()
    wrong = []
    for how, question_id, beginning, answer, label in (*PAIRS, *TRICKY):
        question = find_question(deck, question_id)
        found = cover(question, Transcript.from_text(answer), meaning=meaning)
        (match,) = [each for each in found.key_points if each.key_point.text.startswith(beginning)]
        n[how] += 1
        rightly[how] += match.status.value == label
        if match.status.value != label:
            wrong.append(f"    {how}: {answer} ({match.status.value}, rightly {label})")
    print(f"\n{name}: " + ", ".join(f"{how} {rightly[how]} of {n[how]}" for how in n), *wrong, sep="\n")


def show_deck(meaning: Meaning | None, name: str) -> None:
    """Print what model answers cover of their own question at worst, and of the others on average."""
    own: list[float] = []
    others: list[float] = []
    questions = read_deck(DECK).questions
    for answered in questions:
        answer = Transcript.from_text(answered.model_answer)
        for asked in questions:
            coverage = cover(asked, answer, meaning=meaning).coverage or 0.0
            (own if asked is answered else others).append(coverage)
    print(f"deck, {name}: own question at least {min(own):.0%}, others {np.mean(others):.1%} on average")


def show_speed(meaning: MiniLM | None, name: str) -> None:
    """Print the time for many key points against a long answer, and against twice and half as much."""
    questions = read_deck(DECK).questions
    points = [point for question in questions for point in question.key_points]
    words = " ".join(question.model_answer for question in questions).split() * 3
    match_key_points(points, Transcript.from_text("Warm up."), meaning=meaning)  # as a session does
    print(f"{name}:")
    for n_words, n_points in (
        (WORDS, POINTS // 2),
        (WORDS // 2, POINTS),
        (WORDS, POINTS),
        (WORDS * 2, POINTS),
    ):
        random.Random(n_words + n_points).shuffle(words)  # so that no sentence is known yet
        said = [word.rstrip(".") + "." * (at % 15 == 14) for at, word in enumerate((words * 2)[:n_words])]
        answer = Transcript.from_text(" ".join(said))
        started_s, cpu_s = time.perf_counter(), time.process_time()
        match_key_points(points[:n_points], answer, meaning=meaning)
        took = f"{time.perf_counter() - started_s:.2f} s ({time.process_time() - cpu_s:.2f} s of processor)"
        print(f"    {n_points} points × {n_words} words: {took}")


def show_spoken(meaning: Meaning | None, n_questions: int, voice_name: str | None) -> None:
    """Print the recall of model answers as typed, and as spoken by a voice and heard with base."""
    from rehearse import config
    from rehearse.audio.files import blocks, open_recording
    from rehearse.audio.voice import PyttsxVoice
    from rehearse.transcription.engines import make_transcriber

    ears = make_transcriber("base", engine="whisper", models_dir=config.models_folder(), language="en")
    voice = PyttsxVoice(voice_name, 150, 1.0, Path(tempfile.gettempdir()) / "rehearse-spoken")
    typed_credit: list[float] = []
    heard_credit: list[float] = []
    for question in read_deck(DECK).questions[:n_questions]:
        sound = voice.render(question.model_answer)
        vocabulary = (question.text, *(point.text for point in question.key_points))
        heard = ears.transcribe(blocks(open_recording(sound)), vocabulary=vocabulary)
        for credit, said in (
            (typed_credit, Transcript.from_text(question.model_answer)),
            (heard_credit, heard),
        ):
            matches = cover(question, said, meaning=meaning).key_points
            credit += [CREDIT[match.status] for match in matches]
        print(f"    {question.id}", flush=True)
    heard_recall, typed_recall = np.mean(heard_credit), np.mean(typed_credit)
    print(f"spoken by {voice_name or 'the voice'}: recall {heard_recall:.1%} heard, {typed_recall:.1%} typed")


def main() -> None:
    """Print the tables asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/grading"))
    parser.add_argument("--table", choices=TABLES, action="append")
    parser.add_argument("--rows", type=int, default=100_000, help="at most so many rows of each file")
    parser.add_argument("--fit", action="store_true", help="fit the constants of the score")
    parser.add_argument("--voice", action="append", help="a voice that speaks (several allowed)")
    parser.add_argument("--questions", type=int, default=SPOKEN_QUESTIONS, help="so many are spoken")
    options = parser.parse_args()
    tables = options.table or TABLES[:-1]
    try:
        model = load_meaning()
    except MeaningError as exc:
        print(exc.message, exc.hint)
        model = None
    embedders = {"words": None, **({"with meaning": model} if model else {})}
    if "agreement" in tables:
        show_agreement(options.data, options.rows, model, fitting=options.fit)
    for table, show in {"pairs": show_pairs, "deck": show_deck, "speed": show_speed}.items():
        for name, embedder in embedders.items() if table in tables else ():
            show(embedder, name)
    if "spoken" in tables:
        for voice_name in options.voice or [None]:
            show_spoken(model, options.questions, voice_name)


if __name__ == "__main__":
    main()
