"""Hands-free: when an answer has ended, told from the silence after it.

A silence that follows speech ends the answer, and the speaker is told how long is left. How long the
silence must be depends on what went before, so that nobody is cut off while thinking: longer while
little was said, after a filler or in the middle of a sentence, and longer than the speaker's own pauses
so far. Any sound of a voice begins the wait anew.

The time is that of the sound: a program that falls behind the microphone stops later, never earlier.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rehearse.take import Word, WordKind

SILENCE_S = 2.5
"""What ends an answer that gives no reason to wait longer. Of pauses inside spontaneous speech, few last
longer than 2 s."""

LEAST_SPEECH_S = 0.3
"""Less is a click or a cough, after which nobody has answered yet."""

LITTLE_SAID_S = 15.0
"""Until so much was said, the silence must be longer, by up to as much again: people think most before
their second sentence, and a question in an interview asks for more than one."""

UNFINISHED = 1.6
"""So many times as long after a filler or an unfinished sentence: 4 s by default."""

OWN_PAUSES = 1.5
"""So many times as long as the longest pause that the speaker went on after."""

LONGEST = 3.0
"""Never more than so many times the silence that was asked for: 7.5 s by default."""

UNREMARKED_S = 0.8
"""Shorter silences are part of speaking, and nothing is counted down."""

_WORDS_LATE_S = 0.5
"""Words that reach so near to the last sound of speech are up to date."""

_GOES_ON = re.compile(
    r"(?:^|\s)(?:"
    # articles and determiners
    r"an?|the|my|your|our|their|its|his|every|each"
    # conjunctions
    r"|and|or|but|nor|because|although|though|if|unless|until|whereas|whether|since|while|which|who|whose"
    # prepositions
    r"|of|to|in|at|by|for|from|with|without|into|onto|between|among|during|through|than|as"
    # auxiliaries
    r"|is|are|was|were|be|am|being|have|has|had|does|will|would|could|should|shall|might|must|can"
    r"|i|we|they|he|she|i'm|it's|that's|there's|we're|they're"
    # what people say while they think
    r"|u[hm]+|er|erm|ah|h?mm+|well|so|like|basically|actually|you know|i mean|(?:sort|kind) of"
    r"|let me (?:think|see)|let's see"
    r")$"
)
"""English words and phrases that hardly ever end a sentence."""


def is_unfinished(words: Sequence[Word]) -> bool:
    """Say whether the speaker will probably go on: after a filler, or in the middle of a sentence.

    Whisper closes any text with a full stop, so it is the last word that tells.
    """
    if not words:
        return False
    last = words[-1]
    if last.kind is WordKind.FILLED_PAUSE or last.text.endswith((",", "-", "…", "...", ":", ";")):
        return True
    text = " ".join(word.text for word in words[-3:]).lower().rstrip(".!?\"' ")
    return _GOES_ON.search(text) is not None


class HandsFree:
    """Follows one answer and says how many seconds of silence are left before it ends.

    What it says depends on nothing but what it is fed.

    Parameters
    ----------
    silence_s : float
        How long a silence ends an answer that gives no reason to wait longer; > 0.
    """

    def __init__(self, silence_s: float = SILENCE_S) -> None:
        self._silence_s = silence_s
        self._now_s = 0.0
        self._spoken_s = 0.0
        self._speech_ended_s = 0.0
        self._longest_pause_s = 0.0
        self._words: Sequence[Word] = ()
        self._words_until_s = 0.0

    def feed(self, time_s: float, speaking: bool) -> float | None:
        """Take the next moment of the answer and return :attr:`seconds_left`.

        Parameters
        ----------
        time_s : float
            When the moment ends, from the start of the recording; not before the last one.
        speaking : bool
            Whether any sound of a voice is in it.
        """
        if speaking:
            if self._has_spoken:
                self._longest_pause_s = max(self._longest_pause_s, self._now_s - self._speech_ended_s)
            self._spoken_s += time_s - self._now_s
            self._speech_ended_s = time_s
        self._now_s = time_s
        return self.seconds_left

    def hear(self, words: Sequence[Word], until_s: float) -> None:
        """Take the words so far, and up to which second of the sound they go."""
        self._words, self._words_until_s = words, until_s

    @property
    def patience_s(self) -> float:
        """The silence that would end the answer as it is now, s."""
        little_said = 1 - min(self._spoken_s / LITTLE_SAID_S, 1.0)
        patience_s = self._silence_s * (1 + little_said)
        # Words that are still being written down may end in the middle of a sentence: wait for them.
        words_are_late = self._words_until_s < self._speech_ended_s - _WORDS_LATE_S
        if words_are_late or is_unfinished(self._words):
            patience_s *= UNFINISHED
        patience_s = max(patience_s, self._longest_pause_s * OWN_PAUSES)
        return min(patience_s, self._silence_s * LONGEST)

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the answer ends, 0 once it has; None while nothing is counted down."""
        silence_s = self._now_s - self._speech_ended_s
        if not self._has_spoken or silence_s < UNREMARKED_S:
            return None
        return max(self.patience_s - silence_s, 0.0)

    @property
    def _has_spoken(self) -> bool:
        return self._spoken_s >= LEAST_SPEECH_S
