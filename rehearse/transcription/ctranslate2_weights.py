"""Whisper's weights from CTranslate2's file format, renamed into openai-whisper's own.

Weights packages on the package index carry CTranslate2's ``model.bin``: the same float16 numbers as
openai-whisper's checkpoint under other names, with query, key and value of an attention stacked into
one matrix. Reading that file, splitting the stacks and renaming the rest loses nothing.

The format (binary version 6, little-endian): version u32, name of the specification, its revision
u32, then the number of variables u32 and for each its name, rank u8, dimensions u32 × rank, type u8,
size u32 and bytes; last, the number of aliases u32 and for each its name and what it stands for. A
string is its length u16 and so many bytes, the last of them zero.
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.generic]
    Variables = Mapping[str, Array]

SUPPORTED_VERSION = 6
SPECIFICATION = "WhisperSpec"

# CTranslate2's type codes, as numpy names them. bfloat16 (5) has no numpy type and is never published.
_TYPES = {0: "<f4", 1: "<i1", 2: "<i2", 3: "<i4", 4: "<f2"}


def read_variables(data: bytes) -> dict[str, Array]:
    """Read every variable of a CTranslate2 model file.

    Parameters
    ----------
    data : bytes
        The whole of ``model.bin``.

    Returns
    -------
    dict of str to ndarray
        Read-only views into `data`, under CTranslate2's names ("encoder/conv1/weight"), aliases
        included.

    Raises
    ------
    ValueError
        When `data` is not a whole Whisper model in the supported version of the format.
    """
    try:
        return _read(_Reader(data))
    except (struct.error, UnicodeDecodeError, KeyError) as error:
        raise ValueError(f"not a whole CTranslate2 model: {error}") from error


def openai_checkpoint(variables: Variables) -> dict[str, Any]:
    """Rename CTranslate2's variables into a checkpoint that ``whisper.load_model`` reads.

    Parameters
    ----------
    variables : mapping of str to ndarray
        What :func:`read_variables` returned.

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

    try:
        arrays = {**_encoder(variables), **_decoder(variables)}
        dimensions = _dimensions(variables)
    except KeyError as error:
        raise ValueError(f"the CTranslate2 model has no variable {error}") from error
    return {
        "dims": dimensions,
        "model_state_dict": {name: torch.from_numpy(np.array(array)) for name, array in arrays.items()},
    }


class _Reader:
    """Takes one value after another from a byte string."""

    def __init__(self, data: bytes) -> None:
        self._data = memoryview(data)
        self._at = 0

    def number(self, code: str) -> int:
        """Take an unsigned number: "B", "H" or "I"."""
        layout = struct.Struct("<" + code)
        (value,) = layout.unpack(self.bytes(layout.size))
        return int(value)

    def text(self) -> str:
        """Take a zero-terminated string after its length."""
        return bytes(self.bytes(self.number("H"))).rstrip(b"\0").decode()

    def bytes(self, size: int) -> memoryview:
        """Take `size` bytes."""
        taken = self._data[self._at : self._at + size]
        if len(taken) < size:
            raise ValueError("the CTranslate2 model ends too early")
        self._at += size
        return taken

    @property
    def at_end(self) -> bool:
        """Whether everything was taken."""
        return self._at == len(self._data)


def _read(reader: _Reader) -> dict[str, Array]:
    import numpy as np

    if (version := reader.number("I")) != SUPPORTED_VERSION:
        raise ValueError(f"CTranslate2 format version {version}, not {SUPPORTED_VERSION}")
    if (specification := reader.text()) != SPECIFICATION:
        raise ValueError(f"a CTranslate2 model of {specification!r}, not {SPECIFICATION!r}")
    reader.number("I")  # the specification's revision: later ones only added variables
    variables: dict[str, Array] = {}
    for _ in range(reader.number("I")):
        name = reader.text()
        shape = tuple(reader.number("I") for _ in range(reader.number("B")))
        dtype = np.dtype(_TYPES[reader.number("B")])
        variables[name] = np.frombuffer(reader.bytes(reader.number("I")), dtype).reshape(shape)
    for _ in range(reader.number("I")):
        alias = reader.text()
        variables[alias] = variables[reader.text()]
    if not reader.at_end:
        raise ValueError("the CTranslate2 model goes on after its end")
    return variables


