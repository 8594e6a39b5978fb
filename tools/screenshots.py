"""Draw each state of the full screen into docs/screens/, from small made-up answers.

python -m tools.screenshots [FOLDER]
"""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.widgets._footer import FooterKey

from rehearse.analysis import analyse
from rehearse.analysis.coverage import cover
from rehearse.analysis.fillers import find_fillers
from rehearse.config import find_deck
from rehearse.deck import find_question, read_deck
from rehearse.desk import DeviceChoice
from rehearse.take import Interval, Recording
from rehearse.ui.full.after import After
from rehearse.ui.full.app import PracticeApp
from rehearse.ui.full.before import Asking, Thinking
from rehearse.ui.full.choices import AfterChecking, Checking, Choosing, Confirming
from rehearse.ui.full.listening import Listening
from rehearse.ui.full.stage import Stage
from tests.full_screen import finished_take, live, words_of

SMALL, LARGE = (80, 24), (160, 50)
DECK = read_deck(find_deck("machine-learning"))
QUESTION = find_question(DECK, "bias-variance")
SAID = (
    "Um, so bias and variance pull against each other: as bias goes down, variance goes up. High bias means "
    "the model is underfitting, uh, it is too simple to see the pattern. High variance, um, means that it "
    "follows the noise, you know, of the one sample it was trained on, and then it does badly on new data. "
    "So you look for the point in between, for example with cross-validation or with regularisation."
)
TRANSCRIPT = words_of(SAID, word_s=0.42)
DURATION_S = TRANSCRIPT.words[-1].end_s + 1.0


def asking() -> Stage[Any]:
    """Return the stage in which the question is read."""
    return Asking(lambda stop: (stop.wait(60), None)[1])


def listening(silence_left_s: Callable[[], float | None] | None = None, **sound: Any) -> Stage[Any]:
    """Return the stage in which the answer is recorded."""
    so_far = " ".join(SAID.split()[:34])
    return Listening(live(**sound), 90.0, 180.0, lambda: so_far, silence_left_s)


def after() -> Stage[Any]:
    """Return the stage after an answer."""
    return After(QUESTION)


def show_work(app: PracticeApp, _stage: Stage[Any]) -> None:
    """Show that an answer is being written down."""
    app.show_work("Writing down what you said", 0.6)


def show_words(_app: PracticeApp, stage: Stage[Any]) -> None:
    """Show the first of what is known of an answer."""
    assert isinstance(stage, After)
    stage.covered(TRANSCRIPT, cover(QUESTION, TRANSCRIPT), find_fillers(TRANSCRIPT))


def show_result(app: PracticeApp, stage: Stage[Any]) -> None:
    """Show the whole of what is known of an answer."""
    show_words(app, stage)
    assert isinstance(stage, After)
    gaps = ((0.0, 6.3), (7.2, 15.8), (18.1, 25.0), (25.7, DURATION_S - 1.0))
    speech = tuple(Interval(start_s, end_s) for start_s, end_s in gaps)
    recording = Recording(Path("answer.flac"), 1000, round(DURATION_S * 1000))
    take = finished_take(question=QUESTION, transcript=TRANSCRIPT, recording=recording)
    analysis = analyse(QUESTION, TRANSCRIPT, speech, duration_s=DURATION_S)
    stage.result(take, analysis, lambda _start_s, _stop: None)


DEVICES = (DeviceChoice(0, "USB headset"), DeviceChoice(1, "Built-in microphone", is_default=True))
MUTED = ("The microphone 'USB headset' delivers exact silence: it is muted.", "Unmute it.")

STATES: dict[str, tuple[Callable[[], Stage[Any]], tuple[str, ...], tuple[int, int], dict[str, Any]]] = {
    "asking": (asking, (), SMALL, {}),
    "hint": (asking, ("h",), SMALL, {}),
    "thinking": (lambda: Thinking(30.0), (), SMALL, {}),
    "recording": (lambda: listening(duration_s=14.0), (), SMALL, {}),
    "recording-light": (lambda: listening(duration_s=14.0), (), SMALL, {"theme": "textual-light"}),
    "too-quiet": (lambda: listening(duration_s=14.0, level_dbfs=-48.0), (), SMALL, {}),
    "clipping": (lambda: listening(duration_s=101.0, level_dbfs=-0.1), (), SMALL, {}),
    "hands-free": (lambda: listening(lambda: 1.4, duration_s=14.0, level_dbfs=-55.0), (), SMALL, {}),
    "false-start": (lambda: listening(duration_s=14.0), ("x",), SMALL, {}),
    "help": (lambda: listening(duration_s=14.0), ("question_mark",), SMALL, {}),
    "help-hands-free": (lambda: listening(lambda: None, duration_s=14.0), ("question_mark",), SMALL, {}),
    "writing-down": (lambda: listening(duration_s=14.0), ("space", "work"), SMALL, {}),
    "microphone-check": (lambda: Checking("USB headset", live(), 60.0), (), SMALL, {}),
    "microphone-muted": (lambda: AfterChecking(*MUTED, True), (), SMALL, {}),
    "devices": (lambda: Choosing("microphone", DEVICES, 1), (), SMALL, {}),
    "confirm": (lambda: Confirming("Finish the answer that was interrupted yesterday?"), (), SMALL, {}),
    "words": (after, ("words",), SMALL, {}),
    "result": (after, ("result",), SMALL, {}),
    "result-below": (after, ("result", "pagedown", "pagedown", "down", "down", "down", "down"), SMALL, {}),
    "result-large": (after, ("result",), LARGE, {}),
    "result-large-light": (after, ("result",), LARGE, {"theme": "textual-light"}),
    "model-answer": (after, ("result", "m"), SMALL, {}),
}
"""Each state: its stage, what leads to it (keys, and "work", "words" or "result" to be shown), its size."""


def main() -> None:
    """Draw every state."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/screens")
    folder.mkdir(parents=True, exist_ok=True)
    for name, (stage, keys, size, options) in STATES.items():
        drawing = asyncio.run(drawn(stage, keys, size, options))
        (folder / f"{name}.svg").write_text(drawing, encoding="utf-8")


async def drawn(
    make: Callable[[], Stage[Any]], keys: tuple[str, ...], size: tuple[int, int], options: dict[str, Any]
) -> str:
    """Return a state of the screen as SVG, without the fonts that it would fetch from elsewhere."""
    app = PracticeApp(**options)
    bring = {"work": show_work, "words": show_words, "result": show_result}
    async with app.run_test(size=size) as pilot:
        app.show_question(DECK, QUESTION)
        stage = make()
        await app.show_stage(stage)
        while not app.query(FooterKey):
            await pilot.pause(0.1)
        await pilot.pause(0.3)
        for key in keys:
            if key in bring:
                bring[key](app, stage)
            else:
                await pilot.press(key)
            await pilot.pause(0.2)
        drawing = app.export_screenshot(title="Rehearse", simplify=True)
        stage.give_up(KeyboardInterrupt())
    return re.sub(r"@font-face \{.*?\}", "", drawing, flags=re.DOTALL)


if __name__ == "__main__":
    main()
