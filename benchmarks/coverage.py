"""How well coverage agrees with people who graded answers, and how fast it is.

    python -m benchmarks.coverage [--table natural|agreement|pairs|deck|speed|spoken] [--rows N]

Without `--table` all but the spoken one. The tables are:

natural     Spoken answers graded point by point, of subjects that the judge did not learn from (name with
            `--held-out` the part that training left out) and of web development, from which nothing was
            learned and on which nothing was fitted.
agreement   Written answers that others graded: each reference is one key point, the best of several counting.
            Mohler and SAF are judged by Pearson's r, the others by the area under the ROC curve: correct
            against the rest, and correct against contradictory; on questions held out (see
            `benchmarks.grading`).
pairs       What is heard of the answers of tests/heard_pairs.py, by kind.
deck        The built-in decks, each crossed with itself.
speed       An answer of two minutes with 7 points, from nothing and when all but the last sentence was judged
            while it was said; 60 points against 3,000 words, and twice and half as much.
spoken      Model answers synthesised, transcribed with base, and judged, beside the typed text; by the voice
            that asks the questions, or by those named with `--voice`.

Beside the judge stand words alone, which is what decides without it, and stock rapidfuzz.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import fuzz, utils

from benchmarks.grading import TARGETS, agreement, area_under_curve, ours, raw, read_rows
from rehearse.analysis.coverage import CREDIT, cover, match_key_points
from rehearse.analysis.judging import Judge
from rehearse.analysis.passages import spans
from rehearse.analysis.verdict import numbers, status_of
from rehearse.deck import find_question, read_deck
from rehearse.judge import MiniLMJudge
from rehearse.take import Transcript
from tests.heard_pairs import PAIRS, TRICKY
from training.corpus import in_part, kept_together, read_questions
from training.fit import Graded, graded, summed_up

PROMPTS = Path(__file__).parent.parent / "prompts"
DECK = PROMPTS / "machine-learning.md"
SHARED = Path("../shared/data")
RAW = (fuzz.token_set_ratio, fuzz.partial_ratio, fuzz.partial_token_set_ratio)
TABLES = ("natural", "agreement", "pairs", "deck", "speed", "spoken")
SPOKEN_QUESTIONS = 20
POINTS, WORDS = 60, 3_000
"""A 20-minute transcript has so many words."""

JUDGES: dict[str, Callable[[], Judge | None]] = {"judge": MiniLMJudge, "words alone": lambda: None}


def web_development(folder: Path) -> list[dict[str, Any]]:
    """Return the questions of the deck that nothing was learned from, with their graded answers."""
    deck = read_deck(folder / "web-development.md")
    lines = (folder / "web-development.jsonl").read_text(encoding="utf-8").splitlines()
    answers = [json.loads(line) for line in lines]
    return [
        {
            "subject": "web development",
            "question_id": question.id,
            "question": question.text,
            "points": [
                {"text": point.text, "wordings": point.wordings, "any_of": point.any_of}
                for point in question.key_points
            ],
            "answers": [
                {"answer": each["answer"], "points": [{"status": status} for status in each["points"]]}
                for each in answers
                if each["question_id"] == question.id
            ],
        }
        for question in deck.questions
    ]


def show_natural(folder: Path, held_out: str) -> None:
    """Print the agreement with graded spoken answers."""
    part, n_parts = map(int, held_out.split("/"))
    kept = [each for each in read_questions() if in_part(kept_together(each), part, n_parts)]
    sets = {
        f"{len({kept_together(each) for each in kept})} subjects held out": kept,
        "web development": web_development(folder),
    }
    for title, questions in sets.items():
        n_answers = sum(len(question["answers"]) for question in questions)
        print(f"\n{title}: {len(questions)} questions, {n_answers} answers")
        for name, made in JUDGES.items():
            judge = made()
            items = list(graded(questions, judge))
            fitted = numbers("judge" if judge else "words")
            found = [status_of(item.opinions, fitted) for item in items]
            scores = np.array([score for _, score in found])
            print(
                f"    {name:20} {areas(items, scores)}; {summed_up(items, [status for status, _ in found])}"
            )
        for scorer in RAW[:2]:
            items, scores = fuzzily(questions, scorer)
            print(f"    {scorer.__name__:20} {areas(items, scores)}")


def fuzzily(
    questions: Sequence[dict[str, Any]], scorer: Callable[..., float]
) -> tuple[list[Graded], np.ndarray]:
    """Score each point by a rapidfuzz scorer: the best of its wordings over the passages of an answer."""
    items = list(graded(questions, None))
    scores = []
    for question in questions:
        for answer in question["answers"]:
            words = answer["answer"].split()
            texts = [" ".join(words[first:end]) for first, end in spans(words)]
            for point in question["points"]:
                wordings = (point["text"], *point["wordings"])
                scores.append(
                    max(
                        scorer(wording, text, processor=utils.default_process)
                        for wording in wordings
                        for text in texts
                    )
                )
    return items, np.array(scores)


def areas(items: Sequence[Graded], scores: np.ndarray) -> str:
    """Say how scores rank what people called covered before what they called missed and contradicted."""
    truth = np.array([item.status.value for item in items])
    found = []
    for other in ("missed", "contradicted"):
        at = (truth == "covered") | (truth == other)
        found.append(f"{area_under_curve(truth[at] == 'covered', scores[at]):.2f}")
    return f"AUC against missed {found[0]}, against contradicted {found[1]}"


def show_agreement(folder: Path, most: int) -> None:
    """Print the figures of every scorer on written answers to questions held out."""
    rows = [row for row in read_rows(folder, most) if row.part == "judge"]
    counts = Counter(row.data for row in rows)
    print("\nheld out:", ", ".join(f"{data} {n}" for data, n in sorted(counts.items())))
    print("asked:", ", ".join(f"{data} {figure}" for data, figure in TARGETS.items()))
    table = {name: ours(rows, made()) for name, made in JUDGES.items()}
    table |= {scorer.__name__: raw(rows, scorer) for scorer in RAW}
    figures = {name: agreement(rows, scores, ("judge",)) for name, scores in table.items()}
    columns = list(next(iter(figures.values())))
    print(f"{'':26}" + "".join(f"{name:>20}" for name in columns))
    for name, figure in figures.items():
        print(f"{name:26}" + "".join(f"{figure[column]:20.3f}" for column in columns))


def show_pairs(judge: Judge | None, name: str) -> None:
    """Print how many answers of each kind are heard rightly, and what is said of the others."""
    deck = read_deck(DECK)
    rightly, n = Counter[str](), Counter[str]()
    wrong = []
    for how, question_id, beginning, answer, label in (*PAIRS, *TRICKY):
        question = find_question(deck, question_id)
        found = cover(question, Transcript.from_text(answer), judge=judge)
        (match,) = [each for each in found.key_points if each.key_point.text.startswith(beginning)]
        n[how] += 1
        rightly[how] += match.status.value == label
        if match.status.value != label:
            wrong.append(f"    {how}: {answer} ({match.status.value}, rightly {label})")
    print(f"\n{name}: " + ", ".join(f"{how} {rightly[how]} of {n[how]}" for how in n), *wrong, sep="\n")


def show_deck(judge: Judge | None, name: str) -> None:
    """Print what model answers cover of their own questions and of the others, deck by deck."""
    for path in sorted(PROMPTS.glob("*.md")):
        own: list[float] = []
        others: list[float] = []
        questions = read_deck(path).questions
        for answered in questions:
            answer = Transcript.from_text(answered.model_answer)
            for asked in questions:
                coverage = cover(asked, answer, judge=judge).coverage or 0.0
                (own if asked is answered else others).append(coverage)
        print(
            f"{path.stem}, {name}: own question {np.mean(own):.1%}, at least {min(own):.0%}; "
            f"others {np.mean(others):.1%}"
        )


def show_speed(made: Callable[[], Judge | None], name: str) -> None:
    """Print how long judging takes, and that it grows with the answer and with the points."""
    questions = read_deck(DECK).questions
    long = max(questions, key=lambda question: len(question.key_points))
    text = " ".join(question.model_answer for question in questions[5:8])
    sentences = text.split(". ")
    judge = made()
    points = long.key_points[:7]
    print(f"\n{name}, {len(points)} points x {len(text.split())} words:")

    def timed(said: str, what: str) -> None:
        started_s = time.perf_counter()
        match_key_points(points, Transcript.from_text(said), question=long.text, judge=judge)
        print(f"    {what}: {time.perf_counter() - started_s:.2f} s")

    timed("Warm up.", "loading")
    timed(". ".join(sentences[:-1]) + ".", "all but the last sentence, from nothing")
    timed(text, "the whole, when that was judged while it was said")
    points = tuple(point for question in questions for point in question.key_points)
    words = " ".join(question.model_answer for question in questions).split() * 3
    for n_words, n_points in (
        (WORDS, POINTS // 2),
        (WORDS // 2, POINTS),
        (WORDS, POINTS),
    ):
        random.Random(n_words + n_points).shuffle(words)  # so that no sentence is known yet
        said = [word.rstrip(".") + "." * (at % 15 == 14) for at, word in enumerate((words * 2)[:n_words])]
        answer = Transcript.from_text(" ".join(said))
        started_s = time.perf_counter()
        match_key_points(points[:n_points], answer, judge=judge)
        print(f"    {n_points} points x {n_words} words: {time.perf_counter() - started_s:.2f} s")
    print(f"    at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB so far")


def show_spoken(judge: Judge | None, n_questions: int, voice_name: str | None) -> None:
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
            matches = cover(question, said, judge=judge).key_points
            credit += [CREDIT[match.status] for match in matches]
        print(f"    {question.id}", flush=True)
    heard_recall, typed_recall = np.mean(heard_credit), np.mean(typed_credit)
    print(f"spoken by {voice_name or 'the voice'}: recall {heard_recall:.1%} heard, {typed_recall:.1%} typed")


def main() -> None:
    """Print the tables asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED, help="where the graded answers are")
    parser.add_argument("--held-out", default="2/8", help="the part of subjects that training left out")
    parser.add_argument("--table", choices=TABLES, action="append")
    parser.add_argument("--rows", type=int, default=100_000, help="at most so many rows of each file")
    parser.add_argument("--voice", action="append", help="a voice that speaks (several allowed)")
    parser.add_argument("--questions", type=int, default=SPOKEN_QUESTIONS, help="so many are spoken")
    options = parser.parse_args()
    tables = options.table or TABLES[:-1]
    if "natural" in tables:
        show_natural(options.shared / "natural", options.held_out)
    if "agreement" in tables:
        show_agreement(options.shared / "grading", options.rows)
    for name, made in JUDGES.items():
        if "pairs" in tables:
            show_pairs(made(), name)
        if "deck" in tables:
            show_deck(made(), name)
        if "speed" in tables:
            show_speed(made, name)
    if "spoken" in tables:
        for voice_name in options.voice or [None]:
            show_spoken(MiniLMJudge(), options.questions, voice_name)


if __name__ == "__main__":
    main()
