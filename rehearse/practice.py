"""One question from asking to saving.

This module knows no library, only the parts of the desk (:mod:`rehearse.desk`); the real ones are
laid out by :mod:`rehearse.sitting`, small ones by the tests.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from concurrent.futures import Future, wait
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rehearse.analysis import Analysis, analyse
from rehearse.analysis.document import document
from rehearse.deck import Deck, Question
from rehearse.desk import Desk, Meaning, Recorder, Screen, Stop, Transcriber
from rehearse.errors import AudioInputError, MeaningError, RehearseError, SpeechOutputError
from rehearse.shell_words import rehearse_command
from rehearse.take import Recording, Take, Transcript, Word

if TYPE_CHECKING:
    from rehearse.sound import Samples

DEFAULT_TIME_LIMIT_S = 120.0
"""The target for a question whose deck names none."""

RECORDING_STOPS_AFTER_LIMITS = 2.0
"""Recording stops by itself at this many times the time limit."""


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A finished take with its analysis.

    Parameters
    ----------
    take : Take
    analysis : Analysis
    interrupted : bool
        True when Ctrl-C ended the answer.
    """

    take: Take
    analysis: Analysis
    interrupted: bool = False


@dataclass(frozen=True, slots=True)
class _Answer:
    recording: Recording
    writing_down: _WritingDown
    delay_s: float | None = None
    interrupted: bool = False


