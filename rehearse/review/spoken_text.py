"""The transcript as it is laid out on the page: paragraphs of words and pauses, each with its marks.

Quotes of key points may overlap each other and the marks, so that nothing is nested: every word says
for itself what it is part of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rehearse.review.marks import PAUSE_TOLERANCE_S, Mark, MarkKind

if TYPE_CHECKING:
    from rehearse.analysis.corrected import Corrected

PARAGRAPH_PAUSE_S = 1.0
PARAGRAPH_WORDS = 40
"""A paragraph ends with a sentence, at a pause this long, once it has so many words: what is easy to read."""

_SENTENCE_ENDS = (".", "!", "?", "…")


@dataclass(frozen=True, slots=True)
class Quote:
    """The words that a key point was found in.

    Parameters
    ----------
    number : int
        The key point's, from 1.
    first_word, last_word : int
    partly : bool
        Whether they cover it only partly.
    """

    number: int
    first_word: int
    last_word: int
    partly: bool


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """A word on the page.

    Parameters
    ----------
    index : int
        Into the document's words.
    text : str
    start_s, end_s : float
    mark : Mark or None
        What it is part of.
    points : tuple of int
        Numbers of the key points whose quotes it is part of.
    partly : bool
        Whether all of these are covered only partly.
    closing : tuple of int
        Numbers of the key points whose quotes end with it.
    joined : bool
        Whether the next word continues the same quote or mark, so that the space between belongs to it.
    original : int or None
        Index of the word that was written down in its place; None where none was.
    correction : str
        Id of the correction that made it what it is; "" for none.
    heard : str or None
        What was written down, where a person put it right; "" where nothing was.
    """

    index: int
    text: str
    start_s: float
    end_s: float
    mark: Mark | None = None
    points: tuple[int, ...] = ()
    partly: bool = False
    closing: tuple[int, ...] = ()
    joined: bool = False
    original: int | None = None
    correction: str = ""
    heard: str | None = None

    @property
    def is_pause(self) -> bool:
        """False: it is said."""
        return False


@dataclass(frozen=True, slots=True)
class SpokenPause:
    """A pause on the page.

    Parameters
    ----------
    mark : Mark
    """

    mark: Mark

    @property
    def is_pause(self) -> bool:
        """True: nothing is said."""
        return True


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some words that belong together.

    Parameters
    ----------
    start_s : float
    items : tuple of SpokenWord or SpokenPause
        At least one.
    """

    start_s: float
    items: tuple[SpokenWord | SpokenPause, ...]


def paragraphs(
    words: Sequence[Mapping[str, Any]],
    marks: Iterable[Mark],
    quotes: Iterable[Quote],
    corrected: Corrected,
) -> tuple[Paragraph, ...]:
    """Lay out a transcript.

    Parameters
    ----------
    words : sequence of mapping
        Of the analysis document.
    marks : iterable of Mark
        In order of time.
    quotes : iterable of Quote
    corrected : Corrected
        Says where the words come from.
    """
    pauses = [mark for mark in marks if mark.kind is MarkKind.SILENT_PAUSE]
    mark_at = _marks_by_word(marks)
    quotes_at, closing_at = _quotes_by_word(quotes)
    made: list[Paragraph] = []
    items: list[SpokenWord | SpokenPause] = []
    n_words, at_pause = 0, 0
    for index, word in enumerate(words):
        start_s = float(word["start_s"])
        while at_pause < len(pauses) and start_s >= pauses[at_pause].end_s - PAUSE_TOLERANCE_S:
            pause = pauses[at_pause]
            at_pause += 1
            if n_words >= PARAGRAPH_WORDS and _may_break(items, pause):
                made.append(Paragraph(_start_s(items[0]), tuple(items)))
                items, n_words = [], 0
            items.append(SpokenPause(pause))
        here = quotes_at.get(index, ())
        numbers = tuple(quote.number for quote in here)
        items.append(
            SpokenWord(
                index=index,
                text=str(word["text"]),
                start_s=start_s,
                end_s=float(word["end_s"]),
                mark=mark_at.get(index),
                points=numbers,
                partly=bool(here) and all(quote.partly for quote in here),
                closing=tuple(closing_at.get(index, ())),
                joined=_joined(index, mark_at, quotes_at),
                original=corrected.origins[index].word,
                correction=corrected.origins[index].correction,
                heard=_heard(corrected, index),
            )
        )
        n_words += 1
    if items:
        made.append(Paragraph(_start_s(items[0]), tuple(items)))
    return tuple(made)


def _heard(corrected: Corrected, index: int) -> str | None:
    origin = corrected.origins[index]
    if not origin.correction:
        return None
    written_down = "" if origin.word is None else corrected.original.words[origin.word].text
    return None if written_down == corrected.transcript.words[index].text else written_down


def _marks_by_word(marks: Iterable[Mark]) -> dict[int, Mark]:
    """Return the mark that each word is shown as part of: of several, the one of fewest words."""
    by_word: dict[int, Mark] = {}
    placed = [mark for mark in marks if mark.first_word is not None and mark.last_word is not None]
    placed.sort(key=lambda mark: (mark.last_word or 0) - (mark.first_word or 0))
    for mark in placed:
        assert mark.first_word is not None
        assert mark.last_word is not None
        for index in range(mark.first_word, mark.last_word + 1):
            by_word.setdefault(index, mark)
    return by_word


def _quotes_by_word(quotes: Iterable[Quote]) -> tuple[dict[int, list[Quote]], dict[int, list[int]]]:
    by_word: defaultdict[int, list[Quote]] = defaultdict(list)
    closing: defaultdict[int, list[int]] = defaultdict(list)
    for quote in quotes:
        for index in range(quote.first_word, quote.last_word + 1):
            by_word[index].append(quote)
        closing[quote.last_word].append(quote.number)
    return by_word, closing


def _joined(index: int, mark_at: Mapping[int, Mark], quotes_at: Mapping[int, list[Quote]]) -> bool:
    mark = mark_at.get(index)
    if mark is not None and mark_at.get(index + 1) is mark:
        return True
    return bool(quotes_at.get(index)) and quotes_at.get(index) == quotes_at.get(index + 1)


def _may_break(items: Sequence[SpokenWord | SpokenPause], pause: Mark) -> bool:
    last = items[-1] if items else None
    return (
        isinstance(last, SpokenWord)
        and pause.end_s - pause.start_s >= PARAGRAPH_PAUSE_S
        and last.text.endswith(_SENTENCE_ENDS)
    )


def _start_s(item: SpokenWord | SpokenPause) -> float:
    return item.start_s if isinstance(item, SpokenWord) else item.mark.end_s
