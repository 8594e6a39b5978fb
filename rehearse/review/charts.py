"""Charts as SVG inside the page, drawn by pygal and dressed by our own style sheet.

pygal's scripts, styles and tooltips are taken out: the pages' security policy allows none of them, and
the page's colours, light or dark, are to hold for the charts too. Every chart stands beside a table of
the same numbers.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any
from xml.etree import ElementTree as ET

from markupsafe import Markup

_WIDTH, _HEIGHT = 400, 170
_SPARK_WIDTH, _SPARK_HEIGHT = 120, 28
_LABELS_SHOWN = 3
_MOST_DOTS = 60
"""Beyond so many, dots hide the line."""

_CHARTS_KEPT = 512
"""Drawing one takes some ten milliseconds, and most are asked for again as they were."""


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers in order, to be drawn as a line.

    Parameters
    ----------
    name : str
    labels : tuple of str
        Under each, and in words for the table.
    values : tuple of float or None
        As many; None leaves a gap.
    unit : str
        "%", "wpm", "a minute"
    digits : int
        Shown behind the decimal point.
    limits : (float, float) or None
        What the axis reaches over at the least.
    ticks : tuple of float
        Where the axis is marked; empty to leave it to the drawing.
    """

    name: str
    labels: tuple[str, ...]
    values: tuple[float | None, ...]
    unit: str
    digits: int = 0
    limits: tuple[float, float] | None = None
    ticks: tuple[float, ...] = ()

    def told(self, value: float | None) -> str:
        """Write one of its values with the unit."""
        if value is None:
            return "–"
        return f"{value:.{self.digits}f}{'' if self.unit == '%' else ' '}{self.unit}"


@lru_cache(_CHARTS_KEPT)
def line_chart(series: Series) -> Markup:
    """Draw a series as a line with dots; "" when there is nothing to draw."""
    known = [value for value in series.values if value is not None]
    if not known:
        return Markup()
    low, high = series.limits or (min(known), max(known))
    low, high = min(low, *known), max(high, *known)
    chart = _line(
        width=_WIDTH,
        height=_HEIGHT,
        margin=6,
        margin_left=0,
        range=(low, high if high > low else low + 1),
        max_scale=4,
        value_formatter=lambda value: f"{value:.{series.digits}f}",
        show_minor_x_labels=False,
        x_labels_major_count=min(_LABELS_SHOWN, len(series.labels)),
        truncate_label=-1,
        show_dots=len(known) <= _MOST_DOTS,
    )
    chart.x_labels = list(series.labels)
    if series.ticks:
        chart.y_labels = list(series.ticks)
    chart.add(series.name, list(series.values))
    told = f"{series.name}: from {series.told(known[0])} to {series.told(known[-1])} over {len(known)} points"
    return _inline(chart, told, [series.told(value) for value in known])


@lru_cache(_CHARTS_KEPT)
def sparkline(values: tuple[float | None, ...], told: str) -> Markup:
    """Draw ratios, 0–1, as a small line without axes.

    Parameters
    ----------
    values : tuple of float or None
    told : str
        What it shows, for those who do not see it.
    """
    if not any(value is not None for value in values):
        return Markup()
    chart = _line(
        width=_SPARK_WIDTH,
        height=_SPARK_HEIGHT,
        margin=3,
        range=(0.0, 1.0),
        show_y_labels=False,
        show_x_labels=False,
        show_y_guides=False,
        dots_size=2,
    )
    chart.add("", list(values))
    return _inline(chart, told, [], kind="spark")


def _line(**settings: Any) -> Any:
    return _pygal().Line(js=(), css=(), show_legend=False, no_data_text="", **settings)


@cache
def _pygal() -> Any:
    """Import pygal without the importer for its maps, which makes every later import warn (Python 3.11)."""
    import pygal

    sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != "pygal"]
    return pygal


def _inline(chart: Any, told: str, dots: Sequence[str], *, kind: str = "chart") -> Markup:
    """Return a chart as an element of the page, without anything that runs, loads or dresses itself."""
    tree: ET.Element = chart.render_tree()
    for child in list(tree):
        if child.tag in ("defs", "title") or not isinstance(child.tag, str):
            tree.remove(child)
    for parent in list(tree.iter()):
        for child in list(parent):
            if child.tag in ("desc", "title") or "tooltip-overlay" in child.get("class", ""):
                parent.remove(child)
    circles = list(tree.iter("circle"))
    for circle, value in zip(circles, dots, strict=False):
        ET.SubElement(circle, "title").text = value
    tree.attrib.pop("id", None)
    tree.set("class", kind)
    tree.set("role", "img")
    tree.set("aria-label", told)
    return Markup(ET.tostring(tree, encoding="unicode"))  # noqa: S704  serialised, so escaped, by ElementTree
