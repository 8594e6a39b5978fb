"""The catalogue: which speech models there are, how large, and under which licence.

Names are openai-whisper's. The published SHA-256 of each is read from openai-whisper itself (it stands
in the download address), so that no second copy can grow stale.
"""

from __future__ import annotations

from dataclasses import dataclass

from rehearse.errors import TranscriptionError

DEFAULT_MODEL = "base"

WHISPER_LICENCE = "MIT"


@dataclass(frozen=True, slots=True)
class SpeechModel:
    """One of OpenAI's published Whisper models.

    Parameters
    ----------
    name : str
        As openai-whisper calls it.
    parameters_millions : int
    download_mb : int
        Size of the published file, millions of bytes.
    relative_cost : float
        Work for the same sound, base being 1: multiplications of the encoder for 30 s, and of the decoder
        for 160 tokens, these counted eight times since one token at a time is slow (as base was seen to be
        on a CPU).
    same_as : str
        The model that this is another name of; "" for none.
    """

    name: str
    parameters_millions: int
    download_mb: int
    relative_cost: float
    same_as: str = ""
    licence: str = WHISPER_LICENCE

    @property
    def file_name(self) -> str:
        """What openai-whisper calls its file."""
        return f"{self.same_as or self.name}.pt"

    @property
    def multilingual(self) -> bool:
        """Whether it understands languages other than English."""
        return not self.name.endswith(".en")


# Parameters as in openai-whisper's README; sizes as its server states them.
MODELS = {
    model.name: model
    for model in (
        SpeechModel("tiny.en", 39, 76, 0.5),
        SpeechModel("tiny", 39, 76, 0.5),
        SpeechModel("base.en", 74, 145, 1.0),
        SpeechModel("base", 74, 145, 1.0),
        SpeechModel("small.en", 244, 484, 3.4),
        SpeechModel("small", 244, 484, 3.4),
        SpeechModel("medium.en", 769, 1528, 10.5),
        SpeechModel("medium", 769, 1528, 10.5),
        SpeechModel("large-v1", 1550, 3087, 21.0),
        SpeechModel("large-v2", 1550, 3087, 21.0),
        SpeechModel("large-v3", 1550, 3087, 21.0),
        SpeechModel("large", 1550, 3087, 21.0, same_as="large-v3"),
        SpeechModel("large-v3-turbo", 809, 1618, 12.4),
        SpeechModel("turbo", 809, 1618, 12.4, same_as="large-v3-turbo"),
    )
}


def speech_model(name: str) -> SpeechModel:
    """Return the model called `name`.

    Raises
    ------
    TranscriptionError
        When there is none; it suggests the nearest name.
    """
    from rapidfuzz import fuzz, process

    if name in MODELS:
        return MODELS[name]
    nearest, _, _ = process.extractOne(name.lower(), list(MODELS), scorer=fuzz.ratio)
    raise TranscriptionError(
        f"There is no speech model called {name!r}.",
        f"Did you mean {nearest}? Give one of {', '.join(MODELS)}, or the path of a .pt file.",
    )


def published_url(model: SpeechModel) -> str:
    """Return the address that openai-whisper downloads `model` from."""
    import whisper

    return str(whisper._MODELS[model.name])


def published_sha256(model: SpeechModel) -> str:
    """Return the SHA-256 of `model` that openai-whisper expects, as 64 hexadecimal digits."""
    return published_url(model).split("/")[-2]
