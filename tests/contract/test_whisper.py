"""The real openai-whisper with its real weights, from the packages of the ``offline`` extra.

Two people: a president reading, and a speaker who hesitates (their licences: tests/data/README.md).
"""

import itertools
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr
import torch
import whisper
from rapidfuzz.distance import Levenshtein

from rehearse import config
from rehearse.sound import SPEECH_RATE_HZ
from rehearse.take import Word, WordKind
from rehearse.transcription.weights import find_weights
from rehearse.transcription.whisper_engine import WhisperTranscriber
from tests.contract.live_sound import transcribe_live

DATA = Path(__file__).parent.parent / "data"

JFK = (
    "and so my fellow americans ask not what your country can do for you ask what you can do for your country"
)
FIRE_WALKER = (
    "um firewalker is looking strong thanks to his come from behind success er in the acomb stakes um the "
    "impression given in both runs uh is that firewalker should handle the demands of the extra furlong and "
    "uh charlie hills is looking forward to the test the trainer said he's done um really well for a little "
    "break uh his work's been good and i couldn't be more pleased with him"
)
N_FILLERS = 7


def read(name):
    samples, rate_hz = soundfile.read(DATA / name, dtype="float32")
    return soxr.resample(samples, rate_hz, SPEECH_RATE_HZ)


def plain(text):
    return text.lower().translate(str.maketrans("", "", ".,?!"))


def errors_in_words(transcript, said):
    heard = [plain(word.text) for word in transcript.words if word.kind is WordKind.WORD]
    spoken = [word for word in said.split() if word not in {"um", "uh", "er"}]
    return Levenshtein.distance(heard, spoken)


@pytest.fixture(scope="module", params=["tiny.en", "base"])
def transcriber(request):
    return WhisperTranscriber(request.param, models_dir=config.models_folder())


@pytest.fixture(scope="module")
def jfk(transcriber):
    told: list[tuple[tuple[Word, ...], float]] = []
    transcript = transcriber.transcribe(
        np.array_split(read("jfk.flac"), 30), on_words=lambda words, until_s: told.append((words, until_s))
    )
    return transcript, told


@pytest.fixture(scope="module")
def fire_walker(transcriber):
    return transcriber.transcribe([read("fire_walker.ogg")])


def test_read_speech_is_heard_word_for_word_without_a_filler(jfk, transcriber):
    transcript, told = jfk

    assert plain(transcript.text) == JFK
    assert {word.kind for word in transcript.words} == {WordKind.WORD}
    assert (transcript.engine, transcript.model, transcript.language) == (
        "openai-whisper",
        transcriber.model,
        "en",
    )
    words, until_s = told[-1]
    assert words == transcript.words
    assert 10.0 < until_s <= 11.0


def test_hesitant_speech_keeps_its_fillers_and_its_words(fire_walker):
    fillers = [word for word in fire_walker.words if word.kind is WordKind.FILLED_PAUSE]

    assert N_FILLERS - 2 <= len(fillers) <= N_FILLERS
    assert errors_in_words(fire_walker, FIRE_WALKER) <= 8


def test_nothing_is_lost_where_the_sound_was_cut(fire_walker):
    # 39 s do not fit into one stretch; what stands around the cut is there, once.
    assert "charlie hills is looking forward to the test the trainer said" in plain(
        " ".join(word.text for word in fire_walker.words if word.kind is WordKind.WORD)
    )


@pytest.mark.parametrize(("name", "duration_s"), [("jfk", 11.0), ("fire_walker", 38.99)])
def test_times_are_in_order_and_inside_the_recording(name, duration_s, jfk, fire_walker):
    words = (jfk[0] if name == "jfk" else fire_walker).words

    for before, after in itertools.pairwise(words):
        assert before.start_s <= before.end_s <= after.start_s
    assert words[0].start_s >= 0
    assert words[-1].end_s <= duration_s
    assert all(0 <= word.probability <= 1 for word in words)


def test_words_are_where_they_are_heard(jfk):
    times = {plain(word.text): (word.start_s, word.end_s) for word in jfk[0].words}

    # Seen in the waveform: the first word, "not" before the first long pause, and the word after it.
    assert times["and"][0] == pytest.approx(0.3, abs=0.25)
    assert times["americans"][1] == pytest.approx(2.2, abs=0.3)
    assert times["not"][1] == pytest.approx(4.6, abs=0.5)


def test_sound_without_speech_has_no_words(transcriber):
    generator = np.random.default_rng(0)
    seconds = SPEECH_RATE_HZ
    for sound in (
        [],
        [np.zeros(1, np.float32)],
        [np.zeros(5 * seconds, np.float32)],
        [generator.normal(0, 0.05, 5 * seconds).astype(np.float32)],
        [np.concatenate([np.zeros(seconds), np.full(1600, 0.9), np.zeros(seconds)]).astype(np.float32)],
    ):
        assert transcriber.transcribe(sound).words == ()


def test_the_same_sound_gives_the_same_words_however_it_arrives_and_prints_nothing(transcriber, jfk, capfd):
    again = transcriber.transcribe(np.array_split(read("jfk.flac"), 3))

    assert again == jfk[0]
    assert capfd.readouterr() == ("", "")


def test_terms_that_are_expected_and_not_said_are_not_heard(transcriber, jfk):
    question = ("What does SQL do?", "Measure it by its ROC curve", "k-means and PCA", "Naive Bayes")

    assert transcriber.transcribe([read("jfk.flac")], vocabulary=question) == jfk[0]


def test_live_sound_with_its_idle_moments_gives_the_same_words_and_tells_them_early(transcriber, jfk):
    transcript, told = transcribe_live(transcriber, read("jfk.flac"), first_pause_s=3.2)

    assert transcript == jfk[0]
    words, until_s = told[0]
    assert plain(words[-1].text) == "americans"
    assert until_s < 4


@pytest.mark.parametrize("model", ["tiny.en", "base"])
def test_what_training_does_not_change_in_packaged_weights_is_what_openai_whisper_computes(model):
    loaded = whisper.load_model(str(find_weights(model, models_dir=config.models_folder()).path))
    dims = loaded.dims

    expected = whisper.model.sinusoids(dims.n_audio_ctx, dims.n_audio_state)
    assert torch.allclose(loaded.encoder.positional_embedding, expected, atol=1e-3)
    assert loaded.is_multilingual is (model == "base")


def test_torch_keeps_its_threads(transcriber):
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        transcriber.load()
        transcriber.transcribe([np.zeros(SPEECH_RATE_HZ, np.float32)])
        assert torch.get_num_threads() == 1
    finally:
        torch.set_num_threads(threads)
