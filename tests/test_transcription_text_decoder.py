"""What goes through the decoder in parts comes out as openai-whisper has it in one."""

import numpy as np
import pytest
import torch
import whisper
from whisper.timing import find_alignment

from rehearse.transcription.attention_times import attention_times
from rehearse.transcription.encoder import encode
from rehearse.transcription.text_decoder import TextDecoder
from tests.whisper_checkpoints import save_tiny_checkpoint

TOKENS = [50258, 50259, 50359, 50363, 220, 11, 13, 400, 1029]


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    path = tmp_path_factory.mktemp("model") / "tiny.pt"
    save_tiny_checkpoint(path, 51865)
    return whisper.load_model(str(path))


@pytest.fixture(scope="module")
def sound(model):
    noise = np.random.default_rng(0).normal(0, 0.1, 16_000 * 3).astype(np.float32)
    return encode(model, noise, lambda: None)


@pytest.fixture(scope="module")
def plain(model, sound):
    with torch.no_grad():
        return model.decoder(torch.tensor([TOKENS]), sound.states[None])[0]


@pytest.mark.parametrize("parts", [(9,), (4, 1, 1, 1, 1, 1), (4, 5), (1, 7, 1), (3, 2, 4)])
def test_tokens_may_come_in_any_parts(parts, model, sound, plain):
    decoder = TextDecoder(model, sound)
    logits, rest = [], TOKENS
    for n in parts:
        logits.append(decoder.logits(rest[:n]))
        rest = rest[n:]

    torch.testing.assert_close(torch.cat(logits), plain, rtol=1e-3, atol=1e-3)
    assert decoder.n_remembered == len(TOKENS)


@pytest.mark.parametrize("n_kept", [0, 1, 4, 9])
def test_what_is_forgotten_has_no_part_in_what_follows(n_kept, model, sound, plain):
    decoder = TextDecoder(model, sound)
    decoder.logits([*TOKENS[:n_kept], 7, 8, 9])

    decoder.forget_after(n_kept)
    logits = decoder.logits(TOKENS[n_kept:] or [7])

    torch.testing.assert_close(logits[: len(TOKENS) - n_kept], plain[n_kept:], rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("duration_s", [0.05, 0.5, 3.0])
def test_tokens_are_found_where_openai_whisper_finds_them(duration_s, model, sound):
    tokenizer = whisper.tokenizer.get_tokenizer(True, num_languages=99, language="en", task="transcribe")
    tokens = tokenizer.encode(" we grow many trees, and then some more")

    class Encoded:
        """Lets openai-whisper align without encoding anything."""

        def __init__(self):
            self.dims, self.device, self.decoder = model.dims, model.device, model.decoder
            self.alignment_heads = model.alignment_heads

        def __call__(self, states, tokens):
            return self.decoder(tokens, states)

    theirs = find_alignment(Encoded(), tokenizer, tokens, sound.states, int(duration_s * 100))
    edges_s, probabilities = attention_times(model, tokenizer, tokens, sound, duration_s)

    assert len(edges_s) == len(tokens) + 1
    begins = np.cumsum([0, *(len(word.tokens) for word in theirs)])
    assert [edges_s[at] for at in begins[:-1]] == pytest.approx([word.start for word in theirs])
    assert [edges_s[at] for at in begins[1:]] == pytest.approx([word.end for word in theirs])
    for word, first, end in zip(theirs, begins[:-1], begins[1:], strict=True):
        assert probabilities[first:end].mean() == pytest.approx(word.probability, rel=1e-3)
