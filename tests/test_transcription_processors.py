"""On every kind of processor a model computes what it can there, and comes to the same."""

import sys
from pathlib import Path

import pytest

from tests.processors import LIMITS, environment_of
from tests.programs import run_program
from tests.test_transcription_linear import ROUNDING

COMPUTING = """
import sys
from pathlib import Path
from rehearse.transcription.linear import multiplies_bfloat16
from tests.test_transcription_linear import deviation
from tests.test_transcription_vocabulary import worst
folder = Path(sys.argv[1])
print(multiplies_bfloat16(), deviation(folder, bfloat16=None), *worst(folder, 4))
"""


@pytest.mark.parametrize("limit", LIMITS)
def test_layers_and_logits_are_right_up_to_rounding(limit, tmp_path):
    done = run_program(
        *(sys.executable, "-c", COMPUTING, str(tmp_path)),
        environment=environment_of(limit),
        folder=Path(__file__).parent.parent,
    )

    assert done.returncode == 0, done.stderr
    bfloat16, layers_off, largest_logits_off, logits_off = done.stdout.split()
    assert float(layers_off) < 8 * ROUNDING[bfloat16 == "True"]
    assert float(largest_logits_off) < 1e-5
    assert float(logits_off) < 0.03
    if limit == "AVX2":
        assert bfloat16 == "False"
