"""An answer cut into passages: the pieces that are read for a key point.

A passage is a sentence, or two neighbours, for a point is often made in one sentence and named in the one
before. What goes on without a full stop is read in overlapping windows. The cut depends on the words alone,
so the passages of what was said so far stay the same when more is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from rehearse.analysis.fillers import is_hesitation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rehearse.take import Transcript

LONGEST_SENTENCE_WORDS = 45
"""More without a full stop is no sentence, …"""

WINDOW_WORDS = 24
WINDOW_STEP_WORDS = 12
"""… and is read in windows of so many words, each beginning so many after the one before."""

LONGEST_PASSAGE_WORDS = 60
"""Neighbours that are longer together are read apart."""

SHORT_SENTENCE_WORDS = 5
"""A sentence of fewer words ("Right.") counts for nothing between its neighbours: these are read together."""

MOST_CLAUSES = 2
"""A quote that is less than a passage has so many clauses at most."""

_CLAUSE_END = re.compile(r"[,.!?…;:—–]['\"”’)\]]*$")
_SENTENCE_END = re.compile(r"[.!?…;]['\"”’)\]]*$")


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of an answer.

    Parameters
    ----------
    first_word, last_word : int
        Indices into the transcript's words, both included.
    text : str
        What was said, without filled pauses.
    """

    first_word: int
    last_word: int
    text: str


def passages_of(transcript: Transcript) -> tuple[Passage, ...]:
    """Return the passages of an answer, by their first word, the shorter first; none without words."""
    said = _said(transcript, 0, len(transcript.words))
    places = spans([transcript.words[at].text for at in said])
    return tuple(_passage(transcript, said[first:end]) for first, end in places)


def spans(words: Sequence[str]) -> list[tuple[int, int]]:
    """Return each passage's first word and the word after its last."""
    units = list(_units(words))
    found = set(units)
    found |= {(one[0], other[1]) for one, other in pairwise(units)}
    for one, between, other in zip(units, units[1:], units[2:], strict=False):
        if min(end - first for first, end in (one, between, other)) < SHORT_SENTENCE_WORDS:
            found.add((one[0], other[1]))
    longest = max(LONGEST_PASSAGE_WORDS, LONGEST_SENTENCE_WORDS)
    return sorted(span for span in found if span[1] - span[0] <= longest)


def clauses_of(transcript: Transcript, passage: Passage) -> tuple[Passage, ...]:
    """Return the runs of one or two whole clauses that a passage holds, itself not among them.

    Clauses end at commas and the like; a run of fewer than `SHORT_SENTENCE_WORDS` words is none.
    """
    begun, ended = passage.first_word, passage.last_word + 1
    inside = [at for at in range(begun + 1, ended) if _CLAUSE_END.search(transcript.words[at - 1].text)]
    edges = [begun, *inside, ended]
    runs = (
        (first, end)
        for n_clauses in range(1, MOST_CLAUSES + 1)
        for first, end in zip(edges, edges[n_clauses:], strict=False)
        if SHORT_SENTENCE_WORDS <= end - first < ended - begun
    )
    return tuple(_passage(transcript, said) for first, end in runs if (said := _said(transcript, first, end)))


def _said(transcript: Transcript, first: int, end: int) -> list[int]:
    """Return which words of a stretch are no filled pauses."""
    return [at for at in range(first, end) if not is_hesitation(transcript.words[at], transcript.language)]


def _passage(transcript: Transcript, said: Sequence[int]) -> Passage:
    return Passage(said[0], said[-1], " ".join(transcript.words[at].text for at in said))


def n_finished(words: Sequence[str]) -> int:
    """Return how many words stand before or at the last end of a sentence."""
    return max((at for at, word in enumerate(words, start=1) if _SENTENCE_END.search(word)), default=0)


def _units(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield sentences, and windows of what is too long for one."""
    first = 0
    for end in range(1, len(words) + 1):
        if end < len(words) and not _SENTENCE_END.search(words[end - 1]):
            continue
        if end - first <= LONGEST_SENTENCE_WORDS:
            yield first, end
        else:
            for begun in range(first, end, WINDOW_STEP_WORDS):
                yield begun, min(begun + WINDOW_WORDS, end)
                if begun + WINDOW_WORDS >= end:
                    break
        first = end
