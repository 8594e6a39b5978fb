"""CTranslate2's model file, ``model.bin``: read and written as named arrays.

The format (binary version 6, little-endian): version u32, name of the specification, its revision
u32, then the number of variables u32 and for each its name, rank u8, dimensions u32 × rank, type u8,
size u32 and bytes; last, the number of aliases u32 and for each its name and what it stands for. A
string is its length u16 and so many bytes, the last of them zero.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.generic]
    Variables = Mapping[str, Array]

SUPPORTED_VERSION = 6
SPECIFICATION = "WhisperSpec"
REVISION = 3

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


def write_variables(variables: Variables, aliases: Mapping[str, str]) -> bytes:
    """Return the bytes of a CTranslate2 model file, its variables in order of name.

    Parameters
    ----------
    variables : mapping of str to ndarray
        Of the types float32, int8, int16, int32 and float16.
    aliases : mapping of str to str
        Other names of variables.
    """
    import numpy as np

    codes = {np.dtype(name): code for code, name in _TYPES.items()}
    parts = [_u32(SUPPORTED_VERSION), _text(SPECIFICATION), _u32(REVISION), _u32(len(variables))]
    for name, array in sorted(variables.items()):
        shape = b"".join(_u32(length) for length in array.shape)
        layout = bytes([array.ndim]) + shape + bytes([codes[array.dtype]]) + _u32(array.nbytes)
        parts += [_text(name), layout, array.tobytes()]
    parts.append(_u32(len(aliases)))
    parts += [_text(alias) + _text(name) for alias, name in aliases.items()]
    return b"".join(parts)


def _u32(number: int) -> bytes:
    return struct.pack("<I", number)


def _text(value: str) -> bytes:
    encoded = value.encode() + b"\0"
    return struct.pack("<H", len(encoded)) + encoded


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
