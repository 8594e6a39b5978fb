"""Hedges and favourite words: what to know about one's own wording, without blame.

"I think" is honest where one thinks, and a word said often may be the right one. They are listed for
the speaker to see; nothing is held against anybody.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rehearse.analysis.spoken import Marker, SpokenWords, form_of, words_of
from rehearse.analysis.vocabulary import STOP_WORDS
from rehearse.word_lists import built_in_word_lists

if TYPE_CHECKING:
    from rehearse.analysis.fillers import Fillers
    from rehearse.deck import Question
    from rehearse.take import Transcript
    from rehearse.word_lists import WordLists

OFTEN_TIMES = 4
OFTEN_RATIO = 0.03
"""A content word said at least so often, and so many times in a hundred words, is a favourite. Ours."""

_SHORTEST_LETTERS = 4
_EVERYDAY = words_of(
    """
    just also then there here thing things some very really much many more most going want like know make
    made used using because about which these those would could should them they that this with have from
    your what when where will into than been were does gets good well think different
    """
)
"""Too plain to be anybody's favourite."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Hedges in order, and favourite words with how often they were said, the most frequent first."""

    hedges: tuple[Marker, ...] = ()
    favourites: tuple[tuple[str, int], ...] = ()


def find_wording(
    question: Question, transcript: Transcript, fillers: Fillers, lists: WordLists | None = None
) -> Wording:
    """Find hedges and favourite words; those that the question itself is about are not listed.

    Parameters
    ----------
    question : Question
    transcript : Transcript
    fillers : Fillers
        Their words are not counted again.
    lists : WordLists, optional
        The user's, in place of the built-in ones.
    """
    lists = built_in_word_lists() if lists is None else lists
    within = {
        at for marker in fillers.discourse_markers for at in range(marker.first_word, marker.last_word + 1)
    }
    words = SpokenWords(transcript, [at for at in SpokenWords(transcript).indices if at not in within])
    phrases = [tuple(phrase.split()) for phrase in lists.hedges.get(transcript.language, ())]
    phrases.sort(key=len, reverse=True)
    hedges: list[Marker] = []
    at = 0
    while at < len(words):
        length = next((len(each) for each in phrases if words.forms[at : at + len(each)] == each), 0)
        if length:
            hedges.append(words.marker(at, at + length - 1))
        at += length or 1
    return Wording(tuple(hedges), _favourites(question, words))


def _favourites(question: Question, words: SpokenWords) -> tuple[tuple[str, int], ...]:
    expected = (question.text, question.model_answer, *(point.text for point in question.key_points))
    known = {form_of(word).removesuffix("s") for text in expected for word in text.replace("-", " ").split()}
    counted = Counter(
        form
        for form in words.forms
        if len(form) >= _SHORTEST_LETTERS
        and form.isalpha()
        and form not in STOP_WORDS
        and form not in _EVERYDAY
        and form.removesuffix("s") not in known
    )
    fewest = max(OFTEN_TIMES, OFTEN_RATIO * len(words))
    return tuple((form, n) for form, n in counted.most_common() if n >= fewest)
