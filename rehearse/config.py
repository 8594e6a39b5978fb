"""Settings and places: flag > environment > configuration file > default.

Every setting is defined once, in :data:`SETTINGS`; from there come its flag, its environment
variable, its line in the configuration file and its default. This is also the only module that
knows where decks, recordings, models and caches live.
"""

from __future__ import annotations

import difflib
import hashlib
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

from rehearse.errors import ConfigError

APPLICATION = "rehearse"


@dataclass(frozen=True, slots=True)
class Setting:
    """Something the user can choose once for all.

    Parameters
    ----------
    name : str
        Its key in the configuration file; the flag is ``--name`` (with hyphens), the variable
        ``REHEARSE_NAME``.
    kind : type
        ``str``, ``int``, ``float``, ``bool`` or ``Path``.
    default : str, int, float, bool or None
        None where the program works it out.
    help : str
        One line for people.
    minimum, maximum : float or None
        For numbers.
    choices : tuple of str
        What a text may be; empty where it may be anything.
    """

    name: str
    kind: type
    default: str | int | float | bool | None
    help: str
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()

    @property
    def flag(self) -> str:
        """Name of the flag that sets it, for once."""
        return f"--{self.name.replace('_', '-')}"

    @property
    def environment_variable(self) -> str:
        """Name of the variable that sets it."""
        return f"REHEARSE_{self.name.upper()}"


SETTINGS: dict[str, Setting] = {
    setting.name: setting
    for setting in (
        Setting("recordings", Path, None, "Folder that keeps your takes."),
        Setting("deck", str, "machine-learning", "Deck to practise when none is named."),
        Setting("model", str, "base", "Whisper model, or the path of one."),
        Setting(
            "engine",
            str,
            "auto",
            "What runs the model: openai-whisper, the extra fast, or auto: fast where it is installed.",
            choices=("auto", "whisper", "fast"),
        ),
        Setting("language", str, "en", "Language you answer in, as an ISO 639-1 code."),
        Setting("microphone", str, None, "Input device, by number or part of its name."),
        Setting("speaker", str, None, "Output device, by number or part of its name."),
        Setting("voice", str, None, "Voice that asks, by id or name; see `rehearse voices`."),
        Setting("rate", int, 165, "How fast the voice speaks, words per minute.", 60, 400),
        Setting("volume", float, 1.0, "How loud the voice speaks, 0 to 1.", 0, 1),
        Setting("think_time", float, 0.0, "Time to think after each question, s.", 0, 600),
        Setting("plain", bool, False, "Lines of text instead of a screen: for screen readers."),
        Setting("hands_free", bool, False, "End each answer by silence instead of a key."),
        Setting(
            "silence", float, 2.5, "Hands-free: the silence after speech, s, that ends an answer.", 1, 10
        ),
    )
}


def configuration_file() -> Path:
    """Return where the configuration file is looked for; it need not exist."""
    import platformdirs

    named = os.environ.get("REHEARSE_CONFIG")
    return Path(named) if named else platformdirs.user_config_path(APPLICATION) / "config.toml"


def word_lists_file() -> Path:
    """Return where the user's own lists of fillers and hedges are looked for; it need not exist."""
    return configuration_file().with_name("word-lists.toml")


