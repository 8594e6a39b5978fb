"""The default engine: openai-whisper."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
        import torch
        import whisper

        from rehearse.transcription.checkpoints import load_checkpoint
        from rehearse.transcription.linear import compute_linear_layers
        from rehearse.transcription.vocabulary import prepare_logits
        from rehearse.transcription.weights import find_weights
        from rehearse.transcription.whisper_decoder import WhisperDecoder

        weights = find_weights(self.model, models_dir=models_dir, on_progress=on_progress)
        loaded = load_checkpoint(weights)
        self.check_language(
            known=self.language in whisper.tokenizer.LANGUAGES, multilingual=loaded.is_multilingual
        )
        compute_linear_layers(loaded)
        prepare_logits(loaded)
        # openai-whisper's search for word times compiles itself at its first use, which takes 3 s: now,
        # while the question is read, and not when the answer has ended.
        whisper.timing.dtw(torch.zeros(2, 2))
        return WhisperDecoder(loaded, self.language)
