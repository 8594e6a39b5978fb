"""Hears one stretch of sound twice with the same Whisper model.

Whisper was taught on captions, which leave out um and uh, so a plain decoding gives the best words and
none of the fillers. A decoding that is shown fillers in its prompt and gently pushed towards them gives
the fillers, and sometimes worse words. Both read the same encoder output, which is the costly part.
All knowledge of openai-whisper's inner workings is here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rehearse.transcription.drafts import DraftedInference, Drafts

if TYPE_CHECKING:
    from collections.abc import Sequence

    import torch
    from whisper.decoding import DecodingResult
    from whisper.model import Whisper
    from whisper.timing import WordTiming
    from whisper.tokenizer import Tokenizer

    from rehearse.sound import Samples

VERBATIM_PROMPT = "Um, uh, hmm, er, ah."
"""Shows the decoder that fillers are written here (finds 43 of 53 with tiny.en: DESIGN section 4)."""
FILLER_BIAS = 1.5
"""Added to the logits of fillers; with 3 the decoder invents them (DESIGN section 4)."""
FILLER_DISTANCE_TOKENS = 3
"""No two fillers among so many tokens: without this guard a bias loops."""
LANGUAGES_WITHOUT_SPACES = frozenset({"zh", "ja", "th", "lo", "my", "yue"})
"""openai-whisper's own list of languages that it splits by character."""
SILENT_MARKS = frozenset(" .,;:!?…-–—'\"‘’“”«»¿¡()[]。，、！？：")
"""Marks that nobody pronounces; "%" and "&" are not among them."""
FILLER_SPELLINGS = ("um", "uh", "er", "erm", "ah", "hm", "hmm", "mm")

# Whisper's own signs of a failed decoding, and its remedy: try again, less greedily each time.
LOOPING_ABOVE_COMPRESSION_RATIO = 2.4
GUESSING_BELOW_LOG_PROBABILITY = -1.0
SILENT_ABOVE_PROBABILITY = 0.6
TEMPERATURES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True, slots=True)
class Piece:
    """A written word as the decoder made it.

    Parameters
    ----------
    text : str
        With its punctuation, without spaces around.
    tokens : tuple of int
    """

    text: str
    tokens: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TimedPiece:
    """A written word with its place in the stretch.

    Parameters
    ----------
    text : str
    start_s, end_s : float
        Seconds from the start of the stretch, as the decoder's attention has them.
    probability : float
        0–1.
    """

    text: str
    start_s: float
    end_s: float
    probability: float


class StretchDecoder:
    """A loaded model that decodes stretches of at most 30 s.

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
        self._filler_tokens = _filler_tokens(self._tokenizer)

    def encode(self, samples: Samples) -> torch.Tensor:
        """Return the encoder's output for 16 kHz sound: float32, shape (1500, n_audio_state)."""
        import torch
        from whisper.audio import N_SAMPLES, log_mel_spectrogram, pad_or_trim

        mel = log_mel_spectrogram(pad_or_trim(samples, N_SAMPLES), self._model.dims.n_mels)
        with torch.no_grad():
            encoded: torch.Tensor = self._model.embed_audio(mel.to(self._model.device).unsqueeze(0))[0]
        return encoded

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
                draft = drafts.words if temperature == 0 else ()
                tried.append(self._decode(encoded, temperature=temperature, draft=draft))
                drafts.words = _text_tokens(tried[0], self._tokenizer)
                if _is_silence(tried[-1]):
                    return ()
                if not _failed(tried[-1]):
                    return self._pieces(tried[-1])
        return self._pieces(max(tried, key=lambda result: (not _is_looping(result), result.avg_logprob)))

    def verbatim(self, encoded: torch.Tensor, drafts: Drafts | None = None) -> tuple[Piece, ...]:
        """Decode with fillers encouraged; empty when that decoding went astray.

        Parameters
        ----------
        encoded : torch.Tensor
        drafts : Drafts, optional
            As for :meth:`words`.
        """
        drafts = drafts or Drafts()
        result = self._decode(encoded, prompt=VERBATIM_PROMPT, encourage_fillers=True, draft=drafts.verbatim)
        drafts.verbatim = _text_tokens(result, self._tokenizer)
        return () if _failed(result) or _is_silence(result) else self._pieces(result)

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
        encourage_fillers: bool = False,
        draft: tuple[int, ...] = (),
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
        if encourage_fillers:
            task.logit_filters.insert(0, _FillerEncouragement(self._filler_tokens, task.sample_begin))
        if draft:
            task.inference = DraftedInference(task.inference, draft)
        result: DecodingResult = task.run(encoded.unsqueeze(0))[0]
        return result

    def _pieces(self, result: DecodingResult) -> tuple[Piece, ...]:
        text_tokens = _text_tokens(result, self._tokenizer)
        texts, token_groups = self._tokenizer.split_to_word_tokens(list(text_tokens))
        pieces: list[Piece] = []
        for text, tokens in zip(texts, token_groups, strict=True):
            if pieces and self._continues_a_word(text):
                last = pieces.pop()
                pieces.append(Piece(last.text + text.rstrip(), (*last.tokens, *tokens)))
            else:
                pieces.append(Piece(text.strip(), tuple(tokens)))
        return tuple(piece for piece in pieces if _is_pronounced(piece.text))

    def _continues_a_word(self, text: str) -> bool:
        """Say whether openai-whisper's split tore `text` off the word before it ("'s", "-free", ".")."""
        if self._language in LANGUAGES_WITHOUT_SPACES:
            return not _is_pronounced(text)
        return not text.startswith(" ")


