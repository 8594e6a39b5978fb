"""What is refused as a model for openai-whisper, without trained weights."""

import pytest

from rehearse.errors import TranscriptionError
from rehearse.transcription.whisper_engine import WhisperTranscriber
from tests.whisper_checkpoints import save_tiny_checkpoint


def test_a_language_that_the_model_does_not_know_is_refused(tmp_path):
    save_tiny_checkpoint(tmp_path / "english.pt")

    def load(language):
        WhisperTranscriber(str(tmp_path / "english.pt"), models_dir=tmp_path, language=language).load()

    with pytest.raises(TranscriptionError, match="understands English only, and the language is set to de"):
        load("de")
    with pytest.raises(TranscriptionError, match="knows no language 'klingon'"):
        load("klingon")


def test_a_file_that_is_no_checkpoint_is_refused(tmp_path):
    (tmp_path / "notes.pt").write_text("not a checkpoint")

    with pytest.raises(TranscriptionError, match=r"notes\.pt is not a checkpoint"):
        WhisperTranscriber(str(tmp_path / "notes.pt"), models_dir=tmp_path).load()
