"""Brings two decodings of the same sound together: the words of one, the fillers of the other."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rehearse.transcription.decoding import Piece


def merge(
    words: Sequence[Piece], verbatim: Sequence[Piece], is_filler: Callable[[str], bool]
) -> tuple[Piece, ...]:
    """Insert into `words` the fillers that only `verbatim` has, each at its place among the words.

    Both are aligned without their fillers, by least edits. Where both have fillers between the same
    two words, the one with more of them is believed.

    Parameters
    ----------
    words : sequence of Piece
        The witness for the words; all of them are kept, in order.
    verbatim : sequence of Piece
        The witness for the fillers; its words only show where those belong.
    is_filler : callable
        Says whether a text is a filler.

    Returns
    -------
    tuple of Piece
    """
    said, fillers_said = _split(words, is_filler)
    heard, fillers_heard = _split(verbatim, is_filler)
    place = _places([_key(piece) for piece in heard], [_key(piece) for piece in said])
    moved: list[list[Piece]] = [[] for _ in fillers_said]
    for gap, fillers in enumerate(fillers_heard):
        moved[place[gap]].extend(fillers)
    merged: list[Piece] = []
    for own, other, piece in zip_longest(fillers_said, moved, said):
        merged.extend(other if len(other) > len(own) else own)
        if piece is not None:
            merged.append(piece)
    return tuple(merged)


def _split(
    pieces: Sequence[Piece], is_filler: Callable[[str], bool]
) -> tuple[list[Piece], list[list[Piece]]]:
    """Return the words, and the fillers before each of them and after the last."""
    words: list[Piece] = []
    fillers: list[list[Piece]] = [[]]
    for piece in pieces:
        if is_filler(piece.text):
            fillers[-1].append(piece)
        else:
            words.append(piece)
            fillers.append([])
    return words, fillers


def _key(piece: Piece) -> str:
    return "".join(character for character in piece.text.casefold() if character.isalnum())


def _places(heard: list[str], said: list[str]) -> list[int]:
    """Return for each gap of `heard` (before each word, and after the last) the gap of `said` it is.

    Where the two differ, a gap keeps to the word beside it that both have, the one before it first: a
    filler trails off from what was said.
    """
    from rapidfuzz.distance import Levenshtein

    places = [0] * (len(heard) + 1)
    anchored = [False] * (len(heard) + 1)
    for block in Levenshtein.opcodes(heard, said):
        is_same = block.tag == "equal"
        for gap in range(block.src_start, block.src_end + 1):
            if not anchored[gap]:
                places[gap] = min(block.dest_start + gap - block.src_start, block.dest_end)
                anchored[gap] = is_same
    return places
