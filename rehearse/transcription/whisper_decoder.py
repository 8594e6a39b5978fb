"""Hears one stretch of sound twice with the same Whisper model.

Whisper was taught on captions, which leave out um and uh, so a plain decoding gives the best words and
none of the fillers. A decoding that is shown fillers in its prompt and gently pushed towards them gives
the fillers, and sometimes worse words. Both read the same encoder output, which is the costly part.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rehearse.transcription.attention_times import attention_times
from rehearse.transcription.decoder import (
    VERBATIM_PROMPT,
    Piece,
    failed,
    filler_tokens,
    is_looping,
    is_silence,
    pieces_of,
    timed_pieces,
    without_unlikely_fillers,
)
from rehearse.transcription.drafts import DraftedInference, Drafts, Overtaken, Witness
from rehearse.transcription.encoder import encode
from rehearse.transcription.expected_terms import prompt_of, with_expected_terms
from rehearse.transcription.logit_filters import AskWhetherToGoOn, FillerEncouragement, LoopBreaker
from rehearse.transcription.loops import sound_of
from rehearse.transcription.text_decoder import TextDecoder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import torch
    from whisper.decoding import DecodingResult
    from whisper.model import Whisper
    from whisper.tokenizer import Tokenizer

    from rehearse.sound import Samples
    from rehearse.transcription.decoder import TimedPiece
    from rehearse.transcription.text_decoder import EncodedSound

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

    def encode(self, samples: Samples, drafts: Drafts | None = None) -> EncodedSound:
        """Encode 16 kHz sound.

        Raises
        ------
        Overtaken
            When the drafts say so meanwhile.
        """
        return encode(self._model, samples, (drafts or Drafts()).go_on)

    def words(self, encoded: EncodedSound, drafts: Drafts | None = None) -> tuple[Piece, ...]:
        """Decode with the best guess, and less greedily while that fails, as openai-whisper does.

        Parameters
        ----------
        encoded : EncodedSound
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
                tried.append(self._hear("words", encoded, drafts, temperature=temperature))
                if is_silence(tried[-1]):
                    return ()
                if not failed(tried[-1]):
                    return self._pieces(tried[-1])
        return self._pieces(max(tried, key=lambda result: (not is_looping(result), result.avg_logprob)))

    def expecting(
        self,
        terms: Sequence[str],
        words: tuple[Piece, ...],
        encoded: EncodedSound,
        drafts: Drafts | None = None,
    ) -> tuple[Piece, ...]:
        """Return the words with the terms that the sound bears out in place of what was heard instead.

        Parameters
        ----------
        terms : sequence of str
        words : tuple of Piece
            As decoded; also a draft of the prompted decoding, which mostly comes out the same.
        encoded : EncodedSound
        drafts : Drafts, optional
            As for :meth:`words`.
        """
        draft = tuple(token for piece in words for token in piece.tokens)
        prompt = prompt_of(terms)
        result = self._hear("expected", encoded, drafts or Drafts(), more=(draft,), prompt=prompt)
        if failed(result):
            return words
        return with_expected_terms(
            words, self._pieces(result), terms, lambda pieces: self._log_likelihood(pieces, encoded)
        )

    def _log_likelihood(self, pieces: tuple[Piece, ...], encoded: EncodedSound) -> float:
        """Return how likely the model holds a whole text, unprompted, in nats."""
        import torch

        start = self._tokenizer.sot_sequence_including_notimestamps
        text = [*(token for piece in pieces for token in piece.tokens), self._tokenizer.eot]
        logits = TextDecoder(self._model, encoded).logits([*start, *text[:-1]])[len(start) - 1 :]
        return float(logits.log_softmax(dim=-1).gather(1, torch.tensor(text)[:, None]).sum())

    def verbatim(self, encoded: EncodedSound, drafts: Drafts | None = None) -> tuple[Piece, ...]:
        """Decode with fillers encouraged; empty when that decoding went astray.

        Fillers that only the encouragement brought forth are left out again.

        Parameters
        ----------
        encoded : EncodedSound
        drafts : Drafts, optional
            As for :meth:`words`.
        """
        drafts = drafts or Drafts()
        encouragement = FillerEncouragement(self._filler_tokens, self._tokenizer.encode(",")[0])
        result = self._hear(
            "verbatim",
            encoded,
            drafts,
            more=(drafts.words,),
            prompt=VERBATIM_PROMPT,
            encouragement=encouragement,
        )
        if failed(result) or is_silence(result):
            return ()
        chances = [
            chance
            for token, chance in zip(drafts.verbatim, encouragement.chances, strict=False)
            if token in self._filler_tokens
        ]
        return without_unlikely_fillers(self._pieces(result), self._filler_tokens, chances)

    def align(
        self, pieces: tuple[Piece, ...], encoded: EncodedSound, duration_s: float
    ) -> tuple[TimedPiece, ...]:
        """Find when each piece was said.

        Parameters
        ----------
        pieces : tuple of Piece
        encoded : EncodedSound
        duration_s : float
            Length of the sound within the 30 s window, s.
        """
        if not pieces:
            return ()
        tokens = [token for piece in pieces for token in piece.tokens]
        edges_s, probabilities = attention_times(self._model, self._tokenizer, tokens, encoded, duration_s)
        return timed_pieces(pieces, edges_s.tolist(), probabilities.tolist(), self._tokenizer)

    def _hear(
        self,
        witness: Witness,
        encoded: EncodedSound,
        drafts: Drafts,
        *,
        more: tuple[tuple[int, ...], ...] = (),
        **how: Any,
    ) -> DecodingResult:
        """Decode with what a witness heard before as its first draft; it becomes what is heard now."""
        before: tuple[int, ...] = getattr(drafts, witness)
        try:
            result = self._decode(encoded, drafts=(before, *more), go_on=drafts.go_on, **how)
        except Overtaken as overtaken:
            setattr(drafts, witness, max(before, overtaken.tokens, key=len))
            raise
        setattr(drafts, witness, _text_tokens(result, self._tokenizer))
        return result

    def _decode(
        self,
        encoded: EncodedSound,
        *,
        drafts: tuple[tuple[int, ...], ...],
        go_on: Callable[[tuple[int, ...]], None],
        temperature: float = 0.0,
        prompt: str | None = None,
        encouragement: FillerEncouragement | None = None,
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
        task.logit_filters.append(AskWhetherToGoOn(go_on, task.sample_begin))
        decoder = TextDecoder(self._model, encoded)
        task.inference = DraftedInference(decoder, self._model.dims.n_text_ctx, drafts)
        result: DecodingResult = task.run(encoded.states.unsqueeze(0))[0]
        return replace(result, compression_ratio=float("inf")) if loop_breaker.gave_up else result

    def _pieces(self, result: DecodingResult) -> tuple[Piece, ...]:
        return pieces_of(_text_tokens(result, self._tokenizer), self._tokenizer, self._language)


def _already_encoded(states: torch.Tensor) -> torch.Tensor:
    """Stand where openai-whisper would encode whatever has not the length that it expects."""
    return states


def _text_tokens(result: DecodingResult, tokenizer: Tokenizer) -> tuple[int, ...]:
    return tuple(token for token in result.tokens if token < tokenizer.eot)
