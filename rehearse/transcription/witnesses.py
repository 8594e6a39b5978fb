"""Brings two decodings of the same sound together: the words of one, the fillers of the other."""

from __future__ import annotations

from itertools import accumulate, groupby, zip_longest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rehearse.transcription.decoder import Piece


LONGEST_REPEAT_WORDS = 3


def merge(
    words: Sequence[Piece], verbatim: Sequence[Piece], is_filler: Callable[[str], bool]
) -> tuple[Piece, ...]:
    """Insert into `words` what only `verbatim` wrote down of hesitation, each at its place among the words.

    That is fillers, and words said again at once ("but, um, but"), which captions leave out too. Both
    are aligned without their fillers, by least edits. Where both have fillers between the same two words,
    the one with more of them is believed; one that only `words` has is none, for it was not even asked for
    fillers, and the other was.

    Parameters
    ----------
    words : sequence of Piece
        The witness for the words; all of them are kept, in order.
    verbatim : sequence of Piece
        The witness for the hesitation; its other words only show where that belongs. Empty where it
        went astray: then the fillers of `words` count.
    is_filler : callable
        Says whether a text is a filler.

    Returns
    -------
    tuple of Piece
    """
    said, fillers_said = _split(words, is_filler)
    heard, fillers_heard = _split(verbatim, is_filler)
    heard_keys = [_key(piece) for piece in heard]
    place, is_added = _places(heard_keys, [_key(piece) for piece in said])
    moved: list[list[Piece]] = [[] for _ in fillers_said]
    for index, fillers in enumerate(fillers_heard):
        moved[place[index]].extend(fillers)
        if index < len(heard) and is_added[index] and _is_repeat(heard_keys, is_added, index):
            moved[place[index]].append(heard[index])
    merged: list[Piece] = []
    for own, other, piece in zip_longest(fillers_said, moved, said):
        n_fillers = sum(is_filler(one.text) for one in other)
        is_own = not verbatim or 0 < n_fillers <= len(own)
        merged.extend([*own, *(one for one in other if not is_filler(one.text))] if is_own else other)
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


def _places(heard: list[str], said: list[str]) -> tuple[list[int], list[bool]]:
    """Return where the gaps of `heard` are in `said`, and which of its words `said` has nothing for.

    A gap keeps to the word beside it that both have, the one before it first: a filler trails off from what
    was said. Between words that both have, letters tell what stands for what.

    Returns
    -------
    places : list of int
        For each gap (before each word, and after the last) the gap of `said` that it is.
    is_added : list of bool
        For each word, whether `said` has none in its place.
    """
    from rapidfuzz.distance import Levenshtein

    places = [0] * (len(heard) + 1)
    anchored = [False] * (len(heard) + 1)
    is_added = [False] * len(heard)
    alignment = Levenshtein.opcodes(heard, said)
    for block in alignment:
        if block.tag == "delete":
            is_added[block.src_start : block.src_end] = [True] * (block.src_end - block.src_start)
    for is_same, blocks in groupby(alignment, key=lambda block: block.tag == "equal"):
        run = list(blocks)
        first, last = run[0], run[-1]
        ours, theirs = heard[first.src_start : last.src_end], said[first.dest_start : last.dest_end]
        inside = range(len(ours) + 1) if is_same else _places_by_letters(ours, theirs)
        for gap, place in enumerate(inside, first.src_start):
            if not anchored[gap]:
                places[gap] = first.dest_start + place
                anchored[gap] = is_same
    return places, is_added


def _places_by_letters(heard: list[str], said: list[str]) -> list[int]:
    """Return for each gap of `heard` the one of `said` that comes nearest, by least edits of letters."""
    from rapidfuzz.distance import Levenshtein

    edges_heard, edges_said = ([0, *accumulate(map(len, words))] for words in (heard, said))
    places: list[int] = []
    blocks = Levenshtein.opcodes("".join(heard), "".join(said))
    for edge in edges_heard:
        block = next((block for block in blocks if edge <= block.src_end), None)
        there = 0 if block is None else min(block.dest_start + edge - block.src_start, block.dest_end)
        places.append(min(range(len(edges_said)), key=lambda at: abs(edges_said[at] - there)))
    return places


def _is_repeat(heard: list[str], is_added: list[bool], index: int) -> bool:
    """Say whether the run of added words around `index` says again what stands beside it."""
    first = last = index
    while first > 0 and is_added[first - 1]:
        first -= 1
    while last + 1 < len(heard) and is_added[last + 1]:
        last += 1
    run = heard[first : last + 1]
    before, after = heard[max(0, first - len(run)) : first], heard[last + 1 : last + 1 + len(run)]
    return len(run) <= LONGEST_REPEAT_WORDS and run in (before, after)
