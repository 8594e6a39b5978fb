"""The model's matrix products, by oneDNN.

PyTorch leaves them to MKL, which rearranges a matrix before each product. With the few rows of a decoding
that takes as long as the product itself: a pass over one token takes 28 ms with base on two cores, over eight
60. oneDNN, which PyTorch brings along for what it compiles, takes the weights as they lie: 19 and 30 ms.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch
    from whisper.model import Whisper


def linear(states: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None = None) -> torch.Tensor:
    """Return what :func:`torch.nn.functional.linear` does, up to rounding."""
    import torch

    if not (torch._C._has_mkldnn and hasattr(torch.ops.mkldnn, "_linear_pointwise")):
        return torch.nn.functional.linear(states, weight, bias)
    product: torch.Tensor = torch.ops.mkldnn._linear_pointwise(states, weight, bias, "none", [], "")
    return product


def compute_linear_layers(model: Whisper) -> None:
    """Let :func:`linear` compute all linear layers of a model from now on."""
    import torch

    for module in model.modules():
        if isinstance(module, torch.nn.Linear):
            # mypy holds that no method can be assigned to.
            module.forward = partial(_layer, module)  # type: ignore[method-assign]


def _layer(layer: torch.nn.Linear, states: torch.Tensor) -> torch.Tensor:
    return linear(states, layer.weight, layer.bias)
