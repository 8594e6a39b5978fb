"""CTranslate2's decoding made verbatim: fillers where they nearly were, and times as openai-whisper has them.

The weights are random, so what is heard means nothing; what runs it and what is around it is real.
"""

import numpy as np
import pytest
import whisper

from rehearse.transcription import decoder as shared
from rehearse.transcription import fast_decoder, fast_engine
from rehearse.transcription.fast_decoder import FastDecoder, FastDecoding
from rehearse.transcription.fast_engine import FastTranscriber
from rehearse.transcription.weights import find_weights
from rehearse.transcription.whisper_decoder import WhisperDecoder
from tests.whisper_checkpoints import save_tiny_checkpoint

N_MULTILINGUAL = 51865
TEXT = " Um, it's a come-from-behind success of 40%."


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory):
    path = tmp_path_factory.mktemp("model") / "mine.pt"
    save_tiny_checkpoint(path, N_MULTILINGUAL)
    return path


@pytest.fixture(scope="module")
def decoder(checkpoint, tmp_path_factory):
    models_dir = tmp_path_factory.mktemp("models")
    loaded = FastTranscriber(str(checkpoint), models_dir=models_dir).load_decoder(models_dir, None)
    assert isinstance(loaded, FastDecoder)
    return loaded


def pieces_of(decoder, text):
    return decoder._pieces(decoder._tokenizer.encode(text))


def test_a_checkpoint_of_any_origin_is_run_and_times_every_word_inside_the_sound(decoder):
    pieces = pieces_of(decoder, TEXT)

    timed = decoder.align(pieces, decoder.encode(np.zeros(16_000 * 5, np.float32)), 5.0)

    assert [piece.text for piece in timed] == [
        "Um,",
        "it's",
        "a",
        "come-from-behind",
        "success",
        "of",
        "40%.",
    ]
    for piece in timed:
        assert 0 <= piece.start_s <= piece.end_s <= 5.1
        assert 0 <= piece.probability <= 1
    assert decoder.align((), decoder.encode(np.zeros(16_000, np.float32)), 1.0) == ()


def test_both_engines_compute_the_same_from_the_same_weights(checkpoint, tmp_path, monkeypatch):
    monkeypatch.setattr(fast_engine, "COMPUTE_TYPE", "float32")
    decoder = FastTranscriber(str(checkpoint), models_dir=tmp_path).load_decoder(tmp_path, None)
    samples = (
        np.random.default_rng(1).normal(0, 0.1, 16_000 * 20).astype(np.float32)
    )  # for both a whole window
    loaded = whisper.load_model(str(find_weights(str(checkpoint), models_dir=tmp_path).path))
    other = WhisperDecoder(loaded, "en")

    text = " Um, it's a success of 40%."
    ours = decoder.align(pieces_of(decoder, text), decoder.encode(samples), 20.0)
    theirs = other.align(pieces_of(decoder, text), other.encode(samples), 20.0)

    assert [piece.text for piece in ours] == [piece.text for piece in theirs]
    for one, another in zip(ours, theirs, strict=True):
        assert one.probability == pytest.approx(another.probability, rel=0.01)
        assert one.start_s == pytest.approx(another.start_s, abs=0.001)
        assert one.end_s == pytest.approx(another.end_s, abs=0.001)


def test_the_same_sound_gives_the_same_words_even_where_no_decoding_succeeds(decoder, monkeypatch):
    monkeypatch.setattr(fast_decoder, "LONGEST_TEXT_TOKENS", 30)
    encoded = decoder.encode(np.zeros(16_000, np.float32))

    assert decoder.words(encoded) == decoder.words(encoded)


# --- fillers that were nearly written


def with_near_fillers(decoder, text, nearness):
    """Write `text`, where before each token named in `nearness` an um misses it by so much."""
    tokens = decoder._tokenizer.encode(text)
    (um,) = decoder._tokenizer.encode(" um")
    steps = [*tokens, decoder._tokenizer.eot]
    logits = np.zeros((len(steps), N_MULTILINGUAL), np.float32)
    for step, token in enumerate(steps):
        logits[step, token] = 10
        missed_by = nearness.get(
            decoder._tokenizer.decode([token]) if token < decoder._tokenizer.eot else "end"
        )
        if missed_by is not None:
            logits[step, um] = 10 - missed_by
    result = FastDecoding(tuple(tokens), 0.0, 1.0, 0.0, logits)
    return decoder._tokenizer.decode(list(decoder._with_near_fillers(result)))


@pytest.mark.parametrize(
    ("nearness", "written"),
    [
        ({}, " we use come-from trees"),
        ({" use": shared.FILLER_BIAS - 0.1}, " we um use come-from trees"),
        ({" use": shared.FILLER_BIAS + 0.1}, " we use come-from trees"),
        ({"-": 0.1}, " we use come-from trees"),  # no word begins there
        ({"end": 1.0}, " we use come-from trees um"),
        ({" we": 1.0, " use": 1.0}, " um we use come-from trees"),  # too close to the one before
    ],
)
def test_a_filler_is_written_where_the_bias_would_have_chosen_it(nearness, written, decoder):
    assert with_near_fillers(decoder, " we use come-from trees", nearness) == written


def test_no_filler_is_written_before_a_filler(decoder):
    assert with_near_fillers(decoder, " we uh use trees", {" uh": 0.5}) == " we uh use trees"
