"""How long the words take after a live answer has ended, beside tools that begin when the file is there.

    python -m benchmarks.live --model base [--data ../shared/data] [--engine rehearse …] [--answers 10]

Two-minute answers are joined from recordings of people and played in real time into a virtual
microphone. Enter is pressed half a second after the last sound; the time runs from there until the
transcript is complete. The `whisper` command and faster-whisper are given the finished file; their time
includes loading (and the command's starting), which ours does while the question is asked. Each engine
runs in a process of its own, whose largest memory is shown. A third of the answers end in speech without
a pause, of half a minute. Needs PulseAudio, and ffmpeg for the `whisper` command.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import numpy as np
import soundfile

from benchmarks.transcription import plain_faster_whisper
from rehearse.sound import SPEECH_RATE_HZ

if TYPE_CHECKING:
    from rehearse.sound import Samples
    from rehearse.take import Interval

ANSWER_S = 120.0
ENTER_AFTER_S = 0.5
UNBROKEN_S = 30.0
BETWEEN_CLIPS_S = 0.6
KINDS = (
    ("horse_race-firewalker_native_d", "mfa-", "horse_race-silversky_native_d"),
    ("mfa_short-",),
    ("read-",),
    ("l2-",),
    ("horse_race-",),
)
"""What the answers are joined from: file names begin so."""

PAUSE_S = 0.1
"""Pauses from here on are cut out of the end of an answer that is to be unbroken."""


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """Sound of a two-minute answer."""

    name: str
    samples: Samples


def answers(data: Path, count: int) -> Iterator[Answer]:
    """Join recordings to answers of two minutes; every third ends without a pause."""
    with (data / "audio.csv").open(newline="") as file:
        names = sorted(row["file"] for row in csv.DictReader(file))
    generator = np.random.default_rng(0)
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        paths = [data / name for name in names if Path(name).name.startswith(kind)]
        parts: list[Samples] = []
        length = 0
        while length < ANSWER_S * SPEECH_RATE_HZ:
            for index in generator.permutation(len(paths)):
                clip, _ = soundfile.read(paths[index], dtype="float32")
                parts += [clip, np.zeros(round(BETWEEN_CLIPS_S * SPEECH_RATE_HZ), np.float32)]
                length += len(parts[-2]) + len(parts[-1])
        joined = np.concatenate(parts)[: round(ANSWER_S * SPEECH_RATE_HZ)]
        unbroken = number % 3 == 2
        if unbroken:
            end = without_pauses(np.concatenate(parts))[-round(UNBROKEN_S * SPEECH_RATE_HZ) :]
            joined = np.concatenate([joined[: len(joined) - len(end)], end])
        speech_end = round(_speech(joined)[-1].end_s * SPEECH_RATE_HZ)
        name = f"{kind[0].rstrip('-')}{', unbroken end' if unbroken else ''}"
        yield Answer(name, joined[:speech_end])


def without_pauses(samples: Samples) -> Samples:
    """Return only the speech of a recording."""
    return np.concatenate(
        [
            samples[round(part.start_s * SPEECH_RATE_HZ) : round(part.end_s * SPEECH_RATE_HZ)]
            for part in _speech(samples)
        ]
    )


def _speech(samples: Samples) -> tuple[Interval, ...]:
    from rehearse.audio.speech_activity import detect_speech

    return detect_speech([samples])


def rehearse_live(engine: str, model: str, models_dir: Path, paths: list[Path]) -> Iterator[float]:
    """Answer into the virtual microphone; yield the seconds from Enter to the transcript."""
    from rehearse.audio.recorder import MicrophoneRecorder
    from rehearse.config import find_deck
    from rehearse.deck import read_deck
    from rehearse.transcription.engines import make_transcriber
    from tests.contract.virtual_sound import VirtualSound

    transcriber = make_transcriber(model, engine=engine, models_dir=models_dir, language="en")
    transcriber.load()
    question = read_deck(find_deck("machine-learning")).questions[0]
    vocabulary = (question.text, *(point.text for point in question.key_points))
    with tempfile.TemporaryDirectory() as folder, VirtualSound() as sound, sound.attached():
        for number, path in enumerate(paths):
            recording = MicrophoneRecorder().start(Path(folder) / f"{number}.wav")
            with ThreadPoolExecutor() as pool:
                transcript = pool.submit(transcriber.transcribe, recording.blocks(), vocabulary=vocabulary)
                sound.play_into_microphone(path)
                time.sleep(ENTER_AFTER_S)
                enter_s = time.perf_counter()
                recording.stop()
                transcript.result()
                yield time.perf_counter() - enter_s


def whisper_command(model: str, models_dir: Path, paths: list[Path]) -> Iterator[float]:
    """Give each finished file to the `whisper` command; yield the seconds it takes."""
    from rehearse.transcription.weights import find_weights

    if shutil.which("ffmpeg") is None:
        raise SystemExit("The whisper command reads files through ffmpeg: install it to measure that.")
    weights = find_weights(model, models_dir=models_dir).path
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "whisper.transcribe", "--model", str(weights)]
        command += ["--language", "en", "--fp16", "False", "--output_dir", folder]
        for path in paths:
            started_s = time.perf_counter()
            subprocess.run([*command, str(path)], check=True, capture_output=True)
            yield time.perf_counter() - started_s


def faster_whisper(model: str, models_dir: Path, paths: list[Path]) -> Iterator[float]:
    """Give each finished file to faster-whisper, with its words' times; yield the seconds it takes."""
    for path in paths:
        samples, _ = soundfile.read(path, dtype="float32")
        started_s = time.perf_counter()
        plain_faster_whisper(model, models_dir)(samples, True)
        yield time.perf_counter() - started_s


