"""The configuration file as people meet it: every setting with what it does, and where its value is from.

The file is begun with every setting in it, commented out. What is in it already is never touched, but for
the one line of a setting that the person makes in the program.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rehearse.config import SETTINGS, Setting, read_configuration
from rehearse.durable import appearing
from rehearse.errors import ConfigError

_HEAD = """\
# Settings of Rehearse. A line that begins with # says nothing: take the # away to choose for good.
# A flag on the command line comes first, then the environment variable, then this file.
"""


@dataclass(frozen=True, slots=True)
class ChosenSetting:
    """A setting with the value that is in force.

    Parameters
    ----------
    setting : Setting
    value : str, int, float, bool or None
        As it was given; None where the program works it out.
    source : str
        "default", "configuration file" or the name of the environment variable.
    """

    setting: Setting
    value: str | int | float | bool | None
    source: str


def settings_in_force(
    in_file: Mapping[str, str | int | float], environment: Mapping[str, str]
) -> tuple[ChosenSetting, ...]:
    """Return every setting as a command without flags takes it.

    Parameters
    ----------
    in_file : mapping
        See :func:`rehearse.config.read_configuration`.
    environment : mapping
        The environment variables.
    """
    found = []
    for name, setting in SETTINGS.items():
        variable = setting.environment_variable
        if environment.get(variable):
            found.append(ChosenSetting(setting, environment[variable], variable))
        elif name in in_file:
            found.append(ChosenSetting(setting, in_file[name], "configuration file"))
        else:
            found.append(ChosenSetting(setting, setting.default, "default"))
    return tuple(found)


def complete_settings_file(path: Path) -> tuple[str, ...]:
    """Write the settings that a configuration file does not mention to its end, commented out.

    Parameters
    ----------
    path : Path
        Made when it is not there.

    Returns
    -------
    tuple of str
        The names of the settings that were added.

    Raises
    ------
    ConfigError
    """
    with _writing(path):
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        missing = tuple(setting for name, setting in SETTINGS.items() if not _line_of(name).search(text))
        if missing:
            path.parent.mkdir(parents=True, exist_ok=True)
            opening = "" if text.endswith("\n") or not text else "\n"
            with path.open("a", encoding="utf-8") as file:
                file.write(opening + ("" if text else _HEAD) + "".join(map(_lines, missing)))
    return tuple(setting.name for setting in missing)


def set_in_file(path: Path, name: str, value: str) -> None:
    """Make a setting in a configuration file, on its line; all else in the file stays as it is.

    Parameters
    ----------
    path : Path
        Made, with every setting, when it is not there.
    name : str
        Of a text in :data:`rehearse.config.SETTINGS`.
    value : str

    Raises
    ------
    ConfigError
        The file is then as it was.
    """
    complete_settings_file(path)
    before = read_configuration(path)
    with _writing(path):
        text = path.read_text(encoding="utf-8")
        line = (name in before and _line_of(name, commented="").search(text)) or _line_of(name).search(text)
        if line is not None:
            text = f"{text[: line.start()]}{name} = {as_toml(value)}{text[line.end() :]}"
        if not _says(text, before | {name: value}):
            raise ConfigError(
                f"The configuration file {path} has no line of its own for {name}.",
                f"`rehearse config --edit` opens it: {name} = {as_toml(value)}",
            )
        with appearing(path) as passing:
            passing.write_text(text, encoding="utf-8")


def _says(text: str, settings: Mapping[str, object]) -> bool:
    try:
        return tomllib.loads(text) == settings
    except tomllib.TOMLDecodeError:
        return False


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Say in a sentence what keeps a file from being written."""
    try:
        yield
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise ConfigError(
            f"The configuration file {path} cannot be written: {reason}.",
            "See that you may write there, or name another file with REHEARSE_CONFIG.",
        ) from error


def _line_of(name: str, *, commented: str = "#?") -> re.Pattern[str]:
    return re.compile(rf"^[ \t]*{commented}[ \t]*\"?{name}\"?[ \t]*=.*$", re.MULTILINE)


def _lines(setting: Setting) -> str:
    """Return a setting as a comment and a line to be uncommented."""
    bounds = "" if setting.minimum is None else f" From {setting.minimum:g} to {setting.maximum:g}."
    return (
        f"\n# {setting.help}{bounds}\n"
        f"# ({setting.flag}, {setting.environment_variable})\n"
        f"# {setting.name} = {as_toml(setting.default)}\n"
    )


def as_toml(value: str | int | float | bool | None) -> str:
    """Write a value as a TOML file has it; what the program works out as an empty text."""
    if value is None:
        return '""'
    if isinstance(value, bool):
        return str(value).lower()
    # JSON writes a text as TOML does, quotes and backslashes in it included.
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)
