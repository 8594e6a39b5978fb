"""The answers of an interview in figures, read from their takes' analysis documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rehearse.analysis.document import figure
from rehearse.analysis.pauses import LONG_PAUSE_S

if TYPE_CHECKING:
    from rehearse.interview.record import Interview
    from rehearse.take import Take

KeptTakes = Mapping[str, "tuple[Take, Mapping[str, Any]]"]
"""Takes by their id, each with its analysis document; an empty one where there is none."""

FEWEST_TO_COMPARE = 4
"""Answers with speech, from which the two halves of an interview are compared: fewer would compare one
question with another."""


SHORTEST_HALF_MIN = 0.5
"""In less speech, a filler more or less would look like a development."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of an interview, in figures.

    Parameters
    ----------
    number : int
        Of the question, from 1; a follow-up has the number of the question before it.
    question_id : str
        Of the deck's question.
    text : str
        The question as it was asked; its id where the take is gone.
    follow_up : bool
    take : str
        Id of the take.
    is_scored : bool
        False where the take is gone, or was never finished.
    duration_s : float
    target_s : float or None
    coverage, delivery : float or None
        The marks, 0–1.
    n_words, n_fillers, n_long_pauses : int
        Fillers are filled pauses and filler words.
    speech_rate_wpm, response_latency_s : float or None
    open_points : tuple of str
        Key points that were missed or only touched on, in the deck's order.
    contradicted : tuple of str
        Key points whose opposite was said.
    misconceptions : tuple of str
    """

    number: int
    question_id: str
    text: str
    follow_up: bool
    take: str
    is_scored: bool = False
    duration_s: float = 0.0
    target_s: float | None = None
    coverage: float | None = None
    delivery: float | None = None
    n_words: int = 0
    n_fillers: int = 0
    n_long_pauses: int = 0
    speech_rate_wpm: float | None = None
    response_latency_s: float | None = None
    open_points: tuple[str, ...] = ()
    contradicted: tuple[str, ...] = ()
    misconceptions: tuple[str, ...] = ()

    @property
    def total_time_min(self) -> float:
        """From the first to the last sound of speech, min; 0 where no words were heard."""
        return self.n_words / self.speech_rate_wpm if self.speech_rate_wpm else 0.0

    @property
    def fillers_per_min(self) -> float | None:
        """Fillers a minute; None where no words were heard."""
        return self.n_fillers / self.total_time_min if self.total_time_min else None

    @property
    def over_target_s(self) -> float:
        """How much longer it was than its target, s; 0 for not."""
        return max(self.duration_s - self.target_s, 0.0) if self.target_s is not None else 0.0


@dataclass(frozen=True, slots=True)
class Together:
    """Several answers taken together, as if they were one.

    Parameters
    ----------
    speech_rate_wpm, fillers_per_min, long_pauses_per_min : float
    """

    speech_rate_wpm: float
    fillers_per_min: float
    long_pauses_per_min: float


def answers_of(interview: Interview, takes: KeptTakes) -> tuple[Answer, ...]:
    """Return the answers of an interview in the order in which they were given."""
    answers = []
    number = 0
    for asked in interview.asked:
        number += not asked.follow_up
        unknown = Answer(number, asked.question_id, asked.question_id, asked.follow_up, asked.take)
        kept = takes.get(asked.take)
        answers.append(unknown if kept is None else _answer(unknown, *kept))
    return tuple(answers)


def together(answers: Sequence[Answer]) -> Together | None:
    """Return several answers taken together; None where none of them holds words."""
    minutes = sum(answer.total_time_min for answer in answers)
    if not minutes:
        return None
    spoken = [answer for answer in answers if answer.total_time_min]
    return Together(
        speech_rate_wpm=sum(answer.n_words for answer in spoken) / minutes,
        fillers_per_min=sum(answer.n_fillers for answer in spoken) / minutes,
        long_pauses_per_min=sum(answer.n_long_pauses for answer in spoken) / minutes,
    )


def halves_of(answers: Sequence[Answer]) -> tuple[Together, Together] | None:
    """Return the two halves of an interview; None where too few answers hold words, or too few words."""
    spoken = [answer for answer in answers if answer.total_time_min]
    if len(spoken) < FEWEST_TO_COMPARE:
        return None
    middle = len(spoken) // 2
    halves = spoken[:middle], spoken[middle:]
    if any(sum(answer.total_time_min for answer in half) < SHORTEST_HALF_MIN for half in halves):
        return None
    first, second = (together(half) for half in halves)
    return None if first is None or second is None else (first, second)


def _answer(unknown: Answer, take: Take, made: Mapping[str, Any]) -> Answer:
    points = _items(made, "coverage", "key_points")
    pauses = _items(made, "silent_pauses")
    return Answer(
        number=unknown.number,
        question_id=unknown.question_id,
        text=take.question.text,
        follow_up=unknown.follow_up,
        take=take.id,
        is_scored=bool(made),
        duration_s=take.recording.duration_s,
        target_s=take.question.time_limit_s,
        coverage=figure(made, "coverage", "coverage"),
        delivery=figure(made, "scorecard", "delivery", "value"),
        n_words=sum(word.get("kind") == "word" for word in _items(made, "words")),
        n_fillers=len(_items(made, "filled_pauses")) + len(_items(made, "discourse_markers")),
        n_long_pauses=sum(
            (figure(pause, "end_s") or 0.0) - (figure(pause, "start_s") or 0.0) >= LONG_PAUSE_S
            for pause in pauses
        ),
        speech_rate_wpm=figure(made, "pacing", "speech_rate_wpm"),
        response_latency_s=figure(made, "pacing", "response_latency_s"),
        open_points=tuple(str(point.get("text")) for point in points if _status(point) in _OPEN),
        contradicted=tuple(str(point.get("text")) for point in points if _status(point) == "contradicted"),
        misconceptions=tuple(str(each.get("text")) for each in _items(made, "coverage", "misconceptions")),
    )


_OPEN = ("missed", "partly")


def _status(point: Mapping[str, Any]) -> object:
    return point.get("status")


def _items(made: Mapping[str, Any], *path: str) -> list[Mapping[str, Any]]:
    """Return a list of objects in a document read from disk; an empty one, whatever else is there."""
    value: Any = made
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []
