"""The engine is the one asked for, and else the fast one where it is installed."""

import pytest

from rehearse.config import SETTINGS
from rehearse.errors import TranscriptionError
from rehearse.transcription import fast_engine
from rehearse.transcription.engines import AUTO, ENGINES, make_transcriber


def engine_of(tmp_path, engine):
    return make_transcriber("base", engine=engine, models_dir=tmp_path, language="en").engine


def test_the_engine_is_the_one_asked_for_and_fast_where_it_is_installed(tmp_path):
    assert engine_of(tmp_path, "whisper") == "openai-whisper"
    assert engine_of(tmp_path, "fast") == "faster-whisper"
    assert engine_of(tmp_path, "auto") == "faster-whisper"


def test_without_the_extra_openai_whisper_does_it_and_fast_says_how_to_be_had(tmp_path, monkeypatch):
    monkeypatch.setattr(fast_engine, "find_spec", lambda name: None)

    assert engine_of(tmp_path, "auto") == "openai-whisper"
    with pytest.raises(TranscriptionError, match="fast is not installed") as caught:
        engine_of(tmp_path, "fast")
    assert "pip install 'rehearse[fast]'" in caught.value.hint


def test_the_setting_offers_the_engines_that_there_are():
    assert SETTINGS["engine"].choices == (AUTO, *ENGINES)
