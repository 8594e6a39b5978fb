"""Whether hands-free ends an answer too early, and how long it waits after the end.

Each recording is followed as if it were live, with ten seconds of a quiet room after it. It is *cut off*
when the answer would have ended before its last sound of speech. That is tried with words that always
look like a finished sentence, where it is least patient (an answer's words can only make it wait longer),
and with words that are always late, as on a slow machine. Recordings are people speaking freely, people
reading, and answers put together of read sentences with a silence of known length between them.

    python -m benchmarks.hands_free [--data ../shared/data] [--silence 2.5]
"""

from __future__ import annotations

import argparse
import csv
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import soundfile
import soxr

from rehearse.audio.speech_activity import detect_speech, follow_speech
from rehearse.hands_free import SILENCE_S, HandsFree
from rehearse.sound import SPEECH_RATE_HZ, Samples
from rehearse.take import Transcript

AFTERWARDS_S = 10.0
ROOM_DBFS = -65.0
BLOCK_SAMPLES = 800
SENTENCES_PER_ANSWER = 5
FINISHED = Transcript.from_text("And that is all.").words


@dataclass(frozen=True)
class Trial:
    """What became of one recording.

    Parameters
    ----------
    longest_pause_s : float
        Inside the answer.
    waited_s : float or None
        From the last sound of speech to the end of the answer; None when it was cut off.
    """

    longest_pause_s: float
    waited_s: float | None


def room(duration_s: float) -> Samples:
    """Return a quiet room."""
    n_samples = round(duration_s * SPEECH_RATE_HZ)
    noise = np.random.default_rng(n_samples).normal(0, 10 ** (ROOM_DBFS / 20), n_samples)
    return noise.astype(np.float32)


def read(path: Path) -> Samples:
    """Return a sound file as 16 kHz mono."""
    samples, rate_hz = soundfile.read(path, dtype="float32", always_2d=True)
    resampled: Samples = soxr.resample(samples.mean(axis=1), rate_hz, SPEECH_RATE_HZ).astype(np.float32)
    return resampled


def blocks(sound: Samples) -> Iterator[Samples]:
    """Yield a sound as a live recording comes."""
    for start in range(0, len(sound), BLOCK_SAMPLES):
        yield sound[start : start + BLOCK_SAMPLES]


def follow(sound: Samples, silence_s: float, *, words_late: bool) -> Trial:
    """Follow a recording until its answer has ended."""
    speech = detect_speech(blocks(sound))
    last_s = speech[-1].end_s
    pauses = [after.start_s - before.end_s for before, after in pairwise(speech)]
    hands_free = HandsFree(silence_s)
    if not words_late:
        hands_free.hear(FINISHED, float("inf"))
    ended_s = None
    for time_s, speaking in follow_speech(blocks(np.concatenate([sound, room(AFTERWARDS_S)]))):
        if hands_free.feed(time_s, speaking) == 0:
            ended_s = time_s
            break
    cut_off = ended_s is not None and ended_s < last_s
    waited_s = None if cut_off else (ended_s or len(sound) / SPEECH_RATE_HZ + AFTERWARDS_S) - last_s
    return Trial(max(pauses, default=0.0), waited_s)


def report(name: str, sounds: Sequence[Samples], silence_s: float) -> None:
    """Print a line for a set of recordings, with words that look finished and with late ones."""
    for words, words_late in (("finished", False), ("late", True)):
        trials = [follow(sound, silence_s, words_late=words_late) for sound in sounds]
        waits = [trial.waited_s for trial in trials if trial.waited_s is not None]
        longest_s = max(trial.longest_pause_s for trial in trials)
        minutes = sum(map(len, sounds)) / SPEECH_RATE_HZ / 60
        print(
            f"{name:<34} {words:<9} {len(trials):>4} {minutes:>6.1f} {longest_s:>8.1f} "
            f"{len(trials) - len(waits):>8} {statistics.median(waits):>7.1f} {max(waits):>6.1f}"
        )


def put_together(sentences: Sequence[Samples], pause_s: float) -> list[Samples]:
    """Return answers of some sentences each, with a silence between."""
    answers = []
    for first in range(0, len(sentences) - SENTENCES_PER_ANSWER + 1, SENTENCES_PER_ANSWER):
        parts = [room(0.5)]
        for sentence in sentences[first : first + SENTENCES_PER_ANSWER]:
            parts += [trimmed(sentence), room(pause_s)]
        answers.append(np.concatenate(parts[:-1]))
    return answers


def trimmed(sentence: Samples) -> Samples:
    """Return a sentence without the silence around it, so that pauses are as long as they are said to be."""
    speech = detect_speech(blocks(sentence))
    return sentence[int(speech[0].start_s * SPEECH_RATE_HZ) : int(speech[-1].end_s * SPEECH_RATE_HZ)]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--silence", type=float, default=SILENCE_S)
    arguments = parser.parse_args()
    with (arguments.data / "audio.csv").open(encoding="utf-8") as file:
        files = [row["file"] for row in csv.DictReader(file)]

    def sounds(*prefixes: str) -> list[Samples]:
        return [read(arguments.data / file) for file in files if Path(file).name.startswith(prefixes)]

    header = ("recordings", "words", "n", "min", "longest", "cut off", "waits", "most")
    print("{:<34} {:<9} {:>4} {:>6} {:>8} {:>8} {:>7} {:>6}".format(*header))
    silence_s = arguments.silence
    report("spontaneous", sounds("horse_race-", "mfa-acoustic"), silence_s)
    report("second language, reading", sounds("l2-"), silence_s)
    report(
        "reading",
        [sound for sound in sounds("read-", "pacing-") if len(sound) > 5 * SPEECH_RATE_HZ],
        silence_s,
    )
    sentences = [sound for sound in sounds("barr-kate-") if detect_speech(blocks(sound))]
    for pause_s in (1.5, 2.0, 2.4):
        report(f"put together, {pause_s} s pauses", put_together(sentences, pause_s), silence_s)
    print(f"\nlongest, waits (median), most: s. Silence asked for: {silence_s} s.")


if __name__ == "__main__":
    main()
