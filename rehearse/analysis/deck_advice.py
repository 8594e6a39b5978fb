"""Advice to a deck's author: which points cannot be heard reliably, found by matching the deck with itself.

Words alone are compared, for that is quick. A point that says little beyond its question is made by any
answer, or by none. Two points of which one's
wording makes the other cannot be told apart. A misconception whose own words make a point is too near it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rehearse.analysis.coverage import Status, match_key_points
from rehearse.analysis.text import tokens_of
from rehearse.take import Transcript

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rehearse.deck import KeyPoint, Question

PHRASE_WORDS = 5
"""In so many words, one that tells something is little."""

NAME_WORDS = 3
"""Where no point has more words, the question asks for names, which are short and rightly so."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What an author may want to change.

    Parameters
    ----------
    text : str
        The point, wording or misconception it is about, as the deck states it.
    message : str
        What will be misheard, and what to write instead.
    """

    text: str
    message: str


def advise(question: Question) -> tuple[Advice, ...]:
    """Return what makes a question's points hard to hear."""
    return (*_too_general(question), *_told_apart(question), *_near_misconceptions(question))


def _too_general(question: Question) -> Iterator[Advice]:
    if question.need or all(len(point.text.split()) <= NAME_WORDS for point in question.key_points):
        return
    asked = {token.stem for token in tokens_of(question.text)}
    for point in question.key_points:
        for wording in (point.text, *point.wordings):
            words = tokens_of(wording)
            n_telling = sum(not token.stop and token.stem not in asked for token in words)
            if n_telling == 0 or (n_telling == 1 and len(words) >= PHRASE_WORDS):
                yield Advice(
                    wording,
                    f"“{wording}” says little that other answers would not; add telling words.",
                )


def _told_apart(question: Question) -> Iterator[Advice]:
    for point in question.key_points:
        for wording in (point.text, *point.wordings):
            for other in _made_by(question, wording):
                if other is not point:
                    yield Advice(
                        wording,
                        f"saying “{wording}” also covers “{other.text}”; give each words of its own.",
                    )


def _near_misconceptions(question: Question) -> Iterator[Advice]:
    for claim in question.misconceptions:
        for point in _made_by(question, claim):
            yield Advice(
                claim, f"“not: {claim}” is nearly the point “{point.text}”; let them differ in more words."
            )


def _made_by(question: Question, text: str) -> list[KeyPoint]:
    """Return the points that a text covers."""
    matches = match_key_points(question.key_points, Transcript.from_text(f"{text}."), question=question.text)
    return [match.key_point for match in matches if match.status is Status.COVERED]
