"""Key points that were missed, as cards to be learnt by heart with Anki.

A card keeps its identity: exporting again and importing again brings the same cards up to date, with
what was learnt of them, and adds the new ones.
"""

from __future__ import annotations

import hashlib
import html
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rehearse.analysis.coverage import Status
from rehearse.durable import appearing

if TYPE_CHECKING:
    from rehearse.deck import Question

NOTE_TYPE_ID = 1_907_352_814
"""Anki knows a kind of note by its number; this one is ours, drawn at random once."""

_TO_LEARN = {Status.MISSED.value, Status.PARTLY.value, Status.CONTRADICTED.value}
_FRONT = "{{Question}}<hr>{{Prompt}}"
_BACK = "{{FrontSide}}<hr id=answer>{{Point}}"
_DECK_IDS = 1 << 30


@dataclass(frozen=True, slots=True)
class Card:
    """A key point to learn.

    Parameters
    ----------
    deck, question_id : str
    question : str
    prompt : str
        What asks for the point.
    point : str
    """

    deck: str
    question_id: str
    question: str
    prompt: str
    point: str

    @property
    def key(self) -> str:
        """What stays the same when the card is exported again."""
        made_of = "\n".join((self.deck, self.question_id, self.point))
        return hashlib.sha256(made_of.encode()).hexdigest()[:20]

    @property
    def tags(self) -> list[str]:
        """Anki's tags have no spaces."""
        return ["rehearse", f"rehearse::{'-'.join(self.question_id.split())}"]


def cards_of(deck: str, question: Question, made: Mapping[str, Any]) -> tuple[Card, ...]:
    """Return a card for each key point that an answer did not make, or only touched on.

    Parameters
    ----------
    deck : str
    question : Question
        What the answer is scored against.
    made : mapping
        Its analysis document.
    """
    probes = {point.text: point.probe for point in question.key_points}
    n_points = len(question.key_points)
    return tuple(
        Card(
            deck,
            question.id,
            question.text,
            probes.get(item["text"]) or f"Point {number} of {n_points}?",
            item["text"],
        )
        for number, item in enumerate(made["coverage"]["key_points"], start=1)
        if item["status"] in _TO_LEARN
    )


def as_text(cards: Iterable[Card]) -> str:
    """Write cards as lines with tabs, with what Anki needs to know of them first.

    There are two fields, as Anki's own kind of note, Basic, has; and the first tells cards of one question
    apart, since Anki takes notes with the same first field for the same note.
    """
    head = ("#separator:tab", "#html:true", "#guid column:1", "#deck column:2", "#tags column:3")
    lines = []
    for card in cards:
        question, prompt, point = _fields(card)
        lines.append(
            "\t".join(
                (card.key, _deck_name(card.deck), " ".join(card.tags), f"{question}<hr>{prompt}", point)
            )
        )
    return "\n".join((*head, *lines)) + "\n"


def write_package(cards: Iterable[Card], path: Path) -> None:
    """Write cards as an Anki package.

    Raises
    ------
    OSError
    """
    import genanki

    kind = genanki.Model(
        NOTE_TYPE_ID,
        "Rehearse: a key point",
        fields=[{"name": name} for name in ("Question", "Prompt", "Point")],
        templates=[{"name": "Key point", "qfmt": _FRONT, "afmt": _BACK}],
    )
    decks: dict[str, Any] = {}
    for card in cards:
        deck = decks.setdefault(card.deck, genanki.Deck(_number(card.deck), _deck_name(card.deck)))
        deck.add_note(genanki.Note(model=kind, fields=_fields(card), guid=card.key, tags=card.tags))
    with appearing(path) as passing:
        genanki.Package(list(decks.values())).write_to_file(str(passing))


def _fields(card: Card) -> list[str]:
    return [html.escape(" ".join(text.split())) for text in (card.question, card.prompt, card.point)]


def _deck_name(deck: str) -> str:
    """Return the name of the deck in Anki, where a double colon would make it a deck within a deck."""
    return f"Rehearse::{' '.join(deck.split()).replace('::', ':')}"


def _number(deck: str) -> int:
    return _DECK_IDS + random.Random(f"rehearse {deck}").randrange(_DECK_IDS)
