"""What all commands share: flags made of settings, and what the program tells the shell."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from pathlib import Path
from typing import Any, TypeVar

import click

from rehearse.config import SETTINGS, expand_home

Function = TypeVar("Function", bound=Callable[..., Any])


class ExitStatus(IntEnum):
    """What the program tells the shell."""

    DONE = 0
    PROBLEM = 1
    USAGE = 2
    INTERRUPTED = 130


def setting(name: str) -> Callable[[Function], Function]:
    """Make the flag of a setting: flag > environment > configuration file > default."""
    chosen = SETTINGS[name]
    kinds: dict[type, Any] = {Path: click.Path(path_type=Path), str: str, bool: bool}
    kind = click.Choice(chosen.choices) if chosen.choices else kinds.get(chosen.kind)
    if kind is None:
        numbers = click.IntRange if chosen.kind is int else click.FloatRange
        kind = numbers(chosen.minimum, chosen.maximum)  # type: ignore[arg-type]  # int or float as it is

    def with_home(_context: click.Context, _parameter: click.Parameter, value: Any) -> Any:
        return expand_home(value) if isinstance(value, Path) else value

    flag = chosen.flag
    return click.option(
        f"{flag}/--no-{flag.removeprefix('--')}" if chosen.kind is bool else flag,
        type=kind,
        callback=with_home,
        default=chosen.default,
        show_default=chosen.default is not None,
        envvar=chosen.environment_variable,
        help=chosen.help,
    )
