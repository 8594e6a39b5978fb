"""What a speech model must do to be heard as two witnesses, and what every such decoder shares.

The engines differ in who runs the model. The words between which a filler belongs, what a filler looks
like in tokens, and the signs of a failed decoding are Whisper's own, whoever runs it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from rehearse.sound import Samples
    from rehearse.transcription.drafts import Drafts

VERBATIM_PROMPT = "Um, uh, hmm, er, ah."
"""Shows the decoder that fillers are written here (finds 43 of 53 with tiny.en: DESIGN section 4)."""
FILLER_BIAS = 1.5
"""Added to the logits of fillers; with 3 the decoder invents them (DESIGN section 4)."""
FILLER_DISTANCE_TOKENS = 3
"""No push among so many tokens from a filler on: with it the decoder loops."""
LEAST_FILLER_CHANCE = 0.3
"""What the model itself, unpushed, must give to a filler for it to be believed. Of the fillers that base
wrote on the gold recordings of benchmarks/transcription.py the true ones have 0.31 and more, all but three of
them 0.5 and more; most false ones have 0.26 and less."""
LEAST_FIRST_FILLER_CHANCE = 0.2
"""The same for one that a text begins with, which the model, taught on captions, rather leaves out. Chosen on
the spliced fillers of benchmarks/transcription.py: those that base gave 0.2 to 0.3 all came first."""
FILLER_SPELLINGS = ("um", "uh", "er", "erm", "ah", "hm", "hmm", "mm")

# Whisper's own signs of a failed decoding.
LOOPING_ABOVE_COMPRESSION_RATIO = 2.4
GUESSING_BELOW_LOG_PROBABILITY = -1.0
SILENT_ABOVE_PROBABILITY = 0.6

LANGUAGES_WITHOUT_SPACES = frozenset({"zh", "ja", "th", "lo", "my", "yue"})
"""openai-whisper's own list of languages that it splits by character."""
SILENT_MARKS = frozenset(" .,;:!?…-–—'\"‘’“”«»¿¡()[]。，、！？：")
"""Marks that nobody pronounces; "%" and "&" are not among them."""

STEPS_PER_S = 50
"""Whisper's decoder looks at the sound in steps of 20 ms."""

Encoded = TypeVar("Encoded")


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


class StretchDecoder(Protocol[Encoded]):
    """A loaded model that decodes stretches of at most 30 s; `Encoded` is its encoder's output."""

    def encode(self, samples: Samples, drafts: Drafts | None = None) -> Encoded:
        """Return the encoder's output for 16 kHz sound; the drafts say when that is no more wanted."""

    def words(self, encoded: Encoded, drafts: Drafts | None = None) -> tuple[Piece, ...]:
        """Decode with the best guess.

        Parameters
        ----------
        encoded
        drafts : Drafts, optional
            What was heard of less of this sound; becomes what is heard now. It may only save time.

        Returns
        -------
        tuple of Piece
            Empty when the model itself holds that nobody speaks.
        """

    def expecting(
        self,
        terms: Sequence[str],
        words: tuple[Piece, ...],
        encoded: Encoded,
        drafts: Drafts | None = None,
    ) -> tuple[Piece, ...]:
        """Return the words with the terms that the sound bears out in place of what was heard instead."""

    def verbatim(self, encoded: Encoded, drafts: Drafts | None = None) -> tuple[Piece, ...]:
        """Decode with fillers encouraged; empty when that decoding went astray."""

    def align(self, pieces: tuple[Piece, ...], encoded: Encoded, duration_s: float) -> tuple[TimedPiece, ...]:
        """Find when each piece was said, in sound of `duration_s` seconds."""


class Tokenizer(Protocol):
    """What is needed of Whisper's tokenizer; openai-whisper's and faster-whisper's both are one."""

    @property
    def eot(self) -> int:
        """The token that ends a text; all text tokens are below."""

    def encode(self, text: str) -> list[int]:
        """Return the tokens of a text."""

    def decode(self, tokens: list[int]) -> str:
        """Return the text of tokens."""

    def split_to_word_tokens(self, tokens: list[int]) -> tuple[list[str], list[list[int]]]:
        """Return the parts of a text, spaces included, and the tokens of each."""


class Decoding(Protocol):
    """What is needed of an engine's result to judge it."""

    @property
    def avg_logprob(self) -> float:
        """Mean log probability of its tokens."""

    @property
    def compression_ratio(self) -> float:
        """How much shorter zlib makes its text."""

    @property
    def no_speech_prob(self) -> float:
        """How sure the model is that nobody speaks, 0–1."""


