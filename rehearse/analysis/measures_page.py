"""The glossary as a page: what ``docs/measures.md`` holds.

python -m rehearse.analysis.measures_page > docs/measures.md
"""

from __future__ import annotations

import sys

from rehearse.analysis.content_glossary import CONTENT_MEASURES
from rehearse.analysis.glossary import MEASURES


def as_markdown() -> str:
    """Return the page ``docs/measures.md``."""
    lines = [
        "# What the numbers mean",
        "",
        "Each number that Rehearse shows has one definition, and this is it. Where a band or a limit is",
        "given, so is its source; “ours” means that nobody published one and we chose it with care. A",
        "number that a recording is too short or too noisy to support is withheld, with the reason.",
        "",
    ]
    for measure in (*CONTENT_MEASURES, *MEASURES.values()):
        unit = f", {measure.unit}" if measure.unit else ""
        lines += [f"## {measure.title}{unit}", "", f"`{measure.name}`: {measure.meaning}"]
        lines += ["", f"**Band.** {measure.band}"] if measure.band else []
        lines += ["", f"**Source.** {measure.source}"] if measure.source else []
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(as_markdown())
