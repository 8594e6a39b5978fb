"""The summary of a take: what was said, what it covered, how it sounded, and where to hear it.

Everything reads without colour too: covered words stand in square brackets with the number of their
key point, fillers in angle brackets, pauses as their length.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from rehearse.analysis import Analysis
from rehearse.analysis.coverage import Coverage, KeyPointMatch, MisconceptionMatch, Status
from rehearse.analysis.fillers import Fillers
from rehearse.analysis.pauses import SHOWN_PAUSE_S
from rehearse.analysis.phrases import plural
from rehearse.analysis.scorecard import Mark, Scorecard
from rehearse.deck import Deck, Question
from rehearse.rescoring import Rescored
from rehearse.take import Interval, Take, Transcript
from rehearse.ui.content import order_and_story
from rehearse.ui.delivery import how_you_sounded
from rehearse.ui.moments import Moment

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


def question_title(deck: Deck, question: Question, note: str) -> str:
    """Say where a question belongs and how long its answer may be; a note takes the place of its group."""
    limit = f"aim for {clock(question.time_limit_s)}" if question.time_limit_s else ""
    return " · ".join(part for part in (deck.title, note or question.group, limit) if part)


def summary(take: Take, analysis: Analysis, *, kept: bool = True) -> RenderableType:
    """Draw what a take was like.

    Parameters
    ----------
    take : Take
    analysis : Analysis
    kept : bool
        Whether to say where the take is kept.
    """
    parts = [
        said_and_covered(take.question, take.transcript, analysis.coverage, analysis.fillers, analysis),
        sounded_and_scored(take, analysis, kept=kept),
    ]
    if take.demonstration:
        parts.insert(0, Text(DEMONSTRATION, style="bold"))
    return Group(*parts)


DEMONSTRATION = "A demonstration: this answer is synthesised speech, not a person."


def said_and_covered(
    question: Question,
    transcript: Transcript,
    coverage: Coverage,
    fillers: Fillers,
    analysis: Analysis | None = None,
) -> RenderableType:
    """Draw what was said and what it covered: all that is known before the sound is measured.

    Parameters
    ----------
    question, transcript, coverage, fillers
    analysis : Analysis, optional
        With it, pauses are marked too.
    """
    pauses = () if analysis is None else analysis.silent_pauses
    parts = [
        _heading("What you said"),
        _indented(transcript_text(transcript, coverage, fillers, pauses)),
    ]
    if question.key_points:
        parts += [_heading("What you covered"), _indented(_key_points(coverage))]
    return Group(*parts)


def sounded_and_scored(take: Take, analysis: Analysis, *, kept: bool = True) -> RenderableType:
    """Draw how an answer was said, its marks, and what to work on."""
    parts: list[RenderableType] = [
        *(_indented(line) for line in order_and_story(analysis)),
        _heading(f"How you sounded, in {clock(take.recording.duration_s)}"),
        _indented(how_you_sounded(analysis)),
        _heading("Scorecard"),
        _indented(marks(analysis.scorecard)),
    ]
    if take.recording.loss:
        parts.append(Text(f"! {take.recording.loss}", style="yellow"))
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


def moments_list(points: Sequence[KeyPointMatch], others: Sequence[Moment]) -> RenderableType:
    """List what can be heard again, numbered for whoever types a number."""
    lines = [(match.start_s or 0.0, match.key_point.text, match.quote) for match in points]
    lines += [(other.start_s, other.what, other.words) for other in others]
    text = Text()
    for number, (start_s, what, words) in enumerate(lines, start=1):
        text.append(f"{number:>3}  {clock(start_s)}  {what}")
        text.append(f"  {words}\n" if words else "\n", style="italic dim")
    return Group(_heading("Hear it again"), text)


def _heading(title: str) -> RenderableType:
    return Padding(Rule(Text(title, style="bold"), align="left", style="dim"), (1, 0, 0, 0))


def _indented(content: RenderableType) -> RenderableType:
    return Padding(content, (0, 1))


def transcript_text(
    transcript: Transcript, coverage: Coverage, fillers: Fillers, pauses: Sequence[Interval] = ()
) -> Text:
    """Draw the words with what they covered, fillers and pauses, and what the marks mean.

    Words of overlapping key points share one pair of brackets; a number stands where its point ends.
    """
    if not transcript.words:
        return Text("No speech was heard in this recording.", style="yellow")
    styles: dict[int, str] = {}
    ends = defaultdict[int, list[int]](list)
    for number, match in enumerate(coverage.key_points, start=1):
        if match.status not in _COVERED_STYLES or match.first_word is None or match.last_word is None:
            continue
        ends[match.last_word].append(number)
        for index in range(match.first_word, match.last_word + 1):
            styles.setdefault(index, _COVERED_STYLES[match.status])
    covered = frozenset(styles)
    before, after = defaultdict[int, str](str), defaultdict[int, str](str)
    for marker in (*fillers.filled_pauses, *fillers.discourse_markers):
        before[marker.first_word] += "⟨"
        after[marker.last_word] += "⟩" if marker.certain else "?⟩"
        styles.update(dict.fromkeys(range(marker.first_word, marker.last_word + 1), _FILLER_STYLE))
    shown = [pause for pause in pauses if pause.duration_s >= SHOWN_PAUSE_S]
    text = Text()
    for index, word in enumerate(transcript.words):
        while shown and word.start_s >= shown[0].end_s - _PAUSE_TOLERANCE_S:
            text.append(f"({shown.pop(0).duration_s:.1f} s) ", style="dim")
        opening = "[" if index in covered and index - 1 not in covered else ""
        closing = "]" if index in covered and index + 1 not in covered else ""
        numbers = "˒".join(str(number).translate(_SUPERSCRIPTS) for number in ends[index])
        text.append(
            f"{opening}{before[index]}{word.text}{after[index]}{closing}{numbers}", styles.get(index, "")
        )
        text.append(" ")
    meanings = {"]": "[covered]¹ by key point 1", "⟨": "⟨um⟩ filler", " s)": "(0.8 s) pause"}
    legend = "   ".join(meaning for mark, meaning in meanings.items() if mark in text.plain)
    return text.append(f"\n\n{legend}" if legend else "", style="dim")


_PAUSE_TOLERANCE_S = 0.15
"""A word belongs after a pause when it starts this close to the pause's end: word times are rough."""


