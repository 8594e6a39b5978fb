"""A take heard once: where its speech is and how its voice goes, kept beside its sound.

Listening to two minutes takes seconds, reading what was heard takes milliseconds; so a take that is
opened again, corrected or scored anew is not listened to again. The file is derived: it may be
deleted, and one that is damaged, or was made in another way than today's, is made again.
"""

from __future__ import annotations

import base64
import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from rehearse.audio.hearing import RecordingHearing
from rehearse.durable import appearing
from rehearse.sound import VoiceTrack
from rehearse.take import Interval, Recording

HEARD_FILE = "heard.json"

METHOD = 1
"""Raised whenever speech or voice are found in another way, so that what was kept is found anew."""


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """What listening to a recording gave.

    Parameters
    ----------
    speech : tuple of Interval
        Where speech is, in order, disjoint.
    voice : VoiceTrack
    """

    speech: tuple[Interval, ...]
    voice: VoiceTrack


class TakeHearing(RecordingHearing):
    """Hears the recordings of takes, each once."""

    def speech(self, recording: Recording) -> tuple[Interval, ...]:
        """Return where speech is, in order, disjoint, silences under 100 ms closed.

        Raises
        ------
        AudioInputError
            When it was not kept, and the sound is gone or cannot be read.
        """
        kept = read_heard(recording)
        return super().speech(recording) if kept is None else kept.speech

    def voice(self, recording: Recording, speech: tuple[Interval, ...]) -> VoiceTrack:
        """Return how high and how loud it is, pitch where `speech` is; keep both for the next time."""
        kept = read_heard(recording)
        if kept is not None and kept.speech == speech:
            return kept.voice
        voice = super().voice(recording, speech)
        with suppress(OSError):  # a folder that cannot be written to costs time, and nothing else
            _keep(recording, Heard(speech, voice))
        return voice


def read_heard(recording: Recording) -> Heard | None:
    """Return what was kept of a recording; None when there is nothing that can be used."""
    try:
        kept: Any = json.loads(_file_of(recording).read_bytes())
        if kept["of"] != _origin(recording):
            return None
        speech = tuple(Interval(start_s, end_s) for start_s, end_s in kept["speech_s"])
        voice = VoiceTrack(
            float(kept["step_s"]),
            _array(kept["level_dbfs"], np.float32),
            _array(kept["pitch_hz"], np.float32),
            _array(kept["clipped"], np.bool_),
        )
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None
    one_length = len(voice.level_dbfs) == len(voice.pitch_hz) == len(voice.clipped)
    return Heard(speech, voice) if one_length and voice.step_s > 0 else None


def _keep(recording: Recording, heard: Heard) -> None:
    voice = heard.voice
    kept = {
        "of": _origin(recording),
        "speech_s": [(part.start_s, part.end_s) for part in heard.speech],
        "step_s": voice.step_s,
        "level_dbfs": _text(voice.level_dbfs, np.float32),
        "pitch_hz": _text(voice.pitch_hz, np.float32),
        "clipped": _text(voice.clipped, np.bool_),
    }
    with appearing(_file_of(recording)) as passing:
        passing.write_text(json.dumps(kept), encoding="ascii")


def _origin(recording: Recording) -> dict[str, int]:
    return {"method": METHOD, "sample_rate_hz": recording.sample_rate_hz, "n_frames": recording.n_frames}


def _text(array: npt.NDArray[Any], kind: type[np.generic]) -> str:
    """Write an array's bytes, the lowest of a number first, in base64."""
    return base64.b64encode(array.astype(np.dtype(kind).newbyteorder("<")).tobytes()).decode("ascii")


def _array(text: str, kind: type[np.generic]) -> npt.NDArray[Any]:
    content = base64.b64decode(text, validate=True)
    return np.frombuffer(content, np.dtype(kind).newbyteorder("<")).astype(kind)


def _file_of(recording: Recording) -> Path:
    return recording.path.with_name(HEARD_FILE)
