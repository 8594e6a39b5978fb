"""A past take scored again, from its words and what was heard in its sound.

A take is what happened and never changes; its score is derived, and can be made again at any time:
to be shown, after a correction, or against a question whose deck has changed. The analysis on disk
is then replaced, under a lock on the take, so that two programs at once leave the one that knows all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from rehearse.analysis import Analysis, analyse
from rehearse.analysis.corrected import Corrected, apply_corrections
from rehearse.analysis.document import document
from rehearse.corrections import Change, Correction, PointJudged, Undone, new_correction, problem
from rehearse.corrections_log import add_corrections, read_corrections
from rehearse.desk import Hearing, Judge
from rehearse.errors import AudioInputError, CorrectionError, JudgeError, StoreError
from rehearse.json_lines import append_lines
from rehearse.store import Store
from rehearse.take import Interval, Take, Transcript
from rehearse.take_folder import failed
from rehearse.take_json import question_document, question_from
from rehearse.unfinished import LOCK_FILE

if TYPE_CHECKING:
    from rehearse.deck import Question
    from rehearse.sound import VoiceTrack
    from rehearse.word_lists import WordLists

EARLIER_FILE = "earlier-analyses.jsonl"

LONGEST_WAIT_S = 60.0
"""For another program to be done with a take: scoring one anew takes seconds."""

RatesBefore = Callable[[Take], Sequence[float]]
"""Gives the speech rates, wpm, of the speaker's takes before one."""


@dataclass(frozen=True, slots=True)
class Rescored:
    """A take and what is made of it now.

    Parameters
    ----------
    take : Take
        As it was recorded.
    question : Question
        What it is scored against: as it was asked, or as the deck had it when it was scored anew.
    corrected : Corrected
        Its transcript as a person corrected it.
    analysis : Analysis
        Of the corrected transcript.
    document : dict
        The same as plain JSON values, as ``analysis.json`` has them.
    speech : tuple of Interval
        Where speech is in its recording; empty when the sound is gone.
    voice : VoiceTrack or None
        How high and how loud it is; None when the sound is gone.
    """

    take: Take
    question: Question
    corrected: Corrected
    analysis: Analysis
    document: dict[str, Any]
    speech: tuple[Interval, ...]
    voice: VoiceTrack | None

    @property
    def transcript(self) -> Transcript:
        """The words that count: as corrected."""
        return self.corrected.transcript


