"""The same is heard on processors with and without bfloat16, up to what docs/models.md states.

In 17 s of a person who hesitates: some 28 words and four fillers.
"""

import json
import sys
from pathlib import Path

import pytest
from rapidfuzz.distance import Levenshtein

from tests.processors import environment_of
from tests.programs import run_program

ROOT = Path(__file__).parent.parent.parent
WORDS_APART, FILLERS_APART = 1, 1

TRANSCRIBING = """
import json, sys
from rehearse import config
from rehearse.take import WordKind
from rehearse.transcription.engines import make_transcriber
from tests.contract.test_whisper import plain, read
transcriber = make_transcriber(
    "base", engine=sys.argv[1], models_dir=config.models_folder(), language="en"
)
heard = transcriber.transcribe([read("fire_walker.ogg")[: 17 * 16_000]]).words
words = [plain(word.text) for word in heard if word.kind is WordKind.WORD]
print(json.dumps([words, len(heard) - len(words)]))
"""


def heard_on(limit: str, engine: str) -> tuple[list[str], int]:
    """Return the words that are heard on a processor, and how many fillers."""
    done = run_program(
        *(sys.executable, "-c", TRANSCRIBING, engine), environment=environment_of(limit), folder=ROOT
    )
    assert done.returncode == 0, done.stderr
    words, n_fillers = json.loads(done.stdout)
    return words, n_fillers


@pytest.mark.parametrize("engine", ["whisper", "fast"])
def test_a_smaller_processor_hears_the_same(engine):
    words, n_fillers = heard_on("everything", engine)
    others, n_other_fillers = heard_on("AVX2", engine)

    assert Levenshtein.distance(words, others) <= WORDS_APART
    assert abs(n_fillers - n_other_fillers) <= FILLERS_APART
