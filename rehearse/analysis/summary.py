"""The few figures that a list of takes shows, as part of the JSON document of an analysis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rehearse.analysis.delivery import too_little
from rehearse.analysis.delivery_document import rounded
from rehearse.analysis.pauses import LONG_PAUSE_S, SHOWN_PAUSE_S
from rehearse.corrections import digest

if TYPE_CHECKING:
    from rehearse.analysis import Analysis
    from rehearse.corrections import Correction


def summary_document(analysis: Analysis, standing: Sequence[Correction] = ()) -> dict[str, Any]:
    """Return the figures as plain values.

    Parameters
    ----------
    analysis : Analysis
    standing : sequence of Correction
        Those that it was made with.
    """
    pacing, pauses, scorecard = analysis.pacing, analysis.silent_pauses, analysis.scorecard
    n_fillers = analysis.fillers.n_disfluencies if analysis.fillers.counts_both else None
    n_pauses = sum(pause.duration_s >= SHOWN_PAUSE_S for pause in pauses)
    enough = not too_little(pacing)
    return {
        "coverage": rounded(analysis.coverage.coverage),
        "content": rounded(scorecard.content.value),
        "delivery": rounded(scorecard.delivery.value),
        "n_words": pacing.n_words,
        "speech_rate_wpm": rounded(pacing.speech_rate_wpm),
        "n_fillers": n_fillers,
        "fillers_per_min": None if n_fillers is None or not enough else rounded(pacing.per_minute(n_fillers)),
        "n_pauses": n_pauses,
        "pauses_per_min": rounded(pacing.per_minute(n_pauses)) if enough else None,
        "n_long_pauses": sum(pause.duration_s >= LONG_PAUSE_S for pause in pauses),
        "n_corrections": len(standing),
        "corrections_digest": digest(standing),
    }


def summary_of(made: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the summary of a document read from disk, whatever its state; empty where there is none.

    One of before there were summaries is summed up from its lists; such a document knows of no corrections.
    """
    summary = made.get("summary")
    if isinstance(summary, Mapping):
        return summary
    pace_wpm = figure(made, "pacing", "speech_rate_wpm")
    figures = {
        "coverage": figure(made, "coverage", "coverage"),
        "content": figure(made, "scorecard", "content", "value"),
        "delivery": figure(made, "scorecard", "delivery", "value"),
        "speech_rate_wpm": pace_wpm,
    }
    if "words" not in made:
        return figures
    n_words = sum(word.get("kind") == "word" for word in _objects(made, "words"))
    n_fillers = len(_objects(made, "filled_pauses")) + len(_objects(made, "discourse_markers"))
    n_pauses = sum(_length_s(pause) >= SHOWN_PAUSE_S for pause in _objects(made, "silent_pauses"))
    minutes = n_words / pace_wpm if pace_wpm else None
    return {
        **figures,
        "n_words": n_words,
        "n_fillers": n_fillers,
        "fillers_per_min": rounded(n_fillers / minutes) if minutes else None,
        "pauses_per_min": rounded(n_pauses / minutes) if minutes else None,
    }


def figure(made: Mapping[str, Any], *path: str) -> float | None:
    """Return a number of a document read from disk; None where it has none, whatever its state.

    Parameters
    ----------
    made : mapping
    path : str
        Names that lead to the number: "coverage", "coverage".
    """
    value: Any = made
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _objects(made: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    items = made.get(name)
    return [item for item in items if isinstance(item, Mapping)] if isinstance(items, list) else []


def _length_s(pause: Mapping[str, Any]) -> float:
    return (figure(pause, "end_s") or 0.0) - (figure(pause, "start_s") or 0.0)
