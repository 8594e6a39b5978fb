"""Pack a trained judge for shipping.

    python -m training.pack build/training/NAME.safetensors [MORE …]

Several are averaged weight by weight. Matrices become 8-bit integers with one scale a row, the rest 16-bit
floats; rehearse/judge/judge.safetensors and its hash are written.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from safetensors.numpy import load_file, save

from rehearse.judge.weights import HERE, SCALE
from training.base import read_base

if TYPE_CHECKING:
    import numpy.typing as npt

    from rehearse.judge.weights import Weights

LARGEST = 127

WORDS = "embeddings.word_embeddings.weight"
"""Not trained: as published."""


def main() -> None:
    """Pack the files named on the command line."""
    files = [Path(name) for name in sys.argv[1:]]
    if not files:
        raise SystemExit(__doc__)
    write(files, HERE)


def write(files: list[Path], folder: Path) -> None:
    """Average trainings and write what ships of them to a folder."""
    loaded = [load_file(file) for file in files]
    weights = {name: np.mean([each[name] for each in loaded], axis=0) for name in loaded[0]}
    content = save(pack({WORDS: read_base()[WORDS], **weights}))
    (folder / "judge.safetensors").write_bytes(content)
    (folder / "judge.sha256").write_text(f"{hashlib.sha256(content).hexdigest()}  judge.safetensors\n")
    print(f"{folder / 'judge.safetensors'} is written: {len(content) / 1e6:.1f} MB")


def pack(weights: Weights) -> dict[str, npt.NDArray[np.generic]]:
    """Return weights as they are shipped."""
    packed: dict[str, npt.NDArray[np.generic]] = {}
    for name, weight in weights.items():
        if weight.ndim == 2 and name != "head.weight":
            scale = np.maximum(np.abs(weight).max(axis=1, keepdims=True), 1e-12) / LARGEST
            packed[name] = np.rint(weight / scale).astype(np.int8)
            packed[name + SCALE] = scale.astype(np.float32)
        else:
            packed[name] = weight.astype(np.float16)
    return packed


if __name__ == "__main__":
    main()
