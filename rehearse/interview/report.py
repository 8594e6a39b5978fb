"""The report on a whole interview: what each answer was worth, how it went as it wore on, what to work on.

Made of the takes' analysis documents, as they lie on disk, so that it is the same whenever it is shown and
follows every correction. It knows no more than they do: what an answer does not tell is None.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean
from typing import TYPE_CHECKING, Any

from rehearse.analysis.delivery_document import rounded
from rehearse.interview.advice import changes, work_on_first
from rehearse.interview.answers import Answer, KeptTakes, Together, answers_of, halves_of, together

if TYPE_CHECKING:
    from rehearse.interview.record import Interview

SCHEMA = 1
"""Version of the document; raised only when a field changes its meaning."""


@dataclass(frozen=True, slots=True)
class Report:
    """What an interview is told.

    Parameters
    ----------
    session, deck : str
    started_at : datetime
    demonstration, ended : bool
    spent_s : float
    answers : tuple of Answer
        In the order in which they were given.
    coverage, delivery : float or None
        Means over the questions, follow-ups left out, 0–1.
    strongest, weakest : Answer or None
        By coverage, of equals by delivery; None where there is nothing to compare.
    whole : Together or None
        All answers taken together; None where no words were heard.
    halves : (Together, Together) or None
        None where too few answers hold words.
    changes : tuple of str
        How pace and fillers developed, in sentences without a full stop; none where they stayed about
        the same.
    work_on : tuple of str
        Two or three sentences, the most useful first.
    """

    session: str
    deck: str
    started_at: datetime
    demonstration: bool
    ended: bool
    spent_s: float
    answers: tuple[Answer, ...]
    coverage: float | None
    delivery: float | None
    strongest: Answer | None
    weakest: Answer | None
    whole: Together | None
    halves: tuple[Together, Together] | None
    changes: tuple[str, ...]
    work_on: tuple[str, ...]


def report_on(interview: Interview, takes: KeptTakes) -> Report:
    """Make the report of an interview.

    Parameters
    ----------
    interview : Interview
    takes : mapping
        A take that is missing has been deleted, or was never finished: its answer has no figures.
    """
    answers = answers_of(interview, takes)
    questions = [answer for answer in answers if not answer.follow_up]
    ranked = sorted((answer for answer in questions if answer.coverage is not None), key=_worth)
    comparable = len(ranked) > 1 and ranked[0].coverage != ranked[-1].coverage
    halves = halves_of(answers)
    return Report(
        session=interview.session,
        deck=interview.deck,
        started_at=interview.started_at,
        demonstration=interview.demonstration,
        ended=interview.ended,
        spent_s=interview.spent_s,
        answers=answers,
        coverage=_mean(answer.coverage for answer in questions),
        delivery=_mean(answer.delivery for answer in questions),
        strongest=ranked[-1] if comparable else None,
        weakest=ranked[0] if comparable else None,
        whole=together(answers),
        halves=halves,
        changes=() if halves is None else tuple(changes(*halves)),
        work_on=work_on_first(answers, interview.deck),
    )


def _worth(answer: Answer) -> tuple[float, float]:
    return (answer.coverage or 0.0, answer.delivery or 0.0)


def _mean(marks: Iterable[float | None]) -> float | None:
    known = [mark for mark in marks if mark is not None]
    return fmean(known) if known else None


def report_document(report: Report) -> dict[str, Any]:
    """Return a report as plain values that ``json`` can write; what cannot be known is null."""
    return {
        "schema": SCHEMA,
        "session": report.session,
        "deck": report.deck,
        "started_at": report.started_at.isoformat(),
        "demonstration": report.demonstration,
        "ended": report.ended,
        "spent_s": rounded(report.spent_s),
        "coverage": rounded(report.coverage),
        "delivery": rounded(report.delivery),
        "strongest": report.strongest and report.strongest.question_id,
        "weakest": report.weakest and report.weakest.question_id,
        "whole": _together(report.whole),
        "halves": None if report.halves is None else [_together(half) for half in report.halves],
        "changes": list(report.changes),
        "work_on": list(report.work_on),
        "answers": [_answer(answer) for answer in report.answers],
    }


def _together(taken: Together | None) -> dict[str, Any] | None:
    if taken is None:
        return None
    return {
        "speech_rate_wpm": rounded(taken.speech_rate_wpm),
        "fillers_per_min": rounded(taken.fillers_per_min),
        "long_pauses_per_min": rounded(taken.long_pauses_per_min),
    }


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "number": answer.number,
        "question_id": answer.question_id,
        "text": answer.text,
        "follow_up": answer.follow_up,
        "take": answer.take,
        "scored": answer.is_scored,
        "duration_s": rounded(answer.duration_s),
        "target_s": rounded(answer.target_s),
        "coverage": rounded(answer.coverage),
        "delivery": rounded(answer.delivery),
        "n_words": answer.n_words,
        "n_fillers": answer.n_fillers,
        "n_long_pauses": answer.n_long_pauses,
        "speech_rate_wpm": rounded(answer.speech_rate_wpm),
        "fillers_per_min": rounded(answer.fillers_per_min),
        "response_latency_s": rounded(answer.response_latency_s),
        "open_points": list(answer.open_points),
        "contradicted": list(answer.contradicted),
        "misconceptions": list(answer.misconceptions),
    }
