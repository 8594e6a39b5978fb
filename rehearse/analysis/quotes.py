"""From a stretch of tokens back to what was said: its words, its times and its quote."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from rehearse.analysis.answer import Answer
    from rehearse.take import Transcript


class Place(TypedDict):
    """The fields of a match that trace it to the transcript; times are None when that has none."""

    first_word: int
    last_word: int
    matched_words: tuple[int, ...]
    start_s: float | None
    end_s: float | None
    quote: str


def place(matched: tuple[int, ...], transcript: Transcript, answer: Answer) -> Place:
    """Trace matched tokens to their words, their times and their text."""
    first = answer.tokens[matched[0]].first_word
    last = answer.tokens[matched[-1]].last_word
    said = transcript.words[first : last + 1]
    timed = transcript.words[-1].end_s > 0
    return Place(
        first_word=first,
        last_word=last,
        matched_words=tuple(
            sorted(
                {
                    word
                    for index in matched
                    for word in range(answer.tokens[index].first_word, answer.tokens[index].last_word + 1)
                }
            )
        ),
        start_s=said[0].start_s if timed else None,
        end_s=max(word.end_s for word in said) if timed else None,
        quote=" ".join(word.text for word in said),
    )
