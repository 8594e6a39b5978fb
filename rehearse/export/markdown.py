"""A take as Markdown, to be read, kept in notes, or sent to somebody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rehearse.analysis.coverage import Status
from rehearse.analysis.phrases import moment, plural

if TYPE_CHECKING:
    from rehearse.rescoring import Rescored

SIGNS = {Status.COVERED: "[x]", Status.PARTLY: "[~]", Status.MISSED: "[ ]", Status.CONTRADICTED: "[!]"}
"""Boxes as task lists have them; what is only touched on and what is denied get signs of their own."""

_MARKUP = re.compile(r"([\\`*_\[\]<>#|~])")


def as_markdown(rescored: Rescored) -> str:
    """Write a take and what is made of it.

    Parameters
    ----------
    rescored : Rescored
    """
    return "\n\n".join(_blocks(rescored)) + "\n"


def _blocks(rescored: Rescored) -> Iterator[str]:
    take, made, analysis = rescored.take, rescored.document, rescored.analysis
    yield f"# {_plain(rescored.question.text)}"
    when = f"{take.recorded_at:%Y-%m-%d %H:%M}, {moment(take.recording.duration_s)}"
    n_corrections = len(rescored.corrected.standing)
    yield when + (f", with {plural(n_corrections, 'correction')}" if n_corrections else "")
    if take.demonstration:
        yield "A demonstration: this answer is synthesised speech, not a person."
    yield "| | | |\n|---|---|---|\n" + "\n".join(
        f"| {name} | {_percent(mark.value)} | {_plain(mark.why)} |"
        for name, mark in (("Content", analysis.scorecard.content), ("Delivery", analysis.scorecard.delivery))
    )
    if analysis.scorecard.advice:
        yield "## Work on this"
        yield "\n".join(f"{n}. {_plain(each)}" for n, each in enumerate(analysis.scorecard.advice, start=1))
    if analysis.coverage.key_points:
        yield "## What you covered"
        yield "\n".join(_point(item) for item in made["coverage"]["key_points"])
    yield "## What you said"
    yield _plain(rescored.transcript.text) or "No speech was heard."
    measures = [measure for measure in made["delivery"]["measures"] if measure["value"] is not None]
    if measures:
        yield "## How you sounded"
        yield "| | |\n|---|---|\n" + "\n".join(
            f"| {_plain(measure['title'])} | {_measured(measure)} |" for measure in measures
        )
    if rescored.question.model_answer:
        yield "## A model answer"
        yield "\n>\n".join(f"> {_plain(part)}" for part in rescored.question.model_answer.split("\n\n"))


def _point(item: dict[str, Any]) -> str:
    where = "" if item["start_s"] is None else f" at {moment(item['start_s'])}"
    quote = f"\n      “{_plain(item['quote'])}”{where}" if item["quote"] else ""
    return f"- {SIGNS[Status(item['status'])]} {_plain(item['text'])}{quote}"


def _measured(measure: dict[str, Any]) -> str:
    band = f", {measure['band']}" if measure["band"] else ""
    return f"{measure['value']:.4g} {_plain(measure['unit'])}{band}"


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}"


def _plain(text: str) -> str:
    """Return a text with what Markdown would take for markup escaped, on one line."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))
