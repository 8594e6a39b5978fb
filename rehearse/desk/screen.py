"""What the person sees and presses, without saying how it looks.

:mod:`rehearse.ui` implements it twice: as a full-screen program, and as lines of text for pipes and screen
readers. The rest of the program calls these methods from one thread, and each returns when what it
shows is over; how the keys are watched meanwhile is the screen's own affair.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rehearse.analysis import Analysis
    from rehearse.analysis.coverage import Coverage
    from rehearse.analysis.fillers import Fillers
    from rehearse.deck import Deck, Question
    from rehearse.desk import ProgressCallback
    from rehearse.desk.devices import LiveRecording
    from rehearse.take import Take, Transcript

Play = Callable[[float, threading.Event], None]
"""Plays an answer from a second on, until it ends or the event is set; may raise `SpeechOutputError`."""

SilenceLeft = Callable[[], float | None]
"""Seconds of silence left before an answer is taken as ended; None while nothing counts down."""


class Left(Exception):  # noqa: N818  no error: the person has had enough
    """The person chose to leave; there is nothing to lose, or it is kept."""


class Begin(Enum):
    """How it goes on after think time."""

    ANSWER = auto()
    REPEAT = auto()
    """Hear the question again first."""


class Stop(Enum):
    """Why a recording is to end."""

    FINISHED = auto()
    DISCARD = auto()
    """A false start: begin again at once."""
    REPEAT = auto()
    """A false start: hear the question again."""
    THINK = auto()
    """A false start: think first."""
    LEAVE = auto()
    """Keep and score it, then leave."""
    INTERRUPTED = auto()
    """The same, by Ctrl-C."""

    @property
    def is_false_start(self) -> bool:
        """Whether what was said is to be forgotten."""
        return self in (Stop.DISCARD, Stop.REPEAT, Stop.THINK)


class Choice(Enum):
    """What to do after an answer."""

    AGAIN = auto()
    NEXT = auto()
    DEVICES = auto()
    QUIT = auto()


class AfterCheck(Enum):
    """What to do after the microphone was checked."""

    GO_ON = auto()
    AGAIN = auto()
    DEVICES = auto()


@dataclass(frozen=True, slots=True)
class DeviceChoice:
    """A microphone or speaker that can be chosen.

    Parameters
    ----------
    index : int
        What the settings take.
    name : str
    is_default : bool
        The system's own choice.
    """

    index: int
    name: str
    is_default: bool = False


class Teller(Protocol):
    """The part of a screen that needs nobody at the keys: it tells how work goes on, and what came of it."""

    def working(self, what: str) -> AbstractContextManager[ProgressCallback]:
        """Show that `what` is going on, and how far it has come."""

    def notice(self, message: str, hint: str = "") -> None:
        """Say something that is not the end of the rehearsal."""

    def covered(
        self, question: Question, transcript: Transcript, coverage: Coverage, fillers: Fillers
    ) -> None:
        """Show what was said and covered, while how it was said is still being measured."""


class Screen(Teller, Protocol):
    """What the person sees and presses.

    Any method may raise `Left` when the person leaves, and `KeyboardInterrupt` for Ctrl-C, where it does
    not return it.
    """

    def question(self, deck: Deck, question: Question, *, note: str = "") -> None:
        """Show a question, large, and beside it a `note`, such as where in an interview it stands."""

    def speaking(self, speech: Callable[[threading.Event], None]) -> bool:
        """Run `speech` while the question is heard; a key press sets its event to cut it short.

        Returns
        -------
        bool
            Whether the person wants time to think.
        """

    def thinking(self, duration_s: float) -> Begin:
        """Count down the time to think; a key press ends it."""

    def listening(
        self,
        live: LiveRecording,
        *,
        target_s: float,
        limit_s: float,
        heard: Callable[[], str],
        silence_left_s: SilenceLeft | None = None,
    ) -> Stop:
        """Show level, time and the words `heard` until the person ends it or `limit_s` is reached.

        With `silence_left_s` it also ends when that has come down to 0, counting down on the screen.
        """

    def confirm(self, question: str) -> bool:
        """Ask a question of yes or no; False where nobody can answer."""

    def result(self, take: Take, analysis: Analysis, play: Play | None) -> None:
        """Show everything about a finished take; `play` is None where nothing can be heard."""

    def choose(self) -> Choice:
        """Let the person look and listen, and say what to do next."""

    def level_check(self, microphone: str, live: LiveRecording, duration_s: float) -> float:
        """Show the level for a while; return the loudest seen, dB re full scale."""

    def after_check(self, problem: str, remedy: str, *, can_go_on: bool) -> AfterCheck:
        """Say what is wrong with the microphone, and ask what to do."""

    def choose_device(self, kind: str, devices: Sequence[DeviceChoice], current: int | None) -> int | None:
        """Let the person choose a "microphone" or "speaker"; None leaves it as it is."""
