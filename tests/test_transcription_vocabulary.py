"""Logits may be rough where they are small; the largest are as they should be."""

import pytest
import torch
import whisper

from rehearse.transcription.linear import linear
from rehearse.transcription.vocabulary import MOST_ROUGH, has_int8_products, logits_of, prepare_logits
from tests.whisper_checkpoints import save_tiny_checkpoint

N_LARGEST = 10


def worst(folder, n_states):
    """Return by how much the largest logits are wrong, and any at all, as a share of the largest."""
    save_tiny_checkpoint(folder / "tiny.pt", 51865)
    model = whisper.load_model(str(folder / "tiny.pt"))
    states = torch.randn(n_states, 16, generator=torch.Generator().manual_seed(n_states))
    with torch.no_grad():
        exact = linear(states, model.decoder.token_embedding.weight)
        assert torch.equal(logits_of(model.decoder, states), exact)  # nothing is prepared yet
        prepare_logits(model)
        ours = logits_of(model.decoder, states)
    largest = exact.topk(N_LARGEST, dim=-1).indices
    off = (ours - exact).abs() / exact.abs().max()
    return float(off.gather(1, largest).max()), float(off.max())


@pytest.mark.parametrize("n_states", [1, 7, MOST_ROUGH, MOST_ROUGH + 1])
def test_the_largest_logits_are_exact_and_all_are_about_right(n_states, tmp_path):
    worst_of_largest, worst_of_all = worst(tmp_path, n_states)

    assert worst_of_largest < 1e-5
    assert worst_of_all < (0.03 if n_states <= MOST_ROUGH else 1e-5)


def test_where_pytorch_has_no_int8_products_all_are_exact(monkeypatch, tmp_path):
    monkeypatch.delattr(torch, "quantize_per_channel")

    assert not has_int8_products()
    assert worst(tmp_path, 3) == (0.0, 0.0)
