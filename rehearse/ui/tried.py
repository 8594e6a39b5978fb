"""What `rehearse decks try` shows: every point of a question with what was made of it, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from rehearse.analysis.coverage import Status
from rehearse.ui.summary import SYMBOLS

if TYPE_CHECKING:
    from rehearse.analysis.coverage import Coverage, KeyPointMatch


def tried(coverage: Coverage) -> Table:
    """Return the matching as a table that a person can read."""
    share = "" if coverage.coverage is None else f"coverage {coverage.coverage:.0%}"
    table = Table(box=None, padding=(0, 2, 0, 0), caption=share, caption_justify="left")
    table.add_column("")
    table.add_column("score", justify="right")
    table.add_column("point, and what made or nearly made it")
    for match in coverage.key_points:
        sign, style = SYMBOLS[match.status]
        table.add_row(
            Text(f"{sign} {match.status}", style),
            Text(f"{match.score:.2f}"),
            Text.assemble(match.key_point.text, why(match)),
        )
    for claim in coverage.misconceptions:
        said = f"\n  “{claim.quote}”, a misconception"
        stated = Text("✗ said", "bold magenta")
        table.add_row(stated, Text(f"{claim.score:.2f}"), Text.assemble(claim.text, (said, "dim")))
    return table


def why(match: KeyPointMatch) -> tuple[str, str]:
    """Return the words that gave a point its status, in dim type."""
    if not match.quote:
        return "", "dim"
    if match.swapped_with:
        return f"\n  “{match.quote}” is what “{match.swapped_with}” asks for", "dim"
    if match.status is Status.CONTRADICTED:
        return f"\n  “{match.quote}” says otherwise", "dim"
    nearest = "" if match.wording in ("", match.key_point.text) else f", near “{match.wording}”"
    return f"\n  “{match.quote}”{nearest}", "dim"
