"""Fit the numbers of the verdict.

    python -m training.fit [--held-out PART/PARTS]

Reads the answers that training held out (name the same part), lets the judge that ships read them, and fits
the numbers of rehearse/analysis/verdict.toml to what people said of them. What they come to on the very
answers is printed, and again by leaving out one subject at a time: fitted on the others, judged on the one.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize

from rehearse.analysis.reading import Reading
from rehearse.analysis.verdict import NUMBERS, Numbers, Status, evidence, status_of
from rehearse.deck import KeyPoint
from rehearse.judge import MiniLMJudge
from rehearse.take import Transcript
from training.corpus import in_part, kept_together, read_questions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy.typing as npt

    from rehearse.analysis.judging import Floats, Judge
    from training.corpus import Question

TOUCHING = (0.0, 0.25, 0.5, 0.75)
"""What touching a point may count beside stating it."""

COVERED_PRECISION = 0.75
CONTRADICTED_PRECISION = 0.65
"""Shares of what is called covered, and contradicted, that people called so too, on the answers held out.
These are hard ones: half of them were made to be wrong in the deck's words."""

RIDGE = 1.0


@dataclass(frozen=True, slots=True)
class Graded:
    """A point of an answer that a person graded.

    Parameters
    ----------
    group : str
        What is left out together.
    status : Status
        What the person said.
    opinions : ndarray, shape (n_passages, 4)
        What the judge says.
    """

    group: str
    status: Status
    opinions: Floats


def graded(questions: Iterable[Question], judge: Judge | None) -> Iterator[Graded]:
    """Let a judge read graded answers."""
    for question in questions:
        points = [
            KeyPoint(point["text"], tuple(point["wordings"]), any_of=point.get("any_of", ""))
            for point in question["points"]
        ]
        for answer in question["answers"]:
            reading = Reading(Transcript.from_text(answer["answer"]), question["question"], judge)
            for read, verdict in zip(reading.read(points), answer["points"], strict=True):
                yield Graded(kept_together(question), Status(verdict["status"]), read.opinions)


def fit(items: Sequence[Graded]) -> Numbers:
    """Fit all numbers to graded points."""
    truth = np.array([item.status.value for item in items])
    credit = np.select([truth == "covered", truth == "partly"], [1.0, 0.5], 0.0)
    against = (truth == "contradicted").astype(float)
    best: tuple[float, Numbers] | None = None
    for touching in TOUCHING:
        features = np.array([evidence(item.opinions, touching) for item in items])
        made, loss = _logistic(features, credit)
        opposed, _ = _logistic(features, against)
        scores, denials = _shares(features, made), _shares(features, opposed)
        covered_from = _precise_cut(scores, truth == "covered", COVERED_PRECISION)
        open_still = scores < covered_from
        contradicted_from = _precise_cut(
            np.where(open_still, denials, 0.0), against == 1, CONTRADICTED_PRECISION
        )
        left = open_still & (denials < contradicted_from)
        partly_from = _partly_cut(scores, truth, left, covered_from)
        numbers = Numbers(touching, made, opposed, covered_from, partly_from, contradicted_from)
        if best is None or loss < best[0]:
            best = (loss, numbers)
    assert best is not None
    return best[1]


def _logistic(
    features: npt.NDArray[np.float64], target: npt.NDArray[np.float64]
) -> tuple[tuple[float, float, float], float]:
    """Return bias and weights of a logistic curve with the least cross-entropy, and that."""

    def loss(weights: npt.NDArray[np.float64]) -> float:
        logits = weights[0] + features @ weights[1:]
        entropy = np.logaddexp(0, logits) - target * logits
        return float(entropy.sum() + RIDGE * (weights[1:] ** 2).sum())

    found = minimize(loss, np.zeros(features.shape[1] + 1), method="BFGS")
    bias, speaking, against = (round(float(value), 3) for value in found.x)
    return (bias, speaking, against), float(found.fun)


def _shares(features: npt.NDArray[np.float64], curve: tuple[float, float, float]) -> npt.NDArray[np.float64]:
    shares: npt.NDArray[np.float64] = 1 / (1 + np.exp(-(curve[0] + features @ np.array(curve[1:]))))
    return shares


def _cuts() -> npt.NDArray[np.float64]:
    return np.arange(0.1, 0.95, 0.01)


