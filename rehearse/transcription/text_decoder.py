"""Puts tokens through Whisper's text decoder in as few and as cheap passes as it allows.

openai-whisper's own way takes all tokens of a text or one more, and computes for each decoding anew what
the decoder looks at of the sound. Here several more tokens may follow those remembered, which guesses at a
text need (:mod:`rehearse.transcription.drafts`), and all decodings of a sound share what is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rehearse.transcription.vocabulary import logits_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import torch
    from whisper.model import MultiHeadAttention, Whisper


@dataclass(frozen=True, slots=True, eq=False)
class EncodedSound:
    """What the decoder is given of a sound.

    Parameters
    ----------
    states : torch.Tensor
        The encoder's output: float32, shape (n_steps, n_audio_state), 50 steps a second.
    keys, values : tuple of torch.Tensor
        What each block of the decoder makes of it: float32, shape (1, n_text_head, n_steps, n_head_state).
    """

    states: torch.Tensor
    keys: tuple[torch.Tensor, ...]
    values: tuple[torch.Tensor, ...]


def looked_at(model: Whisper, states: torch.Tensor, go_on: Callable[[], None]) -> EncodedSound:
    """Compute what every decoding of a sound looks at.

    Parameters
    ----------
    model : whisper.model.Whisper
    states : torch.Tensor
        The encoder's output, as in :class:`EncodedSound`.
    go_on : callable
        Asked before each block; what it raises ends the work.
    """
    keys: list[torch.Tensor] = []
    values: list[torch.Tensor] = []
    for block in model.decoder.blocks:
        go_on()
        keys.append(_heads(block.cross_attn.key(states.unsqueeze(0)), block.cross_attn))
        values.append(_heads(block.cross_attn.value(states.unsqueeze(0)), block.cross_attn))
    return EncodedSound(states, tuple(keys), tuple(values))


class TextDecoder:
    """A model's text decoder for one text about one sound; remembers the tokens it was given.

    Parameters
    ----------
    model : whisper.model.Whisper
    sound : EncodedSound
    """

    def __init__(self, model: Whisper, sound: EncodedSound) -> None:
        self._decoder = model.decoder
        self._sound = sound
        self._past: list[tuple[torch.Tensor, torch.Tensor] | None] = [None] * len(model.decoder.blocks)
        self.queries: list[torch.Tensor] = []
        """What each block asked of the sound in the last pass: shape (1, n_text_head, n, n_head_state)."""

    @property
    def n_remembered(self) -> int:
        """How many tokens it was given."""
        return self._past[0][0].shape[2] if self._past[0] is not None else 0

    def forget_after(self, n_tokens: int) -> None:
        """Forget all but the first tokens."""
        self._past = [past and (past[0][:, :, :n_tokens], past[1][:, :, :n_tokens]) for past in self._past]

    def logits(self, tokens: Sequence[int]) -> torch.Tensor:
        """Put the next tokens through the decoder.

        Returns
        -------
        torch.Tensor
            For each of them the logits of the token after it: float32, shape (n, n_vocab).
        """
        import torch

        decoder, n_before = self._decoder, self.n_remembered
        n_all = n_before + len(tokens)
        given = torch.tensor([list(tokens)], device=self._sound.states.device)
        # No token may look at a later one; the last of them has none.
        mask = decoder.mask[n_before:n_all, :n_all] if len(tokens) > 1 else None
        self.queries = []
        with torch.no_grad():
            states = decoder.token_embedding(given) + decoder.positional_embedding[n_before:n_all]
            for index, block in enumerate(decoder.blocks):
                states = states + self._of_text(index, block.attn, block.attn_ln(states), mask)
                states = states + self._of_sound(index, block.cross_attn, block.cross_attn_ln(states))
                states = states + block.mlp(block.mlp_ln(states))
            return logits_of(decoder, decoder.ln(states)[0])

    def _of_text(
        self, index: int, attention: MultiHeadAttention, states: torch.Tensor, mask: torch.Tensor | None
    ) -> torch.Tensor:
        """Look at the tokens so far."""
        import torch

        keys, values = _heads(attention.key(states), attention), _heads(attention.value(states), attention)
        past = self._past[index]
        if past is not None:
            keys, values = torch.cat([past[0], keys], dim=2), torch.cat([past[1], values], dim=2)
        self._past[index] = keys, values
        return _attend(attention, _heads(attention.query(states), attention), keys, values, mask)

    def _of_sound(self, index: int, attention: MultiHeadAttention, states: torch.Tensor) -> torch.Tensor:
        """Look at the sound."""
        queries = _heads(attention.query(states), attention)
        self.queries.append(queries)
        return _attend(attention, queries, self._sound.keys[index], self._sound.values[index], None)


def _heads(states: torch.Tensor, attention: MultiHeadAttention) -> torch.Tensor:
    """Split (1, n, n_state) into (1, n_head, n, n_head_state)."""
    return states.view(*states.shape[:2], attention.n_head, -1).transpose(1, 2)


def _attend(
    attention: MultiHeadAttention,
    queries: torch.Tensor,
    keys: torch.Tensor,
    values: torch.Tensor,
    mask: torch.Tensor | None,
) -> torch.Tensor:
    from torch.nn.functional import scaled_dot_product_attention

    found = scaled_dot_product_attention(queries, keys, values, attn_mask=mask)
    seen: torch.Tensor = attention.out(found.transpose(1, 2).flatten(start_dim=2))
    return seen
