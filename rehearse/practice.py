"""One question from asking to saving.

This module knows no library, only the parts of the desk (:mod:`rehearse.desk`); the real ones are
laid out by :mod:`rehearse.sitting`, small ones by the tests.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from rehearse.analysis import Analysis, analyse
from rehearse.analysis.coverage import cover
from rehearse.analysis.document import document
from rehearse.analysis.fillers import find_fillers
from rehearse.background import Loading, WritingDown
from rehearse.deck import Deck, Question
from rehearse.desk import Begin, Desk, Meaning, Recorder, Stop
from rehearse.errors import AudioInputError, MeaningError, SpeechOutputError, StoreError
from rehearse.shell_words import rehearse_command
from rehearse.take import Beginning, Recording, Take

DEFAULT_TIME_LIMIT_S = 120.0
"""The target for a question whose deck names none."""

RECORDING_STOPS_AFTER_LIMITS = 2.0
"""Recording stops by itself at this many times the time limit."""

THINK_TIME_S = 30.0
"""Given to who asks for time to think and has set none."""


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


@dataclass(frozen=True, slots=True)
class _Answer:
    recording: Recording
    writing_down: WritingDown
    delay_s: float | None = None
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
    if answer_file is not None:
        desk.hearing.check(answer_file)  # better now than after the question was heard
    desk.screen.question(deck, question)
    # The model loads while the question is asked and answered, never before the person sees it.
    loading = Loading(desk)
    question_ended_s = _ask(desk, question, think=answer_file is None and desk.recorder is not None)
    loading.raise_if_failed()  # better now than after two minutes of speech
    beginning = Beginning(
        deck=deck.name,
        question=question,
        recorded_at=desk.now(),
        session=session,
        demonstration=answer_file is None and desk.recorder is None,
    )
    folder = desk.store.begin(beginning)
    spoken = answer_file is None and desk.recorder is not None
    with _kept(desk, folder, keep_sound=spoken):
        answer = _answer(desk, beginning, folder, answer_file, question_ended_s)
        loading.wait(desk.screen)
        return _finish(desk, folder, beginning, answer, feedback=feedback)


def finish_take(desk: Desk, folder: Path, sound: Path, beginning: Beginning) -> Rehearsed:
    """Make a take of an answer that was interrupted, in its own folder.

    Parameters
    ----------
    desk : Desk
    folder : Path
        In hand: see :meth:`rehearse.store.Store.resume`.
    sound : Path
        What was said.
    beginning : Beginning

    Raises
    ------
    RehearseError
        The sound stays as it is.
    """
    with _kept(desk, folder, keep_sound=True):
        loading = Loading(desk)
        recording = replace(desk.hearing.reopen(sound), device=beginning.device)
        writing_down = WritingDown(desk, beginning.question, desk.hearing.blocks(recording))
        loading.wait(desk.screen)
        answer = _Answer(recording, writing_down, beginning.recording_delay_s)
        return _finish(desk, folder, beginning, answer, feedback=False)


@contextmanager
def _kept(desk: Desk, folder: Path, *, keep_sound: bool) -> Iterator[None]:
    """Keep what was said in `folder` whatever goes wrong, and say how it can be finished."""
    try:
        yield
    except BaseException:
        if (kept := desk.store.abandon(folder, keep_sound=keep_sound)) is not None:
            desk.screen.notice(
                f"Your answer is kept in {kept}.",
                f"To finish it: {rehearse_command('finish', str(folder))}",
            )
        raise


def _finish(desk: Desk, folder: Path, beginning: Beginning, answer: _Answer, *, feedback: bool) -> Rehearsed:
    """Measure an answer that has ended, and save it."""
    duration_s = answer.recording.duration_s
    transcript = answer.writing_down.transcript(desk.screen, duration_s)
    meaning = _usable_meaning(desk)
    coverage = cover(beginning.question, transcript, meaning=meaning)
    if feedback:
        fillers = find_fillers(transcript, desk.word_lists)
        desk.screen.covered(beginning.question, transcript, coverage, fillers)
    with desk.screen.working("Measuring how you said it"):
        speech = desk.hearing.speech(answer.recording)
        analysis = analyse(
            beginning.question,
            transcript,
            speech,
            duration_s=duration_s,
            recording_delay_s=answer.delay_s,
            voice=desk.hearing.voice(answer.recording, speech),
            word_lists=desk.word_lists,
            past_rates_wpm=desk.past_rates_wpm,
            coverage=coverage,
            meaning=meaning,
        )
    take = Take(
        folder=folder,
        deck=beginning.deck,
        question=beginning.question,
        recorded_at=beginning.recorded_at,
        recording=answer.recording,
        transcript=transcript,
        recording_delay_s=answer.delay_s,
        session=beginning.session,
        demonstration=beginning.demonstration,
        follow_up_to=beginning.follow_up_to,
    )
    made = document(beginning.deck, beginning.question, transcript, duration_s, analysis)
    return Rehearsed(desk.store.save(take, made), analysis, answer.stop)


def _usable_meaning(desk: Desk) -> Meaning | None:
    """Return the sentence embedder; none, with a notice, where it fails: words alone decide then."""
    if desk.meaning is not None:
        try:
            desk.meaning.load()
        except MeaningError as exc:
            desk.screen.notice(exc.message, exc.hint)
            return None
    return desk.meaning


def _ask(desk: Desk, question: Question, *, think: bool) -> float | None:
    """Let the question be heard, and the person think if they want to (and `think` allows it).

    Returns
    -------
    float or None
        When the question ended, on the desk's clock; None when it was not heard, or long before the answer.
    """
    ended_s, wants_to_think = _speak(desk, question)
    if think and (wants_to_think or desk.think_time_s):
        return _think(desk, question)
    return ended_s


def _think(desk: Desk, question: Question) -> float | None:
    """Let the person think, or hear the question again; returns as `_ask` does."""
    if desk.screen.thinking(desk.think_time_s or THINK_TIME_S) is Begin.REPEAT:
        return _ask(desk, question, think=True)
    return None


def _speak(desk: Desk, question: Question) -> tuple[float | None, bool]:
    voice, player = desk.voice, desk.player
    if voice is None or player is None:
        return None, False

    def speak(stop: threading.Event) -> None:
        player.play(voice.render(question.text), stop)

    try:
        wants_to_think = desk.screen.speaking(speak)
    except SpeechOutputError as exc:
        desk.screen.notice(exc.message, exc.hint)
        return None, False
    return desk.monotonic(), wants_to_think


def _answer(
    desk: Desk,
    beginning: Beginning,
    folder: Path,
    answer_file: Path | None,
    question_ended_s: float | None,
) -> _Answer:
    question = beginning.question
    if answer_file is None and desk.recorder is not None:
        return _listen(desk, desk.recorder, beginning, folder, question_ended_s)
    if answer_file is None:
        if desk.demonstration is None:
            raise AudioInputError("There is neither a microphone nor a recording to take the answer from.")
        with desk.screen.working("Synthesising a demonstration answer"):
            answer_file = desk.demonstration(question)
    with desk.screen.working("Reading the recording"):
        recording = desk.hearing.take_in(answer_file, folder / "answer.flac")
    return _Answer(recording, WritingDown(desk, question, desk.hearing.blocks(recording)))


def _listen(
    desk: Desk, recorder: Recorder, beginning: Beginning, folder: Path, question_ended_s: float | None
) -> _Answer:
    question = beginning.question
    target_s = question.time_limit_s or DEFAULT_TIME_LIMIT_S
    writing_down: WritingDown | None = None
    while True:
        with desk.screen.working("Opening the microphone"):
            live = recorder.start(folder / "answer.wav")
        delay_s = None if question_ended_s is None else desk.monotonic() - question_ended_s
        writing_down = WritingDown(desk, question, live.blocks(), after=writing_down)
        try:
            _note(desk, folder, replace(beginning, recording_delay_s=delay_s, device=live.device))
            stop = desk.screen.listening(
                live,
                target_s=target_s,
                limit_s=target_s * RECORDING_STOPS_AFTER_LIMITS,
                heard=writing_down.heard,
            )
        except BaseException:
            live.stop()  # whatever happens to the screen, what was said is kept
            raise
        if not stop.is_false_start:
            return _Answer(live.stop(), writing_down, delay_s, stop)
        writing_down.give_up()
        live.discard()
        question_ended_s = None  # an answer begun again no longer follows the question
        if stop is Stop.REPEAT:
            question_ended_s = _ask(desk, question, think=True)
        elif stop is Stop.THINK:
            question_ended_s = _think(desk, question)


def _note(desk: Desk, folder: Path, beginning: Beginning) -> None:
    """Write down when the recording started and on what; where the disk refuses, the answer goes on."""
    try:
        desk.store.note(folder, beginning)
    except StoreError as exc:
        desk.screen.notice(exc.message, exc.hint)
