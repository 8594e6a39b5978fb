"""Past takes as a list shows them: one row each, read from the beginnings of their files.

A take's words are most of its file, and no list needs them; so only what stands before them is read,
where the file is laid out as this program writes it. Any other layout is read whole.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from rehearse.analysis.summary import figure, summary_of
from rehearse.corrections import digest, standing
from rehearse.corrections_log import CORRECTIONS_FILE, read_corrections
from rehearse.take import Take
from rehearse.take_folder import ANALYSIS_FILE, TAKE_FILE, read_json, read_take
from rehearse.take_json import take_from

BEGINNING_BYTES = 1 << 13
"""What is read of a file at first: hints, key points and the text of a long answer are less."""

_LAST_BYTES = b"\n}\n"
_NO_WORDS = {"engine": "", "model": "", "language": "", "words": []}


@dataclass(frozen=True, slots=True)
class TakeRow:
    """What is known of a take at a glance; None where something cannot be known.

    Parameters
    ----------
    id : str
        Name of its folder.
    deck, question_id, question : str
        Name of the deck, id and text of the question.
    recorded_at : datetime
    duration_s : float
    session, follow_up_to : str
    demonstration : bool
    text : str
        What was said, as corrected.
    coverage, content, delivery : float or None
        Coverage and the two marks, 0–1.
    n_words, n_fillers : int or None
    pace_wpm, fillers_per_min, pauses_per_min : float or None
        Of speech, of filled pauses and filler words together, of silences of at least half a second.
    n_corrections : int
        How many corrections hold.
    stale : bool
        True when the figures are not those of the corrections that there are; they are None then.
    """

    id: str
    deck: str
    question_id: str
    question: str
    recorded_at: datetime
    duration_s: float
    session: str
    follow_up_to: str
    demonstration: bool
    text: str
    coverage: float | None
    content: float | None
    delivery: float | None
    n_words: int | None
    n_fillers: int | None
    pace_wpm: float | None
    fillers_per_min: float | None
    pauses_per_min: float | None
    n_corrections: int
    stale: bool


def read_row(folder: Path) -> TakeRow:
    """Read the row of a take.

    Raises
    ------
    StoreError
        When it is not a whole take, or cannot be read.
    """
    take, made = _heading(folder), _made(folder)
    held = standing(read_corrections(folder)) if os.path.lexists(folder / CORRECTIONS_FILE) else ()
    found = summary_of(made)
    stale = (found.get("corrections_digest") or "") != digest(held)
    if stale:
        found = {}
    text = made.get("text")
    return TakeRow(
        id=take.id,
        deck=take.deck,
        question_id=take.question.id,
        question=take.question.text,
        recorded_at=take.recorded_at,
        duration_s=take.recording.duration_s,
        session=take.session,
        follow_up_to=take.follow_up_to,
        demonstration=take.demonstration,
        text=text if isinstance(text, str) else "",
        coverage=figure(found, "coverage"),
        content=figure(found, "content"),
        delivery=figure(found, "delivery"),
        n_words=_count(found, "n_words"),
        n_fillers=_count(found, "n_fillers"),
        pace_wpm=figure(found, "speech_rate_wpm"),
        fillers_per_min=figure(found, "fillers_per_min"),
        pauses_per_min=figure(found, "pauses_per_min"),
        n_corrections=len(held),
        stale=stale,
    )


def _heading(folder: Path) -> Take:
    """Return a take as it is but for its words and the points of its question.

    Raises
    ------
    StoreError
    """
    beginning = _beginning(folder / TAKE_FILE, "transcript")
    if beginning is not None and isinstance(question := beginning.get("question"), dict):
        heading = {**beginning, "question": {**question, "key_points": []}, "transcript": _NO_WORDS}
        with suppress(ValueError):  # what is wrong is said by reading it whole
            return take_from(heading, folder)
    return read_take(folder)


def _made(folder: Path) -> Mapping[str, Any]:
    """Return what was made of a take, at least up to its words; empty where nothing can be read."""
    beginning = _beginning(folder / ANALYSIS_FILE, "words")
    if beginning is not None and "summary" in beginning:
        return beginning
    try:
        made = read_json(folder / ANALYSIS_FILE)
    except (OSError, ValueError):  # it is derived, and can be made again
        return {}
    return made if isinstance(made, Mapping) else {}


def _beginning(path: Path, name: str) -> dict[str, Any] | None:
    """Return the fields of a JSON file that stand before the one of this name.

    Returns
    -------
    dict or None
        None when the file is not there, not whole, or not laid out as this program does: an indented
        line begins with each field, which nothing inside a text can look like.
    """
    mark = f'\n  "{name}": '.encode()
    try:
        with path.open("rb", buffering=0) as file:
            content = file.read(BEGINNING_BYTES)
            at = content.find(mark)
            if at < 0:
                content += file.readall()
                at = content.find(mark)
            file.seek(-len(_LAST_BYTES), os.SEEK_END)
            whole = file.read(len(_LAST_BYTES)) == _LAST_BYTES
        beginning = json.loads(content[:at].removesuffix(b",") + b"}") if whole and at >= 0 else None
    except (OSError, ValueError, RecursionError):
        return None
    return beginning if isinstance(beginning, dict) else None


def _count(found: Mapping[str, Any], name: str) -> int | None:
    number = figure(found, name)
    return None if number is None else int(number)
