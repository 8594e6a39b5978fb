"""The report on an interview in a terminal: question by question, as it wore on, what to work on first.

It reads without colour: bars are drawn with characters and have their figure beside them.
"""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from rehearse.analysis.pacing import COMFORTABLE_PACE_WPM, LIGHT_DISFLUENCIES_PER_MIN
from rehearse.analysis.phrases import plural
from rehearse.interview.answers import Answer
from rehearse.interview.report import Report
from rehearse.shell_words import rehearse_command
from rehearse.ui.delivery import pace_gauge
from rehearse.ui.summary import clock

_BAR_WIDTH = 8
_POINTS_SHOWN = 3
_FILLERS_WIDTH = 12
"""Fillers a minute that the plot has room for: as many as are measured to be too many."""


def interview_report(report: Report) -> RenderableType:
    """Draw the report on an interview."""
    parts: list[RenderableType] = [
        _heading(f"Interview · {report.deck} · {report.started_at:%d %b %Y, %H:%M}")
    ]
    if report.demonstration:
        parts.append(
            Text("A demonstration: these answers are synthesised speech, not a person.", style="bold")
        )
    parts.append(_indented(_overview(report)))
    if report.answers:
        parts += [_heading("Question by question"), _indented(_questions(report))]
    if any(answer.total_time_min for answer in report.answers):
        parts += [_heading("As it wore on"), _indented(_development(report))]
    if report.work_on:
        advice = Table.grid(padding=(0, 1, 0, 0))
        for number, line in enumerate(report.work_on, start=1):
            advice.add_row(f"{number}.", Text(line))
        parts += [_heading("What to work on first"), _indented(advice)]
    parts.append(_footer(report))
    return Group(*parts)


def _heading(title: str) -> RenderableType:
    return Padding(Rule(Text(title, style="bold"), align="left", style="dim"), (1, 0, 0, 0))


def _indented(content: RenderableType) -> RenderableType:
    return Padding(content, (0, 1))


def _overview(report: Report) -> RenderableType:
    n_follow_ups = sum(answer.follow_up for answer in report.answers)
    asked = plural(len(report.answers) - n_follow_ups, "question")
    if n_follow_ups:
        asked += f" and {plural(n_follow_ups, 'follow-up')}"
    lines = [
        Text(
            f"{asked} in {clock(report.spent_s)}. Content {_percent(report.coverage)}, "
            f"delivery {_percent(report.delivery)}, on average over the questions."
        )
    ]
    for name, answer in (("Strongest", report.strongest), ("Weakest", report.weakest)):
        if answer is not None:
            lines.append(Text.assemble((f"{name}: ", "bold"), f"{answer.number}. {answer.text}"))
    return Group(*lines)


def _questions(report: Report) -> RenderableType:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("", justify="right", no_wrap=True)
    table.add_column("Question", ratio=1)
    table.add_column("Content", no_wrap=True)
    table.add_column("Delivery", justify="right", no_wrap=True)
    table.add_column("Time", justify="right", no_wrap=True)
    for answer in report.answers:
        table.add_row(
            "↳" if answer.follow_up else str(answer.number),
            _question(answer),
            _bar(answer.coverage),
            _percent(answer.delivery),
            _time(answer),
        )
    return table


def _question(answer: Answer) -> Text:
    text = Text(answer.text)
    if not answer.is_scored:
        text.append("\nnot scored: the take is gone or unfinished", style="yellow")
    for sign, points, style in (
        ("✗ opposite said: ", answer.contradicted, "magenta"),
        ("! misconception: ", answer.misconceptions, "magenta"),
        ("✗ ", answer.open_points, "dim"),
    ):
        for point in points[:_POINTS_SHOWN]:
            text.append(f"\n{sign}{point}", style=style)
        if len(points) > _POINTS_SHOWN:
            text.append(f"\n  and {len(points) - _POINTS_SHOWN} more", style=style)
    return text


def _bar(mark: float | None) -> Text:
    if mark is None:
        return Text("–", style="dim")
    filled = round(mark * _BAR_WIDTH)
    return Text.assemble(("█" * filled, "cyan"), ("░" * (_BAR_WIDTH - filled), "dim"), f" {mark:4.0%}")


def _time(answer: Answer) -> Text:
    if answer.target_s is None:
        return Text(clock(answer.duration_s))
    return Text(
        f"{clock(answer.duration_s)} of {clock(answer.target_s)}",
        style="yellow" if answer.over_target_s else "",
    )


def _development(report: Report) -> RenderableType:
    low, high = COMFORTABLE_PACE_WPM
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("", justify="right", no_wrap=True)
    table.add_column(f"Pace, wpm (═ {low:.0f}–{high:.0f})", no_wrap=True)
    table.add_column(f"Fillers a minute (│ {LIGHT_DISFLUENCIES_PER_MIN:.0f})", no_wrap=True)
    table.add_column("First sound", no_wrap=True, justify="right")
    for answer in report.answers:
        if answer.speech_rate_wpm is None:
            continue
        pace = Text.assemble(pace_gauge(answer.speech_rate_wpm), f" {answer.speech_rate_wpm:.0f}")
        latency = answer.response_latency_s
        table.add_row(
            "↳" if answer.follow_up else str(answer.number),
            pace,
            _fillers(answer.fillers_per_min or 0.0),
            "–" if latency is None else f"{latency:.1f} s",
        )
    parts: list[RenderableType] = [table]
    if report.halves is not None:
        told = ". ".join(report.changes) or "Pace and fillers stayed about the same from beginning to end"
        parts.append(Text(f"{told}."))
    return Group(*parts)


def _fillers(per_min: float) -> Text:
    n = min(round(per_min), _FILLERS_WIDTH)
    cells = ["■"] * n + ["·"] * (_FILLERS_WIDTH - n)
    cells.insert(round(LIGHT_DISFLUENCIES_PER_MIN), "│")
    return Text.assemble(("".join(cells), "yellow"), f" {per_min:.1f}")


def _percent(mark: float | None) -> str:
    return "–" if mark is None else f"{mark:.0%}"


def _footer(report: Report) -> RenderableType:
    again = rehearse_command("interview", "--report", report.session)
    hear = rehearse_command("show", report.answers[0].take) if report.answers else ""
    text = Text(f"\nAgain: {again}", style="dim")
    if hear:
        text.append(f"\nOne answer: {hear}")
    if not report.ended:
        text.append(f"\nIt was interrupted. To go on: {rehearse_command('interview', '--resume')}")
    return text
