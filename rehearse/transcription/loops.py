"""A decoder that says the same again and again is led on.

Where a speaker stammers, Whisper may take up the stammer and keep to it until its window is full: two
hundred tokens, again at each less greedy attempt, which takes half a minute and loses what followed.
People do repeat themselves, so a few repetitions stand; the token that would begin yet another is
refused, and the decoder goes on with what it holds next likeliest. If it falls back into loops all the
same, its text ends and counts as looping.
"""

from __future__ import annotations

from collections.abc import Sequence

LONGEST_CYCLE_TOKENS = 12
"""What is repeated may be a clause; a loop of more is left to the signs of a failed decoding."""
MOST_ROUNDS = 4
"""So often may the same be said in a row."""
MOST_REFUSALS = 3
"""A text that has to be led on more often than this ends."""


def looping(sounds: Sequence[str]) -> frozenset[str]:
    """Return the sounds that would begin one round too many of what was just repeated.

    Parameters
    ----------
    sounds : sequence of str
        What each token so far sounds like; silent ones left out.
    """
    return frozenset(
        sounds[-cycle]
        for cycle in range(1, min(LONGEST_CYCLE_TOKENS, len(sounds) // MOST_ROUNDS) + 1)
        if _repeats(sounds[-cycle * MOST_ROUNDS :], cycle)
    )


def _repeats(sounds: Sequence[str], cycle: int) -> bool:
    return all(sound == sounds[index % cycle] for index, sound in enumerate(sounds))


def sound_of(text: str) -> str:
    """Return what a token sounds like: " Uh" and "uh" alike; "" for punctuation, which a loop may vary."""
    return "".join(character for character in text.casefold() if character.isalnum())
