"""The judge of last resort: whether a passage says a claim in the claim's own words.

It stands in where the judge that learned (:mod:`rehearse.judge`) cannot be loaded, and beside it in the
benchmarks. It knows equal words and words nearly equal, as a recogniser mishears them, that a "not" turns a
claim around, and that another number is another claim; it knows nothing of meaning.
"""

from __future__ import annotations

import math
import zlib
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz.distance import JaroWinkler

from rehearse.analysis.numbers import in_digits
from rehearse.analysis.text import tokens_of
from rehearse.analysis.vocabulary import NEGATIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rehearse.analysis.judging import Claim, Floats
    from rehearse.analysis.text import Token

N_BUCKETS = 512
"""Stems are told apart by so many numbers of a text's vector."""

ALIKE = 0.9
"""Jaro–Winkler similarity from which two stems are one word; it ranked graded answers best."""

NAME_WORDS = 2
"""A name has so many telling words at most."""

REACH = 3
"""A negation turns around what stands so many words behind it."""

EVEN_RECALL = 0.75
STEEPNESS = 14.0
"""A passage that holds this share of a claim's telling words is as likely as not to state it, and how fast
that changes: other answers to a question rarely hold more than half of a point's words."""


class WordsAlone:
    """A :class:`rehearse.analysis.judging.Judge` that compares words."""

    def embed(self, texts: Sequence[str]) -> Floats:
        """Return, for each text, how often each stem is in it, as a unit vector."""
        vectors = np.zeros((len(texts), N_BUCKETS), np.float32)
        for row, text in enumerate(texts):
            for token in _telling(tokens_of(in_digits(text)), frozenset()):
                vectors[row, zlib.crc32(token.stem.encode()) % N_BUCKETS] += 1
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(norms, 1e-9), np.float32)

    def judge(self, claims: Sequence[Claim]) -> Floats:
        """Say of each claim how likely its passage states, touches, is silent on, contradicts it."""
        return np.array([_judged(claim) for claim in claims], np.float32).reshape(-1, 4)


def said_as_is(claim: Claim) -> bool:
    """Say whether a passage says one of a claim's wordings and nothing else, but for words that tell nothing.

    Then it states the claim, whatever a judge that cannot read figures well makes of it.
    """
    said = [token.stem for token in tokens_of(in_digits(claim.passage)) if not token.stop]
    wordings = (tokens_of(in_digits(wording)) for wording in (claim.text, *claim.wordings))
    return any(said == [token.stem for token in wording if not token.stop] for wording in wordings if said)


def says_too_little(claim: Claim) -> bool:
    """Say whether a passage holds fewer than two telling words, where the claim takes more than a name."""
    said = {token.stem for token in _telling(tokens_of(in_digits(claim.passage)), frozenset())}
    wordings = (tokens_of(in_digits(wording)) for wording in (claim.text, *claim.wordings))
    return len(said) < NAME_WORDS and all(
        len(_telling(wording, frozenset())) > NAME_WORDS for wording in wordings
    )


def _judged(claim: Claim) -> tuple[float, float, float, float]:
    asked = frozenset(token.stem for token in tokens_of(in_digits(claim.question)))
    said = tokens_of(in_digits(claim.passage))
    best = max(
        (_compared(tokens_of(in_digits(wording)), said, asked) for wording in (claim.text, *claim.wordings)),
        key=lambda found: found[0],
    )
    recall, turned = best
    held = 1 / (1 + math.exp(-STEEPNESS * (recall - EVEN_RECALL)))
    return (0.0, 0.0, 1 - held, held) if turned else (held, 0.0, 1 - held, 0.0)


def _compared(wording: Sequence[Token], said: Sequence[Token], asked: frozenset[str]) -> tuple[float, bool]:
    """Return the share of a wording's telling words that were said, 0–1, and whether it is turned around."""
    content = _telling(wording, frozenset()) or list(wording)
    telling = _telling(wording, asked) or content
    if not telling or not said:
        return 0.0, False
    said_numbers = {token.form for token in said if token.number}
    replaced = [
        token for token in telling if token.number and said_numbers and token.form not in said_numbers
    ]
    places = {token: [at for at, other in enumerate(said) if _alike(token, other)] for token in content}
    recalls = [
        sum(bool(places[token]) for token in words) / len(words)
        for each in (telling, content)
        if (words := [token for token in each if token not in replaced])
    ]
    recall = sum(recalls) / len(recalls) if recalls else 0.0
    held = [at for found in places.values() for at in found]
    negated = _negations(wording, range(len(wording))) != _negations(said, held)
    return recall, negated or bool(replaced)


def _negations(words: Sequence[Token], held: Iterable[int]) -> bool:
    """Say whether an odd number of negations stand right before words that are held."""
    reached = {at - back for at in held for back in range(1, REACH + 1)}
    return sum(token.form in NEGATIONS and at in reached for at, token in enumerate(words)) % 2 == 1


def _telling(words: Sequence[Token], asked: frozenset[str]) -> list[Token]:
    return [token for token in words if not token.stop and token.stem not in asked]


def _alike(one: Token, other: Token) -> bool:
    if one.stem == other.stem:
        return True
    long_enough = min(len(one.stem), len(other.stem)) > 3 and one.stem[:2] == other.stem[:2]
    return long_enough and JaroWinkler.similarity(one.stem, other.stem) >= ALIKE
