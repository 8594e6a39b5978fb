"""What the numbers on content mean, in words; those on delivery are in :mod:`rehearse.analysis.glossary`."""

from __future__ import annotations

from rehearse.analysis.coverage import CREDIT, Status
from rehearse.analysis.glossary import Measure
from rehearse.analysis.order import FEWEST_ORDERED
from rehearse.analysis.verdict import numbers

CONTENT_MEASURES = (
    Measure(
        "coverage",
        "Content",
        "%",
        "Share of the question's key points that you made, each by its weight: a covered point counts "
        f"whole, one only touched on {CREDIT[Status.PARTLY]:.0%}, one missed or contradicted nothing.",
    ),
    Measure(
        "score",
        "Score of a key point",
        "",
        "How likely a person would say that your answer makes the point, 0–1. A small model, which learned "
        "from thousands of spoken answers that were graded point by point, reads the passages of your answer "
        "that are nearest to the point and says of each whether it states the point, touches it, is silent "
        "on it or contradicts it; the score follows from the likeliest passage for and against. [How the "
        "verdict comes about](verdict.md) tells the whole of it.",
        f"Covered from {numbers('judge').covered_from:.2g}, partly from {numbers('judge').partly_from:.2g}.",
        "Fitted to graded answers on subjects that the model did not learn from (`python -m training.fit`).",
    ),
    Measure(
        "first_point",
        "First point",
        "s",
        "From your first word to the first words that make a key point.",
    ),
    Measure(
        "in_deck_order",
        "In the deck's order",
        "%",
        "Of all pairs of points you made, the share you said in the deck's order: 100% is that order, 0% its "
        "reverse. Told, not marked: another order may be as good.",
        f"Told from {FEWEST_ORDERED} points on, where the question asks for all of its points.",
    ),
    Measure(
        "after_time_limit",
        "After the time limit",
        "",
        "Points that you had not made, or not in full, when the question's time limit was over.",
    ),
    Measure(
        "story",
        "Situation, action, result, example",
        "",
        "Phrases that mark the parts of a story (“last month”, “I rewrote”, “as a result”, “for example”), "
        "in answers to warm-up questions and to those tagged `story`. A hint: a part that no phrase marks "
        "may be there all the same, and no mark depends on it.",
    ),
    Measure(
        "not_knowing",
        "Not knowing",
        "",
        "“I'm not sure, but here's how I'd find out” is a good move and is named as one. It is told apart "
        "from a bare “I don't know” and from a hedge, “I'm not sure, but I think it's …”. No mark depends "
        "on it.",
    ),
)
"""In the order they are shown."""
