"""Set phrases in an answer: patterns over its plain view, each find traced back to its words and times."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from rehearse.analysis.text import tokens

if TYPE_CHECKING:
    import re

    from rehearse.take import Transcript


@dataclass(frozen=True, slots=True)
class Spot:
    """A set phrase where it was said.

    Parameters
    ----------
    quote : str
        As said.
    first_word, last_word : int
        Indices into the transcript's words, both included.
    start_s, end_s : float or None
        None when the transcript has no times.
    """

    quote: str
    first_word: int
    last_word: int
    start_s: float | None
    end_s: float | None


class PlainText:
    """The plain view of an answer as one line of text, in which patterns can be looked for.

    Parameters
    ----------
    transcript : Transcript

    Attributes
    ----------
    text : str
        The forms of its tokens between spaces: lower case, "don't" as "do not", "I'd" as "i".
    """

    def __init__(self, transcript: Transcript) -> None:
        self._transcript = transcript
        self._tokens = tokens(transcript)
        self.text = " ".join(token.form for token in self._tokens)
        self._starts = list(accumulate((len(token.form) + 1 for token in self._tokens), initial=0))

    def after(self, match: re.Match[str], n_tokens: int) -> int:
        """Return the character at which so many tokens after a match end."""
        last = self._token_at(match.end() - 1)
        return self._starts[min(len(self._tokens), last + 1 + n_tokens)]

    def spot(self, start: int, end: int) -> Spot:
        """Return what was said between two characters, as whole words."""
        first_word = self._tokens[self._token_at(start)].first_word
        last_word = self._tokens[self._token_at(max(start, end - 1))].last_word
        words = self._transcript.words
        timed = any(word.end_s > 0 for word in words)
        return Spot(
            " ".join(word.text for word in words[first_word : last_word + 1]),
            first_word,
            last_word,
            words[first_word].start_s if timed else None,
            words[last_word].end_s if timed else None,
        )

    def _token_at(self, character: int) -> int:
        return min(bisect_right(self._starts, character), len(self._tokens)) - 1
