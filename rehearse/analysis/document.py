"""The interface for programs: an analysis as the JSON document that ``rehearse score --json`` prints.

Field names are a promise: fields are only ever added. Times are seconds from the start of the
recording, to the millisecond; what cannot be known is null.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rehearse.analysis.content_document import content_document, coverage_document
from rehearse.analysis.delivery_document import delivery_document, rounded, times
from rehearse.analysis.summary import figure, summary_document
from rehearse.corrections import line_of

if TYPE_CHECKING:
    from rehearse.analysis import Analysis
    from rehearse.analysis.corrected import Corrected
    from rehearse.analysis.pacing import Pacing
    from rehearse.analysis.scorecard import Mark
    from rehearse.analysis.spoken import Marker
    from rehearse.deck import Question
    from rehearse.take import Transcript, Word

__all__ = ["SCHEMA", "document", "figure"]

SCHEMA = 1
"""Version of the document; raised only when a field changes its meaning."""


def document(
    deck: str,
    question: Question,
    transcript: Transcript,
    duration_s: float,
    analysis: Analysis,
    corrected: Corrected | None = None,
) -> dict[str, Any]:
    """Return the analysis of an answer as plain values that ``json`` can write.

    Parameters
    ----------
    deck : str
        Name of the deck.
    question : Question
    transcript : Transcript
        Its engine and model are named in the document.
    duration_s : float
        Length of the recording, s.
    analysis : Analysis
    corrected : Corrected, optional
        What a person corrected in it; `transcript` is then the corrected one.
    """
    fillers = analysis.fillers
    origins = [""] * len(transcript.words)
    if corrected is not None:
        origins = [origin.correction for origin in corrected.origins]
    return {
        "schema": SCHEMA,
        "question_id": question.id,
        "deck": deck,
        "duration_s": rounded(duration_s),
        "summary": summary_document(analysis, corrected.standing if corrected else ()),
        "engine": transcript.engine,
        "model": transcript.model,
        "text": transcript.text,
        "words": [_word(word, by) for word, by in zip(transcript.words, origins, strict=True)],
        "filled_pauses": [{**_marker(marker), "certain": marker.certain} for marker in fillers.filled_pauses]
        if fillers.counts_filled_pauses
        else None,
        "discourse_markers": [_marker(marker) for marker in fillers.discourse_markers]
        if fillers.counts_discourse_markers
        else None,
        "repetitions": [_said(marker) for marker in fillers.repetitions],
        "self_repairs": [_said(marker) for marker in fillers.self_repairs],
        "false_starts": [_said(marker) for marker in fillers.false_starts],
        "silent_pauses": [times(pause.start_s, pause.end_s) for pause in analysis.silent_pauses],
        "pacing": _pacing(analysis.pacing),
        "coverage": coverage_document(analysis.coverage),
        "content": content_document(analysis),
        "delivery": delivery_document(analysis),
        "scorecard": {
            "content": _mark(analysis.scorecard.content),
            "delivery": _mark(analysis.scorecard.delivery),
            "advice": list(analysis.scorecard.advice),
        },
        "corrections": [line_of(correction) for correction in corrected.standing] if corrected else [],
        "text_as_written_down": corrected.original.text if corrected else transcript.text,
    }


def _word(word: Word, correction: str) -> dict[str, Any]:
    return {
        "text": word.text,
        **times(word.start_s, word.end_s),
        "probability": rounded(word.probability),
        "kind": word.kind.value,
        "certain": word.certain,
        "correction": correction or None,
    }


def _marker(marker: Marker) -> dict[str, Any]:
    return {"form": marker.form, **times(marker.start_s, marker.end_s)}


def _said(marker: Marker) -> dict[str, Any]:
    return {"text": marker.form, **times(marker.start_s, marker.end_s)}


def _mark(mark: Mark) -> dict[str, Any]:
    return {"value": rounded(mark.value), "why": mark.why}


def _pacing(pacing: Pacing) -> dict[str, Any]:
    return {
        "speech_rate_wpm": rounded(pacing.speech_rate_wpm),
        "articulation_rate_wpm": rounded(pacing.articulation_rate_wpm),
        "phonation_time_ratio": rounded(pacing.phonation_time_ratio),
        "mean_length_of_run_words": rounded(pacing.mean_length_of_run_words),
        "response_latency_s": rounded(pacing.response_latency_s),
        "longest_run_s": rounded(pacing.longest_run_s),
    }
