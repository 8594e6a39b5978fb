"""The judge's weights, as training left them: `judge.safetensors` in this folder, checked by its hash.

Matrices are 8-bit integers with one scale a row, the rest 16-bit floats.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rehearse.errors import JudgeError

if TYPE_CHECKING:
    import numpy.typing as npt

    Weights = dict[str, npt.NDArray[np.float32]]

HERE = Path(__file__).parent

SCALE = ".scale"
"""What follows a weight's name in that of its rows' scales."""

REMEDY = "Install Rehearse again (`make rehearse` does). Until then, words alone decide."


def read_weights(folder: Path) -> Weights:
    """Read the weights that ship.

    Parameters
    ----------
    folder : Path
        Holds judge.safetensors and judge.sha256.

    Raises
    ------
    JudgeError
        When a file is absent or damaged.
    """
    from safetensors.numpy import load

    try:
        content = (folder / "judge.safetensors").read_bytes()
        wanted = (folder / "judge.sha256").read_text(encoding="ascii").split()[0]
    except (OSError, IndexError, UnicodeDecodeError) as error:
        raise JudgeError(f"The judge of key points cannot be read: {error}.", REMEDY) from error
    if hashlib.sha256(content).hexdigest() != wanted:
        raise JudgeError(f"The judge of key points in {folder} is damaged.", REMEDY)
    stored = load(content)
    return {
        name: weight.astype(np.float32) * stored.get(name + SCALE, np.float32(1))
        for name, weight in stored.items()
        if not name.endswith(SCALE)
    }