class _AlreadyEncoded:
    """Stands for the model where openai-whisper would encode the same sound again to align words."""

    def __init__(self, model: Whisper) -> None:
        self.dims = model.dims
        self.device = model.device
        self.decoder = model.decoder
        self.alignment_heads = model.alignment_heads

    def __call__(self, encoded: torch.Tensor, tokens: torch.Tensor) -> Any:
        return self.decoder(tokens, encoded)


class _FillerEncouragement:
    """A whisper ``LogitFilter`` that makes fillers likelier, and no filler after a filler."""

    def __init__(self, filler_tokens: list[int], sample_begin: int) -> None:
        self._filler_tokens = filler_tokens
        self._sample_begin = sample_begin

    def apply(self, logits: torch.Tensor, tokens: torch.Tensor) -> None:
        """Change `logits`, shape (n_batch, n_vocab), in place, given the tokens so far."""
        for row, so_far in zip(logits, tokens[:, self._sample_begin :], strict=True):
            recent = so_far[-(FILLER_DISTANCE_TOKENS - 1) :].tolist()
            follows_filler = any(token in self._filler_tokens for token in recent)
            row[self._filler_tokens] += -float("inf") if follows_filler else FILLER_BIAS


def _filler_tokens(tokenizer: Tokenizer) -> list[int]:
    """Return the tokens that are a whole filler by themselves."""
    spellings = [spelling for form in FILLER_SPELLINGS for spelling in (f" {form}", f" {form.capitalize()}")]
    encoded = [tokenizer.encode(spelling) for spelling in spellings]
    return [tokens[0] for tokens in encoded if len(tokens) == 1]


def _is_pronounced(text: str) -> bool:
    return not SILENT_MARKS.issuperset(text)


def _timed(piece: Piece, parts: Sequence[WordTiming]) -> TimedPiece:
    """Join what openai-whisper timed apart; punctuation is silent, so its time is not the word's."""
    heard = [part for part in parts if _is_pronounced(part.word)] or parts
    return TimedPiece(
        piece.text,
        float(heard[0].start),
        float(heard[-1].end),
        float(sum(part.probability for part in heard) / len(heard)),
    )


def _text_tokens(result: DecodingResult, tokenizer: Tokenizer) -> tuple[int, ...]:
    return tuple(token for token in result.tokens if token < tokenizer.eot)


def _failed(result: DecodingResult) -> bool:
    return _is_looping(result) or bool(result.avg_logprob < GUESSING_BELOW_LOG_PROBABILITY)


def _is_looping(result: DecodingResult) -> bool:
    return bool(result.compression_ratio > LOOPING_ABOVE_COMPRESSION_RATIO)


def _is_silence(result: DecodingResult) -> bool:
    guessing = result.avg_logprob < GUESSING_BELOW_LOG_PROBABILITY
    return bool(guessing and result.no_speech_prob > SILENT_ABOVE_PROBABILITY)
