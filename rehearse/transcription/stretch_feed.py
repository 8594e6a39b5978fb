"""Hands out the stretches of a stream while it goes on, the newest that matters first.

Sound is followed and cut in a thread of its own, so that whoever decodes a stretch can know what has come
meanwhile: stretches that have ended wait for their turn; of what has not ended only the newest counts.
"""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING, Self

from rehearse.transcription.stretches import cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType

    from rehearse.sound import Samples
    from rehearse.transcription.stretches import SpeechProbability, Stretch

MOST_WAITING = 2
"""A file is read faster than it is decoded; more than this is not held of it."""

LONGEST_UNTOLD_S = 6.0
"""Who has spoken for so long since the last words were told is told more, before all is heard anew."""


class StretchFeed:
    """The stretches of a stream, for the length of a ``with`` block.

    Parameters
    ----------
    sound : iterable of Samples
        See :func:`rehearse.transcription.stretches.cut`.
    speech_probability : callable
        A fresh detector of speech.
    """

    def __init__(self, sound: Iterable[Samples], speech_probability: SpeechProbability) -> None:
        self._changed = threading.Condition()
        self._ended: deque[Stretch] = deque()
        self._going_on: Stretch | None = None
        self._is_over = False
        self._is_left = False
        self._error: Exception | None = None
        stretches = cut(self._while_wanted(sound), speech_probability)
        self._thread = threading.Thread(target=self._follow, args=(stretches,), daemon=True)

    def __enter__(self) -> Self:
        """Begin to follow the sound."""
        self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Leave the sound where it is: its next block may be long in coming."""
        with self._changed:
            self._is_left = True
            self._changed.notify_all()

    def __iter__(self) -> Iterator[Stretch]:
        """Yield what there is to decode until the sound is over.

        Raises
        ------
        Exception
            What reading the sound raised.
        """
        while (stretch := self._next()) is not None:
            yield stretch

    def overtakes(self, stretch: Stretch, *, told_until_s: float = 0.0) -> bool:
        """Say whether what has come meanwhile makes it a waste to go on decoding a stretch.

        Its end does, wherever that is, and so does a later pause, which may be the end. But a pause
        overtakes a pause only while the speaker has not waited for long, or who hesitates much would
        never see any words.

        Parameters
        ----------
        stretch : Stretch
        told_until_s : float
            Up to where in the recording the speaker was told what was heard, s.
        """
        with self._changed:
            if any(_goes_elsewhere(ended, stretch) for ended in self._ended):
                return True
            newer = self._going_on
            return (
                newer is not None
                and newer.ends_in_pause
                and (not stretch.ends_in_pause or newer.end_s - told_until_s < LONGEST_UNTOLD_S)
                and _goes_elsewhere(newer, stretch)
            )

    def _next(self) -> Stretch | None:
        with self._changed:
            self._changed.wait_for(lambda: self._ended or self._going_on or self._is_over)
            if self._ended:
                self._changed.notify_all()
                return self._ended.popleft()
            if self._error is not None:
                raise self._error
            going_on, self._going_on = self._going_on, None
            return going_on

    def _follow(self, stretches: Iterator[Stretch]) -> None:
        try:
            for stretch in stretches:
                self._offer(stretch)
        except Exception as error:  # noqa: BLE001  raised again where the stretches are read
            self._error = error
        with self._changed:
            self._is_over = True
            self._changed.notify_all()

    def _offer(self, stretch: Stretch) -> None:
        with self._changed:
            if stretch.is_final:
                self._changed.wait_for(lambda: len(self._ended) < MOST_WAITING or self._is_left)
                self._ended.append(stretch)
            self._going_on = None if stretch.is_final else stretch
            self._changed.notify_all()

    def _while_wanted(self, sound: Iterable[Samples]) -> Iterator[Samples]:
        for block in sound:
            if self._is_left:
                return
            yield block


def _goes_elsewhere(newer: Stretch, older: Stretch) -> bool:
    """Say whether they begin together and do not end together."""
    return newer.first_sample == older.first_sample and len(newer.samples) != len(older.samples)
