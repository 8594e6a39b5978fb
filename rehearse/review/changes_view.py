"""What a person changed in a take, told in words, and what the score was before its deck changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rehearse.analysis.document import figure
from rehearse.corrections import Correction, FillerJudged, Inserted, PointJudged, Removed, Respelled
from rehearse.json_lines import read_lines
from rehearse.rescoring import EARLIER_FILE

if TYPE_CHECKING:
    from rehearse.analysis.corrected import Corrected
    from rehearse.take import Transcript


@dataclass(frozen=True, slots=True)
class ToldChange:
    """A correction that holds.

    Parameters
    ----------
    id : str
    at : datetime
    told : str
        In a sentence.
    point : str
        The key point that it says was made, "" for none.
    """

    id: str
    at: datetime
    told: str
    point: str


@dataclass(frozen=True, slots=True)
class EarlierScore:
    """What a take came to before its deck changed.

    Parameters
    ----------
    replaced_at : datetime
    coverage : float or None
    """

    replaced_at: datetime
    coverage: float | None


def told_changes(corrected: Corrected) -> tuple[ToldChange, ...]:
    """Return the corrections that hold, told in words, the latest first."""
    return tuple(
        ToldChange(correction.id, correction.at, _told(correction, corrected.original), _point(correction))
        for correction in reversed(corrected.standing)
    )


def earlier_scores(folder: Path) -> tuple[EarlierScore, ...]:
    """Return what a take came to before; lines that cannot be read are passed over."""
    scores = []
    for line in read_lines(folder / EARLIER_FILE):
        made: Any = line.get("analysis") if isinstance(line, Mapping) else None
        if not isinstance(line, Mapping) or not isinstance(made, Mapping):
            continue
        try:
            replaced_at = datetime.fromisoformat(str(line.get("replaced_at")))
        except ValueError:
            continue
        scores.append(EarlierScore(replaced_at, figure(made, "coverage", "coverage")))
    return tuple(scores)


def _point(correction: Correction) -> str:
    change = correction.change
    return change.point if isinstance(change, PointJudged) and change.said else ""


def _told(correction: Correction, original: Transcript) -> str:
    def words(first: int, last: int) -> str:
        return "“" + " ".join(word.text for word in original.words[first : last + 1]) + "”"

    told = ""
    match correction.change:
        case Respelled(word, text):
            told = f"{words(word, word)} is “{text}”"
        case Removed(word):
            told = f"{words(word, word)} was not said"
        case Inserted(after, text):
            place = "at the beginning" if after < 0 else f"after {words(after, after)}"
            told = f"“{text}” was said {place}"
        case FillerJudged(first, last, is_filler):
            told = f"{words(first, last)} is {'a' if is_filler else 'no'} filler"
        case PointJudged(point, said, first, last):
            told = f"“{point}” was {'said' if said else 'not said'}"
            if said and first is not None and last is not None:
                told += f": {words(first, last)}"
    return f"{told}."
