"""Writes down a stream of sound as it comes, with whatever engine runs the speech model.

The stream is cut into stretches that end in silences; each is decoded once for its words and once for
its fillers, and forgotten. So memory does not grow with the length of an answer, and sound without
speech is never decoded. While a stretch is not over and its speaker pauses, what there is of it is
decoded already: if the answer ends there, its words are ready; if it goes on, they are its draft.
A decoding that is overtaken by the end of its stretch stops, and leaves a draft too.
"""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from rehearse.analysis.fillers import is_filled_pause, knows_filled_pauses
from rehearse.errors import TranscriptionError
from rehearse.silero import load_detector
from rehearse.take import Transcript, Word
from rehearse.transcription.drafts import Drafts, Overtaken
from rehearse.transcription.expected_terms import terms_in
from rehearse.transcription.settling import settle
from rehearse.transcription.witnesses import merge

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from rehearse.desk import ProgressCallback, WordsCallback
    from rehearse.sound import Samples
    from rehearse.transcription.decoder import StretchDecoder
    from rehearse.transcription.stretch_feed import StretchFeed
    from rehearse.transcription.stretches import SpeechProbability, Stretch


class StretchTranscriber(ABC):
    """A :class:`rehearse.desk.Transcriber` on this machine; an engine says how its decoder is loaded.

    Parameters
    ----------
    model : str
        A name of the catalogue or the path of a checkpoint.
    models_dir : Path
        Where converted weights are kept.
    language : str
        ISO 639-1 code of what is spoken.
    """

    engine: str

    def __init__(self, model: str, *, models_dir: Path, language: str = "en") -> None:
        self.model = model
        self.language = language
        self._models_dir = models_dir
        self._decoder: StretchDecoder[Any] | None = None
        self._loading = threading.Lock()
        self._decoding = threading.Lock()

    @abstractmethod
    def load_decoder(self, models_dir: Path, on_progress: ProgressCallback | None) -> StretchDecoder[Any]:
        """Find the weights and load them.

        Raises
        ------
        TranscriptionError
            When the weights cannot be had or read, or do not know the language.
        """

    def check_language(self, *, known: bool, multilingual: bool) -> None:
        """Say so when the model does not know the language, or knows English only.

        Raises
        ------
        TranscriptionError
        """
        if not known:
            raise TranscriptionError(
                f"Whisper knows no language {self.language!r}.",
                "Give an ISO 639-1 code, such as en for English or de for German.",
            )
        if self.language != "en" and not multilingual:
            raise TranscriptionError(
                f"The speech model {self.model} understands English only, and the language is set to "
                f"{self.language}.",
                "Choose a model without .en in its name.",
            )

    def load(self, on_progress: ProgressCallback | None = None) -> None:
        """Find the weights and load them; the first `transcribe` does it otherwise.

        Parameters
        ----------
        on_progress : callable, optional
            Told how far a download has come, 0–1, where one is needed.

        Raises
        ------
        TranscriptionError
            When the weights cannot be had or read, or do not know the language.
        """
        self._loaded(on_progress)

    def transcribe(
        self,
        sound: Iterable[Samples],
        *,
        vocabulary: tuple[str, ...] = (),
        on_words: WordsCallback | None = None,
    ) -> Transcript:
        """Transcribe a stream of 16 kHz sound; see :class:`rehearse.desk.Transcriber`."""
        from rehearse.transcription.stretch_feed import StretchFeed

        decoder = self._loaded()
        terms = terms_in(vocabulary)
        words: list[Word] = []
        heard: _Heard | None = None
        with StretchFeed(sound, _speech_detector()) as feed:
            for stretch in feed:
                with self._decoding:  # openai-whisper keeps a decoding's state in the model itself
                    heard = self._hear(stretch, decoder, terms, heard, feed)
                if stretch.is_final:
                    words.extend(heard.words)
                if on_words is not None and heard.is_whole:
                    so_far = words if stretch.is_final else (*words, *heard.words)
                    on_words(tuple(so_far), stretch.end_s)
        return Transcript(tuple(words), self.engine, self.model, self.language)

    def _loaded(self, on_progress: ProgressCallback | None = None) -> StretchDecoder[Any]:
        with self._loading:
            if self._decoder is None:
                load_detector()  # before PyTorch is: see there
                self._decoder = self.load_decoder(self._models_dir, on_progress)
            return self._decoder

    def _hear(
        self,
        stretch: Stretch,
        decoder: StretchDecoder[Any],
        terms: tuple[str, ...],
        before: _Heard | None,
        feed: StretchFeed,
    ) -> _Heard:
        """Hear a stretch; where it is `before` with more, or no more, of its sound, go on from that."""
        drafts = Drafts() if before is None else before.beyond
        words: tuple[Word, ...] = ()
        until_s = stretch.start_s
        if before is not None and before.stretch.first_sample == stretch.first_sample:
            if before.is_whole and len(before.stretch.samples) == len(stretch.samples):
                return before
            drafts, words, until_s = before.drafts, before.words, before.until_s
        earlier = replace(drafts)
        drafts.overtaken = partial(feed.overtakes, stretch, told_until_s=until_s)
        with suppress(Overtaken):  # what was heard of it before stands until all of it was heard
            words = self._words(stretch, decoder, terms, drafts)
            until_s = stretch.end_s
        return _Heard(stretch, words, until_s, drafts, earlier.beyond(drafts))

    def _words(
        self, stretch: Stretch, decoder: StretchDecoder[Any], terms: tuple[str, ...], drafts: Drafts
    ) -> tuple[Word, ...]:
        """Hear a stretch.

        Raises
        ------
        Overtaken
            When more of it has come meanwhile.
        """
        is_filler = partial(is_filled_pause, language=self.language)
        encoded = decoder.encode(stretch.samples, drafts)
        drafts.go_on()
        pieces = decoder.words(encoded, drafts)
        drafts.go_on()
        if terms and pieces:
            pieces = decoder.expecting(terms, pieces, encoded, drafts)
            drafts.go_on()
        if knows_filled_pauses(self.language):
            pieces = merge(pieces, decoder.verbatim(encoded, drafts), is_filler)
        drafts.go_on()
        return settle(decoder.align(pieces, encoded, stretch.duration_s), stretch, is_filler)


@dataclass(frozen=True, slots=True, eq=False)
class _Heard:
    """What was heard in a stretch.

    Parameters
    ----------
    stretch : Stretch
    words : tuple of Word
    until_s : float
        Up to where in the recording; less than its end where more of it had come meanwhile.
    drafts : Drafts
        The witnesses' own texts, for when it goes on.
    beyond : Drafts
        What they had heard already of what comes after its end.
    """

    stretch: Stretch
    words: tuple[Word, ...]
    until_s: float
    drafts: Drafts
    beyond: Drafts

    @property
    def is_whole(self) -> bool:
        """Whether it was heard to its end."""
        return self.until_s >= self.stretch.end_s


def _speech_detector() -> SpeechProbability:
    detector = load_detector()
    return lambda samples: float(detector.process_samples(samples.tolist()))
