"""Answers are assessed behind the scene, while the next question is asked."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rehearse.analysis.coverage import Status
from rehearse.errors import RehearseError
from rehearse.practice import Rehearsed, assess
from rehearse.system_memory import give_back

if TYPE_CHECKING:
    from rehearse.analysis.coverage import Coverage
    from rehearse.analysis.fillers import Fillers
    from rehearse.answering import Answered
    from rehearse.deck import KeyPoint, Question
    from rehearse.desk import Desk, ProgressCallback, Teller
    from rehearse.take import Transcript


class Pending:
    """An answer that is being assessed.

    It is what the assessment tells, since nobody may see it yet (`Teller` of :mod:`rehearse.desk`).
    """

    def __init__(self) -> None:
        self.missed: Future[tuple[KeyPoint, ...]] = Future()
        """The key points that were left out, known as soon as the words are; none where no words were."""
        self.done: Future[Rehearsed] = Future()
        self.notices: list[tuple[str, str]] = []

    @contextmanager
    def working(self, what: str) -> Iterator[ProgressCallback]:  # noqa: ARG002  nobody waits for it
        """Say nothing of work."""
        yield lambda _progress: None

    def notice(self, message: str, hint: str = "") -> None:
        """Keep a notice for the end."""
        self.notices.append((message, hint))

    def covered(
        self,
        question: Question,  # noqa: ARG002  as all tellers
        transcript: Transcript,
        coverage: Coverage,
        fillers: Fillers,  # noqa: ARG002
    ) -> None:
        """Take note of what was missed."""
        whole = coverage.coverage is None or coverage.coverage >= 1
        missed = (match.key_point for match in coverage.key_points if match.status is Status.MISSED)
        self.missed.set_result(() if whole or not transcript.words else tuple(missed))


class Backstage:
    """Assesses one answer after another, in a thread that never keeps the program from ending.

    Parameters
    ----------
    desk : Desk
        Its screen is left alone.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._work: queue.SimpleQueue[tuple[Answered, Pending]] = queue.SimpleQueue()
        self._pending: list[Pending] = []
        threading.Thread(target=self._run, name="backstage", daemon=True).start()

    def assess(self, answered: Answered) -> Pending:
        """Have an answer assessed and saved when its turn comes."""
        pending = Pending()
        self._pending.append(pending)
        self._work.put((answered, pending))
        return pending

    def wait(self, teller: Teller) -> None:
        """Wait until all answers are saved, and tell what there is to tell of them.

        What could not be assessed is on disk, and is told of too.
        """
        unfinished = [pending for pending in self._pending if not pending.done.done()]
        if unfinished:
            with teller.working("Scoring your last answers") as on_progress:
                for number, pending in enumerate(unfinished):
                    on_progress(number / len(unfinished))
                    wait((pending.done,))
        for pending in self._pending:
            for message, hint in pending.notices:
                teller.notice(message, hint)
            try:
                pending.done.result()
            except RehearseError as exc:
                teller.notice(exc.message, exc.hint)
        self._pending.clear()

    def _run(self) -> None:
        while True:
            answered, pending = self._work.get()
            try:
                rehearsed = assess(self._desk, answered, feedback=True, teller=pending)
            except BaseException as exc:  # noqa: BLE001  raised again where it is waited for
                if not pending.missed.done():
                    pending.missed.set_result(())
                pending.done.set_exception(exc)
            else:
                pending.done.set_result(rehearsed)
            give_back()
