"""How long a list of thousands of takes takes: the first time, and with the cache of rows.

Makes takes of some three hundred words with their analyses in a passing folder, and doubles their number.
Times are of this process alone, from a call to its rows; files are in the system's cache, as they are
soon after they were written.

    python -m benchmarks.take_list [--takes 5000]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from rehearse.analysis import analyse
from rehearse.analysis.document import document
from rehearse.config import find_deck
from rehearse.deck import read_deck
from rehearse.store import Store
from rehearse.take import Interval, Recording, Take, Transcript, Word
from rehearse.take_index import TakeIndex
from rehearse.take_json import document_of

N_WORDS = 300
WORD_S = 0.4
N_ANSWERS = 40
"""So many different answers are analysed; the takes repeat them."""
BEGAN = datetime(2025, 1, 6, 9, tzinfo=UTC)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--takes", type=int, default=5000)
    n_takes = arguments.parse_args().takes
    answers = make_answers()
    print(f"{'takes':>6} {'MB':>6} {'first, s':>9} {'again, s':>9} {'one new, s':>11} {'all read, s':>12}")
    sizes = [n_takes]
    while sizes[0] > 500:
        sizes.insert(0, sizes[0] // 2)
    for size in sizes:
        measure(size, answers)


def make_answers() -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Return takes and analyses as their files have them."""
    deck = read_deck(find_deck("machine-learning"))
    random_ = random.Random(7)
    vocabulary = " ".join(
        text for question in deck.questions for text in (question.text, question.model_answer)
    ).split()
    answers = []
    for number in range(N_ANSWERS):
        question = deck.questions[number % len(deck.questions)]
        said = question.model_answer.split()[: random_.randint(0, 40)]
        said += random_.choices(vocabulary, k=N_WORDS - len(said))
        words = tuple(Word(text, at * WORD_S, (at + 1) * WORD_S, 0.9) for at, text in enumerate(said))
        duration_s = N_WORDS * WORD_S
        speech = tuple(Interval(at * 6.0, at * 6.0 + 5.4) for at in range(round(duration_s / 6)))
        transcript = Transcript(words, "openai-whisper", "base")
        recording = Recording(Path("answer.flac"), 48_000, round(duration_s * 48_000), device="Microphone")
        take = Take(Path("take"), deck.name, question, BEGAN, recording, transcript)
        analysis = analyse(question, transcript, speech, duration_s=duration_s)
        answers.append((document_of(take), document(deck.name, question, transcript, duration_s, analysis)))
    return answers


def write_takes(recordings: Path, first: int, last: int, answers: list[Any]) -> int:
    """Write takes as the program lays them out; return how many bytes they are."""
    n_bytes = 0
    for number in range(first, last):
        take, analysis = answers[number % len(answers)]
        at = BEGAN + timedelta(hours=3 * number)
        folder = recordings / f"{at:%Y-%m-%dT%H-%M-%S}_{take['question']['id']}"
        folder.mkdir(parents=True)
        for name, made in (
            ("take.json", {**take, "recorded_at": at.isoformat()}),
            ("analysis.json", analysis),
        ):
            content = (json.dumps(made, indent=2, ensure_ascii=False) + "\n").encode()
            (folder / name).write_bytes(content)
            os.utime(folder / name, (at.timestamp(), at.timestamp()))
            n_bytes += len(content)
    return n_bytes


def measure(n_takes: int, answers: list[Any]) -> None:
    with tempfile.TemporaryDirectory(prefix="rehearse-") as passing:
        recordings, cache = Path(passing) / "recordings", Path(passing) / "cache.json"
        n_bytes = write_takes(recordings, 0, n_takes, answers)

        def rows() -> int:
            return len(TakeIndex(recordings, cache).rows().good)

        first_s = seconds(rows, n_takes)
        again_s = min(seconds(rows, n_takes) for _ in range(5))
        write_takes(recordings, n_takes, n_takes + 1, answers)
        one_new_s = seconds(rows, n_takes + 1)
        all_s = seconds(lambda: len(Store(recordings).takes().good), n_takes + 1)
    megabytes = n_bytes / 1e6
    print(f"{n_takes:6} {megabytes:6.0f} {first_s:9.2f} {again_s:9.3f} {one_new_s:11.3f} {all_s:12.2f}")


def seconds(work: Callable[[], int], expected: int) -> float:
    start = time.perf_counter()
    found = work()
    took_s = time.perf_counter() - start
    if found != expected:
        raise SystemExit(f"{found} takes were listed, and there are {expected}.")
    return took_s


if __name__ == "__main__":
    main()
