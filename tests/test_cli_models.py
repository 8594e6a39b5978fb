"""Speech models on the command line: what is here, fetched, checked and removed, without a network."""

import hashlib

import pytest
import whisper

from rehearse import config
from rehearse.cli import run
from rehearse.transcription import weights_packages
from tests.whisper_checkpoints import save_tiny_checkpoint


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """Give every kind of weights an empty place, and no address to be had from."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(weights_packages, "WEIGHTS_PACKAGES", ())
    monkeypatch.setitem(whisper._MODELS, "tiny.en", "http://127.0.0.1:9/" + "0" * 64 + "/tiny.en.pt")
    folder = tmp_path / "cache" / "whisper"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def downloaded(cache, monkeypatch):
    """Put a small model where openai-whisper keeps tiny.en, as if it were the published one."""
    sha256 = save_tiny_checkpoint(cache / "tiny.en.pt")
    monkeypatch.setitem(whisper._MODELS, "tiny.en", f"http://127.0.0.1:9/{sha256}/tiny.en.pt")
    return cache / "tiny.en.pt"


def row_of(name, shown):
    (row,) = [line.split() for line in shown.splitlines() if line.startswith(f"{name} ")]
    return row


def test_the_list_tells_size_languages_licence_and_what_is_here(downloaded, capsys):
    assert run(["models", "list"]) == 0

    shown = capsys.readouterr().out
    assert row_of("tiny.en", shown)[:7] == ["tiny.en", "39", "million", "76", "MB", "English", "MIT"]
    assert row_of("tiny.en", shown)[7] == "download,"
    assert row_of("small", shown)[-3:] == ["99", "MIT", "–"]
    assert row_of("turbo", shown)[-2:] == ["as", "large-v3-turbo"]


def test_the_catalogue_knows_openai_whispers_file_names():
    from rehearse.transcription.models import MODELS, published_url

    assert {model.name: model.file_name for model in MODELS.values() if model.name != "tiny.en"} == {
        model.name: published_url(model).rpartition("/")[2]
        for model in MODELS.values()
        if model.name != "tiny.en"
    }


def test_what_is_here_is_not_fetched_again(downloaded, capsys):
    assert run(["models", "fetch", "tiny.en"]) == 0

    assert f"tiny.en is here already, and whole: {downloaded}" in capsys.readouterr().out


def test_without_a_network_it_is_said_where_else_a_model_is_to_be_had(capsys):
    assert run(["models", "fetch", "tiny.en"]) == 1

    said = " ".join(capsys.readouterr().err.split())
    assert "tiny.en (76 MB) is not on this machine and could not be downloaded" in said
    assert "pip install 'rehearse[offline]'" in said


def test_an_unknown_name_is_corrected(capsys):
    assert run(["models", "fetch", "smal"]) == 1

    assert "Did you mean small?" in capsys.readouterr().err


def test_a_whole_file_is_told_from_a_damaged_one(downloaded, capsys):
    assert run(["models", "verify"]) == 0
    assert f"✓ tiny.en: {downloaded} is whole." in capsys.readouterr().out

    downloaded.write_bytes(downloaded.read_bytes()[:-1] + b"?")

    assert run(["models", "verify", "tiny.en"]) == 1
    said = capsys.readouterr().err
    assert f"{downloaded} is damaged" in said
    assert "`rehearse models remove tiny.en`" in said


def test_where_nothing_is_here_verifying_and_choosing_say_how_to_get_some(capsys):
    assert run(["models", "verify"]) == 1
    assert "models fetch base" in capsys.readouterr().err
    assert run(["models", "choose"]) == 1
    assert "No speech model is here to be timed" in capsys.readouterr().err


def test_removing_says_what_is_freed_and_frees_it(downloaded, capsys):
    converted = config.models_folder() / f"tiny.en.converted-{hashlib.sha256(b'x').hexdigest()}.pt"
    converted.parent.mkdir(parents=True)
    converted.write_bytes(b"x")

    assert run(["models", "remove", "tiny.en", "--yes"]) == 0

    shown = capsys.readouterr().out
    assert str(downloaded) in shown
    assert str(converted) in shown
    assert "are free again" in shown
    assert not downloaded.exists()
    assert not converted.exists()