ENGINES: dict[str, Callable[[str, Path, list[Path]], Iterator[float]]] = {
    "rehearse": partial(rehearse_live, "whisper"),
    "rehearse, fast": partial(rehearse_live, "fast"),
    "whisper command": whisper_command,
    "faster-whisper": faster_whisper,
}


def measure(engine: str, options: argparse.Namespace, paths: list[Path]) -> None:
    """Print the seconds of each answer as they come, then the largest memory in MB, one JSON value a line."""
    for waited_s in ENGINES[engine](options.model, options.models_dir, paths):
        print(json.dumps(waited_s), flush=True)
    kilobytes = max(
        resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(json.dumps(kilobytes / 1024), flush=True)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", default="base")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--models-dir", type=Path, default=Path.home() / ".cache" / "rehearse-benchmarks")
    parser.add_argument("--engine", choices=ENGINES, action="append", help="only this engine")
    parser.add_argument("--answers", type=int, default=10)
    parser.add_argument("--measure", nargs="+", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure(options.engine[0], options, options.measure)
        return
    with tempfile.TemporaryDirectory() as folder:
        said = list(answers(options.data, options.answers))
        paths = [Path(folder) / f"{number}.wav" for number in range(len(said))]
        for answer, path in zip(said, paths, strict=True):
            soundfile.write(path, answer.samples, SPEECH_RATE_HZ)
        print(f"Seconds from Enter to the transcript of a two-minute answer, {options.model}")
        for engine in options.engine or ENGINES:
            command = [sys.executable, "-m", "benchmarks.live", "--engine", engine, "--model", options.model]
            command += ["--models-dir", str(options.models_dir), "--measure", *map(str, paths)]
            *waits_s, peak_mb = (json.loads(line) for line in _lines(command))
            for answer, waited_s in zip(said, waits_s, strict=True):
                print(f"  {engine:16}{waited_s:7.2f}  {answer.name}")
            print(
                f"{engine:18}median {median(waits_s):.2f}, longest {max(waits_s):.2f}; {peak_mb:.0f} MB",
                flush=True,
            )


def _lines(command: list[str]) -> list[str]:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()


if __name__ == "__main__":
    main()
