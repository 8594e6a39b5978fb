"""Speech models as tables: what there is, what is here, and how fast each is."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType
from rich.table import Table


def models_table(rows: Iterable[tuple[str, str, str, str, str, str]]) -> RenderableType:
    """Draw the catalogue: name, parameters, download, languages, licence and what is here of each."""
    return _table(("Model", "Parameters", "Download", "Languages", "Licence", "Here"), rows)


def paces_table(rows: Iterable[tuple[str, str, str, str]]) -> RenderableType:
    """Draw how fast models are: name, time for a minute of speech, how that is known, whether it keeps up."""
    return _table(("Model", "A minute of speech takes", "How known", "Keeps up"), rows)


def _table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> RenderableType:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    table.columns[0].no_wrap = True
    for row in rows:
        table.add_row(*row)
    return table
