"""One question from asking to saving.

This module knows no library, only the parts of the desk (:mod:`rehearse.desk`); the real ones are
laid out by :mod:`rehearse.sitting`, small ones by the tests.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from rehearse.analysis import Analysis, analyse
from rehearse.analysis.coverage import cover
from rehearse.analysis.document import document
from rehearse.analysis.fillers import find_fillers
from rehearse.answering import Answered, kept, take_answer
from rehearse.background import Loading, WritingDown
from rehearse.deck import Deck, Question
from rehearse.desk import Desk, Judge, Stop, Teller
from rehearse.errors import JudgeError
from rehearse.take import Beginning, Take


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A finished take with its analysis.

    Parameters
    ----------
    take : Take
    analysis : Analysis
    stop : Stop
        What ended the answer: `FINISHED`, or `LEAVE` or `INTERRUPTED` when the person wants no more.
    """

    take: Take
    analysis: Analysis
    stop: Stop = Stop.FINISHED


def rehearse_question(
    desk: Desk,
    deck: Deck,
    question: Question,
    *,
    answer_file: Path | None = None,
    session: str = "",
    feedback: bool = True,
) -> Rehearsed:
    """Ask one question, take its answer, and save what it was like.

    Parameters
    ----------
    desk : Desk
    deck : Deck
    question : Question
    answer_file : Path, optional
        A recording made elsewhere, in place of the microphone.
    session : str
        Shared by the takes of one sitting.
    feedback : bool
        Whether the words and key points are shown as soon as they are there. The whole is returned, for
        the caller to show.

    Raises
    ------
    RehearseError
        What was recorded until then stays on disk, and the hint says where.
    KeyboardInterrupt, Left
        Likewise.
    """
    answered = take_answer(desk, deck, question, answer_file=answer_file, session=session)
    return assess(desk, answered, feedback=feedback)


def finish_take(desk: Desk, folder: Path, sound: Path, beginning: Beginning, *, feedback: bool) -> Rehearsed:
    """Make a take of an answer that was interrupted, in its own folder.

    Parameters
    ----------
    desk : Desk
    folder : Path
        In hand: see :meth:`rehearse.store.Store.resume`.
    sound : Path
        What was said.
    beginning : Beginning
    feedback : bool
        As in :func:`rehearse_question`.

    Raises
    ------
    RehearseError
        The sound stays as it is.
    """
    with kept(desk.store, desk.screen, folder, keep_sound=True):
        loading = Loading(desk)
        recording = replace(desk.hearing.reopen(sound), device=beginning.device)
        writing_down = WritingDown(desk, beginning.question, desk.hearing.blocks(recording))
    answered = Answered(folder, beginning, recording, writing_down, loading)
    return assess(desk, answered, feedback=feedback)


def assess(desk: Desk, answered: Answered, *, feedback: bool, teller: Teller | None = None) -> Rehearsed:
    """Write down and measure an answer that has ended, and save it.

    Parameters
    ----------
    desk : Desk
    answered : Answered
    feedback : bool
        As in :func:`rehearse_question`.
    teller : Teller, optional
        Told how far this has come, in place of the desk's screen, which may be showing something else.

    Raises
    ------
    RehearseError, KeyboardInterrupt, Left
        As :func:`rehearse_question`.
    """
    teller = teller or desk.screen
    with kept(desk.store, teller, answered.folder, keep_sound=answered.spoken):
        return _assess(desk, answered, teller, feedback=feedback)


def _assess(desk: Desk, answered: Answered, teller: Teller, *, feedback: bool) -> Rehearsed:
    beginning, recording = answered.beginning, answered.recording
    answered.loading.wait(teller)
    duration_s = recording.duration_s
    transcript = answered.writing_down.transcript(teller, duration_s)
    with teller.working("Comparing it with the key points"):
        judge = _usable_judge(desk, teller)
        coverage = cover(beginning.question, transcript, judge=judge)
    if feedback:
        fillers = find_fillers(transcript, desk.word_lists)
        teller.covered(beginning.question, transcript, coverage, fillers)
    with teller.working("Measuring how you said it"):
        speech = desk.hearing.speech(recording)
        analysis = analyse(
            beginning.question,
            transcript,
            speech,
            duration_s=duration_s,
            recording_delay_s=beginning.recording_delay_s,
            voice=desk.hearing.voice(recording, speech),
            word_lists=desk.word_lists,
            past_rates_wpm=desk.past_rates_wpm,
            coverage=coverage,
            judge=judge,
        )
    take = Take(
        folder=answered.folder,
        deck=beginning.deck,
        question=beginning.question,
        recorded_at=beginning.recorded_at,
        recording=recording,
        transcript=transcript,
        recording_delay_s=beginning.recording_delay_s,
        session=beginning.session,
        demonstration=beginning.demonstration,
        follow_up_to=beginning.follow_up_to,
    )
    made = document(beginning.deck, beginning.question, transcript, duration_s, analysis)
    return Rehearsed(desk.store.save(take, made), analysis, answered.stop)


def _usable_judge(desk: Desk, teller: Teller) -> Judge | None:
    """Return the judge of key points; none, with a notice, where it fails: words alone decide then."""
    if desk.judge is not None:
        try:
            desk.judge.load()
        except JudgeError as exc:
            teller.notice(exc.message, exc.hint)
            return None
    return desk.judge
