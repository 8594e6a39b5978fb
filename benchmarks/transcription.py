"""What openai-whisper and faster-whisper hear as they come, and Rehearse with each, in one run.

    python -m benchmarks.transcription --model base [--data ../shared/data]

All use the same weights and the same recordings: hand-transcribed spontaneous speech with its fillers,
speech that is read, and second-language speech. A hit is a filled pause of any form at the same place
in the alignment of the words. The word error rate leaves fillers out on both sides, after
openai-whisper's own normaliser. The times include everything but the loading of the model. Then come
clips into which fillers were spliced, sounds in which nobody speaks, and the starts of words against the
truth. The thresholds of the filler sounds were chosen on the first two kinds of speech, and one of them on
the spliced fillers, so their figures flatter.
"""

from __future__ import annotations

import argparse
import csv
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.known_sounds import (
    LAST_SENTENCE,
    SaidWord,
    hand_timed,
    put_together,
    start_errors_s,
    without_and_with_a_sentence,
)
from rehearse.analysis.fillers import is_filled_pause

if TYPE_CHECKING:
    from rehearse.sound import Samples

Hear = Callable[["Samples", bool], list[SaidWord]]
"""Turns 16 kHz sound into words; the starts count only when asked for, as they cost time."""

QUICK_CLIPS = 4
QUICK_STEP = 5

FILLER = "filledpause"
"""Stands for a filled pause of any form; a word that nobody says and no normaliser touches."""

GROUPS = {
    "spontaneous": (
        "horse_race-firewalker_native_disfluent",
        "horse_race-silversky_native_disfluent",
        "mfa-acoustic_corpus",
    ),
    "short utterances": ("mfa_short-",),
    "read": ("horse_race-firewalker_native_fluent", "horse_race-silversky_native_fluent", "read-", "pacing-"),
    "second language": ("l2-",),
}
"""File names of each kind of speech begin so; fillers are marked by hand in the first two."""

SPLICED = ("barr-",)
"""File names of clips begin so of which half have one filler, put there by the experimenters."""


@dataclass(frozen=True, slots=True)
class Clip:
    """A recording and what is said in it."""

    path: Path
    duration_s: float
    transcript: str


@dataclass(frozen=True, slots=True)
class Score:
    """How near some heard texts come to what was said."""

    n_words: int = 0
    n_word_errors: int = 0
    n_fillers: int = 0
    n_found: int = 0
    n_false: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.n_words + other.n_words,
            self.n_word_errors + other.n_word_errors,
            self.n_fillers + other.n_fillers,
            self.n_found + other.n_found,
            self.n_false + other.n_false,
        )

    @property
    def word_error_rate(self) -> float:
        """Wrong, missing and added words, as a share of what was said."""
        return self.n_word_errors / self.n_words if self.n_words else 0.0

    @property
    def filler_f1(self) -> float:
        """Harmonic mean of precision and recall of filled pauses."""
        possible = self.n_fillers + self.n_found + self.n_false
        return 2 * self.n_found / possible if possible else 1.0


def read_clips(data: Path, prefixes: tuple[str, ...], limit: int) -> list[Clip]:
    """Read the recordings with a transcript whose names begin with one of `prefixes`."""
    clips = [
        Clip(data / row["file"], float(row["duration_s"]), row["transcript"])
        for row in rows_of(data, prefixes)
        if row["transcript"].strip()
    ]
    return clips[:limit]


def rows_of(data: Path, prefixes: tuple[str, ...]) -> list[dict[str, str]]:
    """Read what is known of the recordings whose names begin with one of `prefixes`."""
    with (data / "audio.csv").open(newline="") as file:
        return [row for row in csv.DictReader(file) if Path(row["file"]).name.startswith(prefixes)]


def compare(said: str, heard: str, normalise: Callable[[str], str]) -> Score:
    """Score one heard text against what was said."""
    from rapidfuzz.distance import Levenshtein

    reference, hypothesis = items(said, normalise), items(heard, normalise)
    same = [
        hypothesis[block.dest_start : block.dest_end]
        for block in Levenshtein.opcodes(reference, hypothesis)
        if block.tag == "equal"
    ]
    n_found = sum(run.count(FILLER) for run in same)
    words = [item for item in reference if item != FILLER]
    return Score(
        n_words=len(words),
        n_word_errors=Levenshtein.distance(words, [item for item in hypothesis if item != FILLER]),
        n_fillers=reference.count(FILLER),
        n_found=n_found,
        n_false=hypothesis.count(FILLER) - n_found,
    )


