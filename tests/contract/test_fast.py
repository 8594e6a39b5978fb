"""The real faster-whisper with real weights, beside openai-whisper with the same ones."""

import itertools
import sys
from pathlib import Path

import pytest
import soundfile
import soxr
from rapidfuzz.distance import Levenshtein

from rehearse import config
from rehearse.cli import run
from rehearse.errors import TranscriptionError
from rehearse.sound import SPEECH_RATE_HZ
from rehearse.take import WordKind
from rehearse.transcription.fast_engine import FastTranscriber
from tests.contract.live_sound import transcribe_live
from tests.programs import run_program

DATA = Path(__file__).parent.parent / "data"

JFK = (
    "and so my fellow americans ask not what your country can do for you ask what you can do for your country"
)
N_FILLERS_FIRE_WALKER = 7


def read(name):
    samples, rate_hz = soundfile.read(DATA / name, dtype="float32")
    return soxr.resample(samples, rate_hz, SPEECH_RATE_HZ)


def plain(text):
    return text.lower().translate(str.maketrans("", "", ".,?!"))


@pytest.fixture(scope="module")
def transcriber():
    return FastTranscriber("tiny.en", models_dir=config.models_folder())


@pytest.fixture(scope="module")
def jfk(transcriber):
    return transcriber.transcribe([read("jfk.flac")])


def test_read_speech_is_heard_word_for_word_without_a_filler(jfk):
    assert plain(jfk.text) == JFK
    assert {word.kind for word in jfk.words} == {WordKind.WORD}
    assert (jfk.engine, jfk.model, jfk.language) == ("faster-whisper", "tiny.en", "en")


def test_hesitant_speech_keeps_its_fillers_in_order_inside_the_recording(transcriber):
    words = transcriber.transcribe([read("fire_walker.ogg")]).words

    fillers = [word for word in words if word.kind is WordKind.FILLED_PAUSE]
    assert N_FILLERS_FIRE_WALKER - 2 <= len(fillers) <= N_FILLERS_FIRE_WALKER + 1
    for before, after in itertools.pairwise(words):
        assert 0 <= before.start_s <= before.end_s <= after.start_s
    assert words[-1].end_s <= 38.99


def test_live_sound_with_its_idle_moments_gives_the_same_words_and_tells_them_early(transcriber, jfk):
    transcript, told = transcribe_live(transcriber, read("jfk.flac"), first_pause_s=3.2)

    assert transcript == jfk
    words, until_s = told[0]
    assert plain(words[-1].text) == "americans"
    assert until_s < 4


def test_a_multilingual_model_hears_the_same_speech(jfk):
    heard = FastTranscriber("base", models_dir=config.models_folder()).transcribe([read("jfk.flac")])

    assert Levenshtein.distance(plain(heard.text).split(), JFK.split()) <= 1


def test_another_language_is_heard_and_its_fillers_are_not_guessed():
    german = FastTranscriber("base", models_dir=config.models_folder(), language="de")

    heard = german.transcribe([read("fire_walker.ogg")])

    assert heard.language == "de"
    assert len(heard.words) > 20
    assert {word.kind for word in heard.words} == {WordKind.WORD}


def test_packaged_weights_are_run_without_torch_and_without_a_copy_of_them(tmp_path):
    program = """
import sys
from pathlib import Path
from rehearse.transcription.fast_engine import FastTranscriber
from tests.contract.live_sound import transcribe_live
FastTranscriber("tiny.en", models_dir=Path(sys.argv[1])).load()
print("torch" in sys.modules)
"""
    done = run_program(sys.executable, "-c", program, str(tmp_path), check=True)

    assert done.stdout.strip() == "False"
    assert list(tmp_path.iterdir()) == []


def test_a_language_that_the_model_does_not_know_is_refused(tmp_path):
    def load(language):
        FastTranscriber("tiny.en", models_dir=tmp_path, language=language).load()

    with pytest.raises(TranscriptionError, match="understands English only, and the language is set to de"):
        load("de")
    with pytest.raises(TranscriptionError, match="knows no language 'klingon'"):
        load("klingon")


def test_this_machine_is_timed_with_the_models_that_are_here(capsys):
    assert run(["models", "choose", "--engine", "fast"]) == 0

    rows = [line.split() for line in capsys.readouterr().out.splitlines() if line.strip()]
    (timed,) = [row for row in rows if row[0] == "tiny.en"]
    (estimated,) = [row for row in rows if row[0] == "large-v3"]
    assert (timed[2], timed[3]) == ("s", "timed")
    assert (estimated[1], estimated[4]) == ("about", "estimated")
    assert float(timed[1]) < float(estimated[2])
