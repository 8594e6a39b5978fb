"""The summary of a take: what was said, what it covered, how it sounded, and where to hear it.

Everything reads without colour too: covered words stand in square brackets with the number of their
key point, fillers in angle brackets, pauses as their length.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from rehearse.analysis import Analysis
from rehearse.analysis.coverage import Coverage, KeyPointMatch, Status
from rehearse.analysis.pauses import SHOWN_PAUSE_S
from rehearse.analysis.phrases import plural
from rehearse.analysis.scorecard import Mark, Scorecard
from rehearse.rescoring import Rescored
from rehearse.take import Take, Transcript
from rehearse.ui.content import order_and_story
from rehearse.ui.delivery import how_you_sounded

SYMBOLS = {
    Status.COVERED: ("✓", "bold green"),
    Status.PARTLY: ("◐", "bold yellow"),
    Status.MISSED: ("✗", "bold red"),
    Status.CONTRADICTED: ("✗", "bold magenta"),
}
"""How a key point's status is drawn."""

_FILLER_STYLE = "yellow"
_COVERED_STYLES = {Status.COVERED: "green", Status.PARTLY: "cyan"}
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def clock(seconds: float) -> str:
    """Write a time as minutes and seconds: 0:07, 12:30."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02d}"


def summary(take: Take, analysis: Analysis, *, kept: bool = True) -> RenderableType:
    """Draw what a take was like.

    Parameters
    ----------
    take : Take
    analysis : Analysis
    kept : bool
        Whether to say where the take is kept.
    """
    parts: list[RenderableType] = []
    if take.demonstration:
        parts.append(Text("A demonstration: this answer is synthesised speech, not a person.", style="bold"))
    parts += [
        _heading(f"What you said, in {clock(take.recording.duration_s)}"),
        _indented(_transcript(take.transcript, analysis)),
    ]
    if take.question.key_points:
        parts += [_heading("What you covered"), _indented(_key_points(analysis.coverage))]
    parts += [_indented(line) for line in order_and_story(analysis)]
    parts += [
        _heading("How you sounded"),
        _indented(how_you_sounded(analysis)),
        _heading("Scorecard"),
        _indented(_scorecard(analysis.scorecard)),
    ]
    if take.recording.n_overflows:
        parts.append(
            Text(
                f"! The device lost sound {take.recording.n_overflows} times; words may be missing.",
                style="yellow",
            )
        )
    if kept:
        parts.append(Text(f"\nKept in {take.folder}", style="dim"))
    return Group(*parts)


def rescored_summary(rescored: Rescored) -> RenderableType:
    """Draw what a past take was like, and what was changed about it since."""
    take, n_corrections = rescored.take, len(rescored.corrected.standing)
    notes = []
    if n_corrections:
        notes.append(f"Shown with your {plural(n_corrections, 'correction')}.")
    if rescored.question != take.question:
        notes.append("Scored against the question as its deck had it later, not as it was asked.")
    shown = replace(take, question=rescored.question, transcript=rescored.transcript)
    note = [Text(" ".join(notes), style="bold")] if notes else []
    return Group(*note, summary(shown, rescored.analysis))


def _heading(title: str) -> RenderableType:
    return Padding(Rule(Text(title, style="bold"), align="left", style="dim"), (1, 0, 0, 0))


def _indented(content: RenderableType) -> RenderableType:
    return Padding(content, (0, 1))


def _transcript(transcript: Transcript, analysis: Analysis) -> RenderableType:
    if not transcript.words:
        return Text("No speech was heard in this recording.", style="yellow")
    opening, closing = defaultdict[int, list[str]](list), defaultdict[int, list[str]](list)
    styles: dict[int, str] = {}
    for number, match in enumerate(analysis.coverage.key_points, start=1):
        if match.status not in _COVERED_STYLES or match.first_word is None or match.last_word is None:
            continue
        opening[match.first_word].append("[")
        closing[match.last_word].insert(0, f"]{str(number).translate(_SUPERSCRIPTS)}")
        for index in range(match.first_word, match.last_word + 1):
            styles.setdefault(index, _COVERED_STYLES[match.status])
    fillers = analysis.fillers
    for marker in (*fillers.filled_pauses, *fillers.discourse_markers):
        opening[marker.first_word].append("⟨")
        closing[marker.last_word].insert(0, "⟩" if marker.certain else "?⟩")
        styles.update(dict.fromkeys(range(marker.first_word, marker.last_word + 1), _FILLER_STYLE))
    pauses = [pause for pause in analysis.silent_pauses if pause.duration_s >= SHOWN_PAUSE_S]
    text = Text()
    for index, word in enumerate(transcript.words):
        while pauses and word.start_s >= pauses[0].end_s - _PAUSE_TOLERANCE_S:
            text.append(f"({pauses.pop(0).duration_s:.1f} s) ", style="dim")
        text.append(
            "".join(opening[index]) + word.text + "".join(closing[index]), style=styles.get(index, "")
        )
        text.append(" ")
    meanings = {"]": "[covered]¹ by key point 1", "⟨": "⟨um⟩ filler", " s)": "(0.8 s) pause"}
    legend = "   ".join(meaning for mark, meaning in meanings.items() if mark in text.plain)
    return Group(text, Text(f"\n{legend}" if legend else "", style="dim"))


_PAUSE_TOLERANCE_S = 0.15
"""A word belongs after a pause when it starts this close to the pause's end: word times are rough."""


def _key_points(coverage: Coverage) -> RenderableType:
    table = Table(box=None, show_header=False, padding=(0, 1, 0, 0))
    table.add_column(justify="right", style="dim")
    table.add_column()
    table.add_column(justify="right", style="dim")
    table.add_column(ratio=1)
    for number, match in enumerate(coverage.key_points, start=1):
        symbol, style = SYMBOLS[match.status]
        moment = "" if match.start_s is None else clock(match.start_s)
        table.add_row(str(number), Text(symbol, style=style), moment, _key_point(match))
    parts: list[RenderableType] = [table]
    for misconception in coverage.misconceptions:
        moment = "" if misconception.start_s is None else f" at {clock(misconception.start_s)}"
        parts.append(
            Text.assemble(
                ("! ", "bold magenta"),
                f"A misconception{moment}: {misconception.text} — ",
                (f"“{misconception.quote}”", "italic"),
            )
        )
    return Group(*parts)


def _key_point(match: KeyPointMatch) -> Text:
    text = Text(match.key_point.text)
    if match.key_point.weight != 1:
        text.append(f" (×{match.key_point.weight:g})", style="dim")
    if match.status in (Status.PARTLY, Status.CONTRADICTED):
        text.append(f" – {match.status.value}", style=SYMBOLS[match.status][1])
    if match.quote:
        text.append(f"\n“{match.quote}”", style="italic dim")
    return text


def _scorecard(scorecard: Scorecard) -> RenderableType:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(ratio=1)
    for name, mark in (("Content", scorecard.content), ("Delivery", scorecard.delivery)):
        table.add_row(name, _value(mark), mark.why)
    parts: list[RenderableType] = [table]
    if scorecard.advice:
        parts.append(Text("\nWorth working on", style="bold"))
        parts += [Text(f"{number}. {line}") for number, line in enumerate(scorecard.advice, start=1)]
    return Group(*parts)


def _value(mark: Mark) -> str:
    return "–" if mark.value is None else f"{mark.value:.0%}"
