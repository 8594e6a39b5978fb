"""Typed answers tried against a deck: how its author finds out what it hears."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rehearse.analysis.coverage import cover
from rehearse.deck import find_question
from rehearse.errors import DeckError
from rehearse.take import Transcript

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from rehearse.analysis.coverage import Coverage
    from rehearse.analysis.judging import Judge
    from rehearse.deck import Deck

LINE = '{"id": "1", "question_id": "hash-table", "answer": "It maps keys to values."}'
"""What a line of a file of answers looks like."""


@dataclass(frozen=True, slots=True)
class TypedAnswer:
    """An answer as typed.

    Parameters
    ----------
    id : str
        Whatever tells it from others; "" for none.
    question_id : str
    text : str
    """

    id: str
    question_id: str
    text: str


def read_answers(file: Path) -> list[TypedAnswer]:
    """Read a file of answers, one JSON object a line.

    Raises
    ------
    DeckError
        When it cannot be read; all lines that are no answers are named.
    """
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as exc:
        reason = exc.strerror if isinstance(exc, OSError) else "it is not text in UTF-8"
        raise DeckError(f"{file} cannot be read: {reason}.", f"It should hold lines like {LINE}") from exc
    answers, problems = [], []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            answers.append(_answer(json.loads(line)))
        except ValueError as exc:
            problems.append(f"{file}:{number}: {exc}")
    if problems:
        raise DeckError("\n".join(problems), f"A line looks like {LINE}")
    return answers


def _answer(found: object) -> TypedAnswer:
    if not isinstance(found, dict):
        raise ValueError("this line is no JSON object")  # noqa: TRY004  one kind of damage
    texts = [found.get(name) for name in ("question_id", "answer")]
    if not all(isinstance(text, str) for text in texts):
        raise ValueError("question_id and answer should be texts")
    return TypedAnswer(str(found.get("id", "")), *map(str, texts))


def try_answers(
    deck: Deck, answers: Sequence[TypedAnswer], judge: Judge | None
) -> Iterator[tuple[TypedAnswer, Coverage]]:
    """Judge answers one by one, in their order.

    Raises
    ------
    DeckError
        Before the first is judged, when one names a question that the deck has not.
    """
    asked = [(answer, find_question(deck, answer.question_id)) for answer in answers]
    return (
        (answer, cover(question, Transcript.from_text(answer.text), judge=judge))
        for answer, question in asked
    )


def tried_document(answer: TypedAnswer, coverage: Coverage) -> dict[str, Any]:
    """Return what an answer came to as plain values."""
    return {
        "id": answer.id,
        "question_id": answer.question_id,
        "coverage": coverage.coverage,
        "key_points": [
            {
                "text": match.key_point.text,
                "status": match.status.value,
                "score": round(match.score, 3),
                "quote": match.quote,
                "swapped_with": match.swapped_with,
            }
            for match in coverage.key_points
        ],
        "misconceptions": [
            {"text": claim.text, "score": round(claim.score, 3), "quote": claim.quote}
            for claim in coverage.misconceptions
        ],
    }
