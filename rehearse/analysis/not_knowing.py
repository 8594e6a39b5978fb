"""Honest not-knowing: "I'm not sure off the top of my head, but here's how I'd find out".

Not knowing is not the end of an answer. Saying so, and then how one would find out, is a good move that
deserves to be named; a bare "I don't know" is told apart from it. First version: set phrases of the
first person, present tense; a story that tells what "we didn't know" is neither.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from rehearse.analysis.text import tokens

if TYPE_CHECKING:
    from rehearse.take import Transcript

PLAN_WITHIN_WORDS = 40
"""The plan must follow the admission within so many words: about a quarter of a minute."""

_ADMISSION = re.compile(
    r"\bi (?:am |do |can |really |honestly |actually )*not (?:\w+ ){0,2}?"
    r"(?:sure|know|certain|remember|recall|familiar)\b"
    r"|\bi (?:have |really have |honestly have )?no idea\b"
    r"|\boff (?:the )?top of my head\b"
    r"|\bi have never (?:heard|used|worked|seen|come)\b"
)
_PLAN = re.compile(
    r"\b(?:find|work|figure) (?:\w+ ){0,2}?out\b"
    r"|\b(?:look|looking) (?:\w+ ){0,2}?up\b"
    r"|\bi (?:would|will|can|could) (?:\w+ )?"
    r"(?:check|start|begin|look|read|ask|search|try|test|approach|go)\b"
    r"|\bi (?:check|start|begin|look|read|ask|search|try|approach) "  # "I'd" is said as "I"
    r"|\b(?:first|next) (?:step|thing)\b|\bfrom first principles\b"
)


@dataclass(frozen=True, slots=True)
class NotKnowing:
    """An admission of not knowing.

    Parameters
    ----------
    has_plan : bool
        Whether a way to find out follows.
    first_word, last_word : int
        The admission, as indices into the transcript's words, both included.
    start_s : float or None
        Its time; None when the transcript has no times.
    """

    has_plan: bool
    first_word: int
    last_word: int
    start_s: float | None


def find_not_knowing(transcript: Transcript) -> NotKnowing | None:
    """Find the first admission of not knowing that has a plan, or else the first of all."""
    view = tokens(transcript)
    text = " ".join(token.form for token in view)
    starts = list(accumulate((len(token.form) + 1 for token in view), initial=0))

    def token_at(character: int) -> int:
        return bisect_right(starts, character) - 1

    timed = any(word.end_s > 0 for word in transcript.words)
    found: NotKnowing | None = None
    for match in _ADMISSION.finditer(text):
        first, last = view[token_at(match.start())], view[token_at(match.end() - 1)]
        limit = starts[min(len(view), token_at(match.end() - 1) + 1 + PLAN_WITHIN_WORDS)]
        has_plan = _PLAN.search(text, match.end(), limit) is not None
        start_s = transcript.words[first.first_word].start_s if timed else None
        if found is None or has_plan:
            found = NotKnowing(has_plan, first.first_word, last.last_word, start_s)
        if has_plan:
            break
    return found