def items(text: str, normalise: Callable[[str], str]) -> list[str]:
    """Split into normalised words; fillers become one word, marks of broken-off words go.

    The transcribers' marks: ``<cutoff-x>``, ``<hes-x>`` (x said haltingly), ``<unk>``, ``[laughter]``.
    """
    text = re.sub(r"<hes-(\w+)>", r"\1", text)
    text = re.sub(r"<[^>]*>|\[[^]]*\]", " ", text)
    marked = (FILLER if is_filled_pause(word) and not word.startswith("'") else word for word in text.split())
    return normalise(" ".join(marked)).split()


def measure(clips: Iterable[Clip], hear: Hear, *, show: bool) -> tuple[Score, float]:
    """Return the score over all clips and the seconds it took."""
    import soundfile
    from whisper.normalizers import EnglishTextNormalizer

    normalise = EnglishTextNormalizer()
    total, seconds = Score(), 0.0
    for clip in clips:
        samples, _ = soundfile.read(clip.path, dtype="float32")
        started = time.perf_counter()
        heard = text_of(hear(samples, False))
        seconds += time.perf_counter() - started
        score = compare(clip.transcript, heard, normalise)
        total += score
        if show:
            print(f"{clip.path.stem}  {score}\n  said   {clip.transcript}\n  heard  {heard}")
    return total, seconds


def text_of(words: Iterable[SaidWord]) -> str:
    """Join words into a text."""
    return " ".join(word.text for word in words)


def plain_whisper(model: str, models_dir: Path) -> Hear:
    """openai-whisper as its own examples use it, without a prompt."""
    import torch
    import whisper

    from rehearse.transcription.weights import find_weights

    weights = find_weights(model, models_dir=models_dir)
    loaded: Any = whisper.load_model(str(weights.path))
    if weights.model is not None:  # as openai-whisper does for a model that it loads by name
        loaded.set_alignment_heads(whisper._ALIGNMENT_HEADS[weights.model])

    def hear(samples: Samples, timed: bool) -> list[SaidWord]:
        torch.manual_seed(0)  # as ours: where a decoding fails it tries its luck, with other words each time
        result = loaded.transcribe(
            samples, language="en", fp16=False, condition_on_previous_text=False, word_timestamps=timed
        )
        if not timed:
            return [SaidWord(result["text"], 0.0)]
        return [
            SaidWord(word["word"].strip(), float(word["start"]))
            for segment in result["segments"]
            for word in segment["words"]
        ]

    return hear


def plain_faster_whisper(model: str, _models_dir: Path) -> Hear:
    """faster-whisper as its own examples use it, on packaged weights as int8; its beams as it sets them."""
    from faster_whisper import WhisperModel

    from rehearse.transcription.weights_packages import weights_package

    package = weights_package(model)
    if package is None:
        raise SystemExit(f"{model} is in no installed package: name the other engines with --engine.")
    files = {file.name: package.read(file.name) for file in package.files}
    loaded = WhisperModel(model, device="cpu", compute_type="int8", files=files)

    def hear(samples: Samples, timed: bool) -> list[SaidWord]:
        segments, _ = loaded.transcribe(
            samples, language="en", condition_on_previous_text=False, word_timestamps=timed
        )
        if not timed:
            return [SaidWord(segment.text, 0.0) for segment in segments]
        return [
            SaidWord(word.word.strip(), word.start) for segment in segments for word in segment.words or ()
        ]

    return hear


def rehearse(engine: str, model: str, models_dir: Path) -> Hear:
    """Ours, fed in blocks as a live recording would be."""
    import numpy as np

    from rehearse.transcription.engines import make_transcriber

    transcriber = make_transcriber(model, engine=engine, models_dir=models_dir, language="en")
    transcriber.load()

    def hear(samples: Samples, _timed: bool) -> list[SaidWord]:
        words = transcriber.transcribe(np.array_split(samples, 50)).words
        return [SaidWord(word.text, word.start_s) for word in words]

    return hear


def print_words_and_fillers(engines: dict[str, Hear], options: argparse.Namespace) -> None:
    """Print one table a kind of speech, and the fillers of all kinds where they are marked."""
    marked = dict.fromkeys(engines, Score())
    for group in options.group or GROUPS:
        limit = min(options.limit, QUICK_CLIPS) if options.quick else options.limit
        clips = read_clips(options.data, GROUPS[group], limit)
        minutes = sum(clip.duration_s for clip in clips) / 60
        print(f"\n{group}: {len(clips)} clips, {minutes:.1f} min, {options.model}")
        print(f"{'':16}{'fillers':>8}{'found':>7}{'false':>7}{'F1':>7}{'WER':>8}{'time':>9}")
        for name, hear in engines.items():
            score, seconds = measure(clips, hear, show=options.show)
            if score.n_fillers:
                marked[name] += score
            print(
                f"{name:16}{score.n_fillers:8}{score.n_found:7}{score.n_false:7}"
                f"{score.filler_f1:7.2f}{score.word_error_rate:8.3f}{seconds:8.0f}s",
                flush=True,
            )
    print("\nwhere fillers are marked")
    for name, score in marked.items():
        print(f"{name:16}{score.n_fillers:8}{score.n_found:7}{score.n_false:7}{score.filler_f1:7.3f}")


