"""The full screen without a terminal: stages shown one at a time, keys pressed, lines read."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from io import StringIO
from pathlib import Path
from typing import Any

from rich.console import Console
from textual.pilot import Pilot
from textual.widgets import Digits, Static

from rehearse.analysis import analyse
from rehearse.analysis.coverage import cover
from rehearse.analysis.fillers import find_fillers
from rehearse.deck import Deck, KeyPoint, Question
from rehearse.take import Interval, Transcript, Word, WordKind
from rehearse.ui.full.app import PracticeApp
from rehearse.ui.full.stage import Stage
from tests.builders import make_take
from tests.desk_parts import ToneRecorder

QUESTION = Question(
    "tides",
    "Why are there [tides]?",
    group="Sea",
    hint="Look up at night.",
    key_points=(
        KeyPoint("The moon pulls the oceans"),
        KeyPoint("Spring tides come at full moon"),
    ),
    model_answer="The moon pulls the oceans, and at full moon the sun helps.",
    time_limit_s=90.0,
)
DECK = Deck("seas", "Seas", Path("seas.md"), (QUESTION,))


def words_of(text: str, word_s: float = 0.5) -> Transcript:
    """Return a transcript of words of equal length, one after another; "um" is a filled pause."""
    words = []
    for at, item in enumerate(text.split()):
        kind = WordKind.FILLED_PAUSE if item.strip(",.").lower() in ("um", "uh") else WordKind.WORD
        words.append(Word(item, at * word_s, (at + 1) * word_s, 0.9, kind))
    return Transcript(tuple(words), "openai-whisper", "base")


TRANSCRIPT = words_of("Um, well, the moon pulls the oceans and, uh, that is why they rise.")
COVERED = (TRANSCRIPT, cover(QUESTION, TRANSCRIPT), find_fillers(TRANSCRIPT))
SPEECH = (Interval(0.0, 3.0), Interval(5.5, 9.5))
ANALYSIS = analyse(QUESTION, TRANSCRIPT, SPEECH, duration_s=10.0)


def finished_take(folder: Path = Path("recordings/one"), **changes):
    return make_take(folder, **{"question": QUESTION, "transcript": TRANSCRIPT, **changes})


def live(level_dbfs=-20.0, duration_s=12.0, trouble=""):
    recording = ToneRecorder()
    recording.level_dbfs, recording.duration_s, recording.trouble = level_dbfs, duration_s, trouble
    return recording


def shown(app: PracticeApp) -> str:
    """Return the text of everything that is displayed, one widget after the other."""
    out = StringIO()
    console = Console(file=out, width=200, markup=False, emoji=False, highlight=False)
    for widget in app.screen.query(Static):
        if widget.display:
            console.print(widget.content)
    for clock in app.screen.query(Digits):
        console.print(clock.value)
    return out.getvalue()


def at_stage(
    stage: Callable[[], Stage[Any]],
    look: Callable[[PracticeApp, Pilot[None], Stage[Any]], Awaitable[None]],
    size: tuple[int, int] = (80, 24),
    **options,
) -> Stage[Any]:
    """Show a stage of a question to `look`, and return it."""

    async def run() -> Stage[Any]:
        app = PracticeApp(**options)
        async with app.run_test(size=size) as pilot:
            app.show_question(DECK, QUESTION)
            made = stage()
            await app.show_stage(made)
            await pilot.pause()
            await look(app, pilot, made)
        return made

    return asyncio.run(run())


def after_keys(stage: Callable[[], Stage[Any]], *keys: str) -> Stage[Any]:
    """Press keys at a stage, and return it."""

    async def press(_app: PracticeApp, pilot: Pilot[None], _stage: Stage[Any]) -> None:
        await pilot.press(*keys)
        await pilot.pause()

    return at_stage(stage, press)
