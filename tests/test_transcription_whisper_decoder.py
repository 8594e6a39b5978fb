"""How tokens become written words, and how fillers are encouraged but not repeated.

The model's weights are random, so what it hears means nothing; everything around it is real.
"""

import numpy as np
import pytest
import torch
import whisper
from whisper.decoding import DecodingResult

from rehearse.transcription import decoder as shared
from rehearse.transcription import whisper_decoder
from rehearse.transcription.drafts import Drafts, Overtaken
from rehearse.transcription.logit_filters import FillerEncouragement, LoopBreaker
from rehearse.transcription.loops import MOST_REFUSALS, MOST_ROUNDS
from rehearse.transcription.whisper_decoder import WhisperDecoder
from tests.whisper_checkpoints import save_tiny_checkpoint

N_MULTILINGUAL = 51865


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    path = tmp_path_factory.mktemp("model") / "tiny.pt"
    save_tiny_checkpoint(path, N_MULTILINGUAL)
    return whisper.load_model(str(path))


@pytest.fixture(scope="module")
def decoder(model):
    return WhisperDecoder(model, "en")


@pytest.fixture(autouse=True)
def _few_tries(monkeypatch):
    """Let a decoding, which never succeeds with random weights, be given up soon."""
    monkeypatch.setattr(whisper_decoder, "TEMPERATURES", (0.0, 0.5))


def pieces_of(decoder, text):
    tokens = decoder._tokenizer.encode(text)
    return decoder._pieces(DecodingResult(torch.zeros(1), decoder._language, tokens=tokens))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (" Um, it's a come-from-behind success.", ["Um,", "it's", "a", "come-from-behind", "success."]),
        (" C++ grew by 40% (or so)…", ["C++", "grew", "by", "40%", "(or", "so)…"]),
        (' - Well ... "yes," he said -', ["Well", '"yes,"', "he", "said"]),
        (" R&D & sales", ["R&D", "&", "sales"]),
        (" ...", []),
        ("", []),
    ],
)
def test_tokens_become_words_with_their_punctuation(text, words, decoder):
    assert [piece.text for piece in pieces_of(decoder, text)] == words


def test_a_language_without_spaces_is_not_one_long_word(model):
    pieces = pieces_of(WhisperDecoder(model, "ja"), "今日は、いい天気")

    assert "".join(piece.text for piece in pieces) == "今日は、いい天気"
    assert len(pieces) > 3


def test_every_word_is_timed_once_inside_the_sound(decoder):
    pieces = pieces_of(decoder, " Um, it's a come-from-behind success of 40%.")
    encoded = decoder.encode(np.zeros(16_000 * 5, np.float32))

    timed = decoder.align(pieces, encoded, 5.0)

    assert [piece.text for piece in timed] == [piece.text for piece in pieces]
    for piece in timed:
        assert -0.05 <= piece.start_s <= piece.end_s <= 5.0
        assert 0 <= piece.probability <= 1
    assert decoder.align((), encoded, 5.0) == ()


def test_an_encoder_output_stands_for_the_sound_without_encoding_it_again(decoder, model, monkeypatch):
    encoded = decoder.encode(np.zeros(16_000, np.float32))
    monkeypatch.setattr(model.encoder, "forward", None)

    decoder.words(encoded)
    decoder.verbatim(encoded)
    decoder.align(pieces_of(decoder, " we use trees"), encoded, 1.0)


def test_fillers_are_encouraged_but_not_among_the_two_tokens_after_one(decoder):
    um, the = (decoder._tokenizer.encode(text)[0] for text in (" um", " the"))
    n_prompt = 2
    encouragement = FillerEncouragement(decoder._filler_tokens, comma=the)
    encouragement.sample_begin = n_prompt

    def logit_of_um_after(*tokens):
        logits = torch.zeros(1, N_MULTILINGUAL)
        encouragement.apply(logits, torch.tensor([[um, um, *tokens]]))  # the prompt may hold fillers
        assert logits[0, the] == 0
        return logits[0, um].item()

    assert logit_of_um_after() == shared.FILLER_BIAS
    assert logit_of_um_after(the) == shared.FILLER_BIAS
    assert logit_of_um_after(um) == 0
    assert logit_of_um_after(um, the) == 0
    assert logit_of_um_after(um, the, the) == shared.FILLER_BIAS


def test_it_is_noted_how_likely_the_model_itself_held_a_filler_or_the_pause_for_one(decoder):
    um, comma, the = (decoder._tokenizer.encode(text)[0] for text in (" um", ",", " the"))
    encouragement = FillerEncouragement(decoder._filler_tokens, comma)
    logits = torch.full((1, N_MULTILINGUAL), -float("inf"))
    logits[0, [um, comma, the]] = torch.tensor([0.2, 0.3, 0.5]).log()

    encouragement.apply(logits, torch.tensor([[um]]))

    assert encouragement.chances == [pytest.approx(0.5)]


