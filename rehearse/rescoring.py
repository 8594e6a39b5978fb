"""A past take scored again, from its words and what was heard in its sound.

A take is what happened and never changes; its score is derived, and can be made again at any time:
to be shown, after a correction, or against a question whose deck has changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rehearse.analysis import Analysis, analyse
from rehearse.analysis.document import document
from rehearse.desk import Hearing, Meaning
from rehearse.errors import AudioInputError
from rehearse.take import Interval, Take

if TYPE_CHECKING:
    from rehearse.sound import VoiceTrack
    from rehearse.word_lists import WordLists


@dataclass(frozen=True, slots=True)
class Rescored:
    """A take and what is made of it now.

    Parameters
    ----------
    take : Take
    analysis : Analysis
    document : dict
        The same as plain JSON values, as ``analysis.json`` has them.
    speech : tuple of Interval
        Where speech is in its recording; empty when the sound is gone.
    voice : VoiceTrack or None
        How high and how loud it is; None when the sound is gone.
    """

    take: Take
    analysis: Analysis
    document: dict[str, Any]
    speech: tuple[Interval, ...]
    voice: VoiceTrack | None


class Rescorer:
    """Scores past takes again.

    Parameters
    ----------
    hearing : Hearing
        One that keeps what it heard makes all this quick.
    word_lists : WordLists, optional
        The user's fillers and hedges, in place of the built-in ones.
    meaning : Meaning, optional
        None where words alone decide.
    """

    def __init__(
        self, hearing: Hearing, *, word_lists: WordLists | None = None, meaning: Meaning | None = None
    ) -> None:
        self._hearing = hearing
        self._word_lists = word_lists
        self._meaning = meaning

    def rescore(self, take: Take, *, past_rates_wpm: Sequence[float] = ()) -> Rescored:
        """Score a take again.

        Parameters
        ----------
        take : Take
        past_rates_wpm : sequence of float
            Speech rates of the speaker's takes before this one.

        Raises
        ------
        AudioInputError
            When its sound is there and cannot be read.
        """
        speech, voice = self._heard(take)
        analysis = analyse(
            take.question,
            take.transcript,
            speech,
            duration_s=take.recording.duration_s,
            recording_delay_s=take.recording_delay_s,
            voice=voice,
            word_lists=self._word_lists,
            past_rates_wpm=past_rates_wpm,
            meaning=self._meaning,
        )
        made = document(take.deck, take.question, take.transcript, take.recording.duration_s, analysis)
        return Rescored(take, analysis, made, speech, voice)

    def _heard(self, take: Take) -> tuple[tuple[Interval, ...], VoiceTrack | None]:
        """Return where speech is and how the voice goes; nothing when the sound is gone."""
        try:
            speech = self._hearing.speech(take.recording)
        except AudioInputError:
            if take.recording.path.exists():
                raise
            return (), None
        return speech, self._hearing.voice(take.recording, speech)
