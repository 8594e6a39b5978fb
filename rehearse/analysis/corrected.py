"""A transcript and its analysis as a person corrected them: pure functions, the original kept.

Words are corrected before the analysis, which then knows nothing of it; verdicts on fillers and key
points are laid over what the analysis found.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rehearse.analysis.coverage import Coverage, KeyPointMatch, Status, share_covered
from rehearse.analysis.fillers import Fillers, is_filled_pause
from rehearse.analysis.spoken import SpokenWords
from rehearse.corrections import FillerJudged, Inserted, PointJudged, Removed, Respelled, standing
from rehearse.take import Transcript, Word, WordKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rehearse.analysis.spoken import Marker
    from rehearse.corrections import Correction
    from rehearse.deck import Question

INSERTED_WORD_S = 0.3
"""Length given to an inserted word, where the words around it leave room: an average English word's."""

PERSON = "person"
"""Who decided on a key point, where the person did."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a word of a corrected transcript comes from.

    Parameters
    ----------
    word : int or None
        Index in the transcript as it was written down; None for an inserted word.
    correction : str
        Id of the correction that made it what it is; "" when none did.
    """

    word: int | None
    correction: str = ""


@dataclass(frozen=True, slots=True)
class Corrected:
    """A transcript as corrected, and what the person decided besides.

    Parameters
    ----------
    transcript : Transcript
    origins : tuple of Origin
        Of each of its words.
    original : Transcript
    removed : tuple of (int, str)
        Words taken away: the index of each in the original, and the id of the correction.
    fillers : tuple of (int, int, bool)
        First and last word in the corrected transcript, and whether they are a filler; later ones hold.
    points : dict of str to PointJudged
        By the text of the key point; words as indices into the corrected transcript.
    standing : tuple of Correction
        All that hold.
    """

    transcript: Transcript
    origins: tuple[Origin, ...]
    original: Transcript
    removed: tuple[tuple[int, str], ...]
    fillers: tuple[tuple[int, int, bool], ...]
    points: dict[str, PointJudged]
    standing: tuple[Correction, ...]


def apply_corrections(transcript: Transcript, corrections: Iterable[Correction]) -> Corrected:
    """Correct a transcript.

    Parameters
    ----------
    transcript : Transcript
        As it was written down.
    corrections : iterable of Correction
        As they were made. One that names a word that is not there is passed over.
    """
    held = standing(corrections)
    on_word = _on_words(held, transcript)
    insertions: dict[int, list[Correction]] = {}
    for correction in held:
        if isinstance(correction.change, Inserted):
            insertions.setdefault(correction.change.after, []).append(correction)
    words: list[Word] = []
    origins: list[Origin] = []
    removed: list[tuple[int, str]] = []
    for at in range(-1, len(transcript.words)):
        if at >= 0:
            found = on_word.get(at)
            if found is None:
                words.append(transcript.words[at])
                origins.append(Origin(at))
            elif spelled := _in_place_of(transcript.words[at], found, transcript.language):
                words += spelled
                origins += [Origin(at, found.id)] * len(spelled)
            else:
                removed.append((at, found.id))
        for correction in insertions.get(at, ()):
            new = _inserted(transcript, at, correction)
            words += new
            origins += [Origin(None, correction.id)] * len(new)
    made = _Places(origins)
    return Corrected(
        transcript=replace(transcript, words=tuple(words)),
        origins=tuple(origins),
        original=transcript,
        removed=tuple(removed),
        fillers=tuple(made.fillers(held)),
        points=made.points(held),
        standing=held,
    )


def _on_words(held: Iterable[Correction], transcript: Transcript) -> dict[int, Correction]:
    """Return the correction that holds for each corrected word: the last one."""
    on_word: dict[int, Correction] = {}
    for correction in held:
        match correction.change:
            case Respelled(word) | Removed(word):
                on_word[word] = correction
            case FillerJudged(first, last):  # a sound that is no filler was not said
                for at, said in enumerate(transcript.words[first : last + 1], first):
                    if said.kind is WordKind.FILLED_PAUSE:
                        on_word[at] = correction
    return on_word


class _Places:
    """Where words of the original are in the corrected transcript."""

    def __init__(self, origins: Sequence[Origin]) -> None:
        self._places: dict[int, list[int]] = {}
        for place, origin in enumerate(origins):
            if origin.word is not None:
                self._places.setdefault(origin.word, []).append(place)

    def of(self, first: int, last: int) -> tuple[int, int] | None:
        """Return the first and last place of a stretch; None when nothing of it is left."""
        places = [place for at in range(first, last + 1) for place in self._places.get(at, ())]
        return (places[0], places[-1]) if places else None

    def fillers(self, held: Iterable[Correction]) -> Iterable[tuple[int, int, bool]]:
        for correction in held:
            change = correction.change
            if isinstance(change, FillerJudged) and (place := self.of(change.first, change.last)):
                yield (*place, change.is_filler)

    def points(self, held: Iterable[Correction]) -> dict[str, PointJudged]:
        points: dict[str, PointJudged] = {}
        for correction in held:
            if isinstance(change := correction.change, PointJudged):
                named = change.first is not None and change.last is not None
                place = self.of(change.first or 0, change.last or 0) if named else None
                first, last = place or (None, None)
                points[change.point] = replace(change, first=first, last=last)
        return points


