"""An hour costs no more memory than a quarter of one: people speaking, joined to any length."""

import subprocess
import sys
from pathlib import Path

import pytest

DATA = Path(__file__).parent.parent / "data"
GROWS_AT_MOST_MB = 40
"""The words of an hour, and what an allocator keeps."""

TRANSCRIBING = """
import resource, sys
from pathlib import Path
from rehearse.audio.files import blocks, import_recording
from rehearse.config import models_folder
from rehearse.transcription.whisper_engine import WhisperTranscriber

minutes, folder, *sources = float(sys.argv[1]), Path(sys.argv[2]), *map(Path, sys.argv[3:])
recordings = [import_recording(source, folder / f"{place}.flac") for place, source in enumerate(sources)]

def joined():
    said_s = 0.0
    while said_s < minutes * 60:
        for recording in recordings:
            yield from blocks(recording)
            said_s += recording.duration_s

transcript = WhisperTranscriber("tiny.en", models_dir=models_folder(), language="en").transcribe(joined())
print(len(transcript.words), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)
"""


def transcribed(minutes: float, folder: Path) -> tuple[int, float]:
    """Return how many words were heard in so many minutes, and the most memory that it took, MB."""
    done = subprocess.run(
        [
            *(sys.executable, "-c", TRANSCRIBING, str(minutes), str(folder)),
            *(str(DATA / "jfk.flac"), str(DATA / "fire_walker.ogg")),
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=7200,
    )
    n_words, peak_mb = done.stdout.split()
    return int(n_words), float(peak_mb)


@pytest.mark.soak
def test_an_hour_is_transcribed_in_the_memory_of_a_quarter_of_an_hour(tmp_path):
    n_words, peak_mb = transcribed(15, tmp_path)
    n_words_of_an_hour, peak_of_an_hour_mb = transcribed(60, tmp_path)

    assert n_words_of_an_hour > 3.5 * n_words > 3000
    assert peak_of_an_hour_mb < peak_mb + GROWS_AT_MOST_MB
