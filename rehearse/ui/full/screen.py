"""The screen that the rest of the program drives: one thread drives, another draws and watches the keys."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, wait
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar, cast

from rehearse.desk import AfterCheck, Begin, Choice, DeviceChoice, Play, Screen, SilenceLeft, Stop
from rehearse.errors import RehearseError
from rehearse.ui.full.after import After
from rehearse.ui.full.app import PracticeApp
from rehearse.ui.full.before import Asking, Thinking
from rehearse.ui.full.choices import AfterChecking, Checking, Choosing, Confirming
from rehearse.ui.full.listening import Listening
from rehearse.ui.full.stage import Stage
from rehearse.ui.summary import clock

if TYPE_CHECKING:
    from rehearse.analysis import Analysis
    from rehearse.analysis.coverage import Coverage
    from rehearse.analysis.fillers import Fillers
    from rehearse.deck import Deck, Question
    from rehearse.desk import LiveRecording, ProgressCallback
    from rehearse.take import Take, Transcript

Result = TypeVar("Result")

_WIND_UP_S = 5.0
"""What was said is on disk; so long may whoever drives the screen take to end its files properly."""


class FullScreen:
    """Implements :class:`rehearse.screen.Screen` on a running app, from another thread.

    Parameters
    ----------
    app : PracticeApp
    """

    def __init__(self, app: PracticeApp) -> None:
        self._app = app
        self._question: Question | None = None
        self._after: After | None = None
        self.unseen: list[tuple[str, str]] = []

    def question(self, deck: Deck, question: Question, *, note: str = "") -> None:
        """Show a question, large."""
        self._question, self._after = question, None
        self._do(self._app.clear_stage)
        self._do(self._app.show_question, deck, question, note)
        if not self.unseen:
            self._do(self._app.show_notice, "")

    def speaking(self, speech: Callable[[threading.Event], None]) -> bool:
        """Run `speech` while the question is heard; returns whether the person wants time to think."""
        return self._settled(lambda: Asking(speech))

    def thinking(self, duration_s: float) -> Begin:
        """Count down the time to think."""
        return self._settled(lambda: Thinking(duration_s))

    def listening(
        self,
        live: LiveRecording,
        *,
        target_s: float,
        limit_s: float,
        heard: Callable[[], str],
        silence_left_s: SilenceLeft | None = None,
    ) -> Stop:
        """Show level, time and the words `heard` until the person ends it or `limit_s` is reached."""
        stop = self._settled(lambda: Listening(live, target_s, limit_s, heard, silence_left_s))
        if live.duration_s >= limit_s:
            self.notice(f"Recording stopped by itself at {clock(limit_s)}, twice the time limit.")
        return stop

    @contextmanager
    def working(self, what: str) -> Iterator[ProgressCallback]:
        """Show that `what` is going on, and how far it has come."""
        self._raise_reason()
        self._do(self._app.show_work, what)

        def advance(progress: float) -> None:
            self._raise_reason()
            self._do(self._app.show_work, what, progress)

        try:
            yield advance
        finally:
            self._do(self._app.show_work, "")

    def notice(self, message: str, hint: str = "") -> None:
        """Say something that is not the end of the rehearsal."""
        self.unseen.append((message, hint))
        told = "\n".join(f"! {message} {hint}".rstrip() for message, hint in self.unseen)
        self._do(self._app.show_notice, told)

    def covered(
        self, question: Question, transcript: Transcript, coverage: Coverage, fillers: Fillers
    ) -> None:
        """Show what was said and covered, while how it was said is still being measured."""
        self._after = self._show(lambda: After(question))
        self._do(self._after.covered, transcript, coverage, fillers)

    def result(self, take: Take, analysis: Analysis, play: Play | None) -> None:
        """Show everything about a finished take."""
        if self._after is None:
            self.covered(take.question, take.transcript, analysis.coverage, analysis.fillers)
        self._do(cast("After", self._after).result, take, analysis, play)

    def choose(self) -> Choice:
        """Let the person look and listen, and say what to do next."""
        return self._outcome(cast("After", self._after))

    def confirm(self, question: str) -> bool:
        """Ask a question of yes or no."""
        return self._settled(lambda: Confirming(question))

    def level_check(self, microphone: str, live: LiveRecording, duration_s: float) -> float:
        """Show the level for a while; return the loudest seen, dB re full scale."""
        return self._settled(lambda: Checking(microphone, live, duration_s))

    def after_check(self, problem: str, remedy: str, *, can_go_on: bool) -> AfterCheck:
        """Say what is wrong with the microphone, and ask what to do."""
        return self._settled(lambda: AfterChecking(problem, remedy, can_go_on))

    def choose_device(self, kind: str, devices: Sequence[DeviceChoice], current: int | None) -> int | None:
        """Let the person choose a device; None leaves it as it is."""
        return self._settled(lambda: Choosing(kind, devices, current))

    def _settled(self, make: Callable[[], Stage[Result]]) -> Result:
        """Show a stage, wait until it is settled, and take it away where it has nothing more to say."""
        stage = self._show(make)
        try:
            return self._outcome(stage)
        finally:
            if not stage.stays:
                self._do(self._app.clear_stage)

    def _outcome(self, stage: Stage[Result]) -> Result:
        """Wait until a stage is settled by the person, who has then seen what there was to see."""
        outcome = stage.outcome.result()
        self.unseen.clear()
        return outcome

    def _show(self, make: Callable[[], StageType]) -> StageType:
        self._raise_reason()

        async def show() -> StageType:
            stage = make()
            await self._app.show_stage(cast("Stage[object]", stage))
            return stage

        self._after = None  # an answer on the screen makes room for what comes
        return cast("StageType", self._do(show))

    def _do(self, action: Callable[..., Any], *arguments: object) -> Any:
        """Run `action` where the app runs; does nothing once that has ended."""
        if not self._app.is_running:
            return None
        return self._app.call_from_thread(action, *arguments)

    def _raise_reason(self) -> None:
        if self._app.reason_to_end is not None:
            raise self._app.reason_to_end


StageType = TypeVar("StageType", bound=Stage[Any])


def run_on_full_screen(
    drive: Callable[[Screen], Result], tell: Callable[[str, str], None], **options: Any
) -> Result:
    """Open the full-screen program, let `drive` use it from another thread, and close it.

    Parameters
    ----------
    drive : callable
    tell : callable
        Told each notice, a message and a hint, that came too late to be seen.
    **options
        How Textual runs the app; nothing for the terminal at hand.

    Returns
    -------
    Result
        What `drive` returned; what it raised is raised.

    Raises
    ------
    RehearseError
        When the screen itself failed.
    """
    app = PracticeApp()
    screen = FullScreen(app)
    done: Future[Result] = Future()

    def run() -> None:
        try:
            done.set_result(drive(screen))
        except BaseException as exc:  # noqa: BLE001  handed on below
            done.set_exception(exc)
        finally:
            if app.is_running:
                app.call_from_thread(app.exit)

    driver = threading.Thread(target=run, name="sitting", daemon=True)
    app.call_later(driver.start)
    app.run(**options)
    cut_short = not done.done()
    if cut_short:
        app.reason_to_end = KeyboardInterrupt()
        if app.stage is not None:
            app.stage.give_up(app.reason_to_end)
        wait((done,), timeout=_WIND_UP_S)
    for message, hint in screen.unseen:
        tell(message, hint)
    if app.failure is not None:
        raise RehearseError(
            f"The screen failed: {app.failure}.", "Practise with --plain; what you said is kept."
        ) from app.failure
    if cut_short:
        raise KeyboardInterrupt
    return done.result()
