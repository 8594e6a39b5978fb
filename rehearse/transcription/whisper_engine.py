"""The default engine: openai-whisper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rehearse.errors import TranscriptionError
from rehearse.transcription.transcriber import StretchTranscriber

if TYPE_CHECKING:
    from pathlib import Path

    from rehearse.desk import ProgressCallback
    from rehearse.transcription.whisper_decoder import WhisperDecoder


class WhisperTranscriber(StretchTranscriber):
    """A :class:`rehearse.desk.Transcriber` that runs openai-whisper on this machine."""

    engine = "openai-whisper"

    def load_decoder(self, models_dir: Path, on_progress: ProgressCallback | None) -> WhisperDecoder:
        """Load what :class:`StretchTranscriber` asks for."""
        from pickle import UnpicklingError

        import torch
        import whisper

        from rehearse.transcription.weights import find_weights
        from rehearse.transcription.whisper_decoder import WhisperDecoder

        weights = find_weights(self.model, models_dir=models_dir, on_progress=on_progress)
        try:
            loaded = whisper.load_model(str(weights.path))
        except (RuntimeError, LookupError, TypeError, EOFError, UnpicklingError) as error:
            raise TranscriptionError(
                f"{weights.path} is not a checkpoint that openai-whisper reads: {error}",
                "Name one of the published models instead, or copy the file again.",
            ) from error
        if weights.model is not None:  # from a path, openai-whisper takes a crude default for word times
            loaded.set_alignment_heads(whisper._ALIGNMENT_HEADS[weights.model])
        if self.language not in whisper.tokenizer.LANGUAGES:
            raise TranscriptionError(
                f"Whisper knows no language {self.language!r}.",
                "Give an ISO 639-1 code, such as en for English or de for German.",
            )
        if self.language != "en" and not loaded.is_multilingual:
            named = whisper.tokenizer.LANGUAGES[self.language].title()
            raise TranscriptionError(
                f"The speech model {self.model} understands English only, not {named}.",
                "Choose a model without .en in its name.",
            )
        # openai-whisper's search for word times compiles itself at its first use, which takes 3 s: now,
        # while the question is read, and not when the answer has ended.
        whisper.timing.dtw(torch.zeros(2, 2))
        return WhisperDecoder(loaded, self.language)
