"""The stage after an answer: what was said, covered and heard, every moment of it to be played."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from rich.console import RenderableType
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.css.query import NoMatches
from textual.message import Message
from textual.widgets import Static

from rehearse.desk import Choice, Play
from rehearse.errors import SpeechOutputError
from rehearse.ui.content import order_and_story
from rehearse.ui.delivery import how_you_sounded
from rehearse.ui.full.stage import Stage
from rehearse.ui.moments import moments
from rehearse.ui.plots import plots
from rehearse.ui.sounding import Sounding
from rehearse.ui.summary import (
    DEMONSTRATION,
    clock,
    key_point,
    marks,
    misconception,
    transcript_text,
)

if TYPE_CHECKING:
    from rehearse.analysis import Analysis
    from rehearse.analysis.coverage import Coverage
    from rehearse.analysis.fillers import Fillers
    from rehearse.deck import Question
    from rehearse.take import Take, Transcript

WIDE_COLUMNS = 120
"""From here on there is room for two columns."""

_LOOK_S = 0.2
_MEASURING = "Measuring how you said it …"


class Row(Static):
    """A line that can be chosen, and played when it has a place in the recording.

    Parameters
    ----------
    content : RenderableType
    start_s : float or None
    """

    class Chosen(Message):
        """A row was clicked."""

        def __init__(self, row: Row) -> None:
            super().__init__()
            self.row = row

    def __init__(self, content: RenderableType, start_s: float | None) -> None:
        super().__init__(content, classes="row", markup=False)
        self.start_s = start_s

    def on_click(self) -> None:
        """Tell that it was clicked."""
        self.post_message(self.Chosen(self))


class After(Stage[Choice]):
    """A finished answer; settled with what to do next.

    Parameters
    ----------
    question : Question
    """

    BINDINGS: ClassVar = [
        Binding("n", "choose('NEXT')", "Next", tooltip="The next question"),
        Binding("a", "choose('AGAIN')", "Again", tooltip="The same question again"),
        Binding("p", "play", "Play", tooltip="Play my answer; again: stop"),
        Binding(
            "enter",
            "play_row",
            "Play there",
            key_display="↑↓ Enter",
            tooltip="Choose a line, play from there",
        ),
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown,space", "page(1)", "Scroll", show=False, key_display="PgUp PgDn"),
        Binding("m", "model", "Model", tooltip="The model answer; again: hide it"),
        Binding("h", "app.hint", "Hint"),
        Binding("d", "choose('DEVICES')", "Devices", tooltip="Choose microphone and speaker, from now on"),
        Binding("q", "choose('QUIT')", "Quit"),
    ]

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._question = question
        self._play: Play | None = None
        self._sounding: Sounding | None = None
        self._chosen: Row | None = None

    def compose(self) -> ComposeResult:
        """Lay out the parts, most of them still empty."""
        with VerticalScroll(id="body", can_focus=False):
            with Vertical(id="left"):
                yield Static(_MEASURING, id="advice", markup=False)
                yield Static("What you covered", classes="heading", id="covered-heading")
                yield Vertical(id="points")
                yield Static("", id="order", markup=False)
            with Vertical(id="right"):
                yield Static("What you said", classes="heading")
                yield Static("", id="words", markup=False)
                yield Static("How you sounded", classes="heading")
                yield Static(_MEASURING, id="sounded", markup=False)
                yield Vertical(id="moments")
            yield Static("", id="model", markup=False)

    def about(self) -> str:
        """Say what a mouse does."""
        return "A click on a line with a time plays your answer from there."

    def covered(self, transcript: Transcript, coverage: Coverage, fillers: Fillers) -> None:
        """Show what is known as soon as the words are there."""
        self.query_one("#words", Static).update(transcript_text(transcript, coverage, fillers))
        self.query_one("#covered-heading").display = bool(self._question.key_points)
        rows = [
            Row(key_point(number, match), match.start_s)
            for number, match in enumerate(coverage.key_points, start=1)
        ]
        rows += [Row(misconception(match), match.start_s) for match in coverage.misconceptions]
        points = self.query_one("#points")
        points.remove_children()
        points.mount_all(rows)

    def result(self, take: Take, analysis: Analysis, play: Play | None) -> None:
        """Show everything."""
        self._play = play
        advice = Text.assemble((f"{DEMONSTRATION}\n\n" if take.demonstration else "", "bold"))
        advice.append_text(marks(analysis.scorecard))
        self.query_one("#advice", Static).update(advice)
        words = transcript_text(take.transcript, analysis.coverage, analysis.fillers, analysis.silent_pauses)
        self.query_one("#words", Static).update(words)
        self.query_one("#order", Static).update(Text("\n").join(order_and_story(analysis)))
        sounded = self.query_one("#sounded", Static)
        sounded.update(how_you_sounded(analysis))
        found = self.query_one("#moments")
        found.mount(Static(plots(take.recording.duration_s, analysis), markup=False), before=0)
        found.mount_all(
            Row(
                Text.assemble(
                    (f"{clock(moment.start_s):>5} ", "dim"), f"{moment.what}  ", (moment.words, "italic dim")
                ),
                moment.play_from_s,
            )
            for moment in moments(take.transcript, analysis)
        )
        if lost := take.recording.loss:
            found.mount(Static(f"! {lost}", markup=False))

    def _rows(self) -> Iterator[Row]:
        return (row for row in self.query(Row).results(Row) if row.start_s is not None)

    def action_choose(self, choice: str) -> None:
        """Go on."""
        self._hush()
        self.settle(Choice[choice])

    def action_play(self) -> None:
        """Play the answer from its beginning, or stop it."""
        if self._sounding is not None and not self._sounding.ended:
            self._hush()
            return
        self._play_from(0.0)

    def action_play_row(self) -> None:
        """Play from the chosen row's second."""
        if self._chosen is not None and self._chosen.start_s is not None:
            self._play_from(self._chosen.start_s)

    def on_row_chosen(self, message: Row.Chosen) -> None:
        """Choose and play what was clicked."""
        if message.row.start_s is not None:
            self._choose_row(message.row)
            self.action_play_row()

    def _play_from(self, start_s: float) -> None:
        self._hush()
        if (play := self._play) is None:
            self.post_message(self.Told("It can be played in a moment, when it is measured."))
            return
        self._sounding = Sounding(lambda stop: play(start_s, stop))
        self.post_message(self.Told(f"♪ Playing from {clock(start_s)}. p stops it."))
        self.set_timer(_LOOK_S, self._check_sound)

    def _check_sound(self) -> None:
        if self._sounding is None:
            return
        if not self._sounding.ended:
            self.set_timer(_LOOK_S, self._check_sound)
            return
        self.post_message(self.Told(""))
        try:
            self._sounding.raise_if_failed()
        except SpeechOutputError as exc:
            self.post_message(self.Told(f"! {exc.message} {exc.hint}"))

    def _hush(self) -> None:
        if self._sounding is not None:
            self._sounding.stop(wait_s=0.3)
            self._sounding = None
            self.post_message(self.Told(""))

    def action_move(self, step: int) -> None:
        """Choose the next row that can be played, or scroll towards it where it is far."""
        rows = list(self._rows())
        body = self.query_one("#body", VerticalScroll)
        if not rows:
            body.scroll_relative(y=step * 3, animate=False)
            return
        at = rows.index(self._chosen) if self._chosen in rows else (-1 if step > 0 else len(rows))
        at += step
        if not 0 <= at < len(rows):
            body.scroll_relative(y=step * 3, animate=False)
            return
        self._choose_row(rows[at])

    def _choose_row(self, row: Row) -> None:
        if self._chosen is not None:
            self._chosen.remove_class("chosen")
        self._chosen = row
        row.add_class("chosen")
        row.scroll_visible(animate=False)

    def action_page(self, step: int) -> None:
        """Scroll by most of a screen."""
        body = self.query_one("#body", VerticalScroll)
        body.scroll_relative(y=step * max(body.size.height - 2, 1), animate=False)

    def action_model(self) -> None:
        """Show the model answer, or hide it."""
        try:
            model = self.query_one("#model", Static)
        except NoMatches:
            return
        model.display = not model.display
        text = self._question.model_answer or "This question has no model answer."
        model.update(Text.assemble(("Model answer\n", "bold"), text))
        if model.display:
            self.call_after_refresh(model.scroll_visible, animate=False)
