"""What `rehearse` measures of how an answer was said, against known truth.

    python -m benchmarks.delivery [--data ../shared/data] [--model base] [--only pauses]

Pauses: the silent pauses of a monologue whose word times were made by hand; the same monologue with
silences of known place put between its words; and espeak-ng's phrases with known silences between
them. Each clean, in noise, and at a tenth of its level. The detector's weights were chosen on these
sounds, which flatters it. Two pauses are the same where they share more than half of their union.
Beside them, the gaps between the words of a stock openai-whisper.

Rates: words of ours and by hand over the same time; the four recordings of labelled pace. Markers:
fillers told from words in the eighty sentences of the tests. Cost: all of the analysis but the words.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import itertools
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from rehearse.analysis.fillers import is_filled_pause
from rehearse.analysis.pacing import Pacing, measure_pacing
from rehearse.analysis.pauses import MIN_SILENT_PAUSE_S, silent_pauses
from rehearse.audio.speech_activity import detect_speech
from rehearse.sound import SPEECH_RATE_HZ, Samples
from rehearse.take import Interval, Transcript

SEED = 5
ESPEAK_PHRASES = (
    "the model learns from examples",
    "we split the data",
    "bias falls as variance rises",
    "a hash table maps keys to buckets",
    "pruning removes weak branches",
    "so it generalizes better",
    "regularization shrinks the weights",
    "early stopping helps too",
)


@dataclass(frozen=True, slots=True)
class Known:
    """A recording whose silent pauses are known."""

    name: str
    sound: Samples
    pauses: tuple[Interval, ...]
    speech: tuple[Interval, ...]


def hand_words(data: Path) -> list[tuple[float, float, str]]:
    """Read the hand-made word times of the monologue; "" is silence."""
    with (data / "audio/mfa-acoustic_corpus.words.csv").open(newline="") as file:
        return [(float(row["start_s"]), float(row["end_s"]), row["word"]) for row in csv.DictReader(file)]


def read(path: Path) -> Samples:
    """Return a recording as 16 kHz mono."""
    import soundfile
    import soxr

    sound, rate_hz = soundfile.read(path, dtype="float32", always_2d=True)
    resampled: Samples = soxr.resample(sound.mean(axis=1), rate_hz, SPEECH_RATE_HZ)
    return resampled


def known(name: str, sound: Samples, words: Sequence[tuple[float, float]]) -> Known:
    """Return a recording with the pauses between its words, which touch where there is none."""
    speech: list[Interval] = []
    for start_s, end_s in words:
        if speech and start_s - speech[-1].end_s < 1e-6:
            speech[-1] = Interval(speech[-1].start_s, end_s)
        else:
            speech.append(Interval(start_s, end_s))
    return Known(name, sound, silent_pauses(tuple(speech)), tuple(speech))


def monologue(data: Path) -> Known:
    """Return the monologue as it is."""
    words = [(start_s, end_s) for start_s, end_s, word in hand_words(data) if word]
    return known("monologue", read(data / "audio/mfa-acoustic_corpus.flac"), words)


def with_silences(data: Path, seed: int, n: int = 14) -> Known:
    """Return the monologue with `n` silences of 0.3 to 1.5 s put between words that touch."""
    chance = np.random.default_rng(seed)
    sound = read(data / "audio/mfa-acoustic_corpus.flac")
    words = [(start_s, end_s) for start_s, end_s, word in hand_words(data) if word]
    touching = [at for at in range(1, len(words)) if words[at][0] - words[at - 1][1] < 1e-6]
    chosen = sorted(chance.choice(touching, n, replace=False))
    pieces, moved, from_s, shift_s = [], [], 0.0, 0.0
    for at, (start_s, end_s) in enumerate(words):
        if at in chosen:
            silence_s = float(chance.uniform(0.3, 1.5))
            pieces += [_cut(sound, from_s, start_s), np.zeros(_n(silence_s), np.float32)]
            from_s, shift_s = start_s, shift_s + silence_s
        moved.append((start_s + shift_s, end_s + shift_s))
    pieces.append(_cut(sound, from_s, len(sound) / SPEECH_RATE_HZ))
    return known(f"monologue, {n} silences put in ({seed})", np.concatenate(pieces), moved)


def espeak(voice: str, seed: int) -> Known:
    """Return phrases of espeak-ng, trimmed to their sound, with silences of 0.25 to 2 s between."""
    chance = np.random.default_rng(seed)
    pieces, words, at_s = [np.zeros(_n(0.7), np.float32)], [], 0.7
    with tempfile.TemporaryDirectory() as folder:
        for phrase in ESPEAK_PHRASES:
            wav = Path(folder, "phrase.wav")
            subprocess.run(["espeak-ng", "-v", voice, "-w", wav, phrase], check=True)
            spoken = read(wav)
            audible = np.flatnonzero(np.abs(spoken) > 0.01 * np.abs(spoken).max())
            spoken = spoken[audible[0] : audible[-1] + 1] * 0.5
            silence_s = float(chance.uniform(0.25, 2.0))
            words.append((at_s, at_s + len(spoken) / SPEECH_RATE_HZ))
            pieces += [spoken, np.zeros(_n(silence_s), np.float32)]
            at_s += (len(spoken) + _n(silence_s)) / SPEECH_RATE_HZ
    return known(f"espeak-ng {voice}", np.concatenate(pieces), words)


def _n(duration_s: float) -> int:
    return round(duration_s * SPEECH_RATE_HZ)


def _cut(sound: Samples, start_s: float, end_s: float) -> Samples:
    return sound[_n(start_s) : _n(end_s)]


def noisy(this: Known, colour: str, snr_db: float) -> Samples:
    """Return the sound in noise, `snr_db` below the mean power of its speech."""
    chance = np.random.default_rng(SEED)
    noise = chance.standard_normal(len(this.sound))
    if colour == "pink":
        spectrum = np.fft.rfft(noise)
        spectrum[1:] /= np.sqrt(np.arange(1, len(spectrum)))
        spectrum[0] = 0
        noise = np.fft.irfft(spectrum, len(noise))
    speech = np.concatenate([_cut(this.sound, part.start_s, part.end_s) for part in this.speech])
    scale = np.sqrt((speech**2).mean() / (noise**2).mean() / 10 ** (snr_db / 10))
    mixed: Samples = (this.sound + scale * noise).astype(np.float32)
    return mixed


@dataclass(frozen=True, slots=True)
class Agreement:
    """How found pauses agree with true ones; `errors_s` are of the boundaries of those that match."""

    n_true: int = 0
    n_found: int = 0
    n_both: int = 0
    errors_s: tuple[float, ...] = ()

    def __add__(self, other: Agreement) -> Agreement:
        return Agreement(
            self.n_true + other.n_true,
            self.n_found + other.n_found,
            self.n_both + other.n_both,
            self.errors_s + other.errors_s,
        )

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.n_both / (self.n_true + self.n_found) if self.n_true + self.n_found else 1.0

    def __str__(self) -> str:
        median_ms = float(np.median(self.errors_s)) * 1000 if self.errors_s else float("nan")
        return f"{self.n_true:5}{self.n_found:7}{self.n_both:6}{self.f1:7.3f}{median_ms:8.0f} ms"


def agree(true: Sequence[Interval], found: Sequence[Interval]) -> Agreement:
    """Match found with true pauses, each at most once."""
    errors: list[float] = []
    for pause in true:
        for other in found:
            shared = min(pause.end_s, other.end_s) - max(pause.start_s, other.start_s)
            union = max(pause.end_s, other.end_s) - min(pause.start_s, other.start_s)
            if shared > union / 2:
                errors += [abs(pause.start_s - other.start_s), abs(pause.end_s - other.end_s)]
                break
    return Agreement(len(true), len(found), len(errors) // 2, tuple(errors))


Pauses = Callable[[Samples], tuple[Interval, ...]]


def our_pauses(sound: Samples) -> tuple[Interval, ...]:
    """Find silent pauses as Rehearse does."""
    return silent_pauses(detect_speech([sound]))


def word_gaps(loaded: Any) -> Pauses:
    """Find the gaps between the words of a stock openai-whisper."""

    def find(sound: Samples) -> tuple[Interval, ...]:
        heard = loaded.transcribe(
            sound, language="en", fp16=False, condition_on_previous_text=False, word_timestamps=True
        )
        words = [word for segment in heard["segments"] for word in segment["words"]]
        gaps = itertools.pairwise(words)
        return tuple(
            Interval(float(one["end"]), float(other["start"]))
            for one, other in gaps
            if other["start"] - one["end"] >= MIN_SILENT_PAUSE_S
        )

    return find


def variants(this: Known) -> Iterator[tuple[str, Samples]]:
    """Yield the recording clean, in noise, and quiet."""
    yield "clean", this.sound
    for snr_db in (20, 10):
        for colour in ("white", "pink"):
            yield f"{colour} noise {snr_db} dB", noisy(this, colour, snr_db)
    yield "a tenth of the level", this.sound * np.float32(0.1)


def pauses(data: Path, stock: Pauses | None) -> None:
    """Must show 1 and 2."""
    groups = {
        "the monologue": [monologue(data)],
        "the monologue with silences put in": [with_silences(data, seed) for seed in range(SEED)],
        "espeak-ng with silences put in": [espeak(voice, at) for at, voice in enumerate(("en-us", "en+f3"))],
    }
    print("\nSilent pauses of 250 ms and more")
    print(f"{'':44}{'true':>5}{'found':>7}{'both':>6}{'F1':>7}{'median':>11}")
    for name, recordings in groups.items():
        total: dict[str, Agreement] = {}
        for this in recordings:
            for variant, sound in variants(this):
                total[variant] = total.get(variant, Agreement()) + agree(this.pauses, our_pauses(sound))
            if stock:
                label = "stock Whisper's word gaps"
                total[label] = total.get(label, Agreement()) + agree(this.pauses, stock(this.sound))
        print(name)
        for variant, agreement in total.items():
            print(f"   {variant:40} {agreement}", flush=True)


def rates(data: Path, transcribe: Callable[[Samples], Transcript]) -> None:
    """Must show 3: speech rate against the hand count of words, and the order of labelled paces."""
    with (data / "audio.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    print(
        "\nSpeech rate: our words and the hand count over the same time\n"
        f"{'':40}{'ours':>6}{'hand':>6}{'wpm':>7}{'off':>8}"
    )
    for row in rows:
        name = Path(row["file"]).stem
        gold = row["label_quality"].startswith("gold") or "script" in row["label_quality"]
        if float(row["duration_s"]) < 20 or not gold:
            continue
        pacing = _pacing(read(data / row["file"]), transcribe)
        n_hand = sum(
            any(character.isalnum() for character in word) and not is_filled_pause(word)
            for word in row["transcript"].split()
        )
        label = "" if row["label_quality"].startswith("gold") else "  (script, not gold)"
        off = pacing.n_words / n_hand - 1
        print(
            f"{name[:39]:40}{pacing.n_words:6}{n_hand:6}{pacing.speech_rate_wpm or 0:7.1f}{off:8.1%}{label}",
            flush=True,
        )
    print("\nLabelled paces")
    for label in ("slow", "moderate", "moderate-fast", "fast"):
        pacing = _pacing(read(data / f"audio/pacing-{label}.flac"), transcribe)
        print(f"   {label:20}{pacing.speech_rate_wpm or 0:7.1f} wpm", flush=True)


def _pacing(sound: Samples, transcribe: Callable[[Samples], Transcript]) -> Pacing:
    speech = detect_speech([sound])
    return measure_pacing(transcribe(sound), speech, silent_pauses(speech))


def cost(data: Path) -> None:
    """Must show 6: everything but the transcription, of ten minutes of speech."""
    import soundfile

    from rehearse.analysis import analyse
    from rehearse.audio.files import open_recording
    from rehearse.audio.hearing import RecordingHearing
    from rehearse.deck import Question
    from rehearse.take import Word

    piece = read(data / "audio/horse_race-silversky_native_disfluent.flac")
    sound = np.tile(piece, -(-_n(600) // len(piece)))[: _n(600)]
    words = tuple(Word("word.", at * 0.4, at * 0.4 + 0.4) for at in range(1500))
    hearing = RecordingHearing()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "answer.flac")
        soundfile.write(path, sound, SPEECH_RATE_HZ)
        recording = open_recording(path)
        hearing.voice(recording, (Interval(0.0, 1.0),))  # librosa is loaded once for all
        started_s, cpu_s = time.perf_counter(), time.process_time()
        speech = hearing.speech(recording)
        heard_s, heard_cpu_s = time.perf_counter(), time.process_time()
        voice = hearing.voice(recording, speech)
        followed_s, followed_cpu_s = time.perf_counter(), time.process_time()
        analyse(Question(id="q", text="Why?"), Transcript(words), speech, duration_s=600.0, voice=voice)
        ended_s, ended_cpu_s = time.perf_counter(), time.process_time()
    print("\nAnalysis of ten minutes, the transcript given (share of its length: time, processor time)")
    for name, seconds, processor_s in (
        ("speech activity", heard_s - started_s, heard_cpu_s - cpu_s),
        ("pitch and loudness", followed_s - heard_s, followed_cpu_s - heard_cpu_s),
        ("measures", ended_s - followed_s, ended_cpu_s - followed_cpu_s),
        ("all", ended_s - started_s, ended_cpu_s - cpu_s),
    ):
        print(f"   {name:20}{seconds:7.1f} s {seconds / 600:7.2%} {processor_s / 600:7.2%}")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--model", default="base", help="for words; none leaves out what needs them")
    parser.add_argument("--models-dir", type=Path, default=Path.home() / ".cache" / "rehearse-benchmarks")
    parser.add_argument("--only", choices=("pauses", "rates", "markers", "cost"), action="append")
    options = parser.parse_args()
    wanted = options.only or ("pauses", "rates", "markers", "cost")
    if "cost" in wanted:
        cost(options.data)
    if "markers" in wanted:
        markers()
    if "pauses" in wanted:
        pauses(
            options.data,
            None if options.model == "none" else stock_whisper(options.model, options.models_dir),
        )
    if "rates" in wanted and options.model != "none":
        rates(options.data, our_words(options.model, options.models_dir))


def stock_whisper(model: str, models_dir: Path) -> Pauses:
    """Load openai-whisper as it comes."""
    import whisper

    from rehearse.transcription.weights import find_weights

    return word_gaps(whisper.load_model(str(find_weights(model, models_dir=models_dir).path)))


def our_words(model: str, models_dir: Path) -> Callable[[Samples], Transcript]:
    """Load the speech model as Rehearse uses it."""
    from rehearse.transcription.whisper_engine import WhisperTranscriber

    transcriber = WhisperTranscriber(model, models_dir=models_dir)
    return lambda sound: transcriber.transcribe(np.array_split(sound, 50))


def markers() -> None:
    """Must show 4: discourse markers in the eighty sentences of the tests."""
    tests: Any = importlib.import_module("tests.test_analysis_fillers")

    print(f"\nDiscourse markers in {len(tests.SENTENCES)} sentences: F1")
    for name, find in (("by the rules", tests.by_the_rules), ("by a word list", tests.by_the_list)):
        print(f"   {name:16}{tests.agreement(find):.3f}")


if __name__ == "__main__":
    main()
