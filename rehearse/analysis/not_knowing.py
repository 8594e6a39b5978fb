"""Honest not-knowing: "I'm not sure off the top of my head, but here's how I'd find out".

Not knowing is not the end of an answer. Saying so, and then how one would find out, is a good move that
deserves to be named. It is told apart from a bare "I don't know", and from a hedge ("I'm not sure, but I
think it's …"), which is an answer after all. Recognised are set phrases of the first person, present
tense: a story of what "we didn't know" is no admission, nor is a habit ("when I don't know, I ask").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rehearse.analysis.spotting import PlainText

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rehearse.analysis.spotting import Spot
    from rehearse.take import Transcript

PLAN_WITHIN_WORDS = 40
"""The plan must follow the admission within so many words: about a quarter of a minute."""

HEDGE_WITHIN_WORDS = 12
"""And an attempt within so many, or it is another thought."""

_ADVERB = (
    r"(?:really|honestly|actually|just|frankly|quite|still|even|simply|exactly|entirely|completely|totally"
    r"|absolutely|too|very|all|that|so|also|100|percent|i|am|do|can|could|would|have)"
)
_ADMISSION = re.compile(
    r"(?<!if )(?<!when )(?<!whenever )(?<!what )(?<!things )(?<!because )(?:"
    rf"\bi (?:{_ADVERB} ){{0,4}}not (?:{_ADVERB} ){{0,4}}"
    r"(?:sure|know|certain|remember|recall|familiar|positive)\b(?! (?:\w+ ){1,4}?until\b)"
    r"|^(?:(?:well|so|sorry|okay|honestly) ){0,3}not (?:\w+ )?sure\b"
    rf"|\bi (?:{_ADVERB} ){{0,3}}no (?:idea|clue)\b"
    r"|^(?:(?:well|so|sorry|okay|honestly) ){0,3}no (?:idea|clue)\b"
    rf"|\bi (?:{_ADVERB} ){{0,3}}not (?:\w+ ){{0,3}}off (?:the )?top of my head\b"
    r"|\bi (?:have )?never (?:even )?(?:heard (?:of|about)|used|worked with|come across)\b"
    r"|\bi have not (?:\w+ )?(?:used|worked with|come across|heard of)\b"
    r"|\bi (?:would |will )?(?:have|need) to look (?:\w+ ){0,2}?up\b"
    r"|\b(?:escapes|escaping) me\b|\bi (?:am )?drawing a blank\b|\bmy mind (?:\w+ ){0,3}?blank\b"
    r")"
)
_PLAN = re.compile(
    r"\b(?:find|work|figure|reason) (?:\w+ ){0,2}?out\b"
    r"|\b(?:look|looking) (?:\w+ ){0,2}?up\b"
    r"|\bi (?:(?:would|will|can|could) )?(?:\w+ )?"  # "I'd" is said as "I"
    r"(?:check|start by|start with|begin by|begin with|look (?:at|in|into|for|through)|read|ask|search|test"
    r"|consult|google|experiment|derive|measure it|run (?:a|an|some|the)|try (?:it|to|both|a|an|out)"
    r"|go (?:back )?(?:to|through|and))\b"
    r"|\bask (?:a|an|the|my|some|around|somebody|someone)\b"
    r"|\blet me (?:\w+ )?(?:think|reason|work|try|derive)\b"
    r"|\b(?:first|next) (?:step|thing|place)\b|\bfrom first principles\b"
)
_PLAN_UNKNOWN = re.compile(r"^ (?:\w+ ){0,2}?(?:how|where|whether) (?:\w+ ){0,3}$")
_PLAN_DENIED = re.compile(r"\b(?:not|never) (?:\w+ )?$")
_ATTEMPT = re.compile(
    r"\b(?:i (?:\w+ )?(?:think|believe|guess|suppose|suspect|assume)|my (?:best )?guess"
    r"|maybe|perhaps|probably|(?:might|may|could|should|must|would) be|i would say|i say|something like"
    r"|if i (?:remember|recall)"
    r"|but (?!i\b|sorry|can\b|could\b|let\b)\w+)\b"
)


class Kind(StrEnum):
    """What somebody who says that they don't know does then."""

    PLAN = "plan"
    HEDGE = "hedge"
    BARE = "bare"


@dataclass(frozen=True, slots=True)
class NotKnowing:
    """An admission of not knowing.

    Parameters
    ----------
    kind : Kind
        Whether a way to find out follows, an attempt all the same, or nothing.
    admission : Spot
        "I'm not sure".
    plan : Spot or None
        Where the way to find out begins; None without one.
    """

    kind: Kind
    admission: Spot
    plan: Spot | None = None


def find_not_knowing(transcript: Transcript) -> NotKnowing | None:
    """Find the first admission of not knowing that has a plan, or else the first of all."""
    said = PlainText(transcript)
    found: NotKnowing | None = None
    for match, until in _with_next(said):
        admission = said.spot(match.start(), match.end())
        plan = _plan(said, match, min(until, said.after(match, PLAN_WITHIN_WORDS)))
        if plan is not None:
            return NotKnowing(Kind.PLAN, admission, said.spot(plan.start(), plan.end()))
        attempted = _ATTEMPT.search(said.text, match.end(), said.after(match, HEDGE_WITHIN_WORDS))
        found = found or NotKnowing(Kind.HEDGE if attempted else Kind.BARE, admission)
    return found


def _with_next(said: PlainText) -> Iterator[tuple[re.Match[str], int]]:
    """Return each admission with the character at which the next begins."""
    admissions = list(_ADMISSION.finditer(said.text))
    ends = [*(match.start() for match in admissions), len(said.text)]
    return zip(admissions, ends[1:], strict=True)


def _plan(said: PlainText, admission: re.Match[str], until: int) -> re.Match[str] | None:
    """Return where a plan begins, the admission's own words included ("I'd have to look that up")."""
    for match in _PLAN.finditer(said.text, admission.start(), until):
        between = said.text[admission.end() : max(admission.end(), match.start())]
        if not _PLAN_UNKNOWN.search(between) and not _PLAN_DENIED.search(between):
            return match
    return None
