"""Words that a recogniser takes for one another because they sound alike: "grows" and "rows".

A word that it was sure of stands for itself. One that it was not may be another that differs in a sound or
two, wherever in the word they are; such a word is taken for the other only as far as the two sound alike,
and the rest of what is said must bear it out.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SOUND_SIMILARITY = 0.75
"""Share of their sounds from which two words sound alike: one in four may differ. At 0.8 fewer misheard words
of synthesised answers were found again, from 0.7 down many more were taken for words that nobody said."""

_ONE_SOUND = str.maketrans("bdgvzcqy", "ptkfskki")
"""Letters that only the voice tells apart, or nothing does."""
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=20_000)
def sound_of(word: str) -> str:
    """Return how a word sounds, roughly: letters that sound alike are one letter, doubled ones single."""
    return _DOUBLED.sub(r"\1", word.translate(_ONE_SOUND))


def sounding_like(word: str, sounds: Mapping[str, str]) -> Iterable[tuple[str, float]]:
    """Return the words that sound like one, each with how alike (`SOUND_SIMILARITY` to 1).

    Parameters
    ----------
    word : str
    sounds : mapping of str to str
        Each word in question, and how it sounds. How alike two are is 1 less the sounds that must be changed
        to make one of the other ÷ those of the longer one.
    """
    found = process.extract(
        sound_of(word),
        sounds,
        scorer=Levenshtein.normalized_similarity,
        score_cutoff=SOUND_SIMILARITY,
        limit=None,
    )
    return [(other, similarity) for _, similarity, other in found]