def read_configuration(path: Path) -> dict[str, str | int | float]:
    """Read the settings that a configuration file makes.

    Parameters
    ----------
    path : Path
        A TOML file with names of :data:`SETTINGS`; one that does not exist makes none.

    Raises
    ------
    ConfigError
        Naming the file and every setting in it that is unknown or of the wrong kind.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as exc:
        raise ConfigError(f"The configuration file {path} cannot be read: {exc.strerror}.") from exc
    except UnicodeDecodeError as exc:
        raise ConfigError(f"The configuration file {path} is not UTF-8 text.", "Save it as UTF-8.") from exc
    except tomllib.TOMLDecodeError as exc:
        raise ConfigError(
            f"The configuration file {path} is not valid TOML: {exc}.",
            'A setting is one line, such as: model = "base"',
        ) from exc
    problems = [problem for name, value in values.items() if (problem := _problem(name, value))]
    if problems:
        raise ConfigError(
            f"The configuration file {path} has mistakes:\n  " + "\n  ".join(problems),
            "`rehearse config --edit` opens it.",
        )
    return values


def _problem(name: str, value: object) -> str:
    setting = SETTINGS.get(name)
    if setting is None:
        near = difflib.get_close_matches(name, SETTINGS, n=1)
        known = f"did you mean {near[0]}?" if near else f"the settings are {', '.join(SETTINGS)}."
        return f"{name} is no setting; {known}"
    if not _is_of_kind(setting.kind, value):
        return f"{name} must be {_wanted(setting)}"
    if setting.choices and value not in setting.choices:
        return f"{name} must be one of {', '.join(setting.choices)}"
    if setting.minimum is not None and setting.maximum is not None:
        number = float(value)  # type: ignore[arg-type]  # a number, as was seen above
        if not setting.minimum <= number <= setting.maximum:
            return f"{name} must lie between {setting.minimum:g} and {setting.maximum:g}"
    return ""


def _is_of_kind(kind: type, value: object) -> bool:
    accepted: dict[type, tuple[type, ...]] = {
        str: (str, int),  # a device may be given by its number
        Path: (str,),
        float: (int, float),
    }
    if isinstance(value, bool):  # an int to Python
        return kind is bool
    return isinstance(value, accepted.get(kind, (kind,)))


def _wanted(setting: Setting) -> str:
    """Say what a setting must be, with an example."""
    if setting.kind is bool:
        return f"true or false, such as {setting.name} = true"
    if setting.kind in (int, float):
        return f"a number, such as {setting.name} = {setting.default}"
    return f'text in quotes, such as {setting.name} = "…"'


def expand_home(path: Path) -> Path:
    """Return a path with its leading ``~`` replaced by the home folder; as it is where there is none.

    Shells do this only for a ``~`` that begins a word: not in ``--recordings=~/takes``, and not in a
    configuration file.
    """
    try:
        return path.expanduser()
    except RuntimeError:  # no such user
        return path


def find_clone(start: Path) -> Path | None:
    """Return the clone of the project that `start` lies in, or None."""
    for folder in (start, *start.parents):
        if (folder / "rehearse" / "deck.py").is_file() and (folder / "pyproject.toml").is_file():
            return folder
    return None


def recordings_folder() -> Path:
    """Return where takes are kept unless the user says otherwise."""
    import platformdirs

    clone = find_clone(Path.cwd())
    return clone / "recordings" if clone else platformdirs.user_data_path(APPLICATION) / "recordings"


def deck_folders() -> tuple[Path, ...]:
    """Return where decks are looked for by name: the user's own first, then the built-in."""
    import platformdirs

    package = Path(__file__).parent
    built_in = package / "prompts"
    if not built_in.is_dir():  # running from a clone: the wheel puts prompts/ inside the package
        built_in = package.parent / "prompts"
    clone = find_clone(Path.cwd())
    own = clone / "prompts" if clone else platformdirs.user_data_path(APPLICATION) / "prompts"
    return tuple(dict.fromkeys((own, built_in)))


def find_deck(name_or_path: str) -> Path:
    """Return the file of a deck.

    Parameters
    ----------
    name_or_path : str
        The name of a file in :func:`deck_folders` without its ending, or a path. Of what lies in the
        current folder only Markdown files come before names: someone who practises "machine-learning"
        may well have a folder of that name.

    Raises
    ------
    ConfigError
        When there is no such deck, naming the ones there are.
    """
    path = expand_home(Path(name_or_path))
    if path.suffix == ".md" or len(path.parts) > 1:
        return path
    for folder in deck_folders():
        if (named := folder / f"{name_or_path}.md").is_file():
            return named
    if path.exists():
        return path
    names = [deck.stem for deck in deck_files()]
    near = difflib.get_close_matches(name_or_path, names, n=1)
    hint = f"Did you mean {near[0]}? " if near else ""
    raise ConfigError(
        f"There is no deck named {name_or_path!r}.",
        f"{hint}The decks here are: {', '.join(names)}. The path of a Markdown file works too.",
    )


def deck_files() -> tuple[Path, ...]:
    """Return every deck that can be called by name, each name once, in order of name."""
    found: dict[str, Path] = {}
    for folder in deck_folders():
        for path in sorted(folder.glob("*.md")):
            found.setdefault(path.stem, path)
    return tuple(found[name] for name in sorted(found))


def models_folder() -> Path:
    """Return where converted and fetched weights are kept."""
    import platformdirs

    return platformdirs.user_cache_path(APPLICATION) / "models"


def known_microphones_file() -> Path:
    """Return the list of microphones that were checked; it need not exist."""
    import platformdirs

    return platformdirs.user_state_path(APPLICATION) / "microphones.txt"


def timing_recording() -> Path:
    """Return the short recording, 16 kHz, that speech models are timed on."""
    packaged = Path(__file__).parent / "jfk.flac"
    if packaged.is_file():
        return packaged
    # running from a clone: the wheel puts it inside the package
    return Path(__file__).parent.parent / "tests" / "data" / "jfk.flac"


def voice_cache_folder() -> Path:
    """Return where spoken questions are kept, so that each is rendered once."""
    import platformdirs

    return platformdirs.user_cache_path(APPLICATION) / "voice"


def take_index_file(recordings: Path) -> Path:
    """Return where the rows of the takes in a folder are kept, so that a list of them comes at once."""
    import platformdirs

    name = hashlib.sha256(os.fsencode(recordings.absolute())).hexdigest()[:16]
    return platformdirs.user_cache_path(APPLICATION) / "takes" / f"{name}.json"
