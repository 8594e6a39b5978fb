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
from typing import TYPE_CHECKING

from rehearse.transcription.linear import linear

if TYPE_CHECKING:
    import torch
    from whisper.decoding import PyTorchInference

LONGEST_GUESS_TOKENS = 32
"""A pass over so many costs about as much as three over a single token; far more cost more than they save
where the guess goes wrong."""
LONGEST_AGREEMENT_TOKENS = 4
"""The more of the last tokens stand in a draft in that order, the surer is what follows them there."""


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
    words, verbatim : tuple of int
        Text tokens.
    overtaken : callable
        Says whether more of the stretch has come, so that to decode less of it is a waste.
    """

    words: tuple[int, ...] = ()
    verbatim: tuple[int, ...] = ()
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
        return Drafts(self.words[len(heard.words) :], self.verbatim[len(heard.verbatim) :])


class DraftedInference:
    """Stands where openai-whisper's ``DecodingTask`` has its inference; for one text at a time.

    Parameters
    ----------
    inference : whisper.decoding.PyTorchInference
        Which runs the model, and remembers what it computed for the tokens before.
    drafts : sequence of tuple of int
        The first that agrees is followed.
    """

    def __init__(self, inference: PyTorchInference, drafts: Sequence[tuple[int, ...]]) -> None:
        self._inference = inference
        self._drafts = drafts
        self._n_initial = 0
        self._passed: tuple[int, ...] = ()  # through the model, guesses included
        self._logits: torch.Tensor | None = None  # of the last pass

    def logits(self, tokens: torch.Tensor, audio_features: torch.Tensor) -> torch.Tensor:
        """Return the logits after `tokens`, shape (1, n_tokens), for the token that comes next.

        Returns
        -------
        torch.Tensor
            Shape (1, n, n_vocab), of which the last of the n counts.
        """
        written = tuple(tokens[0].tolist())
        if self._passed[: len(written)] != written:
            self._pass(written, audio_features)
        assert self._logits is not None
        after = len(written) - (len(self._passed) - self._logits.shape[1])
        return self._logits[:, :after]

    def cleanup_caching(self) -> None:
        """Let go of what was remembered."""
        self._inference.cleanup_caching()

    def _pass(self, written: tuple[int, ...], audio_features: torch.Tensor) -> None:
        """Put through the model what of `written` was not yet, and a guess at what follows."""
        import torch

        if not self._passed:
            self._n_initial = len(written)
        n_kept = _n_alike(self._passed, written)
        guess = follow(self._drafts, written[self._n_initial :])
        n_most = int(self._inference.model.dims.n_text_ctx) - len(written)
        self._passed = (*written, *guess[:n_most])
        tokens = torch.tensor([self._passed], device=audio_features.device)
        cache = self._inference.kv_cache
        for module in self._inference.kv_modules if n_kept else ():
            cache[module] = cache[module][:, :n_kept]
        if n_kept in {0, len(self._passed) - 1}:  # what openai-whisper does itself: all, or one more
            self._inference.initial_token_length = 0 if n_kept else len(self._passed)
            self._logits = self._inference.logits(tokens, audio_features)
        else:
            self._logits = _logits_of_more(self._inference, tokens, n_kept, audio_features)


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


def _logits_of_more(
    inference: PyTorchInference, tokens: torch.Tensor, n_before: int, audio_features: torch.Tensor
) -> torch.Tensor:
    """Return the logits of the tokens after the first `n_before`, which the model remembers.

    openai-whisper's own decoder takes either all tokens or one more: with several more, PyTorch's fast
    attention would let none of them look back beyond the first. So they go through its blocks here, with
    the rows of its mask that are theirs.
    """
    import torch
    from whisper.model import disable_sdpa

    decoder = inference.model.decoder
    n_all = tokens.shape[1]
    more = decoder.token_embedding(tokens[:, n_before:]) + decoder.positional_embedding[n_before:n_all]
    mask = _Rows(decoder.mask[n_before:n_all, :n_all])
    with torch.no_grad(), disable_sdpa():
        for block in decoder.blocks:
            more = block(more, audio_features, mask=mask, kv_cache=inference.kv_cache)
        return linear(decoder.ln(more), decoder.token_embedding.weight).float()


class _Rows:
    """A mask that gives its own rows whichever are asked for: openai-whisper asks for the first ones."""

    def __init__(self, rows: torch.Tensor) -> None:
        self._rows = rows

    def __getitem__(self, _asked: object) -> torch.Tensor:
        return self._rows
