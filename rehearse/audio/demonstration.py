"""An answer spoken by the machine, for a desk without a microphone.

It shows all that Rehearse does with an answer. It is marked as a demonstration wherever it is kept.
"""

from __future__ import annotations

from pathlib import Path

from rehearse.audio.voice import PyttsxVoice, VoiceInfo, list_voices

RATE_WPM = 150
"""In the middle of the comfortable band, 120–160 wpm."""

_VOLUME = 1.0
"""It is recorded, not heard, so the user's choice of volume is not meant for it."""


def demonstration_answer(text: str, *, cache_dir: Path, question_voice: str | None = None) -> Path:
    """Return a WAV file of `text` spoken, where it can be in another voice than the question's.

    Parameters
    ----------
    text : str
        What to say: the question's model answer, say.
    cache_dir : Path
        The voice's cache.
    question_voice : str or None
        The setting that the question is read with.

    Raises
    ------
    SpeechOutputError
    """
    voice = _another_voice(list_voices(), question_voice)
    return PyttsxVoice(voice, RATE_WPM, _VOLUME, cache_dir).render(text)


def _another_voice(voices: tuple[VoiceInfo, ...], question_voice: str | None) -> str | None:
    """Return an English voice that is not the question's; None where there is no other."""
    british = [voice.id for voice in voices if "en-gb" in _codes(voice)]
    american = [voice.id for voice in voices if "en-us" in _codes(voice)]
    other = [voice.id for voice in voices if any(code.startswith("en") for code in _codes(voice))]
    # The question is read in American English where nothing else was chosen.
    spoken = question_voice or next(iter(american), None)
    same = [voice.id for voice in voices if spoken and spoken.casefold() in _names(voice)]
    return next((voice for voice in (*british, *american, *other) if voice not in same), None)


def _names(voice: VoiceInfo) -> tuple[str, ...]:
    return (voice.id.casefold(), voice.name.casefold(), *_codes(voice))


def _codes(voice: VoiceInfo) -> tuple[str, ...]:
    return tuple(language.lower().replace("_", "-") for language in voice.languages)
