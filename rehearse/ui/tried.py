"""What `rehearse decks try` shows: every point of a question with what was made of it, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from rehearse.analysis.coverage import Status

if TYPE_CHECKING:
    from rehearse.analysis.coverage import Coverage, KeyPointMatch

SIGNS = {
    Status.COVERED: ("✓", "green"),
    Status.PARTLY: ("~", "yellow"),
    Status.MISSED: ("·", "dim"),
    Status.CONTRADICTED: ("✗", "red"),
}


def tried(coverage: Coverage) -> Table:
    """Return the matching as a table that a person can read."""
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("")
    table.add_column("score", justify="right")
    table.add_column("point, and what made or nearly made it")
    for match in coverage.key_points:
        sign, style = SIGNS[match.status]
        table.add_row(
            Text(sign, style), Text(f"{match.score:.2f}"), Text.assemble(match.key_point.text, why(match))
        )
    for claim in coverage.misconceptions:
        said = f"\n  “{claim.quote}”, a misconception"
        table.add_row(Text("✗", "red"), Text(f"{claim.score:.2f}"), Text.assemble(claim.text, (said, "dim")))
    return table


def why(match: KeyPointMatch) -> tuple[str, str]:
    """Return why a point got its status, in dim type."""
    wording = "" if match.wording in ("", match.key_point.text) else f" the wording “{match.wording}”"
    if match.quote:
        by = "says the opposite of it" if match.status is Status.CONTRADICTED else f"by its {match.by}"
        return f"\n  “{match.quote}” {by}{',' + wording if wording else ''}", "dim"
    return (f"\n  nearest:{wording or ' the point itself'}" if match.score else ""), "dim"
