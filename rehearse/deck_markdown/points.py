"""The lists of a deck: what a whole answer says.

An item is a key point, with its other wordings, its probe and its kind (``any:``) nested under it, or a
misconception (``not:``). Their order in the file is kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from markdown_it.tree import SyntaxTreeNode

from rehearse.deck import KeyPoint
from rehearse.deck_markdown.blocks import Source, content_of, last_line_of, line_of

HEAVIEST_WEIGHT = 100.0

_WEIGHT = re.compile(
    # A name such as "(xgboost)" is no weight; "(xtwo)" is one gone wrong.
    r"(?:^|\s)(?P<written>\(\s*[x×]\s*(?P<value>[-+]?[\d.][^\s()]*|"
    r"zero|one|two|three|four|five|six|seven|eight|nine|ten)\s*\))",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_MARKED = re.compile(r"(probe|not|any)\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)
_ALMOST_PROBE = re.compile(r"(probes|prob|porbe|prope|prode|prbe|pobe)\s*:.*", re.IGNORECASE | re.DOTALL)


@dataclass(slots=True)
class Points:
    """What the lists of one question say, while they are read."""

    key_points: list[KeyPoint] = field(default_factory=list)
    misconceptions: list[str] = field(default_factory=list)
    n_written: int = 0
    """Items meant as key points, those with mistakes among them."""
    lines: dict[str, int] = field(default_factory=dict)
    """Where each claim was first made."""


@dataclass(frozen=True, slots=True)
class _Item:
    line: int
    text: str
    nested: tuple[SyntaxTreeNode, ...]

    @property
    def marked(self) -> tuple[str, str]:
        """Its mark, "probe", "not", "any" or "" for none, and the text after that."""
        found = _MARKED.fullmatch(self.text)
        return (found[1].lower(), found[2].strip()) if found else ("", self.text)


def read_points(source: Source, block: SyntaxTreeNode, points: Points) -> None:
    """Read a list under a question into its points."""
    for child in block.children:
        item = _item(source, child)
        mark, text = item.marked
        if mark == "not":
            _read_misconception(source, item, text, points)
            continue
        points.n_written += 1
        if mark:
            named = "a probe" if mark == "probe" else "an any:"
            source.problem(item.line, f"{named} belongs to a key point; indent it under one")
        else:
            _read_key_point(source, item, points)


def key_point_nodes(source: Source, block: SyntaxTreeNode) -> list[SyntaxTreeNode]:
    """Return the items of a list without mistakes that are key points, in order."""
    return [child for child in block.children if not _item(source, child).marked[0]]


def is_wording(source: Source, node: SyntaxTreeNode) -> bool:
    """Tell whether an item nested under a key point is another wording of it."""
    return not _item(source, node).marked[0]


def _read_misconception(source: Source, item: _Item, claim: str, points: Points) -> None:
    if not claim:
        source.problem(item.line, "this not: says nothing; write the false claim after the colon")
    for block in item.nested:
        source.problem(line_of(block), "a not: has no other wordings; write each as `- not: …` of its own")
    _refuse_weight(source, item)
    _claim(source, claim, item.line, points)
    points.misconceptions.append(claim)


def _read_key_point(source: Source, item: _Item, points: Points) -> None:
    text, weight = _split_weight(source, item)
    if not text:
        source.problem(item.line, "this key point is empty; write what a whole answer says, or delete it")
    wordings = []
    probe = any_of = ""
    for child in (child for block in item.nested for child in block.children):
        inner = _item(source, child)
        for block in inner.nested:
            source.problem(line_of(block), "this is nested too deep; indent it like the wording above it")
        _refuse_weight(source, inner)
        mark, wording = inner.marked
        if mark == "not":
            source.problem(inner.line, "not: stands by itself; begin its line with `- not:`, not indented")
        elif mark == "probe" and not wording:
            source.problem(inner.line, "this probe is empty; write the follow-up question after the colon")
        elif mark == "probe" and probe:
            source.problem(inner.line, "this key point has a probe already; keep one")
        elif mark == "probe":
            probe = wording
        elif mark == "any" and (any_of or not wording):
            source.problem(
                inner.line, "any: names one kind of thing that counts, such as `any: sorting algorithm`"
            )
        elif mark == "any":
            any_of = wording
        elif almost := _ALMOST_PROBE.fullmatch(wording):
            source.problem(inner.line, f"{almost[1]}: did you mean probe: ?")
        elif not wording:
            source.problem(inner.line, "this wording is empty; write another way to say it, or delete it")
        else:
            wordings.append(wording)
    _claim(source, text, item.line, points)
    points.key_points.append(KeyPoint(text, tuple(wordings), weight, probe, any_of))


def _item(source: Source, node: SyntaxTreeNode) -> _Item:
    text = ""
    nested = []
    for place, block in enumerate(node.children):
        if block.type == "paragraph" and place == 0:
            text = source.text(content_of(block), line_of(block))
            _refuse_unindented(source, block)
        elif block.type == "paragraph":
            source.problem(
                line_of(block), "an item is one paragraph; make this an item of its own, with `- `"
            )
        elif block.type == "bullet_list":
            nested.append(block)
        elif not source.is_comment(block):
            source.refuse(block)
    return _Item(line_of(node), text, tuple(nested))


def _refuse_unindented(source: Source, paragraph: SyntaxTreeNode) -> None:
    """Refuse a hint written right under a list, which Markdown would add to the last item."""
    for line in range(line_of(paragraph) + 1, last_line_of(paragraph) + 1):
        if not source.lines[line - 1][:1].isspace():
            source.problem(
                line,
                "this line would be read as part of the item above; indent it, "
                "or put an empty line before it",
            )


def _split_weight(source: Source, item: _Item) -> tuple[str, float]:
    """Split "text (x2)" into the text and its weight."""
    found = _WEIGHT.search(item.text)
    if not found:
        return item.text, 1.0
    text = item.text[: found.start()].strip()
    weight = float(found["value"]) if _NUMBER.fullmatch(found["value"]) else 0.0
    if found.end() != len(item.text):
        source.problem(
            item.line, f"the weight {found['written']} stands inside the point; write it at the end"
        )
        text = item.text
    elif not 0 < weight <= HEAVIEST_WEIGHT:
        source.problem(
            item.line,
            f"{found['written']} is not a weight; write a number above 0 and up to "
            f"{HEAVIEST_WEIGHT:.0f}, such as (x2)",
        )
    else:
        return text, weight
    return text, 1.0


def _refuse_weight(source: Source, item: _Item) -> None:
    if found := _WEIGHT.search(item.text):
        source.problem(
            item.line, f"only a key point has a weight; move {found['written']} to the end of its line"
        )


def _claim(source: Source, text: str, line: int, points: Points) -> None:
    earlier = points.lines.setdefault(" ".join(text.casefold().split()), line)
    if text and earlier != line:
        source.problem(line, f"line {earlier} says the same; delete one of the two")
