"""How an answer was said, as part of the JSON document of :mod:`rehearse.analysis.document`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rehearse.analysis import Analysis
    from rehearse.analysis.findings import Finding
    from rehearse.analysis.voice import Voice


def delivery_document(analysis: Analysis) -> dict[str, Any]:
    """Return every measure of delivery and what is behind it, as plain values."""
    manner = analysis.manner
    change = manner.change
    return {
        "measures": [_measure(finding) for finding in analysis.findings],
        "windows": [
            {
                **times(window.place.start_s, window.place.end_s),
                "speech_rate_wpm": rounded(window.speech_rate_wpm),
                "fillers_per_min": rounded(window.fillers_per_min),
            }
            for window in manner.windows
        ],
        "pace_stretches": [
            {
                **times(stretch.place.start_s, stretch.place.end_s),
                "band": stretch.band.value,
                "speech_rate_wpm": rounded(stretch.speech_rate_wpm),
                "first_words": stretch.first_words,
                "last_word": stretch.last_word,
            }
            for stretch in manner.stretches
        ],
        "pace_change": None
        if change is None
        else {
            "usual_wpm": rounded(change.usual_wpm),
            "change_wpm": rounded(change.change_wpm),
            "n_takes": change.n_takes,
        },
        "filler_clusters": [
            {
                **times(cluster.place.start_s, cluster.place.end_s),
                "forms": [marker.form for marker in cluster.markers],
            }
            for cluster in manner.clusters
        ],
        "hedges": [
            {"form": marker.form, **times(marker.start_s, marker.end_s)} for marker in manner.wording.hedges
        ],
        "favourite_words": [{"text": word, "count": n} for word, n in manner.wording.favourites],
        "voice": _voice(manner.voice),
    }


def rounded(number: float | None) -> float | None:
    """Round to three places, times to the millisecond; None stays None."""
    return None if number is None else round(float(number), 3)


def times(start_s: float | None, end_s: float | None) -> dict[str, Any]:
    """Return the two fields of a place in the recording."""
    return {"start_s": rounded(start_s), "end_s": rounded(end_s)}


def _measure(finding: Finding) -> dict[str, Any]:
    return {
        "name": finding.measure.name,
        "title": finding.measure.title,
        "unit": finding.measure.unit,
        "value": rounded(finding.value),
        "band": finding.band or None,
        "bands": finding.measure.band or None,
        "source": finding.measure.source or None,
        "advice": finding.advice or None,
        "withheld": finding.withheld or None,
    }


def _voice(voice: Voice) -> dict[str, Any]:
    return {
        "loudness": [
            {**times(moment.place.start_s, moment.place.end_s), "level_db": rounded(moment.level_db)}
            for moment in voice.loudness
        ],
        "n_sentences": voice.n_sentences,
        "trailing_off": [times(end.start_s, end.end_s) for end in voice.trailing_off],
    }