def rehearse_question(
    desk: Desk, deck: Deck, question: Question, *, answer_file: Path | None = None, session: str = ""
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

    Raises
    ------
    RehearseError
        What was recorded until then stays on disk, and the hint says where.
    KeyboardInterrupt
        Likewise.
    """
    if answer_file is not None:
        desk.hearing.check(answer_file)  # better now than after the question was heard
    desk.screen.question(deck, question)
    # The model loads while the question is asked and answered, never before the person sees it.
    loading = _Loading(desk)
    question_ended_s = _ask(desk, question)
    loading.raise_if_failed()  # better now than after two minutes of speech
    recorded_at = desk.now()
    folder = desk.store.begin(question, recorded_at)
    try:
        answer = _answer(desk, question, folder, answer_file, question_ended_s)
        loading.wait(desk.screen)
        duration_s = answer.recording.duration_s
        transcript = answer.writing_down.transcript(desk.screen, duration_s)
        with desk.screen.working("Measuring how you said it"):
            speech = desk.hearing.speech(answer.recording)
            analysis = analyse(
                question,
                transcript,
                speech,
                duration_s=duration_s,
                recording_delay_s=answer.delay_s,
                voice=desk.hearing.voice(answer.recording, speech),
                word_lists=desk.word_lists,
                past_rates_wpm=desk.past_rates_wpm,
                meaning=_usable_meaning(desk),
            )
        take = Take(
            folder=folder,
            deck=deck.name,
            question=question,
            recorded_at=recorded_at,
            recording=answer.recording,
            transcript=transcript,
            recording_delay_s=answer.delay_s,
            session=session,
            demonstration=answer_file is None and desk.recorder is None,
        )
        take = desk.store.save(take, document(deck.name, question, transcript, duration_s, analysis))
    except BaseException:
        spoken = answer_file is None and desk.recorder is not None
        if (kept := desk.store.abandon(folder, keep_sound=spoken)) is not None:
            desk.screen.notice(
                f"Your answer is kept in {kept}.", f"To score it: {_score_command(deck, question, kept)}"
            )
        raise
    return Rehearsed(take, analysis, answer.interrupted)


def _score_command(deck: Deck, question: Question, recording: Path) -> str:
    return rehearse_command(
        *("score", str(recording), "--deck", str(deck.path), "--question", question.id, "--save")
    )


class _WritingDown:
    """A recording on its way to becoming words, in a thread of its own.

    It begins with the first sound, so that when the person stops nearly nothing is left to do.
    """

    def __init__(self, desk: Desk, question: Question, sound: Iterator[Samples]) -> None:
        self._words: tuple[Word, ...] = ()
        self._until_s = 0.0
        self._given_up = threading.Event()
        self._done: Future[Transcript] = Future()
        arguments = (desk.transcriber, question, sound)
        threading.Thread(target=self._run, args=arguments, name="write-down", daemon=True).start()

    def heard(self) -> str:
        """Return the words so far; the last of them may still change."""
        return " ".join(word.text for word in self._words)

    def give_up(self) -> None:
        """Let the words go: the answer was discarded."""
        self._given_up.set()

    def transcript(self, screen: Screen, duration_s: float) -> Transcript:
        """Wait for the words of a recording that has ended."""
        if not wait((self._done,), timeout=0.1).done:
            with screen.working("Writing down what you said") as on_progress:
                while not wait((self._done,), timeout=0.1).done:
                    on_progress(min(self._until_s / duration_s, 1.0) if duration_s else 0.0)
        return self._done.result()

    def _run(self, transcriber: Transcriber, question: Question, sound: Iterator[Samples]) -> None:
        try:
            vocabulary = (question.text, *(point.text for point in question.key_points))
            sound = itertools.takewhile(lambda _block: not self._given_up.is_set(), sound)
            transcript = transcriber.transcribe(sound, vocabulary=vocabulary, on_words=self._hear)
        except BaseException as exc:  # noqa: BLE001  handed on to whoever waits
            self._done.set_exception(exc)
        else:
            self._done.set_result(transcript)

    def _hear(self, words: tuple[Word, ...], until_s: float) -> None:
        self._words, self._until_s = words, until_s


def _usable_meaning(desk: Desk) -> Meaning | None:
    """Return the sentence embedder; none, with a notice, where it fails: words alone decide then."""
    if desk.meaning is not None:
        try:
            desk.meaning.load()
        except MeaningError as exc:
            desk.screen.notice(exc.message, exc.hint)
            return None
    return desk.meaning


class _Loading:
    """The models on their way, in a thread that never keeps the program from ending."""

    def __init__(self, desk: Desk) -> None:
        self._progress = 0.0
        self._done: Future[None] = Future()
        threading.Thread(target=self._load, args=(desk,), name="load-model", daemon=True).start()

    def _load(self, desk: Desk) -> None:
        try:
            desk.transcriber.load(self._advance)
        except BaseException as exc:  # noqa: BLE001  handed on to whoever waits
            self._done.set_exception(exc)
        else:
            self._done.set_result(None)
            desk.hearing.prepare()
            if desk.meaning is not None:  # needed last; what goes wrong is told when it is
                with suppress(RehearseError):
                    desk.meaning.load()

    def _advance(self, progress: float) -> None:
        self._progress = progress

    def raise_if_failed(self) -> None:
        if self._done.done():
            self._done.result()

    def wait(self, screen: Screen) -> None:
        if self._done.done():
            self._done.result()
            return
        with screen.working("Preparing the speech model") as on_progress:
            while not wait((self._done,), timeout=0.1).done:
                on_progress(self._progress)
            self._done.result()


def _ask(desk: Desk, question: Question) -> float | None:
    """Speak the question; return when it ended on the desk's clock, None when it was not heard."""
    voice, player = desk.voice, desk.player
    if voice is None or player is None:
        return None

    def speak(stop: threading.Event) -> None:
        player.play(voice.render(question.text), stop)

    try:
        desk.screen.speaking(speak)
    except SpeechOutputError as exc:
        desk.screen.notice(exc.message, exc.hint)
        return None
    return desk.monotonic()


def _answer(
    desk: Desk, question: Question, folder: Path, answer_file: Path | None, question_ended_s: float | None
) -> _Answer:
    if answer_file is None and desk.recorder is not None:
        return _listen(desk, desk.recorder, question, folder, question_ended_s)
    if answer_file is None:
        if desk.demonstration is None:
            raise AudioInputError("There is neither a microphone nor a recording to take the answer from.")
        with desk.screen.working("Synthesising a demonstration answer"):
            answer_file = desk.demonstration(question)
    with desk.screen.working("Reading the recording"):
        recording = desk.hearing.take_in(answer_file, folder / "answer.flac")
    return _Answer(recording, _WritingDown(desk, question, desk.hearing.blocks(recording)))


def _listen(
    desk: Desk, recorder: Recorder, question: Question, folder: Path, question_ended_s: float | None
) -> _Answer:
    target_s = question.time_limit_s or DEFAULT_TIME_LIMIT_S
    while True:
        live = recorder.start(folder / "answer.wav")
        started_s = desk.monotonic()
        writing_down = _WritingDown(desk, question, live.blocks())
        try:
            stop = desk.screen.listening(
                live,
                target_s=target_s,
                limit_s=target_s * RECORDING_STOPS_AFTER_LIMITS,
                heard=writing_down.heard,
            )
        except BaseException:
            live.stop()  # whatever happens to the screen, what was said is kept
            raise
        if stop is not Stop.DISCARD:
            delay_s = None if question_ended_s is None else started_s - question_ended_s
            return _Answer(live.stop(), writing_down, delay_s, interrupted=stop is Stop.INTERRUPTED)
        writing_down.give_up()
        live.discard()
        question_ended_s = None  # an answer begun again no longer follows the question
