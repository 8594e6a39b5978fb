"""When the points were reached, and the parts of a story, in a line or two of the summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from rehearse.analysis.order import FEWEST_ORDERED
from rehearse.analysis.phrases import at, listed

if TYPE_CHECKING:
    from rehearse.analysis import Analysis
    from rehearse.analysis.order import Order
    from rehearse.analysis.story import Story

MISSING = {
    "situation": "say when and where it was",
    "action": "say what you yourself did",
    "result": "say what came of it",
    "example": "give one concrete example",
}
"""What to do about each part of a story that nothing marks."""

_NAMES = {
    "situation": "a situation",
    "action": "what you did",
    "result": "a result",
    "example": "an example",
}


def order_and_story(analysis: Analysis) -> list[Text]:
    """Return the lines, each with its name; none where there is nothing to tell."""
    told = {"Order": _order(analysis.order), "Story": _story(analysis.story) if analysis.story else ""}
    return [Text.assemble((f"{name:7}", "bold"), said) for name, said in told.items() if said]


def _order(order: Order) -> str:
    said = []
    if order.first_point_s is not None:
        said.append(f"first point after {order.first_point_s:.0f} s")
    if len(order.reached) >= FEWEST_ORDERED and order.in_deck_order is not None:
        deck = "the deck's order" if order.in_deck_order == 1 else _numbers(order.reached)
        said.append(f"in {deck}" if order.in_deck_order == 1 else f"said in the order {deck}")
    if order.after_time_limit:
        said.append(f"only after the time limit: {_numbers(sorted(order.after_time_limit))}")
    return " · ".join(said)


def _numbers(points: tuple[int, ...] | list[int]) -> str:
    return ", ".join(str(point + 1) for point in points)


def _story(story: Story) -> str:
    heard = [
        f"{_NAMES[part]}{at(spot.start_s)} (“{spot.quote}”)"
        for part, spot in story.parts.items()
        if spot is not None and part in story.expected
    ]
    missing = [MISSING[part] for part in story.expected if story.parts[part] is None]
    said = [f"heard {listed(heard)}"] if heard else []
    if missing:
        said.append(f"if you left it out, {listed(missing)}")
    return f"a hint: {'; '.join(said)}"
