"""Decoding with drafts: texts at hand that are much like what a decoding will write.

A decoder writes one token at a time, each a pass through the model. Where a guess at what follows is at
hand, one pass checks all of it: as long as the decoder would have chosen the same tokens, their passes are
saved, and where it chooses otherwise the guess is taken up again at the next words that agree. The outcome
is that of decoding without drafts. The method is speculative decoding (Leviathan, Kalman & Matias 2023)
with the model's own texts in place of a smaller model's: what was heard of less of the sound, and what the
other witness heard of all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import torch

    from rehearse.transcription.text_decoder import TextDecoder

LONGEST_GUESS_TOKENS = 32
"""A pass over so many costs about as much as three over a single token; far more cost more than they save
where the guess goes wrong."""
LONGEST_AGREEMENT_TOKENS = 4
"""The more of the last tokens stand in a draft in that order, the surer is what follows them there."""


Witness = Literal["words", "verbatim", "expected"]


class Overtaken(Exception):  # noqa: N818  (no error: more of the same sound has come)
    """What was being decoded is of no more use."""

    def __init__(self, tokens: tuple[int, ...] = ()) -> None:
        super().__init__()
        self.tokens = tokens


@dataclass(slots=True)
class Drafts:
    """What each witness last heard of a stretch; empty at first.

    Parameters
    ----------
    words, verbatim, expected : tuple of int
        Text tokens of the best guess, with fillers encouraged, and with the question's terms expected.
    overtaken : callable
        Says whether more of the stretch has come, so that to decode less of it is a waste.
    """

    words: tuple[int, ...] = ()
    verbatim: tuple[int, ...] = ()
    expected: tuple[int, ...] = ()
    overtaken: Callable[[], bool] = lambda: False

    def go_on(self, tokens: tuple[int, ...] = ()) -> None:
        """Raise where the decoding was overtaken.

        Parameters
        ----------
        tokens : tuple of int
            What was written so far.

        Raises
        ------
        Overtaken
        """
        if self.overtaken():
            raise Overtaken(tokens)

    def beyond(self, heard: Drafts) -> Drafts:
        """Return what these have more than what was `heard` when the stretch had ended before their end."""
        return Drafts(
            self.words[len(heard.words) :],
            self.verbatim[len(heard.verbatim) :],
            self.expected[len(heard.expected) :],
        )


class DraftedInference:
    """A whisper ``Inference``, for one text at a time.

    Parameters
    ----------
    decoder : TextDecoder
        Which has been given nothing yet.
    longest_text_tokens : int
        The decoder takes no more, what stands before the text included.
    drafts : sequence of tuple of int
        The first that agrees is followed.
    """

    def __init__(
        self, decoder: TextDecoder, longest_text_tokens: int, drafts: Sequence[tuple[int, ...]] = ()
    ) -> None:
        self._decoder = decoder
        self._longest_text_tokens = longest_text_tokens
        self._drafts = drafts
        self._n_initial = 0
        self._passed: tuple[int, ...] = ()  # through the model, guesses included
        self._logits: torch.Tensor | None = None  # of the last pass

    def logits(self, tokens: torch.Tensor, _audio_features: torch.Tensor) -> torch.Tensor:
        """Return the logits after `tokens`, shape (1, n_tokens), for the token that comes next.

        Returns
        -------
        torch.Tensor
            Shape (1, n, n_vocab), of which the last of the n counts.
        """
        written = tuple(tokens[0].tolist())
        if self._passed[: len(written)] != written:
            self._pass(written)
        assert self._logits is not None
        after = len(written) - (len(self._passed) - len(self._logits))
        return self._logits[None, :after]

    def cleanup_caching(self) -> None:
        """Let go of what was remembered."""
        self._decoder.forget_after(0)
        self._passed = ()

    def _pass(self, written: tuple[int, ...]) -> None:
        """Put through the model what of `written` was not yet, and a guess at what follows."""
        if not self._passed:
            self._n_initial = len(written)
        n_kept = _n_alike(self._passed, written)
        guess = follow(self._drafts, written[self._n_initial :])
        self._passed = (*written, *guess[: self._longest_text_tokens - len(written)])
        self._decoder.forget_after(n_kept)
        self._logits = self._decoder.logits(self._passed[n_kept:])


def follow(drafts: Sequence[tuple[int, ...]], text: tuple[int, ...]) -> tuple[int, ...]:
    """Return what may follow a text: what follows its last tokens in a draft.

    The most tokens that agree decide, then the earlier draft, then the place that is nearest to the
    text's end.
    """
    if not text:
        return next((draft[:LONGEST_GUESS_TOKENS] for draft in drafts if draft), ())
    for n_agreeing in range(min(LONGEST_AGREEMENT_TOKENS, len(text)), 0, -1):
        for draft in drafts:
            ends = list(_ends_of(text[-n_agreeing:], draft))
            if ends:
                end = min(ends, key=lambda place: abs(place - len(text)))
                return draft[end : end + LONGEST_GUESS_TOKENS]
    return ()


def _ends_of(part: tuple[int, ...], draft: tuple[int, ...]) -> Iterator[int]:
    """Yield where in a draft `part` ends and more follows."""
    return (end for end in range(len(part), len(draft)) if draft[end - len(part) : end] == part)


def _n_alike(left: tuple[int, ...], right: tuple[int, ...]) -> int:
    pairs = zip(left, right, strict=False)
    return next((at for at, pair in enumerate(pairs) if pair[0] != pair[1]), min(len(left), len(right)))