def _precise_cut(scores: npt.NDArray[np.float64], true: npt.NDArray[np.bool_], at_least: float) -> float:
    """Return the cut with the best F1 among those that are precise enough, or the most precise."""
    precise = [cut for cut in _cuts() if precision(scores >= cut, true) >= at_least]
    cuts = precise or [max(_cuts(), key=lambda cut: precision(scores >= cut, true))]
    return round(float(max(cuts, key=lambda cut: f1(scores >= cut, true))), 2)


def _partly_cut(
    scores: npt.NDArray[np.float64],
    truth: npt.NDArray[np.str_],
    left: npt.NDArray[np.bool_],
    covered_from: float,
) -> float:
    """Return from where, below covered, half of a point's weight is nearer to what people gave."""
    credit = np.select([truth == "covered", truth == "partly"], [1.0, 0.5], 0.0)
    below = left & (scores < covered_from)

    def error(cut: float) -> float:
        given = np.where(scores >= cut, 0.5, 0.0)
        return float(np.abs(given - credit)[below].sum())

    return round(float(min([cut for cut in _cuts() if cut <= covered_from] or [covered_from], key=error)), 2)


def precision(said: npt.NDArray[np.bool_], true: npt.NDArray[np.bool_]) -> float:
    """Return the share of what was said that is true; 0 where nothing was."""
    return float((said & true).sum() / max(said.sum(), 1))


def recall(said: npt.NDArray[np.bool_], true: npt.NDArray[np.bool_]) -> float:
    """Return the share of what is true that was said."""
    return float((said & true).sum() / max(true.sum(), 1))


def f1(said: npt.NDArray[np.bool_], true: npt.NDArray[np.bool_]) -> float:
    """Return the harmonic mean of precision and recall."""
    both = precision(said, true) + recall(said, true)
    return 2 * precision(said, true) * recall(said, true) / both if both else 0.0


def summed_up(items: Sequence[Graded], verdicts: Sequence[Status]) -> str:
    """Say in a line how verdicts agree with people's."""
    truth = np.array([item.status.value for item in items])
    said = np.array([status.value for status in verdicts])
    covered, against = truth == "covered", truth == "contradicted"
    return (
        f"{len(items)} points: covered F1 {f1(said == 'covered', covered):.2f} "
        f"(precision {precision(said == 'covered', covered):.2f}, "
        f"recall {recall(said == 'covered', covered):.2f}); "
        f"contradicted called covered {recall(said == 'covered', against):.0%}, "
        f"called contradicted {recall(said == 'contradicted', against):.0%}; "
        f"all four right {float((truth == said).mean()):.2f}"
    )


def write(numbers: Numbers) -> None:
    """Write the numbers to where the verdict reads them; those of words alone stay."""
    before, rest = NUMBERS.read_text(encoding="utf-8").split("[judge]\n")
    kept = rest[rest.index("\n[words]") :]
    fitted = (
        f"touching = {numbers.touching}\n"
        f"made = {list(numbers.made)}\n"
        f"opposed = {list(numbers.opposed)}\n"
        f"covered_from = {numbers.covered_from}\n"
        f"partly_from = {numbers.partly_from}\n"
        f"contradicted_from = {numbers.contradicted_from}\n"
    )
    NUMBERS.write_text(f"{before}[judge]\n{fitted}{kept}", encoding="utf-8")


def main() -> None:
    """Fit on what was held out, write, and say how it generalises."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--held-out", default="0/8")
    part, n_parts = map(int, parser.parse_args().held_out.split("/"))
    questions = [each for each in read_questions() if in_part(kept_together(each), part, n_parts)]
    items = list(graded(questions, MiniLMJudge()))
    numbers = fit(items)
    write(numbers)
    print(f"fitted on all:      {summed_up(items, [status_of(item.opinions, numbers)[0] for item in items])}")
    judged: list[tuple[Graded, Status]] = []
    for group in sorted({item.group for item in items}):
        others = fit([item for item in items if item.group != group])
        judged += [(item, status_of(item.opinions, others)[0]) for item in items if item.group == group]
    print(f"each left out once: {summed_up([item for item, _ in judged], [status for _, status in judged])}")


if __name__ == "__main__":
    main()
