"""A model's matrix products come out the same, whoever computes them."""

import pytest
import torch
import whisper

from rehearse.transcription.linear import compute_linear_layers, linear
from tests.whisper_checkpoints import save_tiny_checkpoint


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


def test_a_model_computes_the_same_and_its_layers_can_still_be_watched(tmp_path):
    save_tiny_checkpoint(tmp_path / "tiny.pt", 51865)
    model = whisper.load_model(str(tmp_path / "tiny.pt"))
    mel, tokens = torch.zeros(1, model.dims.n_mels, 3000), torch.tensor([[1, 2, 3]])
    with torch.no_grad():
        plain = model(mel, tokens)

    compute_linear_layers(model)
    seen = []
    model.decoder.blocks[0].attn.key.register_forward_hook(lambda *_: seen.append(True))
    with torch.no_grad():
        torch.testing.assert_close(model(mel, tokens), plain, rtol=1e-3, atol=1e-3)

    assert seen
