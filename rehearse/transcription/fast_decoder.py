"""Hears one stretch twice with CTranslate2: the second witness where no logits can be pushed.

CTranslate2 takes a prompt and gives back the logits of every step, but lets nobody change them. So the
verbatim decoding is prompted like openai-whisper's, and afterwards a filler is written in front of each
word where, with the same push, it would have been chosen. Nor does CTranslate2 check a draft in one pass:
it writes a given beginning a token at a time too. A draft would save it nothing, and is left alone.

faster-whisper's own ``WhisperModel`` would encode the sound once for each decoding, so its parts are used
and not the whole: its features, its tokenizer, and the CTranslate2 model itself.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from rehearse.sound import SPEECH_RATE_HZ
from rehearse.transcription.decoder import (
    FILLER_BIAS,
    FILLER_DISTANCE_TOKENS,
    VERBATIM_PROMPT,
    Piece,
    TimedPiece,
    Tokenizer,
    failed,
    filler_tokens,
    is_looping,
    is_silence,
    pieces_of,
    timed_pieces,
    token_edges_s,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt
    from ctranslate2 import StorageView
    from ctranslate2.models import Whisper

    from rehearse.sound import Samples
    from rehearse.transcription.drafts import Drafts

WINDOW_SAMPLES = 30 * SPEECH_RATE_HZ
WINDOW_FRAMES = 3000
FRAMES_PER_S = 100

LONGEST_TEXT_TOKENS = 224
"""Half of what the decoder can look back on, as in openai-whisper; more in 30 s is a loop."""

_SEARCHES: tuple[dict[str, Any], ...] = (
    {"beam_size": 1},
    {"beam_size": 5},
    {"beam_size": 5, "repetition_penalty": 1.1, "no_repeat_ngram_size": 4},
)
"""What is tried in turn while a decoding fails. Whisper's own remedy is chance, which CTranslate2 cannot
repeat, and the same sound is to give the same words; a wider search can be repeated."""


class FastTokenizer(Tokenizer, Protocol):
    """What else is needed of Whisper's tokenizer; openai-whisper's and faster-whisper's both are one."""

    @property
    def sot_sequence(self) -> Sequence[int]:
        """The tokens that a text begins with."""

    @property
    def sot_prev(self) -> int:
        """The token that a prompt begins with."""

    @property
    def no_timestamps(self) -> int:
        """The token that asks for a text without times."""

    def decode(self, tokens: list[int]) -> str:
        """Return the text of some tokens."""


@dataclass(frozen=True, slots=True, eq=False)
class FastDecoding:
    """What CTranslate2 made of a stretch; see :class:`rehearse.transcription.decoder.Decoding`.

    Parameters
    ----------
    tokens : tuple of int
        Of the text alone.
    avg_logprob, compression_ratio, no_speech_prob : float
    logits : ndarray of float32, shape (n_tokens + 1, n_vocab)
        Before each token was chosen, and before the end was.
    """

    tokens: tuple[int, ...]
    avg_logprob: float
    compression_ratio: float
    no_speech_prob: float
    logits: npt.NDArray[np.float32]


