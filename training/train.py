"""Train the judge.

    python -m training.train NAME [--held-out PART/PARTS] [--epochs N] [--from FILE] …

Writes build/training/NAME.safetensors (float32, as training left it) and prints how it goes. Subjects are
held out whole. On two cores an epoch takes about half an hour; a GPU is used where there is one.
"""

from __future__ import annotations

import argparse
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from safetensors.numpy import load_file, save_file
from torch.nn.functional import log_softmax

from rehearse.judge.network import LONGEST_TEXT_TOKENS
from rehearse.judge.reading import Reader
from rehearse.judge.weights import HERE
from training.base import read_base
from training.corpus import graded_rows, in_part, kept_together, read_questions, rows_of, texts_of, view
from training.network import Network

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rehearse.judge.bert import Encoded, Floats
    from training.corpus import Row

BUILD = Path(__file__).parent.parent / "build" / "training"

TARGETS = (
    (0.97, 0.01, 0.01, 0.01),
    (0.25, 0.49, 0.25, 0.01),
    (0.01, 0.05, 0.93, 0.01),
    (0.01, 0.01, 0.01, 0.97),
)
"""What is learned for each verdict: graders themselves waver between `partly` and its neighbours."""

RATE = 7e-5
WARM_UP = 0.06
LAST_RATE = 0.02
"""The learning rate; the share of steps in which it rises; what is left of it at the end."""

EMBEDDING_WEIGHT = 2.0
EMBEDDED_SHARE = 0.25
"""Weight of keeping the meaning of single texts as published, by which passages are proposed, beside
judging; so many texts are kept for each pair that is judged."""

EMBEDDED_TOGETHER = 64

BATCH_TOKENS = 2048
ROUNDING = 16
"""Lengths are rounded up to a multiple, for every new shape costs the processor's compiler time."""


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("name")
    parser.add_argument("--held-out", default="0/8", help="subjects left out, as PART/PARTS; 'none' for none")
    parser.add_argument("--epochs", type=float, default=3.0)
    parser.add_argument("--minutes", type=float, default=600.0, help="stop after so many, whatever is left")
    parser.add_argument(
        "--from", dest="start", type=Path, help="weights of an earlier training to go on from"
    )
    parser.add_argument(
        "--graded", type=Path, help="folder of written answers that join, such as ../shared/data/grading"
    )
    parser.add_argument("--most-graded", type=int, default=1500, help="at most so many of each of its files")
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    questions = read_questions()
    if options.held_out != "none":
        part, n_parts = map(int, options.held_out.split("/"))
        questions = [each for each in questions if not in_part(kept_together(each), part, n_parts)]
    print(
        f"{len(questions)} questions of {len({each['subject'] for each in questions})} subjects", flush=True
    )
    train(questions, options)


