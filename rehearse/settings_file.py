"""The configuration file as people meet it: every setting with what it does, and where its value is from.

The file is begun with every setting in it, commented out; what is in it already is never touched.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rehearse.config import SETTINGS, Setting
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
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        missing = tuple(setting for name, setting in SETTINGS.items() if not _mentions(text, name))
        if missing:
            path.parent.mkdir(parents=True, exist_ok=True)
            opening = "" if text.endswith("\n") or not text else "\n"
            with path.open("a", encoding="utf-8") as file:
                file.write(opening + ("" if text else _HEAD) + "".join(map(_lines, missing)))
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise ConfigError(
            f"The configuration file {path} cannot be written: {reason}.",
            "See that you may write there, or name another file with REHEARSE_CONFIG.",
        ) from error
    return tuple(setting.name for setting in missing)


def _mentions(text: str, name: str) -> bool:
    return re.search(rf"^[ \t]*#?[ \t]*\"?{name}\"?[ \t]*=", text, re.MULTILINE) is not None


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
    return f'"{value}"' if isinstance(value, str) else str(value)
