"""What is drawn along the time axis of a take: how far the sound swings, its pitch and its loudness."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rehearse.errors import AudioInputError
from rehearse.libsndfile import name_for_libsndfile
from rehearse.take import Recording

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from rehearse.sound import VoiceTrack

N_PEAKS = 2400
"""Several times the width of a window, so that the drawing bears being enlarged."""

N_STEPS = 1200

_FULL_SCALE = 100
_BLOCK_S = 4.0


def peaks_of(recording: Recording) -> list[int]:
    """Return the largest swing in each part of a recording, 0–100; `N_PEAKS` parts or a few more.

    Raises
    ------
    AudioInputError
        When the sound is gone or cannot be read.
    """
    import numpy as np
    import soundfile

    n_part = max(recording.n_frames // N_PEAKS, 1)
    n_block = max(round(recording.sample_rate_hz * _BLOCK_S) // n_part, 1) * n_part
    peaks: list[int] = []
    try:
        with soundfile.SoundFile(name_for_libsndfile(recording.path)) as file:
            for block in file.blocks(n_block, dtype="float32", always_2d=True):
                swing = np.abs(np.nan_to_num(block)).max(axis=1)
                swing = np.pad(swing, (0, -len(swing) % n_part)).reshape(-1, n_part).max(axis=1)
                peaks += np.rint(np.minimum(swing, 1.0) * _FULL_SCALE).astype(int).tolist()
    except (OSError, soundfile.LibsndfileError) as error:
        raise AudioInputError(
            f"The recording {recording.path} cannot be read.", "See that it is still there, and whole."
        ) from error
    return peaks


def voice_of(voice: VoiceTrack) -> dict[str, Any]:
    """Return pitch and loudness over a recording, `N_STEPS` parts or fewer, as plain values.

    Returns
    -------
    dict
        ``pitch_hz``, null where there is none, and ``level_db``, dB re full scale.
    """
    return {"pitch_hz": _pitch(voice), "level_db": _level(voice)}


def _pitch(voice: VoiceTrack) -> list[float | None]:
    """Return the middle pitch of each part; None where less than a third of it is voiced."""
    import numpy as np

    parts = _parts(voice.pitch_hz, np.nan)
    voiced = (~np.isnan(parts)).sum(axis=1) * 3 >= parts.shape[1]
    return [
        round(float(np.nanmedian(part)), 1) if is_voiced else None
        for part, is_voiced in zip(parts, voiced, strict=True)
    ]


def _level(voice: VoiceTrack) -> list[float]:
    """Return the loudest level of each part, dB re full scale."""
    levels = _parts(voice.level_dbfs, -120.0).max(axis=1)
    return [round(float(level), 1) for level in levels]


def _parts(values: npt.NDArray[np.float32], filling: float) -> npt.NDArray[np.float32]:
    """Return values as rows, `N_STEPS` or fewer, the last one filled up."""
    import numpy as np

    n_part = max(-(-len(values) // N_STEPS), 1)
    return np.pad(values, (0, -len(values) % n_part), constant_values=filling).reshape(-1, n_part)