def judged_fillers(fillers: Fillers, corrected: Corrected) -> Fillers:
    """Lay a person's verdicts over the fillers that were found.

    Parameters
    ----------
    fillers : Fillers
        Of the corrected transcript.
    corrected : Corrected
    """
    markers = list(fillers.discourse_markers)
    spoken = SpokenWords(corrected.transcript, range(len(corrected.transcript.words)))
    for first, last, is_filler in corrected.fillers:
        markers = [marker for marker in markers if marker.last_word < first or last < marker.first_word]
        words = corrected.transcript.words[first : last + 1]
        if is_filler and any(word.kind is WordKind.WORD for word in words):
            markers.append(replace(spoken.marker(first, last), certain=True))
    markers.sort(key=lambda marker: marker.first_word)
    taken = {at for marker in markers for at in range(marker.first_word, marker.last_word + 1)}

    def apart(found: tuple[Marker, ...]) -> tuple[Marker, ...]:
        return tuple(marker for marker in found if marker.first_word not in taken)

    return replace(
        fillers,
        discourse_markers=tuple(markers),
        repetitions=apart(fillers.repetitions),
        self_repairs=apart(fillers.self_repairs),
        false_starts=apart(fillers.false_starts),
    )


def judged_coverage(coverage: Coverage, question: Question, corrected: Corrected) -> Coverage:
    """Lay a person's verdicts over the coverage that was found.

    Parameters
    ----------
    coverage : Coverage
        Of the corrected transcript.
    question : Question
    corrected : Corrected
    """
    matches = tuple(
        _judged(match, corrected.points[match.key_point.text], corrected.transcript)
        if match.key_point.text in corrected.points
        else match
        for match in coverage.key_points
    )
    return replace(coverage, coverage=share_covered(matches, question.need), key_points=matches)


def _judged(match: KeyPointMatch, verdict: PointJudged, transcript: Transcript) -> KeyPointMatch:
    if not verdict.said:
        return KeyPointMatch(match.key_point, Status.MISSED, by=PERSON)
    if verdict.first is None or verdict.last is None:
        if match.status is Status.CONTRADICTED:  # the words that deny it are not those that say it
            match = KeyPointMatch(match.key_point, match.status)
        return replace(match, status=Status.COVERED, score=1.0, by=PERSON)
    said = transcript.words[verdict.first : verdict.last + 1]
    timed = any(word.end_s > 0 for word in transcript.words)
    return replace(
        match,
        status=Status.COVERED,
        score=1.0,
        first_word=verdict.first,
        last_word=verdict.last,
        start_s=said[0].start_s if timed else None,
        end_s=max(word.end_s for word in said) if timed else None,
        quote=" ".join(word.text for word in said),
        by=PERSON,
    )


def _in_place_of(word: Word, correction: Correction, language: str) -> list[Word]:
    """Return what a correction puts in the place and the time of a word; nothing when it takes it away."""
    match correction.change:
        case Respelled(_, text):
            return _spread(text.split(), word.start_s, word.end_s, language)
        case FillerJudged(is_filler=True):
            return [replace(word, certain=True)]
    return []


def _inserted(transcript: Transcript, after: int, correction: Correction) -> list[Word]:
    """Return the words of an insertion, in the gap that the words around it leave, if any."""
    assert isinstance(correction.change, Inserted)
    texts = correction.change.text.split()
    start_s = transcript.words[after].end_s if after >= 0 else 0.0
    if after + 1 < len(transcript.words):
        end_s = max(start_s, transcript.words[after + 1].start_s)
    else:
        end_s = start_s
    wanted_s = INSERTED_WORD_S * len(texts)
    if after < 0:
        start_s = max(start_s, end_s - wanted_s)  # right before the first word, not at the silence's start
    return _spread(texts, start_s, min(end_s, start_s + wanted_s), transcript.language)


def _spread(texts: list[str], start_s: float, end_s: float, language: str) -> list[Word]:
    letters = sum(map(len, texts))
    words: list[Word] = []
    done = 0
    for text in texts:
        begun, done = done, done + len(text)
        kind = WordKind.FILLED_PAUSE if is_filled_pause(text, language) else WordKind.WORD
        first_s, last_s = (start_s + (end_s - start_s) * share / letters for share in (begun, done))
        words.append(Word(text, first_s, last_s, None, kind))
    return words
