"""Where everything is kept, for people who want to look, back up or clean up."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rehearse import config


@dataclass(frozen=True, slots=True)
class Place:
    """A file or folder of the program's.

    Parameters
    ----------
    what : str
        What it keeps.
    path : Path
    there : bool
        Whether it exists.
    size_bytes : int
        Of all that is in it.
    """

    what: str
    path: Path
    there: bool
    size_bytes: int


def places(recordings: Path) -> tuple[Place, ...]:
    """Return every place that the program reads or writes, the user's own first."""
    from rehearse.transcription.weights import openai_cache_dir

    own_decks, *built_in = config.deck_folders()
    named = [
        ("Your takes", recordings),
        ("Your decks", own_decks),
        *(("Built-in decks", folder) for folder in built_in),
        ("Settings", config.configuration_file()),
        ("Word lists of your own", config.word_lists_file()),
        ("Microphones that were checked", config.known_microphones_file()),
        ("Speech models", config.models_folder()),
        ("Speech models of openai-whisper", openai_cache_dir()),
        ("Spoken questions", config.voice_cache_folder()),
    ]
    return tuple(Place(what, path, path.exists(), _size_bytes(path)) for what, path in named)


def _size_bytes(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path] if path.exists() else []
    return sum(file.lstat().st_size for file in files if not file.is_dir())
