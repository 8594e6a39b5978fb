"""The parts of a story: situation, action, result and a concrete example, by the phrases that mark them.

Warm-up questions are answered best with a story, and interviewers listen for its parts. Phrases can only
hint at them: a part that no phrase marks may be there all the same, so what is found is offered as a hint
and moves no mark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rehearse.analysis.spotting import PlainText

if TYPE_CHECKING:
    from rehearse.analysis.spotting import Spot
    from rehearse.deck import Question
    from rehearse.take import Transcript

WARM_UP = re.compile(r"warm[- ]?up", re.IGNORECASE)
STORY_TAGS = frozenset(["story", "behavioral", "behavioural", "star"])

FEWEST_WORDS = 20
"""Shorter answers have no parts."""

_TIME_AGO = (
    r"(?:last|this) (?:year|month|week|quarter|summer|winter|spring|autumn|fall|semester|term)\b"
    r"|\b(?:a|two|2|three|3|few|couple of|several|some) (?:\w+ )?(?:years?|months?|weeks?|days) ago\b"
    r"|\bback in (?:the )?(?:\d{4}|day|school|college|university)\b|\bin \d{4}\b"
)
_PAST = (
    r"(?:\w{2,}ed|built|wrote|ran|found|made|took|went|began|chose|split|led|sat|put|set|got|did|drew|gave"
    r"|kept|cut|sent|taught|brought|thought|spoke|read|dug|broke|rewrote|fed|held|met)"
)
_MARKERS = {
    "situation": re.compile(
        rf"\b(?:{_TIME_AGO}"
        r"|when i (?:was|worked|started|joined|began|had)\b|while (?:i|we) (?:was|were|worked)\b"
        r"|(?:in|at|on|during) (?:my|our|one|a) (?:\w+ )?(?:job|role|project|team|company|internship|thesis"
        r"|position|studies)\b|at the (?:time|clinic|company|university)\b"
        r"|(?:we|i|there) (?:had|was|were) (?:a|an|this|some)\b"
        r"|(?:kept|was|were) (?:failing|crashing|running|getting)\b"
        r"|recently (?:i|we|our|my)\b|the (?:problem|situation|challenge|task) was\b)"
    ),
    "action": re.compile(
        rf"\bi (?:(?:then|also|first|finally|just|quickly|simply|decided to|started to|began to) ){{0,2}}"
        rf"(?!needed\b|wanted\b|noticed\b|worked at\b|used to\b|found out\b){_PAST}\b"
        r"|\b(?:so|then|first|next) (?:i|we) \w+"
        r"|\bwhat i did\b|\bmy (?:approach|solution|first step|idea) was\b"
    ),
    "result": re.compile(
        r"\b(?:as a result|in the end|since then|after that|ever since|the (?:result|outcome|upshot) was"
        r"|which (?:meant|saved|cut|reduced|made|gave|brought)|so (?:that )?now|we now|it now|ended up"
        r"|(?:went|dropped|fell|rose|grew|came down|improved) (?:\w+ ){0,4}?(?:from|to|by)\b"
        r"|(?:saved|saves|save|cut|reduced|doubled|halved|tripled|improved|increased)\b(?! the (?:data|code))"
        r"|and it worked|it worked (?:well|so)|paid off|\d+ percent (?:faster|less|more|fewer|better)"
        r"|(?:twice|half|2|3|10) (?:times )?(?:as|the) (?:fast|time|cost|memory))"
    ),
    "example": re.compile(
        rf"\b(?:for (?:example|instance)|such as|take (?:your|our|my|the|a)\b|to give (?:you )?an example"
        rf"|one (?:time|day|evening|morning|night|example|project)\b|imagine\b|say you\b|{_TIME_AGO}"
        r"|the first time\b|i (?:still )?remember\b|recently i\b|(?:lately|yesterday)\b)"
    ),
}


@dataclass(frozen=True, slots=True)
class Story:
    """What marks the parts of a story; None where nothing does.

    Parameters
    ----------
    situation, action, result, example : Spot or None
        The first phrase that marks each; the last one for the result.
    expected : tuple of str
        The parts that the question asks for: all four where it asks for a story, else a concrete example.
    """

    situation: Spot | None
    action: Spot | None
    result: Spot | None
    example: Spot | None
    expected: tuple[str, ...]

    @property
    def parts(self) -> dict[str, Spot | None]:
        """Every part by its name, in the order they are told."""
        return {
            "situation": self.situation,
            "action": self.action,
            "result": self.result,
            "example": self.example,
        }


def find_story(question: Question, transcript: Transcript) -> Story | None:
    """Find the parts of a story in the answer to a warm-up question, or to one with a tag such as "story".

    Parameters
    ----------
    question : Question
    transcript : Transcript

    Returns
    -------
    Story or None
        None for other questions, and for fewer than `FEWEST_WORDS` words.
    """
    asks_for_story = not STORY_TAGS.isdisjoint(tag.lower() for tag in question.tags)
    if not (asks_for_story or WARM_UP.search(question.group)) or len(transcript.words) < FEWEST_WORDS:
        return None
    said = PlainText(transcript)
    first = {part: list(marker.finditer(said.text))[:1] for part, marker in _MARKERS.items()}
    first["result"] = list(_MARKERS["result"].finditer(said.text))[-1:]  # it is what a story ends with
    found = {part: said.spot(*match.span()) for part, matches in first.items() for match in matches}
    return Story(
        **{part: found.get(part) for part in _MARKERS},
        expected=tuple(_MARKERS) if asks_for_story else ("example",),
    )