def print_spliced(engines: dict[str, Hear], options: argparse.Namespace) -> None:
    """Print in how many clips a filler was heard, with one spliced in and without."""
    import soundfile

    rows = rows_of(options.data, SPLICED)[:: QUICK_STEP if options.quick else 1]
    n_spliced = sum(bool(row["n_fillers"]) for row in rows)
    print(
        f"\nclips in which a filler was heard, of {n_spliced} with one spliced in and {len(rows) - n_spliced}"
    )
    print("without, where the speaker may say one all the same")
    for name, hear in engines.items():
        heard_in = {True: 0, False: 0}
        for row in rows:
            samples, _ = soundfile.read(options.data / row["file"], dtype="float32")
            text = text_of(hear(samples, False))
            heard_in[bool(row["n_fillers"])] += any(is_filled_pause(word) for word in text.split())
            if options.show:
                print(f"{name}, {row['file']}: {text}")
        print(f"{name:16}{heard_in[True]:8}{heard_in[False]:8}", flush=True)


def print_invented(engines: dict[str, Hear], options: argparse.Namespace) -> None:
    """Print what was heard where nobody speaks, and around a sentence."""
    sounds = list(without_and_with_a_sentence())[:: QUICK_STEP if options.quick else 1]
    n_said = len(LAST_SENTENCE.split())
    print(f"\n{len(sounds)} sounds without speech, and the same with a sentence of {n_said} words")
    print(f"{'':16}{'words heard in':>15}{'sentence whole':>16}{'words added':>13}")
    for name, hear in engines.items():
        n_with_words = n_whole = n_added = 0
        for sound_name, sound, with_sentence in sounds:
            invented = text_of(hear(sound, False)).split()
            heard = re.sub(r"[^a-z ]", "", text_of(hear(with_sentence, False)).lower()).split()
            n_with_words += bool(invented)
            n_whole += " ".join(heard) == LAST_SENTENCE
            n_added += max(0, len(heard) - n_said)
            if options.show:
                print(f"{name}, {sound_name}: {' '.join(invented)!r}, {' '.join(heard)!r}")
        print(f"{name:16}{n_with_words:15}{n_whole:16}{n_added:13}", flush=True)


def print_word_starts(engines: dict[str, Hear], options: argparse.Namespace) -> None:
    """Print how far the starts of words are from where they were made or seen by hand."""
    import numpy as np

    speeches = {"monologue": [hand_timed(options.data)], "put together": list(put_together())}
    print("\nstarts of words, ms from the truth")
    print(f"{'':16}{'':14}{'words':>7}{'median':>8}{'9 in 10':>9}{'bias':>6}")
    for kind, timed in speeches.items():
        for name, hear in engines.items():
            errors = [
                1000 * error
                for speech in timed[:: QUICK_STEP if options.quick else 1]
                for error in start_errors_s(speech.words, hear(speech.samples, True))
            ]
            off = np.abs(errors)
            print(
                f"{kind:16}{name:14}{len(errors):7}{np.median(off):8.0f}{np.percentile(off, 90):9.0f}"
                f"{np.median(errors):6.0f}",
                flush=True,
            )


TABLES = {
    "speech": print_words_and_fillers,
    "spliced": print_spliced,
    "invented": print_invented,
    "starts": print_word_starts,
}


def main() -> None:
    """Print the tables asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", default="base")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--models-dir", type=Path, default=Path.home() / ".cache" / "rehearse-benchmarks")
    parser.add_argument("--table", choices=TABLES, action="append", help="only this table")
    parser.add_argument("--engine", choices=ENGINES, action="append", help="only this engine")
    parser.add_argument("--group", choices=GROUPS, action="append", help="only this kind of speech")
    parser.add_argument("--limit", type=int, default=1000, help="at most so many clips of a kind")
    parser.add_argument("--quick", action="store_true", help="a few of each, in some minutes")
    parser.add_argument("--show", action="store_true", help="print what was heard in each clip")
    options = parser.parse_args()

    ready = {name: ENGINES[name](options.model, options.models_dir) for name in options.engine or ENGINES}
    for table in options.table or TABLES:
        TABLES[table](ready, options)


ENGINES: dict[str, Callable[[str, Path], Hear]] = {
    "openai-whisper": plain_whisper,
    "faster-whisper": plain_faster_whisper,
    "rehearse": partial(rehearse, "whisper"),
    "rehearse, fast": partial(rehearse, "fast"),
}


if __name__ == "__main__":
    main()
