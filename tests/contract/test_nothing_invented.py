"""Where nobody speaks nothing is written, with the real model, either engine and the sounds of a room.

All twenty sounds are tried without speech, which costs no decoding; with speech only some of them here,
and all of them in ``benchmarks/transcription.py``.
"""

from pathlib import Path

import pytest
import soundfile
from rapidfuzz.distance import Levenshtein

from rehearse import config
from rehearse.sound import SPEECH_RATE_HZ
from rehearse.transcription.engines import ENGINES, make_transcriber
from tests.made_sounds import sounds_without_speech, with_speech_in_the_middle

JFK = Path(__file__).parent.parent / "data" / "jfk.flac"
LAST_SENTENCE_S = 7.9
SENTENCE = ["ask", "what", "you", "can", "do", "for", "your", "country"]

SOUNDS = sounds_without_speech()


@pytest.fixture(scope="module", params=ENGINES)
def transcriber(request):
    return make_transcriber("tiny.en", engine=request.param, models_dir=config.models_folder(), language="en")


@pytest.mark.parametrize("name", SOUNDS)
def test_sound_without_speech_gives_no_words(name, transcriber):
    assert transcriber.transcribe([SOUNDS[name]]).words == ()


@pytest.mark.parametrize("name", ["the last bit", "quiet pink noise", "loud hum at 60 Hz", "heavy typing"])
def test_a_sentence_amid_sound_is_written_and_nothing_else(name, transcriber):
    samples, rate_hz = soundfile.read(JFK, dtype="float32")
    assert rate_hz == SPEECH_RATE_HZ
    sentence = samples[int(LAST_SENTENCE_S * rate_hz) :]

    transcript = transcriber.transcribe([with_speech_in_the_middle(SOUNDS[name], sentence)])

    heard = transcript.text.lower().replace(".", "").replace(",", "").split()
    assert len(heard) == len(SENTENCE)
    assert Levenshtein.distance(heard, SENTENCE) <= 1  # the smallest model, in noise
    assert transcript.words[0].start_s > 4
    assert transcript.words[-1].end_s < 9
