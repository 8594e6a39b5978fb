"""Processors smaller than this one: programs of their own, kept to older instructions."""

from __future__ import annotations

import os

LIMITS = {
    "everything": {},
    "AVX2": {
        "ONEDNN_MAX_CPU_ISA": "AVX2",
        "ATEN_CPU_CAPABILITY": "avx2",
        "MKL_ENABLE_INSTRUCTIONS": "AVX2",
        "CT2_FORCE_CPU_ISA": "AVX2",
        "FBGEMM_ENABLE_INSTRUCTIONS": "AVX2",
    },
    "AVX-512 without bfloat16": {"ONEDNN_MAX_CPU_ISA": "AVX512_CORE"},
}
"""What each may use: nothing beyond what this processor has, which may be less."""

_VARIABLES = {name for limit in LIMITS.values() for name in limit}


def environment_of(limit: str) -> dict[str, str]:
    """Return the environment of a program on such a processor, whatever these tests are kept to."""
    return {name: value for name, value in os.environ.items() if name not in _VARIABLES} | LIMITS[limit]
