"""Sounds whose truth is known: words at known times, and a sentence amid sound that is no speech."""

from __future__ import annotations

import csv
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rehearse.sound import SPEECH_RATE_HZ
from tests.made_sounds import sounds_without_speech, with_speech_in_the_middle

if TYPE_CHECKING:
    from rehearse.sound import Samples

ROOT = Path(__file__).parent.parent
HAND_TIMED = "audio/mfa-acoustic_corpus"
JFK = ROOT / "tests" / "data" / "jfk.flac"
LAST_SENTENCE_S = 7.9
LAST_SENTENCE = "ask what you can do for your country"

VOICES = ("en-us", "en-gb+f3")
SENTENCES = (
    "lowering the bias of a model tends to raise its variance",
    "we hold out a part of the data and never train on it",
    "a hash table finds each value by the number of its key",
    "the tree grows deep and then we cut the branches that do not help",
)
SHORTEST_GAP_S, LONGEST_GAP_S = 0.03, 0.7
AUDIBLE = 0.02
"""Of a word's peak: where the synthesiser's own silence ends."""


@dataclass(frozen=True, slots=True)
class SaidWord:
    """A word and when it starts, s."""

    text: str
    start_s: float


@dataclass(frozen=True, slots=True, eq=False)
class TimedSpeech:
    """Sound in which the start of each word is known."""

    samples: Samples
    words: tuple[SaidWord, ...]


def hand_timed(data: Path) -> TimedSpeech:
    """Read the monologue whose words were timed by hand."""
    import soundfile

    samples, _ = soundfile.read(data / f"{HAND_TIMED}.flac", dtype="float32")
    with (data / f"{HAND_TIMED}.words.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["word"].strip()]
    return TimedSpeech(samples, tuple(SaidWord(row["word"], float(row["start_s"])) for row in rows))


def put_together() -> Iterator[TimedSpeech]:
    """Speak words one by one with espeak-ng and put them together with gaps of known length."""
    if shutil.which("espeak-ng") is None:
        raise SystemExit("espeak-ng is missing: install it to measure word starts.")
    generator = np.random.default_rng(0)
    for voice in VOICES:
        for sentence in SENTENCES:
            parts = [np.zeros(SPEECH_RATE_HZ // 2, np.float32)]
            words = []
            for text in sentence.split():
                start_s = sum(map(len, parts)) / SPEECH_RATE_HZ
                words.append(SaidWord(text, start_s))
                gap_s = generator.uniform(SHORTEST_GAP_S, LONGEST_GAP_S) ** 2
                parts += [spoken(text, voice), np.zeros(int(gap_s * SPEECH_RATE_HZ), np.float32)]
            parts.append(np.zeros(SPEECH_RATE_HZ // 2, np.float32))
            clean = np.concatenate(parts)
            room = generator.normal(0, 0.0005, len(clean)).astype(np.float32)
            yield TimedSpeech(clean + room, tuple(words))


def spoken(text: str, voice: str) -> Samples:
    """Return a word or sentence spoken by espeak-ng, without the silence around it."""
    import soundfile
    import soxr

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "word.wav"
        subprocess.run(["espeak-ng", "-v", voice, "-w", str(path), text], check=True)
        samples, rate_hz = soundfile.read(path, dtype="float32")
    resampled: Samples = soxr.resample(samples, rate_hz, SPEECH_RATE_HZ)
    audible = np.flatnonzero(np.abs(resampled) > AUDIBLE * np.abs(resampled).max())
    return resampled[audible[0] : audible[-1] + 1]


def without_and_with_a_sentence() -> Iterator[tuple[str, Samples, Samples]]:
    """Yield the name of each sound without speech, the sound, and the same with a sentence in it."""
    import soundfile

    samples, _ = soundfile.read(JFK, dtype="float32")
    sentence = samples[int(LAST_SENTENCE_S * SPEECH_RATE_HZ) :]
    for name, sound in sounds_without_speech().items():
        yield name, sound, with_speech_in_the_middle(sound, sentence)


def start_errors_s(said: Sequence[SaidWord], heard: Sequence[SaidWord]) -> list[float]:
    """Return by how much the starts of the words that were heard rightly are off, s, signed."""
    from rapidfuzz.distance import Levenshtein

    said_keys, heard_keys = ([_key(word.text) for word in words] for words in (said, heard))
    return [
        heard[block.dest_start + index].start_s - said[block.src_start + index].start_s
        for block in Levenshtein.opcodes(said_keys, heard_keys)
        if block.tag == "equal"
        for index in range(block.src_end - block.src_start)
    ]


def _key(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
