"""Sound in a thread of its own, while keys are watched: the question being read, an answer played back."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Sounding:
    """Runs `sound` until it ends or is told to stop.

    Parameters
    ----------
    sound : callable
        Returns when it has ended, or soon after its event is set.
    """

    def __init__(self, sound: Callable[[threading.Event], None]) -> None:
        self._sound = sound
        self._stop = threading.Event()
        self._ended = threading.Event()
        self._failure: Exception | None = None
        threading.Thread(target=self._run, name="sound", daemon=True).start()

    def _run(self) -> None:
        try:
            self._sound(self._stop)
        except Exception as exc:  # noqa: BLE001  raised again below, in the thread that waits
            self._failure = exc
        finally:
            self._ended.set()

    @property
    def ended(self) -> bool:
        """Whether nothing is heard any more."""
        return self._ended.is_set()

    def stop(self, wait_s: float = 0.0) -> None:
        """Let it end soon; wait for it at most so long."""
        self._stop.set()
        self._ended.wait(wait_s)

    def raise_if_failed(self) -> None:
        """Raise what went wrong, once it has ended."""
        if self._failure is not None:
            raise self._failure