class Rescorer:
    """Scores past takes again.

    Parameters
    ----------
    store : Store
    hearing : Hearing
        One that keeps what it heard makes all this quick.
    word_lists : WordLists, optional
        The user's fillers and hedges, in place of the built-in ones.
    judge : Judge, optional
        None where words alone decide.
    rates_before : callable, optional
        None where a take's pace is compared with no other's.
    """

    def __init__(
        self,
        store: Store,
        hearing: Hearing,
        *,
        word_lists: WordLists | None = None,
        judge: Judge | None = None,
        rates_before: RatesBefore | None = None,
    ) -> None:
        self._store = store
        self._hearing = hearing
        self._word_lists = word_lists
        self._judge = judge
        self._rates_before = rates_before

    def prepare(self) -> None:
        """Load what takes long to load, before anybody waits for it; a failure is told when it is needed."""
        if self._judge is not None:
            with suppress(JudgeError):
                self._judge.load()

    def rescore(self, take: Take) -> Rescored:
        """Score a take as it stands: with its corrections, against the question it was last scored against.

        Raises
        ------
        AudioInputError
            When its sound is there and cannot be read.
        StoreError
        """
        return self._scored(take, scored_question(take, self._store.analysis(take)))

    def correct(self, take: Take, changes: Sequence[Change], at: datetime) -> Rescored:
        """Add corrections to a take, and keep what they make of it.

        Parameters
        ----------
        take : Take
        changes : sequence of Change
            All are kept, or none.
        at : datetime
            Now, with its time zone.

        Raises
        ------
        CorrectionError
            When one refers to something that is not there.
        AudioInputError, StoreError
        """
        with _alone_with(take):
            before = read_corrections(take.folder)
            question = scored_question(take, self._store.analysis(take))
            for change in changes:
                _require(change, take, question, before)
            add_corrections(take.folder, [new_correction(change, at) for change in changes])
            rescored = self._scored(take, question)
            self._store.save_analysis(take, rescored.document)
        return rescored

    def refresh(self, take: Take) -> Rescored:
        """Make a take's analysis on disk what it would be today.

        Raises
        ------
        AudioInputError, StoreError
        """
        with _alone_with(take):
            rescored = self.rescore(take)
            self._store.save_analysis(take, rescored.document)
        return rescored

    def rescore_against(self, take: Take, question: Question, at: datetime) -> Rescored:
        """Score a take against its question as it is now, and keep the earlier result beside the new.

        Parameters
        ----------
        take : Take
        question : Question
            As the deck has it today.
        at : datetime
            Now, with its time zone.

        Raises
        ------
        AudioInputError, StoreError
        """
        with _alone_with(take):
            before = self._store.analysis(take)
            rescored = self._scored(take, question)
            if before is not None and _result(before) != _result(rescored.document):
                try:
                    append_lines(
                        take.folder / EARLIER_FILE, [{"replaced_at": at.isoformat(), "analysis": before}]
                    )
                except OSError as error:
                    raise failed(f"{take.id} cannot be scored anew", take.folder, error) from error
            self._store.save_analysis(take, rescored.document)
        return rescored

    def _scored(self, take: Take, question: Question) -> Rescored:
        speech, voice = self._heard(take)
        corrected = apply_corrections(take.transcript, read_corrections(take.folder))
        analysis = analyse(
            question,
            corrected.transcript,
            speech,
            duration_s=take.recording.duration_s,
            recording_delay_s=take.recording_delay_s,
            voice=voice,
            word_lists=self._word_lists,
            past_rates_wpm=self._rates_before(take) if self._rates_before else (),
            judge=self._judge,
            corrected=corrected,
        )
        made = document(
            take.deck, question, corrected.transcript, take.recording.duration_s, analysis, corrected
        )
        if question != take.question:
            made["question"] = question_document(question)
        return Rescored(take, question, corrected, analysis, made, speech, voice)

    def _heard(self, take: Take) -> tuple[tuple[Interval, ...], VoiceTrack | None]:
        """Return where speech is and how the voice goes; nothing when the sound is gone."""
        try:
            speech = self._hearing.speech(take.recording)
        except AudioInputError:
            if take.recording.path.exists():
                raise
            return (), None
        return speech, self._hearing.voice(take.recording, speech)


@contextmanager
def _alone_with(take: Take) -> Iterator[None]:
    """Keep every other program and thread from changing what is made of a take."""
    from filelock import FileLock, Timeout

    lock = FileLock(take.folder / LOCK_FILE, timeout=LONGEST_WAIT_S)
    try:
        lock.acquire()
    except Timeout as error:
        raise StoreError(
            f"The take {take.id} is being worked on by another Rehearse.", "Try again when that is done."
        ) from error
    except OSError as error:
        raise failed(f"{take.id} cannot be changed", take.folder, error) from error
    try:
        yield
    finally:
        lock.release()


def scored_question(take: Take, made: Mapping[str, Any] | None) -> Question:
    """Return the question that a take was last scored against.

    Parameters
    ----------
    take : Take
    made : mapping or None
        Its analysis document, in whatever state; without one it is the question as it was asked.
    """
    if made is None or made.get("question") is None:
        return take.question
    try:
        return question_from(made["question"])
    except ValueError:  # derived data that was damaged: the take itself is whole
        return take.question


def _require(change: Change, take: Take, question: Question, before: Sequence[Correction]) -> None:
    """Refuse a correction that refers to nothing."""
    reason = problem(change, len(take.transcript.words))
    points = {point.text for point in question.key_points}
    if isinstance(change, PointJudged) and change.point not in points:
        reason = f"This question has no key point “{change.point}”."
    if isinstance(change, Undone) and change.correction not in {correction.id for correction in before}:
        reason = "There is no such correction to undo."
    if reason:
        raise CorrectionError(reason, "Look at the take again: it may have changed.")


def _result(made: Mapping[str, Any]) -> tuple[object, ...]:
    """Return what makes an earlier result worth keeping beside a later one."""
    return tuple(made.get(name) for name in ("question", "coverage", "summary"))
