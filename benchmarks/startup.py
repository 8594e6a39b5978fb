"""How long `rehearse --help` takes, against a Python that does nothing.

Runs both in alternation, so that a busy moment of the machine hits both alike, and prints the medians.

    python -m benchmarks.startup [RUNS]
"""

import statistics
import subprocess
import sys
import time

HELP = [sys.executable, "-m", "rehearse", "--help"]
NOTHING = [sys.executable, "-c", "pass"]


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    seconds(HELP), seconds(NOTHING)  # the first run reads from a cold disk
    times = [(seconds(HELP), seconds(NOTHING)) for _ in range(runs)]
    help_s, nothing_s = (statistics.median(column) for column in zip(*times, strict=True))
    print(f"rehearse --help     {help_s * 1000:6.0f} ms  (slowest {max(times)[0] * 1000:.0f} ms)")
    print(f"python -c pass      {nothing_s * 1000:6.0f} ms")
    print(f"ratio               {help_s / nothing_s:6.1f}     medians of {runs} runs in alternation")


if __name__ == "__main__":
    main()
