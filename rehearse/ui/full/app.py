"""The full-screen program: the question above, a stage below it, the keys at the foot."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import ClassVar

from rich.console import Console
from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import Screen
from textual.theme import BUILTIN_THEMES
from textual.widgets import Footer, Static

from rehearse.deck import Deck, Question
from rehearse.desk import Left
from rehearse.ui.full.after import WIDE_COLUMNS, After
from rehearse.ui.full.help import Help
from rehearse.ui.full.stage import Stage
from rehearse.ui.summary import question_title

TERMINAL = replace(
    BUILTIN_THEMES["ansi-dark"],
    name="terminal",
    primary="ansi_cyan",
    secondary="ansi_cyan",
    accent="ansi_cyan",
    variables={**BUILTIN_THEMES["ansi-dark"].variables, "border-blurred": "ansi_default"},
)
"""The terminal's own colours, so that it is light where the terminal is light."""


class PracticeApp(App[None]):
    """Shows one stage after another; what comes next is decided by who drives it.

    Parameters
    ----------
    theme : str
        "terminal", or any theme of Textual's.
    """

    CSS_PATH = "practice.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar = [
        Binding("ctrl+c", "interrupt", show=False, priority=True),
        Binding("question_mark", "help", "Help", key_display="?", tooltip="This help"),
        Binding("q", "leave", "Leave", tooltip="Leave; what you said is kept, to be finished later"),
    ]
    TITLE = "Rehearse"

    def __init__(self, theme: str = TERMINAL.name) -> None:
        # Textual asks for this before the theme is set; for NO_COLOR it would paint black on black otherwise.
        super().__init__(ansi_color=True if theme == TERMINAL.name else None)
        self.register_theme(TERMINAL)
        self.theme = theme
        self.failure: Exception | None = None
        self.stage: Stage[object] | None = None
        self.reason_to_end: BaseException | None = None
        self._hint = ""
        # What Textual says of a failure of its own goes nowhere: it is told in a sentence afterwards.
        self.error_console = Console(file=io.StringIO())

    def compose(self) -> ComposeResult:
        """Lay out what stays."""
        yield Static("Rehearse", id="title", markup=False)
        yield Static("", id="question", markup=False)
        yield Static("", id="hint", markup=False)
        yield Vertical(id="stage")
        yield Static("", id="notice", markup=False)
        yield Static("", id="work", markup=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_resize(self) -> None:
        """Use two columns where there is room."""
        self.screen.set_class(self.size.width >= WIDE_COLUMNS, "wide")

    def show_question(self, deck: Deck, question: Question, note: str = "") -> None:
        """Show a question, large, and nothing of the one before."""
        self.query_one("#title", Static).update(question_title(deck, question, note))
        shown = self.query_one("#question", Static)
        shown.update(Text(question.text, style="bold"))
        shown.display = True
        self._hint = question.hint or "This question has no hint."
        self.query_one("#hint", Static).display = False

    async def show_stage(self, stage: Stage[object]) -> None:
        """Put a stage in the place of the one before, with the keyboard."""
        place = self.query_one("#stage")
        await place.remove_children()
        self.stage = stage
        self.screen.set_class(isinstance(stage, After), "after")
        await place.mount(stage)
        stage.focus()

    async def clear_stage(self) -> None:
        """Take the stage away."""
        await self.query_one("#stage").remove_children()

    def show_notice(self, text: str) -> None:
        """Show what there is to say, or nothing."""
        notice = self.query_one("#notice", Static)
        notice.update(text)
        notice.display = bool(text)

    def on_stage_told(self, message: Stage.Told) -> None:
        """Show what a stage has to say."""
        self.show_notice(message.text)

    def show_work(self, what: str, progress: float | None = None) -> None:
        """Show that something is going on, and how far it has come; "" ends it."""
        work = self.query_one("#work", Static)
        share = "" if progress is None else f"  {progress:.0%}"
        work.update(f"◔ {what} …{share}" if what else "")
        work.display = bool(what)

    def action_hint(self) -> None:
        """Show the hint, or hide it."""
        hint = self.query_one("#hint", Static)
        hint.display = not hint.display
        hint.update(f"Hint: {self._hint}")

    def action_help(self) -> None:
        """Say what every key does."""
        working = [each for each in self.screen.active_bindings.values() if each.enabled]
        bindings = [each.binding for each in working if not isinstance(each.node, Screen)]
        about = "" if self.stage is None or self.stage.outcome.done() else self.stage.about()
        self.push_screen(Help(bindings, about))

    def action_leave(self) -> None:
        """Leave between two stages."""
        self.reason_to_end = Left()

    def action_interrupt(self) -> None:
        """Do what Ctrl-C means in this stage; between two, end at the next; at once when it is impatient."""
        if isinstance(self.reason_to_end, KeyboardInterrupt):
            self.exit()
        elif self.stage is not None and not self.stage.outcome.done():
            self.stage.interrupt()
        else:
            self.reason_to_end = KeyboardInterrupt()

    def _handle_exception(self, error: Exception) -> None:
        self.failure = error
        super()._handle_exception(error)
