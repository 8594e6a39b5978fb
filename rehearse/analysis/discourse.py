"""Discourse markers of English as data: which words are fillers, and where they are not.

"Like" and "right" are fillers in few of their uses, "basically" in most. A rule says where its words
count; the first version judges by the neighbouring words and the punctuation that a speech model
writes around a filler. The lists are meant to be read and changed.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MarkerRule:
    """When some words are a filler.

    They are one when set off by punctuation on both sides, or beside a filled pause, or as the
    other fields say; but never where `not_after` or `not_before` forbids it.

    Parameters
    ----------
    form : str
        The words, lower case.
    anywhere : bool
        Counts wherever it is not forbidden.
    trailing : bool
        Punctuation after it is enough.
    after, before : frozenset of str
        Counts after, or before, one of these words.
    not_after, not_before : frozenset of str
        Never counts after, or before, one of these words. `not_after` gives way where it is set off on both
        sides, `not_before` where punctuation stands between.
    """

    form: str
    anywhere: bool = False
    trailing: bool = False
    after: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()
    not_after: frozenset[str] = frozenset()
    not_before: frozenset[str] = frozenset()


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NOT_BEFORE_KIND = _words(
    """
    a an the this that these those what which any some same each every one two another other certain
    particular right wrong different new first second third best my your our their his her its no all many
    several only special common main simplest such of
    """
)
_NOT_BEFORE_LIKE = _words(
    """
    i you we they who people i'd you'd we'd he'd she'd they'd would might to don't doesn't didn't not do did
    does look looks looked looking sound sounds sounded sounding feel feels felt feeling seem seems seemed
    taste tastes something anything nothing things stuff much more behave behaves behaved work works worked
    act acts acted such treat exactly users customers always also
    """
)
_ENGLISH = (
    MarkerRule(
        "you know",
        anywhere=True,
        not_after=_words(
            "do did does don't didn't if as what that how when let because everything all than until"
        ),
        not_before=_words(
            """
            what how why whether about that the your which who where when if of anything everything nothing
            enough exactly it this it's a
            """
        ),
    ),
    MarkerRule(
        "i mean",
        anywhere=True,
        not_after=_words("what that which do did how thing than"),
        not_before=_words("by to the"),
    ),
    MarkerRule("sort of", anywhere=True, not_after=_NOT_BEFORE_KIND),
    MarkerRule("kind of", anywhere=True, not_after=_NOT_BEFORE_KIND),
    MarkerRule("basically", anywhere=True),
    MarkerRule("literally", anywhere=True),
    MarkerRule("honestly", anywhere=True),
    MarkerRule(
        "like",
        trailing=True,
        after=_words("and but so because just"),
        before=_words("really totally super literally basically maybe yeah okay oh"),
        not_after=_NOT_BEFORE_LIKE,
        not_before=_words("a an the this that these those to"),
    ),
    MarkerRule("actually", not_after=_words("not what who")),
    MarkerRule("right", not_after=_words("the a that's is it's you're all turn was are")),
    MarkerRule("well", not_after=_words("as very really pretty quite so how works work worked generalizes")),
    MarkerRule("so", before=_words("yeah basically like")),
    MarkerRule("okay"),
    MarkerRule("anyway"),
)

DISCOURSE_MARKERS: dict[str, tuple[MarkerRule, ...]] = {"en": _ENGLISH}
"""Rules by language (ISO 639-1); a language not listed has none."""
