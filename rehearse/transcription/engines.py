"""The engines by the names that the setting `engine` has for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rehearse.errors import TranscriptionError
from rehearse.transcription import fast_engine
from rehearse.transcription.fast_engine import FastTranscriber
from rehearse.transcription.whisper_engine import WhisperTranscriber

if TYPE_CHECKING:
    from pathlib import Path

    from rehearse.transcription.transcriber import StretchTranscriber

AUTO = "auto"
ENGINES: dict[str, type[StretchTranscriber]] = {"whisper": WhisperTranscriber, "fast": FastTranscriber}


def make_transcriber(model: str, *, engine: str, models_dir: Path, language: str) -> StretchTranscriber:
    """Return a transcriber that is not loaded yet.

    Parameters
    ----------
    model : str
        A name of the catalogue or the path of a checkpoint.
    engine : str
        A name of `ENGINES`, or "auto": fast where it is installed.
    models_dir : Path
        Where converted weights are kept.
    language : str
        ISO 639-1 code of what is spoken.

    Raises
    ------
    TranscriptionError
        When fast is asked for and not installed.
    """
    if engine == AUTO:
        engine = "fast" if fast_engine.is_installed() else "whisper"
    if engine == "fast" and not fast_engine.is_installed():
        raise TranscriptionError(
            "The engine fast is not installed.",
            "`pip install 'rehearse[fast]'` installs it; with `--engine whisper` it is not needed.",
        )
    return ENGINES[engine](model, models_dir=models_dir, language=language)
