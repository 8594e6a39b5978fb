"""The house keeps its shape: arrows of import point one way, and nothing heavy loads at the door."""

import ast
import importlib.util
import sys
from pathlib import Path

import pytest

import rehearse
from tests.programs import run_program

PACKAGE = Path(rehearse.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST = 300

HEAVY = {"torch", "whisper", "sounddevice", "pyttsx3", "textual", "starlette"}
# Not slow enough to be ruled out everywhere, but nothing that --help or a pure function needs.
UNNEEDED = {"av", "soundfile", "soxr", "numba", "prompt_toolkit", "markdown_it"}

# A room is a module or package directly inside rehearse/. Everyone may use the values and what is
# as plain as they are.
VALUES = {
    "corrections",
    "errors",
    "json_fields",
    "libsndfile",
    "own_stderr",
    "json_lines",
    "shell_words",
    "sound",
    "take",
    "take_json",
    "deck",
    "deck_markdown",
    "deck_rewording",
    "deck_template",
    "durable",
    "word_lists",
    "silero",
    "system_memory",
}
MAY_IMPORT: dict[str, set[str]] = {
    **{room: set() for room in VALUES},
    "config": set(),
    "analysis": set(),
    "desk": {"analysis"},
    "judge": {"analysis"},
    "choosing": set(),
    "hands_free": set(),
    "interview": {"analysis", "answering", "choosing", "desk", "practice", "take_folder"},
    "background": {"analysis", "desk", "hands_free"},
    "answering": {"background", "desk"},
    "practice": {"analysis", "answering", "background", "desk"},
    "finishing": {"desk", "practice", "store", "unfinished"},
    "corrections_log": {"take_folder"},
    "export": {"analysis", "rescoring", "take_rows"},
    "rescoring": {"analysis", "corrections_log", "desk", "store", "take_folder", "unfinished"},
    "audio": {"desk"},
    "store": {"audio", "shelf", "take_folder", "take_names", "unfinished"},
    "forgetting": {"store", "take_folder", "take_names", "unfinished"},
    "settings_file": {"config"},
    "shelf": {"take_folder", "unfinished"},
    "take_folder": {"audio"},
    "take_rows": {"analysis", "corrections_log", "take_folder"},
    "take_index": {"corrections_log", "shelf", "take_folder", "take_rows"},
    "take_names": {"take_folder"},
    "unfinished": {"take_folder", "take_names"},
    "transcription": {"analysis", "desk"},
    "places": {"config", "transcription"},
    "ui": {
        "analysis",
        "desk",
        "doctor",
        "forgetting",
        "interview",
        "places",
        "rescoring",
        "settings_file",
        "take_rows",
    },
    "review": {
        "analysis",
        "corrections_log",
        "deck_rewording",
        "desk",
        "export",
        "interview",
        "rescoring",
        "shelf",
        "store",
        "take_folder",
        "take_index",
        "take_rows",
    },
}
# These lay out the real parts, so they may know every room; of the others, only `ui` shows one's findings.
WIRING = {
    "__main__",
    "cli",
    "rehearsal",
    "equipment",
    "interviewing",
    "sitting",
    "looking_back",
    "exporting",
    "doctor",
}


def room_of(path: Path) -> str:
    """Return the room that a module is in; "" for rehearse/__init__.py."""
    first = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "" if first == "__init__" else first


def rooms_imported_by(path: Path) -> set[str]:
    """Return the rooms that a module names in any import, deferred and type-only ones included."""
    package = ".".join(("rehearse", *path.relative_to(PACKAGE).parent.parts))
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = importlib.util.resolve_name("." * node.level + (node.module or ""), package)
            names.update(f"{module}.{alias.name}" for alias in node.names)
    rooms = {name.split(".")[1] for name in names if name.startswith("rehearse.")}
    return {room for room in rooms if (PACKAGE / room).is_dir() or (PACKAGE / f"{room}.py").is_file()}


def loaded_by(statement: str) -> set[str]:
    """Return the top-level modules that a fresh interpreter holds after `statement`."""
    listing = f"{statement}; import sys; print(*{{name.partition('.')[0] for name in sys.modules}})"
    return set(run_program(sys.executable, "-c", listing, check=True).stdout.split())


@pytest.mark.parametrize("module", ["rehearse.cli", "rehearse.analysis", "rehearse.practice"])
def test_importing_the_program_loads_nothing_heavy(module):
    assert loaded_by(f"import {module}") & (HEAVY | UNNEEDED) == set()


def test_importing_the_commands_does_without_numpy_and_rich():
    assert loaded_by("import rehearse.cli") & {"numpy", "rich"} == set()


def test_a_heavy_import_would_be_noticed():
    assert "soundfile" in loaded_by("import soundfile")


def test_arrows_of_import_point_one_way():
    against: list[str] = []
    for path in MODULES:
        room = room_of(path)
        if room in WIRING or room == "":
            continue
        assert room in MAY_IMPORT, f"rehearse/{room} is a new room: say in MAY_IMPORT what it may know"
        wrong = rooms_imported_by(path) - MAY_IMPORT[room] - VALUES - {room}
        against += [f"{path.relative_to(PACKAGE)} imports {other}" for other in sorted(wrong)]
    assert against == []


def test_no_module_is_long_enough_for_two_ideas():
    lengths = {str(path.relative_to(PACKAGE)): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST} == {}
