"""Hears one stretch of sound twice with the same Whisper model.

Whisper was taught on captions, which leave out um and uh, so a plain decoding gives the best words and
none of the fillers. A decoding that is shown fillers in its prompt and gently pushed towards them gives
the fillers, and sometimes worse words. Both read the same encoder output, which is the costly part.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rehearse.transcription.decoder import (
    VERBATIM_PROMPT,
    Piece,
    TimedPiece,
    failed,
    filler_tokens,
    is_looping,
    is_pronounced,
    is_silence,
    pieces_of,
    without_unlikely_fillers,
)
from rehearse.transcription.drafts import DraftedInference, Drafts, Overtaken
from rehearse.transcription.encoder import encode
from rehearse.transcription.expected_terms import prompt_of, with_expected_terms
from rehearse.transcription.logit_filters import AskWhetherToGoOn, FillerEncouragement, LoopBreaker
from rehearse.transcription.loops import sound_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import torch
    from whisper.decoding import DecodingResult
    from whisper.model import Whisper
    from whisper.timing import WordTiming
    from whisper.tokenizer import Tokenizer

    from rehearse.sound import Samples

# Whisper's own remedy for a failed decoding: try again, less greedily each time. In half as many steps, since
# who has stopped speaking waits for each: on the speech of benchmarks/transcription.py base errs no more so.
TEMPERATURES = (0.0, 0.4, 0.8)


class WhisperDecoder:
    """A :class:`rehearse.transcription.decoder.StretchDecoder` that runs a model of openai-whisper.

    Parameters
    ----------
    model : whisper.model.Whisper
    language : str
        ISO 639-1 code.
    """

    def __init__(self, model: Whisper, language: str) -> None:
        from whisper.tokenizer import get_tokenizer

        self._model = model
        self._language = language
        self._tokenizer = get_tokenizer(
            model.is_multilingual, num_languages=model.num_languages, language=language, task="transcribe"
        )
        self._filler_tokens = filler_tokens(self._tokenizer)
        self._sounds = [sound_of(self._tokenizer.decode([token])) for token in range(self._tokenizer.eot)]
        for token in self._filler_tokens:  # a stammer in which "um" and "uh" take turns is one all the same
            self._sounds[token] = "um"

    def encode(self, samples: Samples, drafts: Drafts | None = None) -> torch.Tensor:
        """Return the encoder's output for 16 kHz sound: float32, shape (n, n_audio_state), 50 a second.

        Raises
        ------
        Overtaken
            When the drafts say so meanwhile.
        """
        return encode(self._model, samples, (drafts or Drafts()).go_on)

    def words(self, encoded: torch.Tensor, drafts: Drafts | None = None) -> tuple[Piece, ...]:
        """Decode with the best guess, and less greedily while that fails, as openai-whisper does.

        Parameters
        ----------
        encoded : torch.Tensor
        drafts : Drafts, optional
            What was heard of less of this sound; becomes what is heard now.

        Returns
        -------
        tuple of Piece
            Empty when the model itself holds that nobody speaks.
        """
        import torch

        drafts = drafts or Drafts()
        tried: list[DecodingResult] = []
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(0)  # the same sound always gives the same words
            for temperature in TEMPERATURES:
                tried.append(self._try(encoded, temperature, drafts))
                if is_silence(tried[-1]):
                    return ()
                if not failed(tried[-1]):
                    return self._pieces(tried[-1])
        return self._pieces(max(tried, key=lambda result: (not is_looping(result), result.avg_logprob)))

    def _try(self, encoded: torch.Tensor, temperature: float, drafts: Drafts) -> DecodingResult:
        try:
            result = self._decode(
                encoded, temperature=temperature, drafts=(drafts.words,), go_on=drafts.go_on
            )
        except Overtaken as overtaken:
            drafts.words = max(drafts.words, overtaken.tokens, key=len)
            raise
        drafts.words = _text_tokens(result, self._tokenizer)
        return result

    def expecting(
        self, terms: Sequence[str], words: tuple[Piece, ...], encoded: torch.Tensor
    ) -> tuple[Piece, ...]:
        """Return the words with the terms that the sound bears out in place of what was heard instead.

        Parameters
        ----------
        terms : sequence of str
        words : tuple of Piece
            As decoded; also the draft of the prompted decoding, which mostly comes out the same.
        encoded : torch.Tensor
        """
        draft = tuple(token for piece in words for token in piece.tokens)
        result = self._decode(encoded, prompt=prompt_of(terms), drafts=(draft,))
        if failed(result):
            return words
        return with_expected_terms(
            words, self._pieces(result), terms, lambda pieces: self._log_likelihood(pieces, encoded)
        )

    def _log_likelihood(self, pieces: tuple[Piece, ...], encoded: torch.Tensor) -> float:
        """Return how likely the model holds a whole text, unprompted, in nats."""
        import torch

        start = self._tokenizer.sot_sequence_including_notimestamps
        text = [*(token for piece in pieces for token in piece.tokens), self._tokenizer.eot]
        tokens = torch.tensor([[*start, *text]], device=encoded.device)
        with torch.no_grad():
            logits = self._model.decoder(tokens[:, :-1], encoded.unsqueeze(0))[0, len(start) - 1 :]
        return float(logits.log_softmax(dim=-1).gather(1, tokens[0, len(start) :, None]).sum())

    def verbatim(self, encoded: torch.Tensor, drafts: Drafts | None = None) -> tuple[Piece, ...]:
        """Decode with fillers encouraged; empty when that decoding went astray.

        Fillers that only the encouragement brought forth are left out again.

        Parameters
        ----------
        encoded : torch.Tensor
        drafts : Drafts, optional
            As for :meth:`words`.
        """
        drafts = drafts or Drafts()
        encouragement = FillerEncouragement(self._filler_tokens, self._tokenizer.encode(",")[0])
        try:
            result = self._decode(
                encoded,
                prompt=VERBATIM_PROMPT,
                encouragement=encouragement,
                drafts=(drafts.verbatim, drafts.words),
                go_on=drafts.go_on,
            )
        except Overtaken as overtaken:
            drafts.verbatim = max(drafts.verbatim, overtaken.tokens, key=len)
            raise
        drafts.verbatim = _text_tokens(result, self._tokenizer)
        if failed(result) or is_silence(result):
            return ()
        chances = [
            chance
            for token, chance in zip(drafts.verbatim, encouragement.chances, strict=False)
            if token in self._filler_tokens
        ]
        return without_unlikely_fillers(self._pieces(result), self._filler_tokens, chances)

    def align(
        self, pieces: tuple[Piece, ...], encoded: torch.Tensor, duration_s: float
    ) -> tuple[TimedPiece, ...]:
        """Find when each piece was said.

        Parameters
        ----------
        pieces : tuple of Piece
        encoded : torch.Tensor
        duration_s : float
            Length of the sound within the 30 s window, s.
        """
        from whisper.audio import FRAMES_PER_SECOND
        from whisper.timing import find_alignment

        tokens = [token for piece in pieces for token in piece.tokens]
        n_frames = int(duration_s * FRAMES_PER_SECOND)
        timings = find_alignment(_AlreadyEncoded(self._model), self._tokenizer, tokens, encoded, n_frames)
        timed: list[TimedPiece] = []
        rest = iter(timings)
        for piece in pieces:
            parts: list[WordTiming] = []
            while sum(len(part.tokens) for part in parts) < len(piece.tokens):
                parts.append(next(rest))
            timed.append(_timed(piece, parts))
        return tuple(timed)

    def _decode(
        self,
        encoded: torch.Tensor,
        *,
        temperature: float = 0.0,
        prompt: str | None = None,
        encouragement: FillerEncouragement | None = None,
        drafts: tuple[tuple[int, ...], ...] = (),
        go_on: Callable[[tuple[int, ...]], None] | None = None,
    ) -> DecodingResult:
        from whisper.decoding import DecodingOptions, DecodingTask

        # With timestamps the decoder now and then ends in the middle of a sentence, where openai-whisper
        # would encode again from there; without them it goes on to the end of the stretch.
        options = DecodingOptions(
            language=self._language,
            temperature=temperature,
            prompt=prompt,
            without_timestamps=True,
            fp16=False,
        )
        task = DecodingTask(self._model, options)
        task._get_audio_features = _already_encoded
        loop_breaker = LoopBreaker(self._sounds, self._tokenizer.eot, task.sample_begin)
        task.logit_filters.append(loop_breaker)
        if encouragement is not None:
            encouragement.sample_begin = task.sample_begin
            task.logit_filters.insert(0, encouragement)
        if go_on is not None:
            task.logit_filters.append(AskWhetherToGoOn(go_on, task.sample_begin))
        if drafts:
            task.inference = DraftedInference(task.inference, drafts)
        result: DecodingResult = task.run(encoded.unsqueeze(0))[0]
        return replace(result, compression_ratio=float("inf")) if loop_breaker.gave_up else result

    def _pieces(self, result: DecodingResult) -> tuple[Piece, ...]:
        return pieces_of(_text_tokens(result, self._tokenizer), self._tokenizer, self._language)


def _already_encoded(encoded: torch.Tensor) -> torch.Tensor:
    """Stand where openai-whisper would encode whatever has not the length that it expects."""
    return encoded


class _AlreadyEncoded:
    """Stands for the model where openai-whisper would encode the same sound again to align words."""

    def __init__(self, model: Whisper) -> None:
        self.dims = model.dims
        self.device = model.device
        self.decoder = model.decoder
        self.alignment_heads = model.alignment_heads

    def __call__(self, encoded: torch.Tensor, tokens: torch.Tensor) -> Any:
        return self.decoder(tokens, encoded)


def _timed(piece: Piece, parts: Sequence[WordTiming]) -> TimedPiece:
    """Join what openai-whisper timed apart; punctuation is silent, so its time is not the word's."""
    heard = [part for part in parts if is_pronounced(part.word)] or parts
    return TimedPiece(
        piece.text,
        float(heard[0].start),
        float(heard[-1].end),
        float(sum(part.probability for part in heard) / len(heard)),
    )


def _text_tokens(result: DecodingResult, tokenizer: Tokenizer) -> tuple[int, ...]:
    return tuple(token for token in result.tokens if token < tokenizer.eot)