def _layers(variables: Variables, part: str) -> Iterator[tuple[str, str]]:
    """Yield CTranslate2's and openai-whisper's prefixes of each layer of "encoder" or "decoder"."""
    for index in range(_count_layers(variables, part)):
        yield f"{part}/layer_{index}", f"{part}.blocks.{index}"


def _count_layers(variables: Variables, part: str) -> int:
    numbered = re.compile(rf"{part}/layer_(\d+)/")
    return len({found[1] for name in variables if (found := numbered.match(name))})


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


def _encoder(variables: Variables) -> dict[str, Array]:
    arrays = {
        "encoder.positional_embedding": variables["encoder/position_encodings/encodings"],
        **_linear(variables, "encoder/conv1", "encoder.conv1"),
        **_linear(variables, "encoder/conv2", "encoder.conv2"),
        **_norm(variables, "encoder/layer_norm", "encoder.ln_post"),
    }
    for source, target in _layers(variables, "encoder"):
        arrays |= _self_attention_and_mlp(variables, source, target)
    return arrays


def _decoder(variables: Variables) -> dict[str, Array]:
    arrays = {
        "decoder.positional_embedding": variables["decoder/position_encodings/encodings"],
        "decoder.token_embedding.weight": variables["decoder/embeddings/weight"],
        **_norm(variables, "decoder/layer_norm", "decoder.ln"),
    }
    for source, target in _layers(variables, "decoder"):
        arrays |= _self_attention_and_mlp(variables, source, target)
        crossing, name = f"{source}/attention", f"{target}.cross_attn"
        arrays |= _norm(variables, f"{crossing}/layer_norm", f"{name}_ln")
        arrays |= _linear(variables, f"{crossing}/linear_0", f"{name}.query")
        arrays |= _stacked(variables, f"{crossing}/linear_1", name, ("key", "value"))
        arrays |= _linear(variables, f"{crossing}/linear_2", f"{name}.out")
    return arrays


def _self_attention_and_mlp(variables: Variables, source: str, target: str) -> dict[str, Array]:
    attention, name = f"{source}/self_attention", f"{target}.attn"
    return {
        **_norm(variables, f"{attention}/layer_norm", f"{name}_ln"),
        **_stacked(variables, f"{attention}/linear_0", name, ("query", "key", "value")),
        **_linear(variables, f"{attention}/linear_1", f"{name}.out"),
        **_norm(variables, f"{source}/ffn/layer_norm", f"{target}.mlp_ln"),
        **_linear(variables, f"{source}/ffn/linear_0", f"{target}.mlp.0"),
        **_linear(variables, f"{source}/ffn/linear_1", f"{target}.mlp.2"),
    }


def _stacked(variables: Variables, source: str, target: str, parts: tuple[str, ...]) -> dict[str, Array]:
    """Split stacked matrices; the key's bias is zero by Whisper's design and has no name there."""
    import numpy as np

    arrays: dict[str, Array] = {}
    weights = np.split(variables[f"{source}/weight"], len(parts))
    biases = np.split(variables[f"{source}/bias"], len(parts))
    for part, weight, bias in zip(parts, weights, biases, strict=True):
        arrays[f"{target}.{part}.weight"] = weight
        if part != "key":
            arrays[f"{target}.{part}.bias"] = bias
        elif np.any(bias):
            raise ValueError(f"{source} has a key bias, which Whisper's keys never have")
    return arrays


def _linear(variables: Variables, source: str, target: str) -> dict[str, Array]:
    return {f"{target}.{part}": variables[f"{source}/{part}"] for part in ("weight", "bias")}


def _norm(variables: Variables, source: str, target: str) -> dict[str, Array]:
    return {
        f"{target}.weight": variables[f"{source}/gamma"],
        f"{target}.bias": variables[f"{source}/beta"],
    }
