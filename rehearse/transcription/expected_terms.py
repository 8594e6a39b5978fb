"""Lets a speaker's terms be heard where a model that does not expect them writes something alike.

The question and its key points name terms ("k-means", "ReLU", "PCA") that a small model writes as common
words of about that sound ("real you"). Shown the terms in its prompt it writes them, but also where they
were not said ("really new layer" becomes "ReLU layer"), and a coach must give no credit for that. So the
prompted decoding only proposes: of what it wrote differently, the parts that bring in a term are each put
to the unprompted model, which says how likely the sound makes the one and the other. A term is taken
when it is hardly less likely, for the model does not know what was asked. Where the model was sure of its
common words, they stay.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from rehearse.transcription.decoder import Piece

HEAD_START = 3.5
"""How much less likely, in nats of log probability, the unprompted model may hold a term that the question
makes expected. With base and two voices of benchmarks/vocabulary.py, the terms that were said and proposed
lay at most 2.5 nats behind, or, where little of their sound was caught, 5 to 12; those that were not said
5.0 to 26."""
MOST_TERMS = 20
"""A longer prompt costs more than it tells: long ones lose sentences."""

_TERM = re.compile(r"\w*\d\w*|\w+[A-Z]\w*|[a-z]-\w+")
"""What no model expects by itself: with a digit ("F1"), with a capital inside ("SQL"), with a letter of its
own ("k-means")."""
_ACRONYM_PLURAL = re.compile(r"(?<=[A-Z])s$")


def terms_in(phrases: Iterable[str]) -> tuple[str, ...]:
    """Return the terms among phrases, in order, each once: "F1", "SQL", "k-means", and names ("Bayes")."""
    terms: dict[str, None] = {}
    for phrase in phrases:
        for place, word in enumerate(re.findall(r"[\w-]*\w", phrase)):
            is_name = bool(place) and len(word) > 1 and word[0].isupper()
            if not word.isdigit() and (is_name or _TERM.fullmatch(word)):
                terms[_ACRONYM_PLURAL.sub("", word)] = None
    return tuple(terms)[:MOST_TERMS]


def prompt_of(terms: Sequence[str]) -> str:
    """Return a prompt that shows a decoder the terms."""
    return f"Glossary: {', '.join(terms)}."


def with_expected_terms(
    words: Sequence[Piece],
    proposed: Sequence[Piece],
    terms: Sequence[str],
    log_likelihood: Callable[[tuple[Piece, ...]], float],
) -> tuple[Piece, ...]:
    """Take those parts of a prompted decoding that bring in a term and that the sound bears out.

    Parameters
    ----------
    words : sequence of Piece
        As decoded without a prompt.
    proposed : sequence of Piece
        As decoded with :func:`prompt_of` the terms.
    terms : sequence of str
    log_likelihood : callable
        The unprompted model's, of a whole text given the sound, in nats.
    """
    keys = {_key(term) for term in terms}
    taken = tuple(words)
    own: float | None = None
    for (first, last), (begin, end) in reversed(list(_differences(words, proposed))):
        brings = {_key(piece.text) for piece in proposed[begin:end]} & keys
        if not brings - {_key(piece.text) for piece in words[first:last]}:
            continue
        if own is None:
            own = log_likelihood(tuple(words))
        instead = (*words[:first], *proposed[begin:end], *words[last:])
        if log_likelihood(instead) >= own - HEAD_START:
            taken = (*taken[:first], *proposed[begin:end], *taken[last:])
    return taken


def _differences(
    words: Sequence[Piece], proposed: Sequence[Piece]
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield where the two differ: the range in the one and in the other, whole runs, in order."""
    from rapidfuzz.distance import Levenshtein

    left = begin = 0
    keys = [_key(piece.text) for piece in words], [_key(piece.text) for piece in proposed]
    for block in Levenshtein.opcodes(*keys):
        if block.tag != "equal":
            continue
        if (left, begin) != (block.src_start, block.dest_start):
            yield (left, block.src_start), (begin, block.dest_start)
        left, begin = block.src_end, block.dest_end
    if (left, begin) != (len(words), len(proposed)):
        yield (left, len(words)), (begin, len(proposed))


def _key(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
