"""A take as one file that any browser opens from disk: its page, its sound inside, no network.

The page forbids itself everything else: it could not fetch anything if it wanted to.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from rehearse.errors import StoreError
from rehearse.review.archive import Seen
from rehearse.review.rendering import render
from rehearse.review.take_pages import SOUND_TYPES
from rehearse.review.take_view import view_of
from rehearse.review.tracks import peaks_of, voice_of

if TYPE_CHECKING:
    from rehearse.rescoring import Rescored
    from rehearse.take import Recording


def take_file(rescored: Rescored) -> str:
    """Return the page of a take with all that it needs inside.

    Parameters
    ----------
    rescored : Rescored

    Raises
    ------
    AudioInputError, StoreError
        When its sound is there and cannot be read.
    """
    seen = Seen(rescored.take, rescored.question, rescored.corrected, rescored.document)
    recording, tracks = rescored.take.recording, None
    sound = _inside(recording) if recording.path.exists() else None
    if sound is not None and rescored.voice is not None:
        tracks = {"peaks": peaks_of(recording), "voice": voice_of(rescored.voice)}
    return render(
        "take_file.html", standalone=True, view=view_of(seen), address=None, sound=sound, tracks=tracks
    )


def _inside(recording: Recording) -> str:
    """Return a recording as an address that holds it."""
    try:
        content = recording.path.read_bytes()
    except OSError as error:
        raise StoreError(
            f"The recording {recording.path} cannot be read: {error.strerror}.", "See who may read it."
        ) from error
    return f"data:{SOUND_TYPES[recording.path.suffix]};base64,{base64.b64encode(content).decode()}"
