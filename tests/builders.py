"""Small values for tests: whole and valid, with whatever a test cares about given by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rehearse.deck import KeyPoint, Question
from rehearse.take import Beginning, Recording, Take, Transcript, Word, WordKind
from rehearse.take_rows import TakeRow

QUESTION = Question(
    id="bias-variance",
    text="How are bias and variance related?",
    group="Technical",
    hint="Think of one model and many samples.",
    key_points=(
        KeyPoint(
            "Lowering one tends to raise the other",
            wordings=("bias-variance trade-off", "as bias goes down variance goes up"),
            weight=2.0,
            probe="What happens to the one when you lower the other?",
        ),
        KeyPoint("High bias means underfitting"),
    ),
    misconceptions=("variance is the same as error",),
    model_answer="As one falls, the other rises.\n\nThat is the trade-off.",
    time_limit_s=120.0,
    tags=("fundamentals",),
    need=1,
)

TRANSCRIPT = Transcript(
    (
        Word("So,", 0.02, 0.06, 0.9),
        Word("um,", 0.06, 0.1, 0.5, WordKind.FILLED_PAUSE, certain=False),
        Word("naïvely…", 0.1, 0.18),
    ),
    engine="openai-whisper",
    model="base",
)


def make_question(**changes: Any) -> Question:
    """Return a question with every field in use, but for these changes."""
    return replace(QUESTION, **changes)


def make_beginning(**changes: Any) -> Beginning:
    """Return the beginning of a take that :func:`make_take` may finish, but for these changes."""
    beginning = Beginning(
        deck="machine-learning",
        question=QUESTION,
        recorded_at=datetime(2026, 11, 22, 12, 45, 3, tzinfo=UTC),
        session="2026-11-22T12-44-00",
        recording_delay_s=0.25,
        device="Desk microphone",
    )
    return replace(beginning, **changes)


def make_take(folder: Path, **changes: Any) -> Take:
    """Return a take of a 0.2 s recording (whose file is not made), but for these changes."""
    take = Take(
        folder=folder,
        deck="machine-learning",
        question=QUESTION,
        recorded_at=datetime(2026, 11, 22, 12, 45, 3, tzinfo=UTC),
        recording=Recording(folder / "answer.wav", 8000, 1600, device="Desk microphone", n_overflows=1),
        transcript=TRANSCRIPT,
        recording_delay_s=0.25,
        session="2026-11-22T12-44-00",
    )
    return replace(take, **changes)


def make_row(name: str, **changes: Any) -> TakeRow:
    """Return a take at a glance, but for these changes."""
    row = TakeRow(
        id=name,
        deck="machine-learning",
        question_id="bias-variance",
        question="How are bias and variance related?",
        recorded_at=datetime(2026, 11, 22, 12, 45, 3, tzinfo=UTC),
        duration_s=60.0,
        session="",
        follow_up_to="",
        demonstration=False,
        text="As one falls, the other rises.",
        coverage=0.5,
        content=0.5,
        delivery=0.75,
        n_words=140,
        n_fillers=4,
        pace_wpm=140.0,
        fillers_per_min=4.0,
        pauses_per_min=6.0,
        n_corrections=0,
        stale=False,
    )
    return replace(row, **changes)
