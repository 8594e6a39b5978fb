"""Filled pauses and discourse markers: what a speaker says while thinking, and where it comes thick.

A filled pause (um, uh) is a sound, not a word, and is marked by the transcription. A discourse marker
is a word used as filler, as the rules of :mod:`rehearse.word_lists` judge it. The two are counted
apart, and apart from speech that begins again (:mod:`rehearse.analysis.repairs`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rehearse.analysis.repairs import find_repairs
from rehearse.analysis.spoken import Marker, SpokenWords, form_of, words_of
from rehearse.take import Interval, WordKind
from rehearse.word_lists import built_in_word_lists

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rehearse.take import Transcript, Word
    from rehearse.word_lists import FillerRule, WordLists

FILLED_PAUSE_FORMS: dict[str, frozenset[str]] = {
    "en": frozenset(
        "um umm ummm uhm uhmm ehm uh uhh uhhh er err erm ermm ah ahh eh hm hmm hmmm mm mmm".split()  # noqa: SIM905
    ),
}
"""Spellings of filled pauses, by language (ISO 639-1); those of a language not listed are not counted."""

CLUSTER_FILLERS = 3
CLUSTER_S = 8.0
"""So many fillers within so long are a cluster: at more than 20 a minute no listener misses them. Ours."""


@dataclass(frozen=True, slots=True)
class Fillers:
    """The disfluencies of an answer, each kind in order of time.

    Parameters
    ----------
    filled_pauses, discourse_markers : tuple of Marker
    repetitions, self_repairs, false_starts : tuple of Marker
    counts_filled_pauses, counts_discourse_markers : bool
        False where those of the language are not known: that none were found then says nothing.
    """

    filled_pauses: tuple[Marker, ...] = ()
    discourse_markers: tuple[Marker, ...] = ()
    repetitions: tuple[Marker, ...] = ()
    self_repairs: tuple[Marker, ...] = ()
    false_starts: tuple[Marker, ...] = ()
    counts_filled_pauses: bool = True
    counts_discourse_markers: bool = True

    @property
    def counts_both(self) -> bool:
        """Whether the number of disfluencies can be told."""
        return self.counts_filled_pauses and self.counts_discourse_markers

    @property
    def both(self) -> tuple[Marker, ...]:
        """Filled pauses and discourse markers together, in order."""
        both = (*self.filled_pauses, *self.discourse_markers)
        return tuple(sorted(both, key=lambda marker: marker.first_word))

    @property
    def n_disfluencies(self) -> int:
        """Filled pauses and filler words together, as the disfluency bands count them."""
        return len(self.filled_pauses) + len(self.discourse_markers)


@dataclass(frozen=True, slots=True)
class Cluster:
    """A stretch where fillers come thick.

    Parameters
    ----------
    place : Interval
    markers : tuple of Marker
    """

    place: Interval
    markers: tuple[Marker, ...]


def is_hesitation(word: Word, language: str = "en") -> bool:
    """Say whether a word of a transcript is a filled pause: marked as one, or one by its text."""
    return word.kind is WordKind.FILLED_PAUSE or is_filled_pause(word.text, language)


def is_filled_pause(text: str, language: str = "en") -> bool:
    """Say whether a transcribed item is a spelling of a filled pause.

    "mm-hmm" and "uh-huh" are answers, not pauses, and are not.

    Parameters
    ----------
    text : str
        One item, with or without punctuation and capitals ("Um,").
    language : str
        ISO 639-1 code.
    """
    return form_of(text) in FILLED_PAUSE_FORMS.get(language, ())


def knows_filled_pauses(language: str) -> bool:
    """Say whether filled pauses of a language (ISO 639-1) are known, and so can be counted."""
    return language in FILLED_PAUSE_FORMS


def find_fillers(transcript: Transcript, lists: WordLists | None = None) -> Fillers:
    """Find the filled pauses and discourse markers of a transcript, and what was begun again.

    Parameters
    ----------
    transcript : Transcript
    lists : WordLists, optional
        The user's, in place of the built-in ones.
    """
    lists = built_in_word_lists() if lists is None else lists
    filled = [at for at, word in enumerate(transcript.words) if word.kind is WordKind.FILLED_PAUSE]
    sounds = SpokenWords(transcript, filled)
    words = SpokenWords(transcript)
    spans = tuple(_discourse_markers(words, lists.fillers.get(transcript.language, ())))
    within = {words.indices[at] for first, last in spans for at in range(first, last + 1)}
    repairs = find_repairs(SpokenWords(transcript, [at for at in words.indices if at not in within]))
    return Fillers(
        tuple(sounds.marker(at, at) for at in range(len(sounds))),
        tuple(words.marker(first, last) for first, last in spans),
        repairs.repetitions,
        repairs.self_repairs,
        repairs.false_starts,
        counts_filled_pauses=knows_filled_pauses(transcript.language),
        counts_discourse_markers=transcript.language in lists.fillers,
    )


def clusters(fillers: Fillers) -> tuple[Cluster, ...]:
    """Return where at least `CLUSTER_FILLERS` fillers begin within `CLUSTER_S`, longest runs first merged.

    Parameters
    ----------
    fillers : Fillers
        With times; typed text has none, and no clusters.
    """
    heard = [marker for marker in fillers.both if marker.end_s > 0]
    runs: list[list[Marker]] = []
    for at, marker in enumerate(heard):
        crowd = [other for other in heard[at:] if other.start_s <= marker.start_s + CLUSTER_S]
        if len(crowd) < CLUSTER_FILLERS:
            continue
        if runs and marker in runs[-1]:
            runs[-1] += [other for other in crowd if other not in runs[-1]]
        else:
            runs.append(crowd)
    return tuple(
        Cluster(Interval(run[0].start_s, max(marker.end_s for marker in run)), tuple(run)) for run in runs
    )


def _discourse_markers(words: SpokenWords, rules: tuple[FillerRule, ...]) -> Iterator[tuple[int, int]]:
    """Find where discourse markers begin and end, none overlapping another."""
    forms = [(rule, tuple(rule.form.split())) for rule in rules]
    at = 0
    while at < len(words):
        for rule, form in forms:
            last = at + len(form) - 1
            if words.forms[at : last + 1] == form and _is_filler(rule, words, at, last):
                yield at, last
                at = last + 1
                break
        else:
            at += 1


def _is_filler(rule: FillerRule, words: SpokenWords, first: int, last: int) -> bool:
    """Judge some words by their neighbours and the punctuation around them."""
    opens = first == 0 or words.ends_sentence(first - 1)
    begins = opens or words.ends_clause(first - 1)
    ends = last == len(words) - 1 or words.ends_clause(last)
    before = "" if opens else _neighbour(words, first - 1)
    after = "" if ends else _neighbour(words, last + 1)
    if (before in rule.not_after and not (begins and ends)) or after in rule.not_before:
        return False
    return (
        rule.anywhere
        or words.beside_filled_pause(first, last)
        or (opens and rule.opening)
        or (ends and (begins or rule.trailing))
        or before in rule.after
        or after in rule.before
    )


_NUMBERS = words_of(
    """
    two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred half
    """
)


def _neighbour(words: SpokenWords, at: int) -> str:
    form = words.forms[at]
    return "$number" if form in _NUMBERS or form[:1].isdigit() else form