def pieces_of(tokens: Sequence[int], tokenizer: Tokenizer, language: str) -> tuple[Piece, ...]:
    """Split text tokens into written words, each with its punctuation."""
    pieces: list[Piece] = []
    for text, part in zip(*tokenizer.split_to_word_tokens(list(tokens)), strict=True):
        if pieces and _continues_a_word(text, language):
            last = pieces.pop()
            pieces.append(Piece(last.text + text.rstrip(), (*last.tokens, *part)))
        else:
            pieces.append(Piece(text.strip(), tuple(part)))
    return tuple(piece for piece in pieces if is_pronounced(piece.text))


def _continues_a_word(text: str, language: str) -> bool:
    """Say whether Whisper's split tore `text` off the word before it ("'s", "-free", ".")."""
    if language in LANGUAGES_WITHOUT_SPACES:
        return not is_pronounced(text)
    return not text.startswith(" ")


def token_edges_s(tokens: npt.NDArray[np.integer], steps: npt.NDArray[np.integer]) -> npt.NDArray[np.float64]:
    """Return where each token begins along an alignment's path, s.

    Parameters
    ----------
    tokens, steps : int, shape (n,)
        The path: indices of tokens and of the encoder's steps, neither ever falling.
    """
    begins = np.append(True, np.diff(tokens) > 0)
    edges_s: npt.NDArray[np.float64] = steps[begins] / STEPS_PER_S
    return edges_s


def timed_pieces(
    pieces: Sequence[Piece], edges_s: Sequence[float], probabilities: Sequence[float], tokenizer: Tokenizer
) -> tuple[TimedPiece, ...]:
    """Give pieces the times of their tokens; punctuation is silent, so its time is not the word's.

    Parameters
    ----------
    pieces : sequence of Piece
    edges_s : sequence of float
        Where each of their tokens begins, and where the last one ends, s.
    probabilities : sequence of float
        Of each token, 0–1.
    tokenizer : Tokenizer
    """
    timed: list[TimedPiece] = []
    first = 0
    for piece in pieces:
        places = range(first, first + len(piece.tokens))
        heard = [
            place
            for place, token in zip(places, piece.tokens, strict=True)
            if is_pronounced(tokenizer.decode([token]))
        ] or places
        probability = sum(probabilities[heard[0] : heard[-1] + 1]) / (heard[-1] + 1 - heard[0])
        timed.append(
            TimedPiece(
                piece.text, float(edges_s[heard[0]]), float(edges_s[heard[-1] + 1]), float(probability)
            )
        )
        first = places.stop
    return tuple(timed)


def is_pronounced(text: str) -> bool:
    """Say whether a text is more than silent marks."""
    return not SILENT_MARKS.issuperset(text)


def filler_tokens(tokenizer: Tokenizer) -> list[int]:
    """Return the tokens that are a whole filler by themselves."""
    spellings = [spelling for form in FILLER_SPELLINGS for spelling in (f" {form}", f" {form.capitalize()}")]
    encoded = [tokenizer.encode(spelling) for spelling in spellings]
    return [tokens[0] for tokens in encoded if len(tokens) == 1]


def without_unlikely_fillers(
    pieces: Sequence[Piece], fillers: Sequence[int], chances: Sequence[float]
) -> tuple[Piece, ...]:
    """Leave out the fillers that were written for no reason but the push towards them.

    Parameters
    ----------
    pieces : sequence of Piece
        As decoded.
    fillers : sequence of int
        The tokens that are a whole filler.
    chances : sequence of float
        For each of those tokens among the pieces, in order: how likely the unpushed model held a filler
        there, 0–1.
    """
    in_order = iter(chances)
    kept: list[Piece] = []
    for index, piece in enumerate(pieces):
        chance = min((next(in_order) for token in piece.tokens if token in fillers), default=1.0)
        least = LEAST_FILLER_CHANCE if index else LEAST_FIRST_FILLER_CHANCE
        if chance >= least or not _is_whole_filler(piece):
            kept.append(piece)
    return tuple(kept)


def _is_whole_filler(piece: Piece) -> bool:
    """Tell "er," from "errors", whose first token is the same."""
    return piece.text.strip("".join(SILENT_MARKS)).casefold() in FILLER_SPELLINGS


def failed(result: Decoding) -> bool:
    """Say whether a decoding loops or guesses."""
    return is_looping(result) or bool(result.avg_logprob < GUESSING_BELOW_LOG_PROBABILITY)


def is_looping(result: Decoding) -> bool:
    """Say whether a decoding says the same again and again."""
    return bool(result.compression_ratio > LOOPING_ABOVE_COMPRESSION_RATIO)


def is_silence(result: Decoding) -> bool:
    """Say whether a decoding holds that nobody speaks."""
    guessing = result.avg_logprob < GUESSING_BELOW_LOG_PROBABILITY
    return bool(guessing and result.no_speech_prob > SILENT_ABOVE_PROBABILITY)
