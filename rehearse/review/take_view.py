"""What the page of one take shows, made of the take and its analysis document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rehearse.analysis.corrected import PERSON
from rehearse.analysis.document import figure
from rehearse.review.marks import KIND_NAMES, Mark, MarkKind, marks_of
from rehearse.review.spoken_text import Paragraph, Quote, paragraphs

if TYPE_CHECKING:
    from rehearse.deck import Question
    from rehearse.review.archive import Seen
    from rehearse.take import Take

STATUS_SYMBOLS = {"covered": "✓", "partly": "◐", "missed": "✗", "contradicted": "≠"}
STATUS_WORDS = {
    "covered": "covered",
    "partly": "partly covered",
    "missed": "not heard",
    "contradicted": "contradicted",
}
"""How the status of a key point is shown and told."""


@dataclass(frozen=True, slots=True)
class PointView:
    """A key point and where it was said.

    Parameters
    ----------
    number : int
        From 1.
    text : str
    weight : float
    status : str
        "covered", "partly", "missed" or "contradicted".
    quote : str
        "" for none.
    start_s, end_s : float or None
    probe : str
        The follow-up question for a point that was missed; "" for none.
    wordings : tuple of str
        Other ways of saying it.
    first_word, last_word : int or None
        Of the quote, as indices into the document's words.
    by_person : bool
        Whether a person decided on it.
    swapped_with : str
        The point that it was swapped with; "" for none.
    """

    number: int
    text: str
    weight: float
    status: str
    quote: str
    start_s: float | None
    end_s: float | None
    probe: str
    wordings: tuple[str, ...]
    first_word: int | None
    last_word: int | None
    by_person: bool
    swapped_with: str = ""

    @property
    def symbol(self) -> str:
        """How its status is drawn."""
        return STATUS_SYMBOLS[self.status]

    @property
    def status_word(self) -> str:
        """How its status is told."""
        return STATUS_WORDS[self.status]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number to see at a glance.

    Parameters
    ----------
    name : str
    value : str
    note : str
        Its band or what belongs to it; "" for nothing.
    """

    name: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class TakeView:
    """Everything on the page of a take that comes from the take itself.

    Parameters
    ----------
    take : Take
    question : Question
        What it is scored against.
    made : mapping
        Its analysis document.
    points : tuple of PointView
    marks : tuple of Mark
    kinds : tuple of (MarkKind, str, int)
        The kinds of mark there are, each with its name and how many.
    figures : tuple of Figure
    transcript : tuple of Paragraph
    """

    take: Take
    question: Question
    made: Mapping[str, Any]
    points: tuple[PointView, ...]
    marks: tuple[Mark, ...]
    kinds: tuple[tuple[MarkKind, str, int], ...]
    figures: tuple[Figure, ...]
    transcript: tuple[Paragraph, ...]

    def for_script(self) -> dict[str, Any]:
        """Return what the player needs to know, as plain values."""
        return {
            "duration_s": self.take.recording.duration_s,
            "marks": [
                {
                    "number": mark.number,
                    "kind": mark.kind.value,
                    "name": mark.name,
                    "label": mark.label,
                    "start_s": mark.start_s,
                    "end_s": mark.end_s,
                }
                for mark in self.marks
            ],
            "points": [
                {"number": point.number, "start_s": point.start_s, "end_s": point.end_s}
                for point in self.points
                if point.start_s is not None
            ],
            "pace": [
                {name: window[name] for name in ("start_s", "end_s", "speech_rate_wpm")}
                for window in self.made.get("delivery", {}).get("windows", ())
            ],
        }


def view_of(seen: Seen) -> TakeView:
    """Return what the page of a take shows."""
    made = seen.made
    points = _points(made, seen.question)
    marks = marks_of(made)
    counted = Counter(mark.kind for mark in marks)
    return TakeView(
        take=seen.take,
        question=seen.question,
        made=made,
        points=points,
        marks=marks,
        kinds=tuple((kind, KIND_NAMES[kind], counted[kind]) for kind in MarkKind if counted[kind]),
        figures=_figures(made, counted),
        transcript=paragraphs(made["words"], marks, _quotes(points), seen.corrected),
    )


def _points(made: Mapping[str, Any], question: Question) -> tuple[PointView, ...]:
    asked = {point.text: point for point in question.key_points}
    return tuple(
        PointView(
            number=number,
            text=item["text"],
            weight=item["weight"],
            status=item["status"],
            quote=item["quote"] or "",
            start_s=item["start_s"],
            end_s=item["end_s"],
            probe=asked[item["text"]].probe if item["text"] in asked else "",
            wordings=asked[item["text"]].wordings if item["text"] in asked else (),
            first_word=item["first_word"],
            last_word=item["last_word"],
            by_person=item["by"] == PERSON,
            swapped_with=item.get("swapped_with") or "",
        )
        for number, item in enumerate(made["coverage"]["key_points"], start=1)
    )


def _quotes(points: tuple[PointView, ...]) -> list[Quote]:
    return [
        Quote(point.number, point.first_word, point.last_word, partly=point.status == "partly")
        for point in points
        if point.first_word is not None
        and point.last_word is not None
        and point.status in ("covered", "partly")
    ]


def _figures(made: Mapping[str, Any], counted: Counter[MarkKind]) -> tuple[Figure, ...]:
    bands = {item["name"]: item.get("band") or "" for item in made["delivery"].get("measures", ())}
    pace_wpm = figure(made, "pacing", "speech_rate_wpm")
    speaking = figure(made, "pacing", "phonation_time_ratio")
    per_min = figure(made, "summary", "fillers_per_min")
    n_fillers = counted[MarkKind.FILLED_PAUSE] + counted[MarkKind.DISCOURSE_MARKER]
    n_pauses = counted[MarkKind.SILENT_PAUSE]
    return (
        Figure("Pace", "–" if pace_wpm is None else f"{pace_wpm:.0f} wpm", bands.get("speech_rate", "")),
        Figure("Fillers", "–", "not counted in this language")
        if made["filled_pauses"] is None or made.get("discourse_markers") is None
        else Figure("Fillers", str(n_fillers), "" if per_min is None else f"{per_min:.1f} a minute"),
        Figure("Pauses", str(n_pauses), "of half a second or more"),
        Figure("Speaking", "–" if speaking is None else f"{speaking:.0%}", "of the time"),
    )
