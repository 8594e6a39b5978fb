"""The judge as PyTorch trains it; :mod:`rehearse.judge.bert` is the same, forward only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import nn

if TYPE_CHECKING:
    from rehearse.judge.weights import Weights

N_LABELS = 4
HEAD_DROPOUT = 0.1

_PARTS = {
    "self_attn.out_proj": "attention.output.dense",
    "norm1": "attention.output.LayerNorm",
    "linear1": "intermediate.dense",
    "linear2": "output.dense",
    "norm2": "output.LayerNorm",
}


class Network(nn.Module):
    """The encoder, and a layer that judges from its first state and the mean of the passage's states."""

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        given = {name: torch.from_numpy(weight.copy()) for name, weight in weights.items()}
        words = given["embeddings.word_embeddings.weight"]
        width = words.shape[1]
        self.words = nn.Embedding(words.shape[0], width)
        self.words.weight.data = words
        self.words.requires_grad_(False)
        self.places = nn.Parameter(given["embeddings.position_embeddings.weight"])
        self.kinds = nn.Parameter(given["embeddings.token_type_embeddings.weight"])
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.norm.load_state_dict(_of("embeddings.LayerNorm", given))
        n_layers = sum(name.endswith("attention.self.query.weight") for name in given)
        self.layers = nn.ModuleList(_layer(f"encoder.layer.{at}.", given, width) for at in range(n_layers))
        self.head = nn.Linear(2 * width, N_LABELS)
        self.dropout = nn.Dropout(HEAD_DROPOUT)

    def forward(self, tokens: torch.Tensor, second: torch.Tensor, there: torch.Tensor) -> torch.Tensor:
        """Judge pairs.

        Parameters
        ----------
        tokens, second, there : Tensor, shape (n_pairs, n_tokens)
            Ids; 1 in the second text; whether it is no padding.

        Returns
        -------
        Tensor, shape (n_pairs, 4), dtype float32
            Logits.
        """
        states = self.states(tokens, second, there)
        passage = (second.bool() & there).unsqueeze(-1).to(states.dtype)
        mean = (states * passage).sum(dim=1) / passage.sum(dim=1).clamp(min=1)
        judged: torch.Tensor = self.head(self.dropout(torch.cat([states[:, 0], mean], dim=-1)))
        return judged.float()

    def states(self, tokens: torch.Tensor, second: torch.Tensor, there: torch.Tensor) -> torch.Tensor:
        """Return what each token means, shape (n_pairs, n_tokens, n_numbers)."""
        states: torch.Tensor = self.norm(
            self.words(tokens) + self.places[: tokens.shape[1]] + self.kinds[second]
        )
        for layer in self.layers:
            states = layer(states, src_key_padding_mask=~there)
        return states

    def embedded(self, tokens: torch.Tensor, second: torch.Tensor, there: torch.Tensor) -> torch.Tensor:
        """Return a unit vector for each text, shape (n_texts, n_numbers): the mean of its states."""
        states, there = self.states(tokens, second, there).float(), there.unsqueeze(-1)
        return torch.nn.functional.normalize((states * there).sum(dim=1) / there.sum(dim=1), dim=1)

    def weights(self) -> Weights:
        """Return what training made, under the published names, without the word embeddings."""
        found = {
            "embeddings.position_embeddings.weight": self.places,
            "embeddings.token_type_embeddings.weight": self.kinds,
            "embeddings.LayerNorm.weight": self.norm.weight,
            "embeddings.LayerNorm.bias": self.norm.bias,
            "head.weight": self.head.weight,
            "head.bias": self.head.bias,
        }
        for at, layer in enumerate(self.layers):
            name = f"encoder.layer.{at}."
            for kind in ("weight", "bias"):
                parts = getattr(layer.self_attn, f"in_proj_{kind}").chunk(3)
                for part, value in zip(("query", "key", "value"), parts, strict=True):
                    found[f"{name}attention.self.{part}.{kind}"] = value
                for ours, published in _PARTS.items():
                    found[f"{name}{published}.{kind}"] = getattr(layer.get_submodule(ours), kind)
        return {name: value.detach().float().numpy().copy() for name, value in found.items()}


def _layer(name: str, given: dict[str, torch.Tensor], width: int) -> nn.TransformerEncoderLayer:
    wide = given[f"{name}intermediate.dense.weight"].shape[0]
    layer = nn.TransformerEncoderLayer(
        width, 12, wide, dropout=0.0, activation="gelu", layer_norm_eps=1e-12, batch_first=True
    )
    state = {}
    for kind in ("weight", "bias"):
        state[f"self_attn.in_proj_{kind}"] = torch.cat(
            [given[f"{name}attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
        )
        for ours, published in _PARTS.items():
            state[f"{ours}.{kind}"] = given[f"{name}{published}.{kind}"]
    layer.load_state_dict(state)
    return layer


def _of(name: str, given: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    return {kind: given[f"{name}.{kind}"] for kind in ("weight", "bias")}
