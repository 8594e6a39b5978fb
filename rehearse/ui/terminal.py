"""The practice screen as lines of text, fit for a screen reader, a pipe and a terminal that cannot redraw.

Nothing is drawn over, and while an answer is recorded only what goes wrong is said: a screen reader that
spoke then would be recorded too. Without a terminal to press keys in (a pipe, ``</dev/null``) the same
lines are printed and nothing waits for a key.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from math import ceil
from typing import TYPE_CHECKING

from rich.console import Console, RenderableType
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn
from rich.text import Text

from rehearse.desk import AfterCheck, Begin, Choice, DeviceChoice, Left, Play, SilenceLeft, Stop
from rehearse.ui.after_menu import AfterMenu
from rehearse.ui.keys import INTERRUPT, Keys
from rehearse.ui.meter import Meter
from rehearse.ui.sounding import Sounding
from rehearse.ui.summary import DEMONSTRATION, clock, question_title, said_and_covered, sounded_and_scored

if TYPE_CHECKING:
    from rehearse.analysis import Analysis
    from rehearse.analysis.coverage import Coverage
    from rehearse.analysis.fillers import Fillers
    from rehearse.deck import Deck, Question
    from rehearse.desk import LiveRecording, ProgressCallback
    from rehearse.take import Take, Transcript

POLL_S = 0.1
_DELIBERATE_S = 0.5
"""A key that ends an answer this soon was meant for what came before it."""

_FALSE_STARTS = {"x": Stop.DISCARD, "r": Stop.REPEAT, "t": Stop.THINK}
_ANSWERS = {"y": True, "enter": True, "n": False}


class TerminalScreen:
    """Implements :class:`rehearse.screen.Screen` as lines on a rich console.

    Parameters
    ----------
    console : Console
        Where everything is shown.
    interactive : bool
        Whether there is a terminal to press keys in.
    lines_only : bool
        Whether progress, too, is a line rather than a bar that moves.
    """

    def __init__(self, console: Console, *, interactive: bool, lines_only: bool = False) -> None:
        self._console = console
        self._interactive = interactive
        self._redraws = console.is_terminal and not console.is_dumb_terminal and not lines_only
        self._question: Question | None = None
        self._menu: AfterMenu | None = None

    def question(self, deck: Deck, question: Question, *, note: str = "") -> None:
        """Show a question between empty lines."""
        self._question = question
        self._console.print()
        self._console.print(Text(question_title(deck, question, note), style="dim"))
        self._console.print(Text(question.text, style="bold"))
        self._console.print()

    def speaking(self, speech: Callable[[threading.Event], None]) -> bool:
        """Run `speech` while the question is heard, once more for each r; returns whether t was pressed."""
        if not self._interactive:
            speech(threading.Event())
            return False
        wants_to_think = False
        with Keys() as keys:
            told = "Listen. Enter: answer at once, r: hear it again, t: time to think, h: hint, q: leave."
            self.say(told)
            sounding = Sounding(speech)
            is_over = False
            while not is_over:
                is_over = sounding.ended  # asked first: a key pressed while it sounded is meant for here
                match self._pressed(keys, told, POLL_S / 2):
                    case "enter" | "space":
                        sounding.stop()
                    case "r":
                        sounding.stop(wait_s=1.0)
                        sounding, is_over = Sounding(speech), False
                    case "t":
                        wants_to_think = not wants_to_think
                        self.say("You will have time to think." if wants_to_think else "No time to think.")
                    case "q" | "c-c" as key:
                        sounding.stop(wait_s=1.0)
                        raise Left if key == "q" else KeyboardInterrupt
        sounding.raise_if_failed()
        return wants_to_think

    def thinking(self, duration_s: float) -> Begin:
        """Let the person think, until the time is over or a key is pressed."""
        until_s = time.monotonic() + duration_s
        with Keys() as keys:
            keys_told = "Enter: answer now, t: as much again, r: hear the question again, h: hint, q: leave."
            self.say(told := f"Time to think: {clock(duration_s)}. {keys_told}")
            while (left_s := until_s - time.monotonic()) > 0:
                match self._pressed(keys, told, left_s):
                    case "enter" | "space":
                        break
                    case "t":
                        until_s += duration_s
                    case "r":
                        return Begin.REPEAT
                    case "q":
                        raise Left
                    case "c-c":
                        raise KeyboardInterrupt
        return Begin.ANSWER

    def listening(
        self,
        live: LiveRecording,
        *,
        target_s: float,
        limit_s: float,
        heard: Callable[[], str],  # noqa: ARG002  saying words while they are spoken would disturb
        silence_left_s: SilenceLeft | None = None,
    ) -> Stop:
        """Wait until the person ends the answer or `limit_s` is reached; say what goes wrong meanwhile."""
        trouble = ""
        has_warned = False
        asked: Stop | None = None
        with Keys() as keys:
            told = (
                f"Recording. Aim for {clock(target_s)}. Enter or space: done, x: begin again, "
                "r: question again, t: think first, h: hint, q or Ctrl-C: keep it and leave."
                + ("" if silence_left_s is None else " Silence ends it too.")
            )
            self.say(told)
            while live.duration_s < limit_s:
                if trouble != (trouble := live.trouble):
                    self.notice(trouble or "The microphone is heard again.")
                if silence_left_s is not None and (left_s := silence_left_s()) is not None:
                    if left_s <= 0:
                        return Stop.FINISHED
                    if not has_warned:  # once: a screen reader is heard by the microphone too
                        has_warned = True
                        self.say(f"Silence ends your answer in {ceil(left_s)} s. Any sound goes on.")
                key = self._pressed(keys, told, POLL_S)
                if key is None:
                    continue
                if key == INTERRUPT:
                    return Stop.INTERRUPTED
                wanted = _FALSE_STARTS.get(key) or {"q": Stop.LEAVE}.get(key)
                if asked is not None:
                    if wanted is asked:
                        return asked
                    self.say("It goes on.")
                    asked = None
                elif wanted is not None:
                    asked = wanted
                    loss = "Leave (your answer is kept)" if wanted is Stop.LEAVE else "Forget what you said"
                    self.say(f"{loss}? {key} again: yes; any other key: go on.")
                elif key in ("enter", "space") and live.duration_s >= _DELIBERATE_S:
                    return Stop.FINISHED
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

    def covered(
        self, question: Question, transcript: Transcript, coverage: Coverage, fillers: Fillers
    ) -> None:
        """Print what was said and covered."""
        self._console.print(said_and_covered(question, transcript, coverage, fillers))

    def result(self, take: Take, analysis: Analysis, play: Play | None) -> None:
        """Print what `covered` did not: how it was said, the marks, what to work on, what can be heard."""
        if take.demonstration:
            self._console.print(Text(DEMONSTRATION, style="bold"))
        self._console.print(sounded_and_scored(take, analysis))
        self._menu = AfterMenu(self, take, analysis, play if self._interactive else None)

    def choose(self) -> Choice:
        """Offer what there is after an answer; quits where no key can be pressed."""
        if not self._interactive or self._menu is None:
            return Choice.QUIT
        return self._menu.choose()

    def confirm(self, question: str) -> bool:
        """Ask a question of yes or no; False where no key can be pressed."""
        if not self._interactive:
            return False
        with Keys() as keys:
            self.say(f"{question}  y: yes, n: no")
            while (key := keys.get()) not in _ANSWERS:
                if key == INTERRUPT:
                    raise KeyboardInterrupt
        return _ANSWERS[key]

    def level_check(self, microphone: str, live: LiveRecording, duration_s: float) -> float:
        """Listen for a while; return the loudest, dB re full scale."""
        self.say(f"{microphone} is new here. Say a few words now, for {duration_s:g} seconds.")
        meter = Meter(round(duration_s / POLL_S) + 1)
        until_s = time.monotonic() + duration_s
        while time.monotonic() < until_s:
            meter.read(live.level_dbfs)
            time.sleep(POLL_S)
        return meter.loudest_dbfs

    def after_check(self, problem: str, remedy: str, *, can_go_on: bool) -> AfterCheck:
        """Say what is wrong with the microphone, and ask what to do."""
        with Keys() as keys:
            self.notice(problem, remedy)
            go_on = "Enter: go on all the same, " if can_go_on else ""
            self.say(f"{go_on}r: try again, d: choose another, q: leave.")
            while True:
                match keys.get():
                    case "enter" | "space" if can_go_on:
                        return AfterCheck.GO_ON
                    case "r":
                        return AfterCheck.AGAIN
                    case "d":
                        return AfterCheck.DEVICES
                    case "q":
                        raise Left
                    case "c-c":
                        raise KeyboardInterrupt

    def choose_device(self, kind: str, devices: Sequence[DeviceChoice], current: int | None) -> int | None:
        """Print the devices and ask for a number; Enter alone leaves it as it is."""
        for device in devices:
            marks = " (now)" * (device.index == current) + " (the system's choice)" * device.is_default
            self.say(f"  {device.index}  {device.name}{marks}")
        number = ""
        with Keys() as keys:
            self.say(f"Choose a {kind} by its number, then Enter. Enter alone: as it is.")
            while (key := keys.get()) != "enter":
                if key == INTERRUPT:
                    raise KeyboardInterrupt
                if key is not None and key.isdecimal():
                    number += key
        chosen = int(number) if number else None
        return chosen if chosen in [device.index for device in devices] else None

    def say(self, text: str) -> None:
        """Print a line."""
        self._console.print(Text(text))

    def show(self, renderable: RenderableType) -> None:
        """Print what is drawn."""
        self._console.print(renderable)

    def _pressed(self, keys: Keys, told: str, timeout_s: float) -> str | None:
        """Return a key that was pressed; None for those that only tell: h the hint, ? the keys, as `told`."""
        match key := keys.get(timeout_s=timeout_s):
            case "h":
                hint = self._question.hint if self._question is not None else ""
                self.say(hint or "This question has no hint.")
            case "?":
                self.say(told)
            case _:
                return key
        return None


def standard_console(*, stderr: bool = False) -> Console:
    """Return a console on standard output or error; rich respects NO_COLOR and pipes.

    Markup is off: decks and transcripts are text, whatever brackets they hold.
    """
    return Console(stderr=stderr, markup=False, emoji=False, highlight=False)