class FastDecoder:
    """A :class:`rehearse.transcription.decoder.StretchDecoder` that runs a model of CTranslate2.

    Parameters
    ----------
    model : ctranslate2.models.Whisper
    tokenizer : FastTokenizer
        Of the language.
    language : str
        ISO 639-1 code.
    """

    def __init__(self, model: Whisper, tokenizer: FastTokenizer, language: str) -> None:
        from faster_whisper.feature_extractor import FeatureExtractor

        self._model = model
        self._tokenizer = tokenizer
        self._language = language
        self._features = FeatureExtractor(feature_size=model.n_mels)
        self._filler_tokens = filler_tokens(tokenizer)

    def encode(self, samples: Samples, _drafts: Drafts | None = None) -> StorageView:
        """Return the encoder's output for 16 kHz sound."""
        from ctranslate2 import StorageView

        window = np.pad(samples[:WINDOW_SAMPLES], (0, max(0, WINDOW_SAMPLES - len(samples))))
        features = self._features(window)[None, :, :WINDOW_FRAMES]
        return self._model.encode(StorageView.from_array(np.ascontiguousarray(features, np.float32)))

    def words(self, encoded: StorageView, _drafts: Drafts | None = None) -> tuple[Piece, ...]:
        """Decode with the best guess, and with a wider search while that fails.

        Returns
        -------
        tuple of Piece
            Empty when the model itself holds that nobody speaks.
        """
        tried: list[FastDecoding] = []
        for search in _SEARCHES:
            tried.append(self._decode(encoded, search))
            if is_silence(tried[-1]):
                return ()
            if not failed(tried[-1]):
                return self._pieces(tried[-1].tokens)
        best = max(tried, key=lambda result: (not is_looping(result), result.avg_logprob))
        return self._pieces(best.tokens)

    def expecting(
        self,
        _terms: Sequence[str],
        words: tuple[Piece, ...],
        _encoded: StorageView,
        _drafts: Drafts | None = None,
    ) -> tuple[Piece, ...]:
        """Return the words as they are: CTranslate2 does not say how likely a given text is."""
        return words

    def verbatim(self, encoded: StorageView, _drafts: Drafts | None = None) -> tuple[Piece, ...]:
        """Decode with fillers encouraged; empty when that decoding went astray."""
        prompt = (self._tokenizer.sot_prev, *self._tokenizer.encode(f" {VERBATIM_PROMPT}"))
        result = self._decode(encoded, _SEARCHES[0], prompt)
        if failed(result) or is_silence(result):
            return ()
        return self._pieces(self._with_near_fillers(result))

    def align(
        self, pieces: tuple[Piece, ...], encoded: StorageView, duration_s: float
    ) -> tuple[TimedPiece, ...]:
        """Find when each piece was said.

        Parameters
        ----------
        pieces : tuple of Piece
        encoded : StorageView
        duration_s : float
            Length of the sound within the 30 s window, s.
        """
        if not pieces:
            return ()
        tokens = [token for piece in pieces for token in piece.tokens]
        beginning = list(self._tokenizer.sot_sequence)
        n_frames = int(duration_s * FRAMES_PER_S)
        (found,) = self._model.align(encoded, beginning, [tokens], n_frames)
        path = np.array(found.alignments)  # of (token, step) pairs, the end of the text included
        edges_s = token_edges_s(path[:, 0], path[:, 1]).tolist()
        return timed_pieces(pieces, edges_s, found.text_token_probs, self._tokenizer)

    def _decode(
        self, encoded: StorageView, search: dict[str, Any], prompt: tuple[int, ...] = ()
    ) -> FastDecoding:
        beginning = [*prompt, *self._tokenizer.sot_sequence, self._tokenizer.no_timestamps]
        (result,) = self._model.generate(
            encoded,
            [beginning],
            max_length=len(beginning) + LONGEST_TEXT_TOKENS,
            return_scores=True,
            return_no_speech_prob=True,
            return_logits_vocab=bool(prompt),
            **search,
        )
        tokens = tuple(token for token in result.sequences_ids[0] if token < self._tokenizer.eot)
        text = self._tokenizer.decode(list(tokens)).encode()
        return FastDecoding(
            tokens,
            avg_logprob=result.scores[0] * len(tokens) / (len(tokens) + 1),
            compression_ratio=len(text) / len(zlib.compress(text)),
            no_speech_prob=result.no_speech_prob,
            logits=np.array([np.array(step) for step in result.logits[0]] if prompt else [], np.float32),
        )

    def _with_near_fillers(self, result: FastDecoding) -> tuple[int, ...]:
        """Return the tokens with a filler before each word where one came within the bias of being chosen."""
        written: list[int] = []
        for step, logits in zip((*result.tokens, self._tokenizer.eot), result.logits, strict=False):
            recent = {*written[-(FILLER_DISTANCE_TOKENS - 1) :], step}
            filler = max(self._filler_tokens, key=lambda token: float(logits[token]))
            if (
                logits[filler] + FILLER_BIAS > logits[step]
                and recent.isdisjoint(self._filler_tokens)
                and self._begins_a_word(step)
            ):
                written.append(filler)
            written.append(step)
        return tuple(written[:-1])

    def _begins_a_word(self, token: int) -> bool:
        return token == self._tokenizer.eot or self._tokenizer.decode([token]).startswith(" ")

    def _pieces(self, tokens: Sequence[int]) -> tuple[Piece, ...]:
        return pieces_of(tokens, self._tokenizer, self._language)
