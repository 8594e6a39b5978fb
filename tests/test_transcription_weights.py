"""Weights come from where they should, are whole, and otherwise it is said what to do."""

import hashlib
import shutil
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace

import pytest
import whisper

from rehearse.errors import TranscriptionError
from rehearse.transcription import weights_packages
from rehearse.transcription.models import MODELS, published_sha256, speech_model
from rehearse.transcription.weights import find_weights
from rehearse.transcription.weights_packages import MODEL_FILE, PackagedFile, WeightsPackage
from tests.waits import PATIENCE_S, at_once
from tests.whisper_checkpoints import as_ctranslate2, save_tiny_checkpoint, tiny_checkpoint


@pytest.fixture(autouse=True)
def openai_cache(tmp_path, monkeypatch):
    """Give openai-whisper an empty cache, and let no test find installed weights or the network."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(weights_packages, "WEIGHTS_PACKAGES", ())
    monkeypatch.setitem(whisper._MODELS, "tiny.en", "http://127.0.0.1:9/" + "0" * 64 + "/tiny.en.pt")
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "cache" / "whisper"


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Install a tiny model as tiny.en, in two packages; return the file of the second part."""
    data = as_ctranslate2(tiny_checkpoint())
    half = len(data) // 2
    for name, part in (("some_weights_part1", data[:half]), ("some_weights_part2", data[half:])):
        (tmp_path / "site" / name).mkdir(parents=True)
        (tmp_path / "site" / name / "__init__.py").touch()
        (tmp_path / "site" / name / "model.bin").write_bytes(part)
    monkeypatch.syspath_prepend(tmp_path / "site")
    parts = (("some_weights_part1", "model.bin"), ("some_weights_part2", "model.bin"))
    known = WeightsPackage("tiny.en", (PackagedFile(MODEL_FILE, hashlib.sha256(data).hexdigest(), parts),))
    monkeypatch.setattr(weights_packages, "WEIGHTS_PACKAGES", (known,))
    return tmp_path / "site" / "some_weights_part2" / "model.bin"


