"""What goes on while the person speaks: models load, words are written down and judged, silences followed.

Each runs in a thread that never keeps the program from ending.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from concurrent.futures import Future, wait
from contextlib import suppress
from typing import TYPE_CHECKING

from rehearse.analysis.coverage import cover
from rehearse.analysis.passages import n_finished
from rehearse.deck import Question
from rehearse.desk import Desk, Hearing, Judge, Teller, Transcriber
from rehearse.errors import JudgeError, RehearseError
from rehearse.hands_free import HandsFree
from rehearse.take import Transcript, Word

if TYPE_CHECKING:
    from rehearse.sound import Samples


class WritingDown:
    """A recording on its way to becoming words, in a thread of its own.

    It begins with the first sound, so that when the person stops nearly nothing is left to do.

    Parameters
    ----------
    desk, question
    sound : iterator of Samples
    after : WritingDown, optional
        One that was given up; a speech model does one thing at a time, so this waits for its end.
    """

    def __init__(
        self, desk: Desk, question: Question, sound: Iterator[Samples], after: WritingDown | None = None
    ) -> None:
        self._heard: tuple[tuple[Word, ...], float] = ((), 0.0)
        self._given_up = threading.Event()
        self._done: Future[Transcript] = Future()
        self._after = after
        self._ahead = ReadingAhead(desk.judge, question) if desk.judge is not None else None
        arguments = (desk.transcriber, question, sound)
        threading.Thread(target=self._run, args=arguments, name="write-down", daemon=True).start()

    @property
    def words(self) -> tuple[tuple[Word, ...], float]:
        """The words so far, and up to which second they go; the last of them may still change."""
        return self._heard

    def heard(self) -> str:
        """Return the text so far."""
        return " ".join(word.text for word in self._heard[0])

    def give_up(self) -> None:
        """Let the words go: the answer was discarded."""
        self._given_up.set()

    def transcript(self, teller: Teller, duration_s: float) -> Transcript:
        """Wait for the words of a recording that has ended."""
        if not wait((self._done,), timeout=0.1).done:
            with teller.working("Writing down what you said") as on_progress:
                while not wait((self._done,), timeout=0.1).done:
                    on_progress(min(self._heard[1] / duration_s, 1.0) if duration_s else 0.0)
        return self._done.result()

    def _run(self, transcriber: Transcriber, question: Question, sound: Iterator[Samples]) -> None:
        if self._after is not None:
            wait((self._after._done,))
        try:
            vocabulary = (question.text, *(point.text for point in question.key_points))
            sound = itertools.takewhile(lambda _block: not self._given_up.is_set(), sound)
            transcript = transcriber.transcribe(sound, vocabulary=vocabulary, on_words=self._hear)
        except BaseException as exc:  # noqa: BLE001  handed on to whoever waits
            self._done.set_exception(exc)
        else:
            self._done.set_result(transcript)
        finally:
            if self._ahead is not None:
                self._ahead.end()

    def _hear(self, words: tuple[Word, ...], until_s: float) -> None:
        self._heard = (words, until_s)
        if self._ahead is not None:
            self._ahead.hear(words)


class ReadingAhead:
    """Lets the judge read each sentence once it is finished, so that little is left to read at the end.

    The judge remembers what it has read; what comes of it here is thrown away.

    Parameters
    ----------
    judge : Judge
    question : Question
    """

    def __init__(self, judge: Judge, question: Question) -> None:
        self._judge = judge
        self._question = question
        self._news = threading.Condition()
        self._words: tuple[Word, ...] = ()
        self._n_read = 0
        self._ended = False
        threading.Thread(target=self._run, name="read-ahead", daemon=True).start()

    def hear(self, words: tuple[Word, ...]) -> None:
        """Take notice of the words so far."""
        with self._news:
            self._words = words
            self._news.notify()

    def end(self) -> None:
        """Read no further sentence."""
        with self._news:
            self._ended = True
            self._news.notify()

    def _run(self) -> None:
        while (said := self._next()) is not None:
            with suppress(JudgeError):  # told when the whole is judged
                cover(self._question, said, judge=self._judge)

    def _next(self) -> Transcript | None:
        """Wait for another finished sentence; returns all that is finished, None at the end."""
        with self._news:
            self._news.wait_for(lambda: self._ended or self._n_finished() > self._n_read)
            self._n_read = self._n_finished()
            return None if self._ended else Transcript(self._words[: self._n_read])

    def _n_finished(self) -> int:
        return n_finished([word.text for word in self._words])


class SilenceWatch:
    """Follows the silences of a recording, to end it hands-free.

    Parameters
    ----------
    hearing
    sound : iterator of Samples
        The recording as it is made.
    writing_down : WritingDown
        Its words, which tell whether a sentence is finished.
    silence_s : float
        As in :class:`rehearse.hands_free.HandsFree`.
    """

    def __init__(
        self, hearing: Hearing, sound: Iterator[Samples], writing_down: WritingDown, silence_s: float
    ) -> None:
        self._hands_free = HandsFree(silence_s)
        self._left_s: float | None = None
        self._failure: BaseException | None = None
        arguments = (hearing, sound, writing_down)
        threading.Thread(target=self._run, args=arguments, name="silence-watch", daemon=True).start()

    def left_s(self) -> float | None:
        """Return the seconds of silence left before the answer has ended; None while nothing counts down."""
        if self._failure is not None:
            raise self._failure
        return self._left_s

    def _run(self, hearing: Hearing, sound: Iterator[Samples], writing_down: WritingDown) -> None:
        try:
            for time_s, speaking in hearing.activity(sound):
                self._hands_free.hear(*writing_down.words)
                self._left_s = self._hands_free.feed(time_s, speaking)
        except BaseException as exc:  # noqa: BLE001  raised by left_s, in the thread that asks
            self._failure = exc


class Loading:
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
            if desk.judge is not None:  # needed last; what goes wrong is told when it is
                with suppress(RehearseError):
                    desk.judge.load()

    def _advance(self, progress: float) -> None:
        self._progress = progress

    def raise_if_failed(self) -> None:
        """Raise what went wrong, if it is known by now."""
        if self._done.done():
            self._done.result()

    def wait(self, teller: Teller) -> None:
        """Wait until the speech model is ready; raises what went wrong."""
        if self._done.done():
            self._done.result()
            return
        with teller.working("Preparing the speech model") as on_progress:
            while not wait((self._done,), timeout=0.1).done:
                on_progress(self._progress)
            self._done.result()
