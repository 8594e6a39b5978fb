"""How soon there is something to see and to hear, and what drawing costs.

Start and `rehearse --help` are timed against a Python that does nothing, in alternation, so that a busy
moment of the machine hits all alike; the medians are printed. The first screen and the question's first
sound are those of a rehearsal in a pseudo-terminal on virtual sound devices (which take PulseAudio): once
with the voice rendered anew and once from its cache, the speech model loading meanwhile. The cost of
drawing is the processor time of ten seconds of recording on a full screen, ten updates a second.

    python -m benchmarks.startup [RUNS]
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pexpect

HELP = [sys.executable, "-m", "rehearse", "--help"]
NOTHING = [sys.executable, "-c", "pass"]
PRACTICE = ["-m", "rehearse", "practice", "machine-learning", "--question", "bias-variance"]
TEXT = "so bias and variance pull against each other as one goes down the other goes up "
DRAWN_S = 10.0
LOUD = 0.01


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def start_up(runs: int) -> float:
    """Print how long `--help` takes beside nothing; return the median of nothing, s."""
    seconds(HELP), seconds(NOTHING)  # the first run reads from a cold disk
    times = [(seconds(HELP), seconds(NOTHING)) for _ in range(runs)]
    help_s, nothing_s = (statistics.median(column) for column in zip(*times, strict=True))
    print(f"python -c pass                 {nothing_s * 1000:6.0f} ms  medians of {runs} runs in alternation")
    print(f"rehearse --help                {help_s * 1000:6.0f} ms  {help_s / nothing_s:5.1f} times")
    return float(nothing_s)


def first_sight_and_sound(runs: int, nothing_s: float) -> None:
    """Print when the first screen, the question and its first sound come."""
    from tests.contract.virtual_sound import VirtualSound

    with VirtualSound() as sound, tempfile.TemporaryDirectory() as folder:
        state = Path(folder) / "rehearse" / "microphones.txt"
        state.parent.mkdir()
        state.write_text("default\n", encoding="utf-8")
        places = {"XDG_STATE_HOME": folder, "REHEARSE_RECORDINGS": f"{folder}/takes"}
        environment = sound.environment | places | {"TERM": "xterm-256color"}
        voices = Path(folder) / "cache"
        for kind in ("voice rendered anew", "voice from its cache"):
            rows = []
            for _ in range(runs):
                if kind == "voice rendered anew":
                    shutil.rmtree(voices, ignore_errors=True)
                rows.append(_one_start(environment | _caches(voices), sound))
            names = ("first screen", "question on it", "first sound of it")
            for name, column in zip(names, zip(*rows, strict=True), strict=True):
                median_s = statistics.median(column)
                print(f"{name:18} {median_s * 1000:17.0f} ms  {median_s / nothing_s:5.1f} times, {kind}")


def _caches(voices: Path) -> dict[str, str]:
    """Return a cache of its own with the models of the real one."""
    import platformdirs

    models = platformdirs.user_cache_path("rehearse") / "models"
    (voices / "rehearse").mkdir(parents=True, exist_ok=True)
    if models.is_dir() and not (voices / "rehearse" / "models").exists():
        (voices / "rehearse" / "models").symlink_to(models)
    return {"XDG_CACHE_HOME": str(voices)}


def _one_start(environment: dict[str, str], sound: object) -> tuple[float, float, float]:
    from tests.contract.virtual_sound import MONITOR_RATE_HZ, VirtualSound

    assert isinstance(sound, VirtualSound)
    listener = subprocess.Popen(
        [
            *("parec", "--device=speaker.monitor", "--format=s16le", "--channels=1", "--raw"),
            *(f"--rate={MONITOR_RATE_HZ}", "--latency-msec=10"),
        ],
        env=sound.environment,
        stdout=subprocess.PIPE,
    )
    heard_s: list[float] = []
    heard = threading.Event()

    def listen() -> None:
        assert listener.stdout is not None
        while block := listener.stdout.read(960):
            if not heard_s and max(map(abs, memoryview(block).cast("h"))) > LOUD * 32768:
                heard_s.append(time.perf_counter())
                heard.set()

    threading.Thread(target=listen, daemon=True).start()
    start = time.perf_counter()
    child = pexpect.spawn(
        sys.executable, PRACTICE, env=environment, encoding="utf-8", timeout=60, dimensions=(24, 80)
    )
    child.expect("Rehearse")
    screen_s = time.perf_counter() - start
    child.expect("How are bias and variance")
    question_s = time.perf_counter() - start
    heard.wait(60)
    child.send("\x03")
    child.expect(pexpect.EOF)
    child.close()
    listener.terminate()
    listener.wait()
    return screen_s, question_s, heard_s[0] - start


def drawing() -> None:
    """Print what ten updates a second cost, in a pseudo-terminal of each size."""
    for rows, columns in ((24, 80), (50, 160)):
        with tempfile.NamedTemporaryFile("r") as answer:
            child = pexpect.spawn(
                sys.executable,
                ["-m", "benchmarks.startup", "--draw", answer.name],
                env=os.environ | {"TERM": "xterm-256color"},
                timeout=60,
                dimensions=(rows, columns),
            )
            child.expect(pexpect.EOF)
            child.close()
            share = float(answer.read())
        print(f"drawing at 10 a second         {share:6.1%} of one core, {columns}×{rows}")


def draw(answer: Path) -> None:
    """Record on a full screen for `DRAWN_S`; write the share of a core that it took to `answer`."""
    from rehearse.ui.full.screen import run_on_full_screen
    from tests.desk_parts import ToneRecorder

    class Sounding(ToneRecorder):
        """A microphone whose level moves and whose time goes on."""

        def __init__(self) -> None:
            self._began_s = time.monotonic()

        @property
        def duration_s(self) -> float:  # type: ignore[override]
            return time.monotonic() - self._began_s

        @property
        def level_dbfs(self) -> float:  # type: ignore[override]
            return -45.0 + 43.0 * abs((self.duration_s * 3) % 2 - 1)

    def drive(screen: object) -> float:
        live = Sounding()
        time.sleep(0.5)
        before_s, began_s = time.process_time(), time.monotonic()
        screen.listening(  # type: ignore[attr-defined]
            live,
            target_s=120.0,
            limit_s=DRAWN_S,
            heard=lambda: " ".join((TEXT * 3).split()[: int(live.duration_s * 2.5)]),
        )
        return (time.process_time() - before_s) / (time.monotonic() - began_s)

    answer.write_text(str(run_on_full_screen(drive, lambda _message, _hint: None)), encoding="utf-8")


def main() -> None:
    # Where Python may not keep what it compiles, as in some test environments, it would be timed compiling.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    nothing_s = start_up(runs)
    first_sight_and_sound(max(3, runs // 5), nothing_s)
    drawing()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--draw"]:
        draw(Path(sys.argv[2]))
    else:
        main()
