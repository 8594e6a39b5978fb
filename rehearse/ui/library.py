"""Takes, decks and voices as tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from rehearse.deck import Deck, Question
from rehearse.doctor import Finding
from rehearse.forgetting import Kept
from rehearse.places import Place
from rehearse.settings_file import ChosenSetting, as_toml
from rehearse.take_rows import TakeRow
from rehearse.ui.summary import clock

_FLEXIBLE_WIDTH = 10


def takes_table(takes: Iterable[TakeRow]) -> RenderableType:
    """Draw takes with what is known of them, a line each; those with corrections are marked."""
    table = _table("Take", "Answer to", "Length", "Coverage", "Pace", "Fillers", flexible="Answer to")
    for column in table.columns[2:]:
        column.no_wrap = True
    table.columns[1].min_width = 1
    table.columns[1].header = Text("Answer to", no_wrap=True, overflow="ellipsis")
    for take in takes:
        # The name tells the question, too: what there is no room for is left out.
        asked = Text(_asked(take), no_wrap=True, overflow="ellipsis")
        table.add_row(take.id, asked, clock(take.duration_s), *_figures(take))
    return table


def _asked(take: TakeRow) -> str:
    asked = f"(demonstration) {take.question}" if take.demonstration else take.question
    return f"{asked} (corrected)" if take.n_corrections else asked


def _figures(take: TakeRow) -> tuple[str, str, str]:
    return (
        "–" if take.coverage is None else f"{take.coverage:.0%}",
        "–" if take.pace_wpm is None else f"{take.pace_wpm:.0f} wpm",
        "–" if take.n_fillers is None else str(take.n_fillers),
    )


def decks_table(decks: Sequence[Deck]) -> RenderableType:
    """Draw decks: the name to call each by, its title, how many questions, and where it is."""
    table = _table("Deck", "Title", "Questions", "File", flexible="File")
    for deck in decks:
        table.add_row(
            deck.name,
            deck.title,
            str(len(deck.questions)),
            Text(_short(deck.path), style="dim", overflow="fold"),
        )
    return table


def _short(path: Path) -> str:
    """Write a path from the current folder, where it lies inside it."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def questions_table(questions: Sequence[Question]) -> RenderableType:
    """Draw the questions of a deck: the id to ask each by, its group and its text."""
    table = _table("Question", "Group", "Text", flexible="Text")
    for question in questions:
        table.add_row(question.id, question.group, question.text)
    return table


def voices_table(voices: Iterable[tuple[str, str, str]]) -> RenderableType:
    """Draw voices: id, name and languages of each."""
    table = _table("Voice", "Name", "Languages", flexible="Languages")
    for voice in voices:
        table.add_row(*voice)
    return table


def finding_line(finding: Finding) -> RenderableType:
    """Draw what the doctor found of one part."""
    symbol, style = ("✓", "bold green") if finding.well else ("✗", "bold red")
    line = Text.assemble((f"{symbol} ", style), (f"{finding.part}: ", "bold"), finding.said)
    if finding.remedy:
        line.append(f"\n  {finding.remedy}")
    return line


def settings_table(settings: Iterable[ChosenSetting]) -> RenderableType:
    """Draw settings: name, value in force, where that is from, and what it does."""
    table = _table("Setting", "Value", "From", "What it does", flexible="What it does")
    for chosen in settings:
        value = "–" if chosen.value is None else as_toml(chosen.value).strip('"')
        table.add_row(chosen.setting.name, value, chosen.source, chosen.setting.help)
    return table


def place_line(place: Place) -> RenderableType:
    """Draw a place: what it keeps, where it is, and how large."""
    size = f"{place.size_bytes / 1e6:.1f} MB" if place.there else "not there yet"
    return Text.assemble((f"{place.what}: ", "bold"), str(place.path), (f"  ({size})", "dim"))


def kept_table(kept: Iterable[Kept]) -> RenderableType:
    """Draw what is kept of answers: folder, what it is about, and how large."""
    table = _table("Take", "Answer to", "Size", flexible="Answer to")
    for each in kept:
        table.add_row(each.folder.name, each.about, f"{each.size_bytes / 1e6:.2f} MB")
    return table


def _table(*headings: str, flexible: str) -> Table:
    """Make a table whose `flexible` column gives way first; in a narrow terminal all are folded."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for heading in headings:
        table.add_column(heading, min_width=_FLEXIBLE_WIDTH if heading == flexible else None, overflow="fold")
    # What is typed on the command line stays in one piece as long as there is room at all.
    table.columns[0].no_wrap = True
    return table
