"""The practice view in a terminal: the question, the level while listening, progress, what next.

Without a terminal to press keys in (a pipe, ``</dev/null``) the same lines are printed and nothing
waits for a key.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum, auto
from math import inf

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.panel import Panel
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn
from rich.text import Text

from rehearse.deck import Deck, Question
from rehearse.desk import LiveRecording, ProgressCallback, Stop
from rehearse.ui.keys import INTERRUPT, Keys
from rehearse.ui.summary import clock

TOO_QUIET_DBFS = -40.0
"""Peaks of speech into a microphone of ordinary gain lie well above; Whisper errs more below."""

CLIPPING_DBFS = -0.5
"""From here on samples reach full scale and the sound is cut off."""

_METER_FLOOR_DBFS = -60.0
_METER_WIDTH = 30
_HEARD_SHOWN = 200
"""Characters of what was heard so far: the last sentences, enough to see that one is heard."""
_REFRESHES_PER_S = 10
_KEYS_WHILE_LISTENING = "Enter or space: done · x: begin again · Ctrl-C: keep it and leave"
_STOP_KEYS = {"enter": Stop.FINISHED, "space": Stop.FINISHED, "x": Stop.DISCARD, INTERRUPT: Stop.INTERRUPTED}


class Choice(Enum):
    """What to do after an answer."""

    AGAIN = auto()
    NEXT = auto()
    QUIT = auto()


_ANSWERS_SHOWN = (("y", "yes"), ("n", "no"))
_ANSWERS = {"y": True, "enter": True, "n": False}
_CHOICES = {"a": Choice.AGAIN, "n": Choice.NEXT, "q": Choice.QUIT, INTERRUPT: Choice.QUIT}


class TerminalScreen:
    """Implements :class:`rehearse.desk.Screen` on a rich console.

    Parameters
    ----------
    console : Console
        Where everything is shown.
    interactive : bool
        Whether there is a terminal to press keys in.
    """

    def __init__(self, console: Console, *, interactive: bool) -> None:
        self._console = console
        self._interactive = interactive

    @property
    def _redraws(self) -> bool:
        """Whether lines can be drawn over; to a pipe and a dumb terminal each is printed once."""
        return self._console.is_terminal and not self._console.is_dumb_terminal

    def question(self, deck: Deck, question: Question) -> None:
        """Show a question, large."""
        limit = f" · aim for {clock(question.time_limit_s)}" if question.time_limit_s else ""
        title = f"{deck.title}{f' · {question.group}' if question.group else ''}{limit}"
        self._console.print()
        self._console.print(
            Panel(
                Text(question.text, style="bold"),
                title=Text(title, style="dim"),
                title_align="left",
                padding=(1, 2),
            )
        )

    def speaking(self, speech: Callable[[threading.Event], None]) -> None:
        """Run `speech` while the question is heard; Enter or space cuts it short, Ctrl-C leaves."""
        stop = threading.Event()
        if not self._interactive:
            speech(stop)
            return
        failure: list[Exception] = []
        ended = threading.Event()

        def run() -> None:
            try:
                speech(stop)
            except Exception as exc:  # noqa: BLE001  raised again below, in the thread that waits
                failure.append(exc)
            finally:
                ended.set()

        threading.Thread(target=run, name="ask", daemon=True).start()
        hint = Text("  Listen …   Enter: answer at once · Ctrl-C: leave", style="dim")
        if not self._redraws:
            self._console.print(hint)
        with Keys() as keys, Live(hint, console=self._console, transient=True, auto_refresh=False):
            while not ended.is_set():
                key = keys.get(timeout_s=0.05)
                if key == INTERRUPT:
                    stop.set()
                    ended.wait(1.0)
                    raise KeyboardInterrupt
                if key in ("enter", "space"):
                    stop.set()
        if failure:
            raise failure[0]

    def listening(
        self, live: LiveRecording, *, target_s: float, limit_s: float, heard: Callable[[], str]
    ) -> Stop:
        """Show level, time and the words `heard` until the person ends it or `limit_s` is reached."""
        with (
            Keys() as keys,
            Live(console=self._console, transient=True, auto_refresh=False) as shown,
        ):
            if not self._redraws:
                self._console.print(f"Recording, {clock(target_s)} is the target.", _KEYS_WHILE_LISTENING)
            trouble = ""
            while live.duration_s < limit_s:
                if self._redraws:
                    shown.update(_listening(live, target_s, heard()), refresh=True)
                elif trouble != (trouble := live.trouble):
                    self.notice(trouble or "The microphone is heard again.")
                key = keys.get(timeout_s=1 / _REFRESHES_PER_S)
                if key in _STOP_KEYS:
                    return _STOP_KEYS[key]
        self.notice(f"Recording stopped by itself at {clock(limit_s)}, twice the time limit.")
        return Stop.FINISHED

    @contextmanager
    def working(self, what: str) -> Iterator[ProgressCallback]:
        """Show that `what` is going on, and how far it has come."""
        if not self._redraws:
            self._console.print(f"{what} …")
            yield lambda _progress: None
            return
        progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=30),
            TextColumn("{task.percentage:>3.0f} %"),
            console=self._console,
            transient=True,
        )
        with progress:
            task = progress.add_task(what, total=None)

            def advance(share: float) -> None:
                progress.update(task, total=1.0, completed=share)

            yield advance

    def notice(self, message: str, hint: str = "") -> None:
        """Say something that is not the end of the rehearsal."""
        self._console.print(Text.assemble(("! ", "bold yellow"), message))
        if hint:
            # Left to the terminal to wrap: a command in it is then whole when it is copied.
            self._console.print(Text(f"  {hint}", style="dim"), soft_wrap=True)

    def confirm(self, question: str) -> bool:
        """Ask a question of yes or no; False where no key can be pressed."""
        if not self._interactive:
            return False
        keys_shown = [Text.assemble((f" {key} ", "reverse"), f" {what}") for key, what in _ANSWERS_SHOWN]
        with Keys() as keys:
            self._console.print(Text("   ").join([Text(question), *keys_shown]))
            while (key := keys.get()) not in _ANSWERS:
                if key == INTERRUPT:
                    raise KeyboardInterrupt
        return _ANSWERS[key]

    def choose(self, question: Question) -> Choice:
        """Offer what there is after an answer; quits where no key can be pressed."""
        if not self._interactive:
            return Choice.QUIT
        shown = {"m": ("Model answer", question.model_answer), "h": ("Hint", question.hint)}
        offered = [("a", "again"), ("n", "next question"), ("q", "quit")]
        offered += [(key, title.lower()) for key, (title, text) in shown.items() if text]
        menu = Text("   ").join(Text.assemble((f" {key} ", "reverse"), f" {what}") for key, what in offered)
        with Keys() as keys:
            while True:
                self._console.print("\n", menu)
                key = keys.get()
                while key not in _CHOICES and key not in dict(offered):
                    key = keys.get()
                if key in _CHOICES:
                    return _CHOICES[key]
                title, text = shown[key]
                self._console.print(Panel(text, title=title, title_align="left", padding=(1, 2)))


def _listening(live: LiveRecording, target_s: float, heard: str = "") -> RenderableType:
    time_left = target_s - live.duration_s
    style = "" if time_left >= 0 else "yellow"
    over = "" if time_left >= 0 else "  (over the target)"
    parts: list[RenderableType] = [
        Text.assemble(
            ("● ", "bold red"),
            (f"Recording  {clock(live.duration_s)} of {clock(target_s)}{over}  ", style),
            _meter(live.level_dbfs),
        ),
        Text(f"  {_KEYS_WHILE_LISTENING}", style="dim"),
    ]
    if heard:
        shown = heard if len(heard) <= _HEARD_SHOWN else f"… {heard[-_HEARD_SHOWN:].partition(' ')[2]}"
        parts.append(Text(f"  {shown}", style="italic dim"))
    if live.trouble:
        parts.append(Text.assemble(("! ", "bold yellow"), live.trouble))
    return Group(*parts)


def _meter(level_dbfs: float) -> Text:
    """Draw a level so that it reads without colour: a bar, and a word."""
    level = _METER_FLOOR_DBFS if level_dbfs == -inf else max(level_dbfs, _METER_FLOOR_DBFS)
    filled = round(_METER_WIDTH * (1 - level / _METER_FLOOR_DBFS))
    if level >= CLIPPING_DBFS:
        word, style = "clipping: move back", "red"
    elif level < TOO_QUIET_DBFS:
        word, style = "quiet", "yellow"
    else:
        word, style = "good", "green"
    return Text.assemble(("█" * filled, style), ("░" * (_METER_WIDTH - filled), "dim"), f" {word}")


def standard_console(*, stderr: bool = False) -> Console:
    """Return a console on standard output or error; rich respects NO_COLOR and pipes.

    Markup is off: decks and transcripts are text, whatever brackets they hold.
    """
    return Console(stderr=stderr, markup=False, emoji=False, highlight=False)


def can_press_keys() -> bool:
    """Say whether there is a terminal on both ends."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))
