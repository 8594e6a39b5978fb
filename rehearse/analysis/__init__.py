"""What was said and how it was said, in numbers: pure functions of values.

Nothing here reads a file, a clock or a microphone. :func:`analyse` takes a question, the transcript of
an answer and where its speech lies, and returns an :class:`Analysis`; each module below it defines one
kind of measure, and each measure is defined once, in its own docstring.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rehearse.analysis.corrected import judged_coverage, judged_fillers
from rehearse.analysis.coverage import Coverage, cover
from rehearse.analysis.delivery import delivery_parts, too_little
from rehearse.analysis.fillers import Fillers, find_fillers
from rehearse.analysis.findings import Finding, find_out
from rehearse.analysis.manner import Manner, measure_manner
from rehearse.analysis.not_knowing import NotKnowing, find_not_knowing
from rehearse.analysis.order import Order, find_order
from rehearse.analysis.pacing import Pacing, measure_pacing
from rehearse.analysis.pauses import clip, silent_pauses
from rehearse.analysis.scorecard import Scorecard, score
from rehearse.analysis.story import Story, find_story

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rehearse.analysis.corrected import Corrected
    from rehearse.analysis.judging import Judge
    from rehearse.deck import Question
    from rehearse.sound import VoiceTrack
    from rehearse.take import Interval, Transcript
    from rehearse.word_lists import WordLists


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything that is said about one answer; derived, and always recomputable.

    Parameters
    ----------
    coverage : Coverage
    order : Order
        When the points were reached.
    story : Story or None
        The parts of a story, where the question asks for one or is a warm-up.
    not_knowing : NotKnowing or None
        An admission of not knowing, if there is one.
    fillers : Fillers
    silent_pauses : tuple of Interval
        Silences of at least 250 ms inside the answer.
    pacing : Pacing
    manner : Manner
    findings : tuple of Finding
        What every measure of delivery came to.
    scorecard : Scorecard
    """

    coverage: Coverage
    order: Order
    story: Story | None
    not_knowing: NotKnowing | None
    fillers: Fillers
    silent_pauses: tuple[Interval, ...]
    pacing: Pacing
    manner: Manner
    findings: tuple[Finding, ...]
    scorecard: Scorecard


def analyse(
    question: Question,
    transcript: Transcript,
    speech: tuple[Interval, ...],
    *,
    duration_s: float,
    recording_delay_s: float | None = None,
    coverage: Coverage | None = None,
    judge: Judge | None = None,
    voice: VoiceTrack | None = None,
    word_lists: WordLists | None = None,
    past_rates_wpm: Sequence[float] = (),
    corrected: Corrected | None = None,
) -> Analysis:
    """Analyse an answer.

    Parameters
    ----------
    question : Question
    transcript : Transcript
    speech : tuple of Interval
        Where speech is in the recording; empty for typed text.
    duration_s : float
        Length of the recording, s; 0 for typed text.
    recording_delay_s : float, optional
        From the end of the spoken question to the recording's first frame, s.
    coverage : Coverage, optional
        Where it is already known.
    judge : Judge, optional
        Reads the answer for the key points; words alone decide without one.
    voice : VoiceTrack, optional
        How high and how loud the recording is; None for typed text.
    word_lists : WordLists, optional
        The user's fillers and hedges, in place of the built-in ones.
    past_rates_wpm : sequence of float, optional
        Speech rates of the speaker's past takes.
    corrected : Corrected, optional
        What a person corrected, where `transcript` is that of a correction: its verdicts hold.
    """
    within = clip(speech, duration_s)
    pauses = silent_pauses(within)
    pacing = measure_pacing(transcript, within, pauses, recording_delay_s=recording_delay_s)
    fillers = find_fillers(transcript, word_lists)
    if corrected is not None:
        fillers = judged_fillers(fillers, corrected)
    parts = () if too_little(pacing) else delivery_parts(fillers, pauses, pacing)
    manner = measure_manner(
        question,
        transcript,
        within,
        fillers,
        pacing,
        track=voice,
        lists=word_lists,
        past_rates_wpm=past_rates_wpm,
    )
    if coverage is None:
        coverage = cover(question, transcript, judge=judge)
    if corrected is not None:
        coverage = judged_coverage(coverage, question, corrected)
    not_knowing = find_not_knowing(transcript)
    return Analysis(
        coverage=coverage,
        order=find_order(question, transcript, coverage, judge=judge),
        story=find_story(question, transcript),
        not_knowing=not_knowing,
        fillers=fillers,
        silent_pauses=pauses,
        pacing=pacing,
        manner=manner,
        findings=find_out(pacing, fillers, pauses, manner, parts),
        scorecard=score(coverage, pacing, parts, manner, not_knowing, need=question.need),
    )
