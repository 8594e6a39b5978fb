"""A draft may only save time: whatever it guesses, the decoding comes out as without it."""

import pytest
import torch
from whisper.decoding import DecodingOptions, DecodingTask
from whisper.model import ModelDimensions, Whisper

from rehearse.transcription.drafts import DraftedInference

N_TOKENS = 24


@pytest.fixture(scope="module")
def model():
    """A small model with random weights: it says nonsense, but always the same."""
    torch.manual_seed(3)
    sizes = dict.fromkeys(("n_audio_state", "n_text_state"), 32)
    heads = dict.fromkeys(("n_audio_head", "n_text_head", "n_audio_layer"), 2)
    whisper = Whisper(
        ModelDimensions(
            n_mels=80, n_audio_ctx=1500, n_vocab=51864, n_text_ctx=448, n_text_layer=2, **sizes, **heads
        )
    )
    for parameter in whisper.parameters():
        torch.nn.init.normal_(parameter, std=0.3)
    return whisper.eval()


@pytest.fixture(scope="module")
def encoded(model):
    return torch.randn(1, 1500, 32)


def decode(model, encoded, draft=()):
    n_passes = 0

    def count(*_):
        nonlocal n_passes
        n_passes += 1

    options = DecodingOptions(
        language="en", fp16=False, without_timestamps=True, sample_len=N_TOKENS, suppress_blank=False
    )
    task = DecodingTask(model, options)
    if draft:
        task.inference = DraftedInference(task.inference, tuple(draft))
    hook = model.decoder.register_forward_hook(count)
    result = task.run(encoded)[0]
    hook.remove()
    return result, n_passes


@pytest.mark.parametrize("n_right", [0, 1, 7, N_TOKENS - 1, N_TOKENS])
@pytest.mark.parametrize("n_wrong", [0, 1, 5])
def test_any_draft_gives_what_decoding_without_one_gives(model, encoded, n_right, n_wrong):
    plain, _ = decode(model, encoded)
    draft = [*plain.tokens[:n_right], *([11] * n_wrong)]

    drafted, _ = decode(model, encoded, draft)

    assert drafted.tokens == plain.tokens
    assert drafted.avg_logprob == pytest.approx(plain.avg_logprob, abs=1e-4)
    assert drafted.no_speech_prob == pytest.approx(plain.no_speech_prob, abs=1e-4)


def test_a_right_draft_takes_one_pass_in_place_of_many(model, encoded):
    plain, n_plain = decode(model, encoded)

    _, n_drafted = decode(model, encoded, plain.tokens)

    assert n_plain >= N_TOKENS
    assert n_drafted <= 2
