"""A model's matrix products come out the same, whoever computes them."""

import numpy as np
import pytest
import torch
import whisper

from rehearse.transcription.encoder import encode
from rehearse.transcription.linear import compute_linear_layers, linear, multiplies_bfloat16
from rehearse.transcription.text_decoder import TextDecoder
from tests.whisper_checkpoints import save_tiny_checkpoint

ROUNDING = {False: 2**-20, True: 2**-7}
"""Of float32 and of bfloat16, after a few layers."""


@pytest.mark.parametrize("n_rows", [1, 2, 33])
@pytest.mark.parametrize("has_bias", [True, False])
def test_a_product_is_that_of_pytorch(n_rows, has_bias):
    generator = torch.Generator().manual_seed(n_rows)
    states, weight, bias = (
        torch.randn(*shape, generator=generator) for shape in ((1, n_rows, 64), (96, 64), (96,))
    )
    given = bias if has_bias else None

    ours = linear(states, weight, given)

    torch.testing.assert_close(ours, torch.nn.functional.linear(states, weight, given), rtol=1e-4, atol=1e-4)


def deviation(folder, *, bfloat16):
    """Return how far a model's numbers are from PyTorch's own, as a share of the largest."""
    save_tiny_checkpoint(folder / "tiny.pt", 51865)
    model = whisper.load_model(str(folder / "tiny.pt"))
    noise = np.random.default_rng(0).normal(0, 0.1, 16_000).astype(np.float32)
    plain = read(model, noise)

    compute_linear_layers(model, bfloat16=bfloat16)
    ours = read(model, noise)

    assert {tensor.dtype for tensor in ours} == {torch.float32}
    return max(
        float((tensor - expected).abs().max() / expected.abs().max())
        for tensor, expected in zip(ours, plain, strict=True)
    )


def read(model, noise):
    sound = encode(model, noise, lambda: None)
    return sound.states, TextDecoder(model, sound).logits([50258, 50259, 50359, 50363, 220])


def test_a_model_computes_the_same_up_to_rounding(tmp_path):
    assert deviation(tmp_path, bfloat16=False) < 8 * ROUNDING[False]


def test_without_onednn_pytorch_does_it(monkeypatch):
    states, weight, bias = torch.randn(1, 3, 8), torch.randn(4, 8), torch.randn(4)
    expected = linear(states, weight, bias)
    monkeypatch.setattr(torch._C, "_has_mkldnn", False)

    assert not multiplies_bfloat16()
    torch.testing.assert_close(linear(states, weight, bias), expected)
