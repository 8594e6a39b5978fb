"""The model's matrix products, by oneDNN.

PyTorch leaves them to MKL, which rearranges a matrix before each product. With the few rows of a decoding
that takes as long as the product itself: a pass over one token takes 28 ms with base on two cores, over eight
60. oneDNN, which PyTorch brings along for what it compiles, takes the weights as they lie: 19 and 30 ms.

Where the processor multiplies bfloat16 numbers, the layers' weights are kept so: the encoder takes a
quarter less time, a pass a tenth. The token embedding, which makes the logits, stays float32: bfloat16
numbers near 20 are 1/8 apart.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch
    from whisper.model import Whisper


def linear(states: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None = None) -> torch.Tensor:
    """Return what :func:`torch.nn.functional.linear` does, as float32, up to rounding.

    Parameters
    ----------
    states : torch.Tensor
        Shape (…, n_in).
    weight : torch.Tensor
        Shape (n_out, n_in); its type is that of the computation.
    bias : torch.Tensor, optional
        Shape (n_out,), of the same type.
    """
    return _product(states.to(weight.dtype), weight, bias).float()


def compute_linear_layers(model: Whisper, *, bfloat16: bool | None = None) -> None:
    """Let :func:`linear` compute all linear layers of a model from now on.

    Parameters
    ----------
    model : whisper.model.Whisper
    bfloat16 : bool, optional
        Whether the layers' weights are kept so; by default where that is faster here.
    """
    import torch
    from whisper.model import ResidualAttentionBlock

    if bfloat16 is None:
        bfloat16 = multiplies_bfloat16()
    for module in model.modules():
        # On the layers themselves, for openai-whisper calls them. mypy holds that no method can be
        # assigned to.
        if isinstance(module, torch.nn.Linear):
            if bfloat16:
                module.to(torch.bfloat16)
            module.forward = partial(_layer, module)  # type: ignore[method-assign]
        elif isinstance(module, ResidualAttentionBlock):
            module.mlp.forward = partial(_two_layers, module.mlp[0], module.mlp[2])


def multiplies_bfloat16() -> bool:
    """Say whether this processor multiplies bfloat16 numbers, and oneDNN makes use of it.

    Both are asked: where oneDNN is kept to older instructions it refuses such numbers, and on a processor
    without instructions for them it takes them and is slow.
    """
    import torch

    able = torch.cpu.get_capabilities()
    has_instructions = bool(able.get("avx512_bf16") or able.get("amx_bf16"))
    return _has_onednn() and has_instructions and bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())


def _layer(layer: torch.nn.Linear, states: torch.Tensor) -> torch.Tensor:
    return linear(states, layer.weight, layer.bias)


def _two_layers(first: torch.nn.Linear, second: torch.nn.Linear, states: torch.Tensor) -> torch.Tensor:
    """Return what two layers with a Gaussian error unit between them do."""
    between = _product(states.to(first.weight.dtype), first.weight, first.bias, "gelu")
    return _product(between, second.weight, second.bias).float()


def _product(
    states: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None, then: str = "none"
) -> torch.Tensor:
    import torch

    if not _has_onednn():
        plain = torch.nn.functional.linear(states, weight, bias)
        return torch.nn.functional.gelu(plain) if then == "gelu" else plain
    exactly = "none"  # the error function itself, not what is near it
    product: torch.Tensor = torch.ops.mkldnn._linear_pointwise(states, weight, bias, then, [], exactly)
    return product


def _has_onednn() -> bool:
    import torch

    return bool(torch._C._has_mkldnn) and hasattr(torch.ops.mkldnn, "_linear_pointwise")
