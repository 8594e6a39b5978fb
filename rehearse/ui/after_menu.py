"""What there is after an answer, offered as lines of text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from rehearse.desk import Choice, Play
from rehearse.errors import SpeechOutputError
from rehearse.ui.keys import INTERRUPT, Keys
from rehearse.ui.moments import moments
from rehearse.ui.sounding import Sounding
from rehearse.ui.summary import clock, moments_list

if TYPE_CHECKING:
    from rich.console import RenderableType

    from rehearse.analysis import Analysis
    from rehearse.take import Take

_POLL_S = 0.1
_CHOICES = {"n": Choice.NEXT, "a": Choice.AGAIN, "d": Choice.DEVICES, "q": Choice.QUIT}


class Lines(Protocol):
    """Where the menu prints."""

    def say(self, text: str) -> None:
        """Print a line."""

    def show(self, renderable: RenderableType) -> None:
        """Print what is drawn."""

    def notice(self, message: str, hint: str = "") -> None:
        """Say what went wrong."""


class AfterMenu:
    """What there is after an answer, one key each, and a number for each moment that can be heard.

    Parameters
    ----------
    screen : Lines
    take : Take
    analysis : Analysis
    play : callable or None
        None where nothing can be heard.
    """

    def __init__(self, screen: Lines, take: Take, analysis: Analysis, play: Play | None) -> None:
        self._screen = screen
        self._question = take.question
        self._play = play
        points = [match for match in analysis.coverage.key_points if match.start_s is not None]
        others = moments(take.transcript, analysis)
        self._starts_s = (
            *(match.start_s or 0.0 for match in points),
            *(moment.play_from_s for moment in others),
        )
        if play is not None and self._starts_s:
            screen.show(moments_list(points, others))

    def choose(self) -> Choice:
        """Do what keys ask for until one of them leads on."""
        number = ""
        with Keys() as keys:
            self._offer()
            while True:
                key = keys.get() or ""
                if key in _CHOICES:
                    return _CHOICES[key]
                if key == INTERRUPT:
                    raise KeyboardInterrupt
                if key.isdecimal():
                    number += key
                    continue
                if key == "enter" and number and 0 < int(number) <= len(self._starts_s):
                    self._play_from(self._starts_s[int(number) - 1], keys)
                elif key == "p":
                    self._play_from(0.0, keys)
                elif key in ("m", "h"):
                    text = self._question.model_answer if key == "m" else self._question.hint
                    self._screen.say(text or "This question has none.")
                elif key == "?":
                    self._offer()
                number = ""

    def _offer(self) -> None:
        offered = ["n: next question", "a: again"]
        offered += ["m: model answer"] if self._question.model_answer else []
        offered += ["h: hint"] if self._question.hint else []
        if self._play is not None:
            offered += ["p: play my answer", "a number and Enter: play from there"]
        self._screen.say(", ".join([*offered, "d: devices", "q: quit"]))

    def _play_from(self, start_s: float, keys: Keys) -> None:
        """Play the answer until it ends or a key is pressed."""
        if (play := self._play) is None:
            return
        self._screen.say(f"Playing from {clock(start_s)}. Any key: stop.")
        sounding = Sounding(lambda stop: play(start_s, stop))
        while not sounding.ended and keys.get(timeout_s=_POLL_S) is None:
            pass
        sounding.stop(wait_s=1.0)
        try:
            sounding.raise_if_failed()
        except SpeechOutputError as exc:
            self._screen.notice(exc.message, exc.hint)
