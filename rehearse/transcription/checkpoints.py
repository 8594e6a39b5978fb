"""Loads a checkpoint with openai-whisper, for whichever engine runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rehearse.errors import TranscriptionError

if TYPE_CHECKING:
    from whisper.model import Whisper

    from rehearse.transcription.weights import Weights


def load_checkpoint(weights: Weights) -> Whisper:
    """Return the model in a checkpoint, its heads for word times set as published.

    Raises
    ------
    TranscriptionError
        When openai-whisper cannot read it.
    """
    from pickle import UnpicklingError

    import whisper

    try:
        loaded = whisper.load_model(str(weights.path))
    except (RuntimeError, LookupError, TypeError, EOFError, UnpicklingError) as error:
        raise TranscriptionError(
            f"{weights.path} is not a checkpoint that openai-whisper reads: {error}",
            "Name one of the published models instead, or copy the file again.",
        ) from error
    if weights.model is not None:  # from a path, openai-whisper takes a crude default for word times
        loaded.set_alignment_heads(whisper._ALIGNMENT_HEADS[weights.model])
    return loaded