def train(questions: Sequence[dict[str, object]], options: argparse.Namespace) -> None:
    """Train on questions and write the weights."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    base = read_base()
    weights = {**base, **load_file(options.start)} if options.start else base
    network = Network(weights)
    if options.start:
        network.head.weight.data = torch.from_numpy(weights["head.weight"])
        network.head.bias.data = torch.from_numpy(weights["head.bias"])
    network.to(device).train()
    chance = random.Random(options.seed)
    more = graded_rows(options.graded, options.most_graded) if options.graded else []
    feed = Feed(questions, more, chance)
    n_steps = int(options.epochs * feed.n_batches)
    trained = [value for value in network.parameters() if value.requires_grad]
    matrices, others = ([each for each in trained if (each.ndim > 1) is wide] for wide in (True, False))
    optimizer = torch.optim.AdamW(
        [{"params": matrices, "weight_decay": 0.01}, {"params": others, "weight_decay": 0.0}], lr=options.rate
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda step: min(1.0, step / (WARM_UP * n_steps + 1)) * max(LAST_RATE, 1 - step / n_steps),
    )
    targets = torch.tensor(TARGETS, device=device)
    started, step, total = time.monotonic(), 0, 0.0
    out = BUILD / f"{options.name}.safetensors"
    out.parent.mkdir(parents=True, exist_ok=True)
    while step < n_steps:
        for batch in feed.epoch():
            with torch.autocast(device.type, torch.bfloat16):
                logits = network(*(each.to(device) for each in batch.pairs))
                meant = network.embedded(*(each.to(device) for each in batch.texts))
            losses = -(targets[batch.labels.to(device)] * log_softmax(logits, dim=-1)).sum(dim=1)
            row_weights = batch.weights.to(device)
            astray = 1 - (meant * batch.meant.to(device)).sum(dim=1).mean()
            loss = (losses * row_weights).sum() / row_weights.sum() + EMBEDDING_WEIGHT * astray
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            step, total = step + 1, total + loss.item()
            minutes = (time.monotonic() - started) / 60
            if step % 50 == 0:
                print(f"step {step} of {n_steps}  loss {total / 50:.3f}  {minutes:.1f} min", flush=True)
                total = 0.0
            if step % 400 == 0:
                save_file(network.weights(), out)
            if step >= n_steps or minutes > options.minutes:
                step = n_steps
                break
    save_file(network.weights(), out)
    print(f"{out} is written", flush=True)


@dataclass(frozen=True, slots=True)
class Batch:
    """What one step learns from.

    Parameters
    ----------
    pairs : tuple of Tensor
        Tokens, which are of the second text, and which are there; each of shape (n_pairs, n_tokens).
    labels, weights : Tensor, shape (n_pairs,)
    texts : tuple of Tensor
        Single texts in the same way.
    meant : Tensor, shape (n_texts, n_numbers)
        What they mean to the published model, as unit vectors.
    """

    pairs: tuple[torch.Tensor, ...]
    labels: torch.Tensor
    weights: torch.Tensor
    texts: tuple[torch.Tensor, ...]
    meant: torch.Tensor


class Feed:
    """The rows of every epoch, drawn anew, as batches of about one length."""

    def __init__(
        self, questions: Sequence[dict[str, object]], more: Sequence[Row], chance: random.Random
    ) -> None:
        self._questions = questions
        self._more = more
        self._chance = chance
        self._reader = Reader(HERE / "tokenizer.json")
        self._embedder = Network(read_base()).eval()
        self._meant: dict[str, Floats] = {}
        self._embed(list(texts_of(questions)))
        self._batches = self._drawn()
        self.n_batches = len(self._batches)

    def epoch(self) -> Iterator[Batch]:
        """Yield the batches of one epoch."""
        batches, self._batches = self._batches or self._drawn(), []
        for batch in batches:
            n_texts = max(2, int(EMBEDDED_SHARE * len(batch)))
            texts = [self._chance.choice((row.text, row.passage)) for row, _ in batch[:n_texts]]
            yield Batch(
                _padded([read for _, read in batch]),
                torch.tensor([row.label for row, _ in batch]),
                torch.tensor([row.weight for row, _ in batch]),
                _padded([self._reader.text(text, LONGEST_TEXT_TOKENS) for text in texts]),
                torch.from_numpy(self._embed(texts)),
            )

    def _embed(self, texts: Sequence[str]) -> Floats:
        """Return what texts mean to the published model, each computed once."""
        new = sorted((text for text in dict.fromkeys(texts) if text not in self._meant), key=len)
        for at in range(0, len(new), EMBEDDED_TOGETHER):
            batch = new[at : at + EMBEDDED_TOGETHER]
            padding = [""] * (EMBEDDED_TOGETHER - len(batch))
            read = [self._reader.text(text, LONGEST_TEXT_TOKENS) for text in (*batch, *padding)]
            with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
                vectors = self._embedder.embedded(*_padded(read)).float().numpy()
            self._meant.update(zip(batch, vectors[: len(batch)], strict=True))
        return np.stack([self._meant[text] for text in texts])

    def _drawn(self) -> list[list[tuple[Row, Encoded]]]:
        rows = [*rows_of(self._questions, self._embed, self._chance), *self._more]
        self._chance.shuffle(rows)
        by_length: dict[int, list[tuple[Row, Encoded]]] = {}
        for row in rows:
            read = self._reader.pair(*view(row, self._chance))
            by_length.setdefault(_rounded(len(read.tokens)), []).append((row, read))
        batches = []
        for length, items in by_length.items():
            size = max(4, BATCH_TOKENS // length)
            batches += [items[at : at + size] for at in range(0, len(items) - size + 1, size)]
        self._chance.shuffle(batches)
        return batches


def _padded(read: Sequence[Encoded]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return the tokens of texts, which of them are second texts, and which are there."""
    longest = _rounded(max(len(each.tokens) for each in read))
    tokens = torch.zeros(len(read), longest, dtype=torch.long)
    second = torch.zeros(len(read), longest, dtype=torch.long)
    there = torch.zeros(len(read), longest, dtype=torch.bool)
    for row, each in enumerate(read):
        tokens[row, : len(each.tokens)] = torch.tensor(each.tokens)
        second[row, each.second_from : len(each.tokens)] = 1
        there[row, : len(each.tokens)] = True
    return tokens, second, there


def _rounded(n_tokens: int) -> int:
    return -(-n_tokens // ROUNDING) * ROUNDING


if __name__ == "__main__":
    main()