def serve(monkeypatch, body, sha256, *, stated_size=None):
    """Let openai-whisper's address of tiny.en be a server here that sends `body` once."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Length", str(stated_size or len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.timeout = PATIENCE_S

    def serve_once():
        with server:
            server.handle_request()

    threading.Thread(target=serve_once, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/{sha256}/tiny.en.pt"
    monkeypatch.setitem(whisper._MODELS, "tiny.en", address)


def flip_a_byte(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("wrong", "nearest"),
    [
        ("bsae", "base"),
        ("tiny-en", "tiny.en"),
        ("Large-V3", "large-v3"),
        ("smal", "small"),
        ("turob", "turbo"),
    ],
)
def test_an_unknown_name_suggests_the_nearest(wrong, nearest, tmp_path):
    with pytest.raises(TranscriptionError, match=f"no speech model called '{wrong}'") as caught:
        find_weights(wrong, models_dir=tmp_path)

    assert f"Did you mean {nearest}?" in caught.value.hint


def test_the_catalogue_names_exactly_the_models_that_openai_whisper_publishes():
    assert set(MODELS) == set(whisper.available_models())
    assert [name for name in MODELS if not speech_model(name).multilingual] == [
        "tiny.en",
        "base.en",
        "small.en",
        "medium.en",
    ]


# --- a file that the user names


def test_a_checkpoint_of_the_users_own_is_taken_as_it_is(tmp_path):
    save_tiny_checkpoint(tmp_path / "mine.pt")

    found = find_weights(str(tmp_path / "mine.pt"), models_dir=tmp_path / "models")

    assert (found.path, found.model) == (tmp_path / "mine.pt", None)


def test_a_named_file_with_a_published_hash_is_known_by_it_whatever_its_name(tmp_path, monkeypatch):
    sha256 = save_tiny_checkpoint(tmp_path / "renamed.pt")
    monkeypatch.setitem(whisper._MODELS, "tiny.en", f"http://127.0.0.1:9/{sha256}/tiny.en.pt")

    assert find_weights(str(tmp_path / "renamed.pt"), models_dir=tmp_path).model == "tiny.en"


def test_a_file_with_a_published_name_and_another_hash_is_refused(tmp_path):
    save_tiny_checkpoint(tmp_path / "base.pt")

    with pytest.raises(TranscriptionError, match=r"named like OpenAI's base model but is not it") as caught:
        find_weights(str(tmp_path / "base.pt"), models_dir=tmp_path)

    assert "another name" in caught.value.hint


def test_an_unknown_ctranslate2_model_is_refused(tmp_path):
    (tmp_path / "model.bin").write_bytes(as_ctranslate2(tiny_checkpoint()))

    with pytest.raises(TranscriptionError, match="not one of the CTranslate2 models that Rehearse knows"):
        find_weights(str(tmp_path / "model.bin"), models_dir=tmp_path)


def test_a_known_ctranslate2_model_is_converted(tmp_path, package):
    whole = package.parent.parent / "some_weights_part1" / "model.bin"
    (tmp_path / "model.bin").write_bytes(whole.read_bytes() + package.read_bytes())

    found = find_weights(str(tmp_path / "model.bin"), models_dir=tmp_path / "models")

    assert (found.path.parent, found.model) == (tmp_path / "models", "tiny.en")


def test_a_missing_file_is_said_to_be_missing(tmp_path):
    with pytest.raises(TranscriptionError, match=r"There is no file .*nowhere\.pt"):
        find_weights(str(tmp_path / "nowhere.pt"), models_dir=tmp_path)


# --- weights packages and our cache


def test_packaged_weights_are_converted_once_and_loaded_by_openai_whisper(tmp_path, package):
    found = find_weights("tiny.en", models_dir=tmp_path / "models")
    package.unlink()
    again = find_weights("tiny.en", models_dir=tmp_path / "models")

    assert again == found
    assert found.model == "tiny.en"
    assert [path.name for path in (tmp_path / "models").iterdir()] == [found.path.name]
    assert found.path.name not in {f"{name}.pt" for name in MODELS}
    loaded = whisper.load_model(str(found.path)).state_dict()
    for name, tensor in tiny_checkpoint()["model_state_dict"].items():
        assert loaded[name].equal(tensor.float()), name


def test_a_damaged_converted_file_is_made_again(tmp_path, package):
    found = find_weights("tiny.en", models_dir=tmp_path)
    whole = found.path.read_bytes()
    flip_a_byte(found.path)

    assert find_weights("tiny.en", models_dir=tmp_path) == found
    assert found.path.read_bytes() == whole


def test_a_damaged_converted_file_that_the_user_names_is_refused(tmp_path, package):
    found = find_weights("tiny.en", models_dir=tmp_path)
    assert find_weights(str(found.path), models_dir=tmp_path) == found
    flip_a_byte(found.path)

    with pytest.raises(TranscriptionError, match="is damaged"):
        find_weights(str(found.path), models_dir=tmp_path)


def test_packaged_weights_with_one_flipped_byte_are_refused(tmp_path, package):
    flip_a_byte(package)

    with pytest.raises(TranscriptionError, match=r"installed weights of tiny\.en are damaged") as caught:
        find_weights("tiny.en", models_dir=tmp_path)

    assert "--force-reinstall some-weights-part1 some-weights-part2" in caught.value.hint
    assert list(tmp_path.glob("*.pt")) == []


def test_processes_that_convert_at_the_same_time_end_with_one_whole_file(tmp_path, package):
    found = []

    def convert():
        found.append(find_weights("tiny.en", models_dir=tmp_path / "models"))

    at_once(*[convert] * 4)

    assert len(found) == 4
    assert len(set(found)) == 1
    assert [path.name for path in (tmp_path / "models").iterdir()] == [found[0].path.name]
    assert find_weights("tiny.en", models_dir=tmp_path / "models") == found[0]


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path, package):
    (tmp_path / "models").write_text("a file where the folder should be")

    with pytest.raises(TranscriptionError, match="cannot be saved"):
        find_weights("tiny.en", models_dir=tmp_path / "models")


# --- openai-whisper's cache and download


def test_openai_whispers_own_cache_is_used(tmp_path, monkeypatch, openai_cache):
    openai_cache.mkdir(parents=True)
    sha256 = save_tiny_checkpoint(openai_cache / "tiny.en.pt")
    monkeypatch.setitem(whisper._MODELS, "tiny.en", f"http://127.0.0.1:9/{sha256}/tiny.en.pt")

    found = find_weights("tiny.en", models_dir=tmp_path / "models")

    assert (found.path, found.model) == (openai_cache / "tiny.en.pt", "tiny.en")


def test_a_download_shows_progress_and_lands_in_openai_whispers_cache(tmp_path, monkeypatch, openai_cache):
    sha256 = save_tiny_checkpoint(tmp_path / "served.pt")
    serve(monkeypatch, (tmp_path / "served.pt").read_bytes(), sha256)
    openai_cache.mkdir(parents=True)
    (openai_cache / "tiny.en.pt").write_bytes(b"a download that broke off")
    progress: list[float] = []

    found = find_weights("tiny.en", models_dir=tmp_path / "models", on_progress=progress.append)

    assert found.path == openai_cache / "tiny.en.pt"
    assert found.path.read_bytes() == (tmp_path / "served.pt").read_bytes()
    assert [path.name for path in openai_cache.iterdir()] == ["tiny.en.pt"]
    assert progress == sorted(progress)
    assert len(progress) > 1
    assert progress[-1] == 1.0


@pytest.mark.parametrize(
    ("body", "stated_size", "why"),
    [(b"something else", None, "not the published file"), (b"half", 8, "only 4 of 8 bytes arrived")],
)
def test_a_bad_download_is_refused_and_leaves_nothing(
    body, stated_size, why, tmp_path, monkeypatch, openai_cache
):
    serve(monkeypatch, body, "0" * 64, stated_size=stated_size)

    with pytest.raises(TranscriptionError, match=why):
        find_weights("tiny.en", models_dir=tmp_path / "models")

    assert list(openai_cache.iterdir()) == []


def test_without_a_network_it_says_how_to_get_the_weights(tmp_path):
    with pytest.raises(TranscriptionError, match=r"tiny\.en \(76 MB\) is not on this machine") as caught:
        find_weights("tiny.en", models_dir=tmp_path)

    assert "rehearse[offline]" in caught.value.hint
    assert ".pt file" in caught.value.hint


def test_a_damaged_copy_in_openai_whispers_cache_is_named_when_it_cannot_be_replaced(tmp_path, openai_cache):
    openai_cache.mkdir(parents=True)
    (openai_cache / "tiny.en.pt").write_bytes(b"a download that broke off")

    with pytest.raises(TranscriptionError, match=r"is damaged in .*tiny\.en\.pt"):
        find_weights("tiny.en", models_dir=tmp_path / "models")


def test_published_hashes_are_openai_whispers_own():
    # As printed in openai-whisper's source; the longest-published model.
    assert published_sha256(speech_model("base")) == (
        "ed3a0b6b1c0edf879ad9b11b1af5a0e6ab5db9205f891f668f8b0e6c6326e34e"
    )


def test_a_cache_without_room_is_named_before_anything_is_converted(tmp_path, monkeypatch, package):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))

    with pytest.raises(TranscriptionError, match=r"it takes \d MB, and 0 MB are free") as caught:
        find_weights("tiny.en", models_dir=tmp_path / "models")

    assert "XDG_CACHE_HOME" in caught.value.hint
    assert list((tmp_path / "models").iterdir()) == []
