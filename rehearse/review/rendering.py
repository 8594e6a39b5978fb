"""Pages from templates, with everything that comes from a deck, a transcript or a note as plain text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

if TYPE_CHECKING:
    from starlette.responses import HTMLResponse, RedirectResponse

STATIC_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}

_MOMENT = re.compile(r"\bat (\d+):([0-5]\d)\b")


def render(template: str, **values: Any) -> str:
    """Return a page.

    Parameters
    ----------
    template : str
        Its file's name.
    values
        What it shows.
    """
    return _environment().get_template(template).render(values)


def page(template: str, *, status: int = HTTPStatus.OK, **values: Any) -> HTMLResponse:
    """Answer a request with a page."""
    from starlette.responses import HTMLResponse

    return HTMLResponse(render(template, standalone=False, **values), status)


def sent_to(address: str) -> RedirectResponse:
    """Answer a form by showing a page of ours."""
    from starlette.responses import RedirectResponse

    return RedirectResponse(address, HTTPStatus.SEE_OTHER)


@cache
def static_files() -> Mapping[str, bytes]:
    """Return our styles, scripts and pictures by name: there are no others to be asked for."""
    folder = files("rehearse.review").joinpath("static")
    return {item.name: item.read_bytes() for item in folder.iterdir() if item.is_file()}


def clock(seconds: float | None) -> str:
    """Write a time in a recording, "1:05"; "–" for None."""
    if seconds is None:
        return "–"
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02d}"


def percent(ratio: float | None) -> str:
    """Write a ratio, "62%"; "–" for None."""
    return "–" if ratio is None else f"{ratio:.0%}"


def number(value: float | None, digits: int = 0) -> str:
    """Write a number; "–" for None."""
    return "–" if value is None else f"{value:.{digits}f}"


def day(moment: date) -> str:
    """Write a date, "Sunday 22 November 2026"."""
    return f"{moment:%A} {moment.day} {moment:%B %Y}"


def short_day(moment: date) -> str:
    """Write a date briefly, "22 Nov 2026"."""
    return f"{moment.day} {moment:%b %Y}"


def time_of_day(moment: datetime) -> str:
    """Write when on its day, "17:56"."""
    return f"{moment:%H:%M}"


def with_moments(sentence: str) -> Markup:
    """Return a sentence whose "at 0:41" can be pressed to hear it."""

    def button(found: re.Match[str]) -> str:
        start_s = int(found[1]) * 60 + int(found[2])
        return f'at <button type="button" class="moment" data-seek="{start_s}">{found[1]}:{found[2]}</button>'

    return Markup(_MOMENT.sub(button, str(escape(sentence))))  # noqa: S704  escaped before the buttons


def in_paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text."""
    return [paragraph for paragraph in re.split(r"\n\s*\n", text.strip()) if paragraph]


def _inlined(name: str) -> Markup:
    """Return a style sheet or script as part of a page that stands alone."""
    return Markup(static_files()[name].decode())  # noqa: S704  our own file, which says nothing of "</"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("rehearse.review"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        clock=clock,
        percent=percent,
        number=number,
        day=day,
        short_day=short_day,
        time_of_day=time_of_day,
        with_moments=with_moments,
        in_paragraphs=in_paragraphs,
    )
    environment.globals["inlined"] = _inlined
    return environment
