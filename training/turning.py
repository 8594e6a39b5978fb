"""Claims turned around by one word: with the claim itself beside them, only that word is left to learn from.

A short list of opposites is enough here, for it makes examples; what the judge knows of opposites it learned
from all of its rows, and no list decides on an answer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

OPPOSITES = (
    "rise fall",
    "rises falls",
    "rose fell",
    "grow shrink",
    "grows shrinks",
    "grew shrank",
    "increase decrease",
    "increases decreases",
    "increased decreased",
    "raises lowers",
    "raise reduce",
    "more less",
    "more fewer",
    "most least",
    "higher lower",
    "high low",
    "larger smaller",
    "large small",
    "longer shorter",
    "long short",
    "faster slower",
    "fast slow",
    "better worse",
    "good bad",
    "best worst",
    "before after",
    "first last",
    "above below",
    "inside outside",
    "always never",
    "all none",
    "same different",
    "simple complex",
    "strong weak",
    "cheap expensive",
    "easy hard",
    "early late",
    "warm cold",
    "hot cold",
    "wet dry",
    "light heavy",
    "maximum minimum",
    "positive negative",
    "true false",
    "input output",
    "client server",
    "sender receiver",
    "buyer seller",
    "parent child",
    "causes prevents",
    "cause prevent",
    "allows forbids",
    "needs ignores",
    "adds removes",
    "gains loses",
    "starts stops",
    "opens closes",
    "pushes pulls",
    "encrypts decrypts",
    "stateless stateful",
    "mutable immutable",
    "synchronous asynchronous",
    "supervised unsupervised",
    "labelled unlabelled",
    "labeled unlabeled",
    "stack queue",
    "linear constant",
    "public private",
    "symmetric asymmetric",
    "KB MB",
    "MB GB",
    "seconds minutes",
    "minutes hours",
    "hours days",
    "days weeks",
    "months years",
    "millions billions",
    "training test",
    "north south",
    "left right",
    "upper lower",
    "internal external",
    "local global",
    "with without",
    "only never",
)
_TURNED = {
    word: other for pair in OPPOSITES for word, other in (tuple(pair.split()), tuple(reversed(pair.split())))
}
_DENIED = {
    "is": "is not",
    "are": "are not",
    "was": "was not",
    "can": "cannot",
    "must": "need not",
    "should": "should not",
    "has": "has no",
    "have": "have no",
    "needs": "does not need",
    "helps": "does not help",
    "makes": "does not make",
    "lets": "does not let",
    "gives": "does not give",
    "uses": "does not use",
    "takes": "does not take",
    "means": "does not mean",
    "reduces": "does not reduce",
    "learns": "does not learn",
}
_NUMBER = re.compile(r"\d+")
_NEGATED = re.compile(r"\b(?:not|no|never|cannot|without)\b|n't", re.IGNORECASE)


def turned(claim: str, chance: random.Random) -> str | None:
    """Return a claim with one thing in it turned around; None where nothing can be."""
    words = claim.split()
    ways = []
    for at, word in enumerate(words):
        bare = word.strip(".,;:")
        tables = (_TURNED,) if _NEGATED.search(claim) else (_TURNED, _DENIED)
        ways += [
            [*words[:at], word.replace(bare, table[bare]), *words[at + 1 :]]
            for table in tables
            if bare in table
        ]
        if _NUMBER.fullmatch(bare):
            number = int(bare)
            other = chance.choice([number * 10, number * 2, max(1, number // 2), number + 1, number + 5])
            if other != number:
                ways.append([*words[:at], word.replace(bare, str(other)), *words[at + 1 :]])
    return " ".join(chance.choice(ways)) if ways else None