def _key_points(coverage: Coverage) -> RenderableType:
    parts: list[RenderableType] = [
        key_point(number, match) for number, match in enumerate(coverage.key_points, start=1)
    ]
    return Group(*parts, *(misconception(match) for match in coverage.misconceptions))


def key_point(number: int, match: KeyPointMatch) -> RenderableType:
    """Draw a key point: its number, sign and moment, and beside them its text and the quote."""
    symbol, style = SYMBOLS[match.status]
    moment = "" if match.start_s is None else clock(match.start_s)
    text = Text(match.key_point.text)
    if match.key_point.weight != 1:
        text.append(f" (×{match.key_point.weight:g})", style="dim")
    if match.status in (Status.PARTLY, Status.CONTRADICTED):
        text.append(f" – {match.status.value}", style=style)
    if match.quote:
        text.append(f"\n“{match.quote}”", style="italic dim")
    if match.swapped_with:
        text.append(f"\nSwapped: that would be right of “{match.swapped_with}”.", style=style)
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(justify="right", style="dim", width=2)
    grid.add_column(width=1)
    grid.add_column(justify="left", style="dim", min_width=4)
    grid.add_column(ratio=1)
    grid.add_row(str(number), Text(symbol, style=style), moment, text)
    return grid


def misconception(match: MisconceptionMatch) -> Text:
    """Draw a misconception that was stated."""
    moment = "" if match.start_s is None else f" at {clock(match.start_s)}"
    return Text.assemble(
        ("! ", "bold magenta"),
        f"A misconception{moment}: {match.text} — ",
        (f"“{match.quote}”", "italic"),
    )


def marks(scorecard: Scorecard) -> Text:
    """Draw what to work on, and the marks with their reasons."""
    text = Text()
    if scorecard.advice:
        text.append("Worth working on\n", style="bold")
        for number, line in enumerate(scorecard.advice, start=1):
            text.append(f"{number}. {line}\n")
        text.append("\n")
    for name, mark in (("Content", scorecard.content), ("Delivery", scorecard.delivery)):
        text.append(f"{name} {_value(mark)}", style="bold").append(f"  {mark.why}\n")
    text.rstrip()
    return text


def _value(mark: Mark) -> str:
    return "–" if mark.value is None else f"{mark.value:.0%}"
