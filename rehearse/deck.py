"""Decks of questions: Markdown that anyone can read without us.

The format is taught in ``docs/decks.md``. A deck is read with markdown-it-py, whose tokens carry
line numbers, so that every mistake is reported at once with its place and its remedy. This module
holds the values, which every part of the program imports, and the doors to reading them; the
reading itself is in :mod:`rehearse.deck_markdown`, loaded when a deck is first opened, so that the
values cost no Markdown parser.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from rehearse.errors import DeckError

LARGEST_DECK_BYTES = 500_000
MOST_DECK_LINES = 20_000
"""Ten times the built-in deck, in bytes, and twenty times, in lines: past them a file is something
else, which would only take long to refuse."""

LONGEST_TIME_LIMIT_S = 3600.0

SUGGESTION_SCORE = 60.0
"""Likeness, 0–100, from which a question is offered as what was meant."""

N_SUGGESTIONS = 3

_CLOCK = re.compile(r"(\d+):([0-5]\d)")
_UNITS = re.compile(
    r"(?:(?P<minutes>\d+(?:\.\d+)?)\s*(?:m|min|mins|minutes?))?"
    r"\s*(?:(?P<seconds>\d+(?:\.\d+)?)\s*(?:s|sec|secs|seconds?)?)?",
    re.IGNORECASE,
)


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
    any_of : str
        The kind of thing that makes the point, the wordings being examples; "" where only they do.
    """

    text: str
    wordings: tuple[str, ...] = ()
    weight: float = 1.0
    probe: str = ""
    any_of: str = ""


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
        Shown on request, before or after the answer; paragraphs separated by an empty line.
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


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A mistake in a deck.

    Parameters
    ----------
    line : int
        Where, from 1.
    message : str
        What is wrong, and what to write instead.
    """

    line: int
    message: str


def read_deck(path: Path) -> Deck:
    """Read a deck that has no mistakes.

    Raises
    ------
    DeckError
        When the file cannot be read, or has mistakes: the message then lists them all, one a line,
        as ``file:line: what is wrong, and what to write instead``.
    """
    deck, problems = _read(path)
    if problems:
        raise DeckError("\n".join(f"{path}:{problem.line}: {problem.message}" for problem in problems))
    return deck


def check_deck(path: Path) -> tuple[Problem, ...]:
    """Return every mistake in a deck, in order of line; none for a good one.

    Raises
    ------
    DeckError
        When the file cannot be read at all.
    """
    return _read(path)[1]


def find_question(deck: Deck, question_id: str) -> Question:
    """Return the question with this id.

    Raises
    ------
    DeckError
        When there is none; the hint names the nearest, by id and by the words of the question.
    """
    for question in deck.questions:
        if question.id == question_id:
            return question
    nearest = _nearest_questions(deck, question_id)
    if nearest:
        hint = "Did you mean " + ", or ".join(f"{item.id} ({item.text})" for item in nearest) + "?"
    else:
        hint = "Its questions are: " + ", ".join(question.id for question in deck.questions) + "."
    raise DeckError(f"The deck {deck.name} has no question {question_id!r}.", hint)


def slug(text: str) -> str:
    """Return the id that a text gets by itself.

    Lower case, apostrophes dropped, every other run of non-letters and non-digits a hyphen:
    "What's a hash table?" becomes "whats-a-hash-table". A text without letters and digits gives "".
    """
    plain = unicodedata.normalize("NFC", text.lower())
    plain = re.sub("['\u2018\u2019\u02bc]", "", plain)
    return re.sub(r"[\W_]+", "-", plain).strip("-")


def parse_duration(text: str) -> float:
    """Return the seconds in a duration as people write it.

    Parameters
    ----------
    text : str
        "90", "90 s", "2 min", "1.5 min", "1 min 30 s" or "1:30"; a bare number is seconds.

    Raises
    ------
    ValueError
        When it is none of these, under a second or over an hour; the message is a sentence.
    """
    text = text.strip()
    if clock := _CLOCK.fullmatch(text):
        duration_s = float(clock[1]) * 60 + float(clock[2])
    elif text and (units := _UNITS.fullmatch(text)):
        duration_s = float(units["minutes"] or 0) * 60 + float(units["seconds"] or 0)
    else:
        raise ValueError(f"{_shortened(text)!r} is not a duration; write for example 90 s, 2 min or 1:30")
    if not 1 <= duration_s <= LONGEST_TIME_LIMIT_S:
        raise ValueError(f"{_shortened(text)!r} is out of range; write something from 1 s to 60 min")
    return duration_s


def _shortened(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def _nearest_questions(deck: Deck, wanted: str) -> list[Question]:
    """Return the few questions whose id or words are most like `wanted`, nearest first."""
    from rapidfuzz import fuzz, utils

    def likeness(item: Question) -> float:
        # WRatio also finds "hash" in "What is a hash table?", which is what people remember.
        return max(
            fuzz.WRatio(wanted, text, processor=utils.default_process) for text in (item.id, item.text)
        )

    ranked = sorted(deck.questions, key=likeness, reverse=True)
    return [item for item in ranked[:N_SUGGESTIONS] if likeness(item) >= SUGGESTION_SCORE]


def _read(path: Path) -> tuple[Deck, tuple[Problem, ...]]:
    from rehearse.deck_markdown import parse_deck

    return parse_deck(_text_of(path), path)


def _text_of(path: Path) -> str:
    """Return a deck file's text.

    Raises
    ------
    DeckError
        With the reason, for anything that is not a readable text file in UTF-8.
    """
    try:
        if path.is_dir():
            raise DeckError(f"{path} is a folder, not a deck.", "Name a Markdown file in it.")
        if not path.exists():
            raise DeckError(f"There is no deck {path}.", "`rehearse decks list` shows the decks there are.")
        if not path.is_file():  # a device or a pipe might never end
            raise DeckError(f"{path} is not a file.", "Name a Markdown file.")
        with path.open("rb") as file:
            content = file.read(LARGEST_DECK_BYTES + 1)
    except OSError as error:
        raise DeckError(
            f"The deck {path} cannot be read: {error.strerror}.", "Check its name and who may read it."
        ) from error
    if len(content) > LARGEST_DECK_BYTES or content.count(b"\n") > MOST_DECK_LINES:
        raise DeckError(
            f"{path} is too large for a deck: it has more than {LARGEST_DECK_BYTES // 1000} kB "
            f"or {MOST_DECK_LINES} lines.",
            "Split it into several decks, if it is one.",
        )
    remedy = "Save it as plain text in UTF-8."
    if b"\0" in content:  # also what UTF-16 looks like
        raise DeckError(f"{path} is not a text file in UTF-8.", remedy)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DeckError(f"{path}:{line}: this line is not text in UTF-8.", remedy) from error
