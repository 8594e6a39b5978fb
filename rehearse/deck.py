"""Decks of questions: Markdown that anyone can read without us.

The format is taught in ``docs/decks.md``. A deck is read with markdown-it-py, whose tokens carry
line numbers, so that every mistake is reported at once with its place and its remedy.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class KeyPoint:
    """One thing that a whole answer says.

    Parameters
    ----------
    text : str
        The point, as the deck states it.
    wordings : tuple of str
        Other ways of saying it that count as much.
    weight : float
        Its share of the coverage, relative to the other points; > 0.
    probe : str
        The follow-up question to ask when the point was missed; "" for none.
    """

    text: str
    wordings: tuple[str, ...] = ()
    weight: float = 1.0
    probe: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what its deck says about answering it.

    Parameters
    ----------
    id : str
        Unique in its deck, and what history hangs on.
    text : str
        Read aloud exactly.
    group : str
        The heading it stands under ("Warm-up"); "" for none.
    hint : str
        Shown on request, before or after the answer.
    key_points : tuple of KeyPoint
    misconceptions : tuple of str
        Claims that are flagged when they are made.
    model_answer : str
        Revealed after the attempt; paragraphs separated by an empty line.
    time_limit_s : float or None
        A target; recording stops by itself at twice it.
    tags : tuple of str
    need : int or None
        How many of the points make the answer whole; None means all.
    """

    id: str
    text: str
    group: str = ""
    hint: str = ""
    key_points: tuple[KeyPoint, ...] = ()
    misconceptions: tuple[str, ...] = ()
    model_answer: str = ""
    time_limit_s: float | None = None
    tags: tuple[str, ...] = ()
    need: int | None = None


@dataclass(frozen=True, slots=True)
class Deck:
    """The questions of one file.

    Parameters
    ----------
    name : str
        The file's name without its ending; what the command line calls it.
    title : str
    path : Path
    questions : tuple of Question
        In the file's order.
    """

    name: str
    title: str
    path: Path
    questions: tuple[Question, ...]
