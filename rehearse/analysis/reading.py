"""Reading an answer for key points: the nearest passages of each, and what the judge says of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rehearse.analysis.judging import MOST_WORDINGS, SILENT, STATES, Claim
from rehearse.analysis.passages import clauses_of, passages_of
from rehearse.analysis.text import tokens_of
from rehearse.analysis.verdict import shortest, shown
from rehearse.analysis.words_alone import WordsAlone, said_as_is, says_too_little

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rehearse.analysis.judging import Floats, Judge
    from rehearse.analysis.passages import Passage
    from rehearse.deck import KeyPoint
    from rehearse.take import Transcript

N_READ = 5
"""So many passages are read for a point: nine in ten of those that show one are among them, …"""

BLOCK_WORDS = 200
"""… of every so many words, so that what is said later pushes out nothing that was said before."""

FARTHEST = 0.15
"""Passages of a lower cosine with every wording are about something else and are not read. That costs one
hundredth of F1 on the graded answers held out."""


@dataclass(frozen=True, slots=True)
class Read:
    """What was read for one point.

    Parameters
    ----------
    passages : tuple of Passage
        In order of time.
    opinions : ndarray, shape (len(passages), 4)
        What the judge says of each.
    wordings : tuple of str
        The wording of the point that is nearest to each.
    """

    passages: tuple[Passage, ...]
    opinions: Floats
    wordings: tuple[str, ...]


class Reading:
    """An answer on the judge's desk.

    Parameters
    ----------
    transcript : Transcript
    question : str
        As asked; "" for none.
    judge : Judge, optional
        Words alone by default.
    """

    def __init__(self, transcript: Transcript, question: str = "", judge: Judge | None = None) -> None:
        self.question = question
        self.judge = judge or WordsAlone()
        self._transcript = transcript
        self.by = "judge" if judge else "words"
        self.passages = tuple(
            passage
            for passage in passages_of(transcript)
            if any(not token.stop for token in tokens_of(passage.text))  # "Right." tells nothing
        )
        self._meant = self.judge.embed([passage.text for passage in self.passages])

    def read(self, points: Sequence[KeyPoint]) -> tuple[Read, ...]:
        """Read the answer for points, all at once, which is quicker than one by one."""
        wordings = [(point.text, *point.wordings) for point in points]
        vectors = self.judge.embed([wording for each in wordings for wording in each])
        ends = np.cumsum([len(each) for each in wordings])
        chosen: list[tuple[list[int], list[Claim], tuple[str, ...]]] = []
        for point, each, end in zip(points, wordings, ends, strict=True):
            nearness = self._nearness(vectors[end - len(each) : end])
            at = self._nearest(nearness.max(axis=0))
            claims = [self._claim(point, nearness[:, index], index) for index in at]
            chosen.append((at, claims, tuple(each[int(nearness[:, index].argmax())] for index in at)))
        opinions = self._judged([claim for _, claims, _ in chosen for claim in claims])
        read, done = [], 0
        for at, claims, nearest in chosen:
            passages = tuple(self.passages[index] for index in at)
            read.append(Read(passages, opinions[done : done + len(claims)], nearest))
            done += len(claims)
        return tuple(read)

    def _judged(self, claims: list[Claim]) -> Floats:
        """Return what the judge says, but where a claim is said word for word, or hardly anything is."""
        opinions = self.judge.judge(claims)
        for row, claim in enumerate(claims):
            if said_as_is(claim):
                opinions[row] = np.eye(len(opinions[row]))[STATES]
            elif says_too_little(claim):
                opinions[row] = np.eye(len(opinions[row]))[SILENT]
        return opinions

    def quote(self, point: KeyPoint, passage: Passage, touching: float, *, against: bool) -> Passage:
        """Return the fewest clauses of a passage that show a point nearly as surely as the whole of it."""
        parts = (passage, *clauses_of(self._transcript, passage))
        if len(parts) == 1:
            return passage
        wordings = point.wordings[:MOST_WORDINGS]
        claims = [Claim(self.question, claimed(point), wordings, part.text) for part in parts]
        return parts[shortest(shown(self._judged(claims), touching, against=against), parts)]

    def _nearness(self, vectors: Floats) -> Floats:
        """Return the cosine of each wording and each passage."""
        if not self.passages:
            return np.zeros((len(vectors), 0), np.float32)
        return np.asarray(vectors @ self._meant.T, np.float32)

    def _nearest(self, nearness: Floats) -> list[int]:
        """Return the passages to be read, in order of time: the nearest of each block."""
        blocks: dict[int, list[int]] = {}
        for index, passage in enumerate(self.passages):
            if self.by == "judge" and nearness[index] < FARTHEST:
                continue
            blocks.setdefault(passage.first_word // BLOCK_WORDS, []).append(index)
        return sorted(
            index
            for members in blocks.values()
            for index in sorted(members, key=lambda index: -nearness[index])[:N_READ]
        )

    def _claim(self, point: KeyPoint, nearness: Floats, index: int) -> Claim:
        nearest = np.argsort(-nearness[1:], kind="stable")[:MOST_WORDINGS]
        wordings = tuple(point.wordings[at] for at in nearest)
        return Claim(self.question, claimed(point), wordings, self.passages[index].text)


def claimed(point: KeyPoint) -> str:
    """Return a point as a claim to be read: one that stands for its kind says so."""
    return f"{point.text} (any {point.any_of} counts)" if point.any_of else point.text