def test_fillers_that_only_the_push_brought_forth_are_left_out(decoder):
    pieces = pieces_of(decoder, " Um, we eat. Uh, er, umami. Uh")
    assert pieces[5].tokens[0] in decoder._filler_tokens  # "um" + "ami"

    kept = shared.without_unlikely_fillers(pieces, decoder._filler_tokens, [0.9, 0.1, 0.4, 0.0, 0.2])

    assert [piece.text for piece in kept] == ["Um,", "we", "eat.", "er,", "umami."]


def test_a_filler_that_a_text_begins_with_may_be_less_likely(decoder):
    pieces = pieces_of(decoder, " Uh, we eat, uh")

    kept = shared.without_unlikely_fillers(pieces, decoder._filler_tokens, [0.2, 0.2])

    assert [piece.text for piece in kept] == ["Uh,", "we", "eat,"]


def test_a_decoding_leaves_the_global_random_numbers_alone(decoder):
    encoded = decoder.encode(np.zeros(16_000, np.float32))
    torch.manual_seed(7)
    expected = torch.rand(1)
    torch.manual_seed(7)

    first, second = decoder.words(encoded), decoder.words(encoded)

    assert torch.rand(1) == expected
    assert first == second


def test_a_loop_is_led_on_and_in_the_end_given_up():
    sounds = ["or", "uh", ""]
    end = len(sounds)
    breaker = LoopBreaker(sounds, end, sample_begin=0)
    stammer = [0, 2] * MOST_ROUNDS  # with a comma after each

    logits = torch.zeros(1, 4)
    breaker.apply(logits, torch.tensor([stammer]))
    assert logits.isinf().tolist() == [[True, False, False, False]]

    for _ in range(MOST_REFUSALS):
        assert not breaker.gave_up
        logits = torch.zeros(1, 4)
        breaker.apply(logits, torch.tensor([stammer]))
    assert breaker.gave_up
    assert logits.isinf().tolist() == [[True, True, True, False]]  # only the end is left


def test_a_text_is_as_likely_as_its_tokens_are_one_after_another(decoder, model):
    encoded = decoder.encode(np.zeros(16_000, np.float32))
    pieces = pieces_of(decoder, " we use trees")
    start = [*decoder._tokenizer.sot_sequence_including_notimestamps]
    text = [*decoder._tokenizer.encode(" we use trees"), decoder._tokenizer.eot]

    expected = 0.0
    with torch.no_grad():
        for n_before, token in enumerate(text):
            logits = model.decoder(torch.tensor([[*start, *text[:n_before]]]), encoded.states[None])
            expected += logits[0, -1].log_softmax(dim=-1)[token].item()

    assert decoder._log_likelihood(pieces, encoded) == pytest.approx(expected, abs=1e-3)
    assert decoder.expecting(("SQL",), pieces, encoded) == pieces  # random weights propose no term


def test_a_stretch_that_was_overtaken_is_not_heard_to_its_end(decoder, model):
    n_blocks, n_passes = len(model.encoder.blocks), 0

    def count(*_):
        nonlocal n_passes
        n_passes += 1

    hook = model.encoder.ln_post.register_forward_hook(count)
    sound = np.zeros(16_000, np.float32)
    asked = iter([False] * (n_blocks - 1) + [True])
    with pytest.raises(Overtaken):
        decoder.encode(sound, Drafts(overtaken=lambda: next(asked)))
    assert n_passes == 0

    encoded = decoder.encode(sound)
    hook.remove()
    assert n_passes == 1
    asked = iter([False] * 3 + [True])
    drafts = Drafts(overtaken=lambda: next(asked))
    with pytest.raises(Overtaken):
        decoder.words(encoded, drafts)
    assert len(drafts.words) == 3  # what it had written is kept


@pytest.mark.parametrize(("sound_s", "window_s"), [(0.5, 20), (12.0, 22), (20.0, 30), (28.0, 30)])
def test_the_encoder_is_given_less_silence_and_otherwise_what_openai_whisper_gives_it(
    decoder, model, sound_s, window_s
):
    sound = np.random.default_rng(0).normal(0, 0.1, int(sound_s * 16_000)).astype(np.float32)

    encoded = decoder.encode(sound)

    assert encoded.states.shape == (window_s * 50, model.dims.n_audio_state)
    if window_s == 30:
        mel = whisper.log_mel_spectrogram(whisper.pad_or_trim(sound), model.dims.n_mels)
        with torch.no_grad():
            torch.testing.assert_close(encoded.states, model.embed_audio(mel.unsqueeze(0))[0])
