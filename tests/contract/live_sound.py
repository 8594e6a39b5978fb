"""A recording told to a transcriber as if it were being spoken."""

import threading

import numpy as np

from rehearse.desk import Transcriber
from rehearse.sound import Samples
from rehearse.take import Transcript, Word
from tests.waits import happened


def transcribe_live(
    transcriber: Transcriber, samples: Samples, *, first_pause_s: float
) -> tuple[Transcript, list[tuple[tuple[Word, ...], float]]]:
    """Return the transcript, and what was told of it meanwhile: words, and until when they go (s).

    The sound comes in tenths of a second; at its first pause it waits until something was told.
    """
    told: list[tuple[tuple[Word, ...], float]] = []
    is_told = threading.Event()

    def live():
        for number, tenth in enumerate(np.array_split(samples, len(samples) // 1600)):
            yield tenth
            yield np.zeros(0, np.float32)
            if number == round(first_pause_s * 10):
                happened(is_told, "the first words to be told")

    def tell(words, until_s):
        told.append((words, until_s))
        is_told.set()

    return transcriber.transcribe(live(), on_words=tell), told
