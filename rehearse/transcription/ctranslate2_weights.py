"""Whisper's weights under CTranslate2's names and under openai-whisper's own, either made of the other.

Weights packages on the package index carry CTranslate2's ``model.bin``: the same float16 numbers as
openai-whisper's checkpoint under other names, with query, key and value of an attention stacked into
one matrix. Splitting the stacks and renaming the rest loses nothing, and neither does the way back.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from rehearse.transcription.ctranslate2_file import write_variables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rehearse.transcription.ctranslate2_file import Array, Variables

    Names = Iterator[tuple[str, tuple[str, ...]]]
    """CTranslate2's name of a variable, and those of the tensors that are stacked in it."""

ALIASES = {"decoder/projection/weight": "decoder/embeddings/weight"}
"""Whisper's decoder ends with the matrix that it begins with."""

_CONSTANTS = {
    "decoder/activation": ("int8", 3),  # GELU
    "decoder/alibi": ("int8", 0),
    "decoder/alignment_heads": ("int16", 1),  # those of config.json count
    "decoder/alignment_layer": ("int16", -1),
    "decoder/pre_norm": ("int8", 1),
    "decoder/scale_embeddings": ("int8", 0),
    "decoder/start_from_zero_embedding": ("int8", 0),
}
"""What CTranslate2 wants told of an architecture that is always the same."""


def openai_checkpoint(variables: Variables) -> dict[str, Any]:
    """Rename CTranslate2's variables into a checkpoint that ``whisper.load_model`` reads.

    Parameters
    ----------
    variables : mapping of str to ndarray
        What :func:`rehearse.transcription.ctranslate2_file.read_variables` returned.

    Returns
    -------
    dict
        ``{"dims": {name: int}, "model_state_dict": {name: torch.Tensor}}``; tensors keep the dtype of
        `variables` and own their memory.

    Raises
    ------
    ValueError
        When a variable that every Whisper model has is missing.
    """
    import numpy as np
    import torch

    arrays: dict[str, Array] = {}
    try:
        dimensions = _dimensions(variables)
        for stack, parts in _names(dimensions["n_audio_layer"], dimensions["n_text_layer"]):
            arrays |= zip(parts, np.split(variables[stack], len(parts)), strict=True)
    except KeyError as error:
        raise ValueError(f"the CTranslate2 model has no variable {error}") from error
    for name in [name for name in arrays if _is_key_bias(name)]:
        if np.any(arrays.pop(name)):
            raise ValueError(f"{name} is not zero, and Whisper's keys never have a bias")
    return {
        "dims": dimensions,
        "model_state_dict": {name: torch.from_numpy(np.array(array)) for name, array in arrays.items()},
    }


def ctranslate2_model(checkpoint: Mapping[str, Any]) -> bytes:
    """Return a checkpoint of openai-whisper as CTranslate2's ``model.bin``, float16 as it is published.

    Parameters
    ----------
    checkpoint : mapping
        ``{"dims": {name: int}, "model_state_dict": {name: torch.Tensor}}``.

    Raises
    ------
    KeyError
        When a tensor that every Whisper model has is missing.
    """
    import numpy as np

    dimensions = checkpoint["dims"]
    tensors = checkpoint["model_state_dict"]

    def array(name: str) -> Array:
        if _is_key_bias(name):
            return np.zeros(len(tensors[name.replace(".bias", ".weight")]), np.float16)
        half: Array = tensors[name].half().numpy()
        return half

    variables: dict[str, Array] = {
        name: np.array(value, dtype) for name, (dtype, value) in _CONSTANTS.items()
    }
    for side, theirs in (("encoder", "audio"), ("decoder", "text")):
        variables[f"{side}/num_heads"] = np.array(dimensions[f"n_{theirs}_head"], np.int16)
    for stack, parts in _names(dimensions["n_audio_layer"], dimensions["n_text_layer"]):
        variables[stack] = np.concatenate([array(part) for part in parts])
    return write_variables(variables, ALIASES)


def _dimensions(variables: Variables) -> dict[str, int]:
    n_audio_state, n_mels, _ = variables["encoder/conv1/weight"].shape
    n_vocab, n_text_state = variables["decoder/embeddings/weight"].shape
    return {
        "n_mels": n_mels,
        "n_audio_ctx": len(variables["encoder/position_encodings/encodings"]),
        "n_audio_state": n_audio_state,
        "n_audio_head": int(variables["encoder/num_heads"]),
        "n_audio_layer": _count_layers(variables, "encoder"),
        "n_vocab": n_vocab,
        "n_text_ctx": len(variables["decoder/position_encodings/encodings"]),
        "n_text_state": n_text_state,
        "n_text_head": int(variables["decoder/num_heads"]),
        "n_text_layer": _count_layers(variables, "decoder"),
    }


def _count_layers(variables: Variables, side: str) -> int:
    numbered = re.compile(rf"{side}/layer_(\d+)/")
    return len({found[1] for name in variables if (found := numbered.match(name))})


def _is_key_bias(name: str) -> bool:
    """Say whether openai-whisper has no such tensor, as it would always be zero."""
    return name.endswith(".key.bias")


def _names(n_encoder_layers: int, n_decoder_layers: int) -> Names:
    yield "encoder/position_encodings/encodings", ("encoder.positional_embedding",)
    yield from _linear("encoder/conv1", "encoder.conv1")
    yield from _linear("encoder/conv2", "encoder.conv2")
    yield from _norm("encoder/layer_norm", "encoder.ln_post")
    for index in range(n_encoder_layers):
        yield from _self_attention_and_mlp(f"encoder/layer_{index}", f"encoder.blocks.{index}")
    yield "decoder/position_encodings/encodings", ("decoder.positional_embedding",)
    yield "decoder/embeddings/weight", ("decoder.token_embedding.weight",)
    yield from _norm("decoder/layer_norm", "decoder.ln")
    for index in range(n_decoder_layers):
        stack, part = f"decoder/layer_{index}", f"decoder.blocks.{index}"
        yield from _self_attention_and_mlp(stack, part)
        yield from _norm(f"{stack}/attention/layer_norm", f"{part}.cross_attn_ln")
        yield from _linear(f"{stack}/attention/linear_0", f"{part}.cross_attn.query")
        yield from _linear(
            f"{stack}/attention/linear_1", f"{part}.cross_attn.key", f"{part}.cross_attn.value"
        )
        yield from _linear(f"{stack}/attention/linear_2", f"{part}.cross_attn.out")


def _self_attention_and_mlp(stack: str, part: str) -> Names:
    yield from _norm(f"{stack}/self_attention/layer_norm", f"{part}.attn_ln")
    yield from _linear(
        f"{stack}/self_attention/linear_0", *(f"{part}.attn.{name}" for name in ("query", "key", "value"))
    )
    yield from _linear(f"{stack}/self_attention/linear_1", f"{part}.attn.out")
    yield from _norm(f"{stack}/ffn/layer_norm", f"{part}.mlp_ln")
    yield from _linear(f"{stack}/ffn/linear_0", f"{part}.mlp.0")
    yield from _linear(f"{stack}/ffn/linear_1", f"{part}.mlp.2")


def _linear(stack: str, *parts: str) -> Names:
    for kind in ("weight", "bias"):
        yield f"{stack}/{kind}", tuple(f"{part}.{kind}" for part in parts)


def _norm(stack: str, part: str) -> Names:
    yield f"{stack}/gamma", (f"{part}.weight",)
    yield f"{stack}/beta", (f"{part}.bias",)
