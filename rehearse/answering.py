"""Asking a question and recording its answer: all that needs the person.

What comes of it, an :class:`Answered`, is on disk already and on its way to becoming words. What it is
worth is found out by :func:`rehearse.practice.assess`, at once or while the next question is asked.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from rehearse.background import Loading, SilenceWatch, WritingDown
from rehearse.deck import Deck, Question
from rehearse.desk import Begin, Desk, LiveRecording, Recorder, SilenceLeft, Stop, TakeStore, Teller
from rehearse.errors import AudioInputError, SpeechOutputError, StoreError
from rehearse.shell_words import rehearse_command
from rehearse.take import Beginning, Recording

DEFAULT_TIME_LIMIT_S = 120.0
"""The target for a question whose deck names none."""

RECORDING_STOPS_AFTER_LIMITS = 2.0
"""Recording stops by itself at this many times the time limit."""

THINK_TIME_S = 30.0
"""Given to who asks for time to think and has set none."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that is recorded, on its way to becoming words.

    Parameters
    ----------
    folder : Path
        Of the take that it will be.
    beginning : Beginning
        What is known of the take by now.
    recording : Recording
    writing_down : WritingDown
    loading : Loading
    stop : Stop
        What ended it.
    spoken : bool
        Whether it is worth keeping whatever happens; not where it is a copy of a file.
    """

    folder: Path
    beginning: Beginning
    recording: Recording
    writing_down: WritingDown
    loading: Loading
    stop: Stop = Stop.FINISHED
    spoken: bool = True


def take_answer(
    desk: Desk,
    deck: Deck,
    question: Question,
    *,
    answer_file: Path | None = None,
    session: str = "",
    follow_up_to: str = "",
    note: str = "",
) -> Answered:
    """Ask one question and record its answer.

    Parameters
    ----------
    desk, deck, question, answer_file, session
        As of :func:`rehearse.practice.rehearse_question`.
    follow_up_to : str
        Id of the question that this one probes further; "" for none.
    note : str
        Shown beside the question.

    Raises
    ------
    RehearseError
        What was recorded until then stays on disk, and a notice says where.
    KeyboardInterrupt, Left
        Likewise.
    """
    if answer_file is not None:
        desk.hearing.check(answer_file)  # better now than after the question was heard
    desk.screen.question(deck, question, note=note)
    # The model loads while the question is asked and answered, never before the person sees it.
    loading = Loading(desk)
    spoken = answer_file is None and desk.recorder is not None
    question_ended_s = _ask(desk, question, think=spoken)
    loading.raise_if_failed()  # better now than after two minutes of speech
    beginning = Beginning(
        deck=deck.name,
        question=question,
        recorded_at=desk.now(),
        session=session,
        demonstration=answer_file is None and not spoken,
        follow_up_to=follow_up_to,
    )
    folder = desk.store.begin(beginning)
    with kept(desk.store, desk.screen, folder, keep_sound=spoken):
        if answer_file is None and desk.recorder is not None:
            return _listen(desk, desk.recorder, beginning, folder, loading, question_ended_s)
        return _take_in(desk, beginning, folder, loading, answer_file)


@contextmanager
def kept(store: TakeStore, teller: Teller, folder: Path, *, keep_sound: bool) -> Iterator[None]:
    """Keep what was said in `folder` whatever goes wrong, and say how it can be finished."""
    try:
        yield
    except BaseException:
        if (sound := store.abandon(folder, keep_sound=keep_sound)) is not None:
            teller.notice(
                f"Your answer is kept in {sound}.",
                f"To finish it: {rehearse_command('finish', str(folder))}",
            )
        raise


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


def _take_in(
    desk: Desk, beginning: Beginning, folder: Path, loading: Loading, answer_file: Path | None
) -> Answered:
    """Take a recording made elsewhere as the answer, or a demonstration."""
    if answer_file is None:
        if desk.demonstration is None:
            raise AudioInputError("There is neither a microphone nor a recording to take the answer from.")
        with desk.screen.working("Synthesising a demonstration answer"):
            answer_file = desk.demonstration(beginning.question)
    with desk.screen.working("Reading the recording"):
        recording = desk.hearing.take_in(answer_file, folder / "answer.flac")
    writing_down = WritingDown(desk, beginning.question, desk.hearing.blocks(recording))
    return Answered(folder, beginning, recording, writing_down, loading, spoken=False)


def _listen(
    desk: Desk,
    recorder: Recorder,
    beginning: Beginning,
    folder: Path,
    loading: Loading,
    question_ended_s: float | None,
) -> Answered:
    question = beginning.question
    target_s = question.time_limit_s or DEFAULT_TIME_LIMIT_S
    writing_down: WritingDown | None = None
    while True:
        with desk.screen.working("Opening the microphone"):
            live = recorder.start(folder / "answer.wav")
        delay_s = None if question_ended_s is None else desk.monotonic() - question_ended_s
        begun = replace(beginning, recording_delay_s=delay_s, device=live.device)
        writing_down = WritingDown(desk, question, live.blocks(), after=writing_down)
        silence_left_s = _watch_silences(desk, live, writing_down)
        try:
            _note(desk, folder, begun)
            stop = desk.screen.listening(
                live,
                target_s=target_s,
                limit_s=target_s * RECORDING_STOPS_AFTER_LIMITS,
                heard=writing_down.heard,
                silence_left_s=silence_left_s,
            )
        except BaseException:
            live.stop()  # whatever happens to the screen, what was said is kept
            raise
        if not stop.is_false_start:
            return Answered(folder, begun, live.stop(), writing_down, loading, stop)
        writing_down.give_up()
        live.discard()
        question_ended_s = None  # an answer begun again no longer follows the question
        if stop is Stop.REPEAT:
            question_ended_s = _ask(desk, question, think=True)
        elif stop is Stop.THINK:
            question_ended_s = _think(desk, question)


def _watch_silences(desk: Desk, live: LiveRecording, writing_down: WritingDown) -> SilenceLeft | None:
    """Return what says how much silence is left, hands-free; None where a key ends the answer."""
    if desk.hands_free_silence_s is None:
        return None
    return SilenceWatch(desk.hearing, live.blocks(), writing_down, desk.hands_free_silence_s).left_s


def _note(desk: Desk, folder: Path, beginning: Beginning) -> None:
    """Write down when the recording started and on what; where the disk refuses, the answer goes on."""
    try:
        desk.store.note(folder, beginning)
    except StoreError as exc:
        desk.screen.notice(exc.message, exc.hint)
