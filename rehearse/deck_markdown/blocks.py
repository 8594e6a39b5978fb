"""A Markdown file as blocks that know their lines.

What Markdown would swallow unseen (link definitions, text indented by four spaces) is switched off;
what has no meaning in a deck is refused with a sentence; what is left is plain text, as it would be
read aloud.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.front_matter import front_matter_plugin

from rehearse.deck import Problem

if TYPE_CHECKING:
    from markdown_it.token import Token

LONGEST_TEXT = 5_000
"""Characters in one paragraph, some eight hundred words: more is hardly one thought, and a parser of
emphasis and links need not be given a file of brackets."""

_CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")

_UNDERLINED = (
    "the line of - or = under this text makes it a heading; write `## question`, "
    "or put an empty line in between"
)
_MEANINGLESS = {
    "ordered_list": "a numbered list is not read; write each item with `- `",
    "fence": "a code block is not read; write code inside a line, in `backticks`",
    "html_block": "this reads as HTML and would not be shown; write tags in `backticks`",
    "blockquote": "a quote is the model answer and cannot stand here; begin its line with `>` itself",
    "bullet_list": "a list cannot stand here; key points begin with `- ` at the start of the line",
    "heading": "a heading cannot stand inside a list or a quote; begin its line with `#` itself",
}


class Source:
    """A deck's text, its blocks, and the mistakes found in it so far.

    Parameters
    ----------
    text : str
        The whole file's.
    """

    def __init__(self, text: str) -> None:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        self.lines = text.split("\n")
        self.blocks = SyntaxTreeNode(_block_parser().parse(text)).children
        self.problems: list[Problem] = []
        for line, content in enumerate(self.lines, 1):
            if _CONTROL_CHARACTERS.search(content):
                self.problem(line, "an invisible control character stands here; delete it")

    def problem(self, line: int, message: str) -> None:
        """Note a mistake on a line, counted from 1."""
        self.problems.append(Problem(line, message))

    def refuse(self, block: SyntaxTreeNode) -> None:
        """Note that a block has no meaning where it stands."""
        if is_underlined(block):
            self.problem(line_of(block), _UNDERLINED)
        elif block.type != "hr":  # a line across is decoration
            self.problem(line_of(block), _MEANINGLESS.get(block.type, "only text can stand here"))

    def text(self, content: str, line: int) -> str:
        """Return a piece of Markdown that begins on this line as plain text."""
        if len(content) > LONGEST_TEXT:
            self.problem(line, f"this text has {len(content)} characters; split it below {LONGEST_TEXT}")
            return content[:LONGEST_TEXT]
        return _plain(_inline_parser().parseInline(content)[0].children or [])

    def is_comment(self, block: SyntaxTreeNode) -> bool:
        """Tell whether a block is only ``<!-- comments -->``, which are nobody's but the author's."""
        if block.type != "html_block" or not block.content.lstrip().startswith("<!--"):
            return False
        rest = block.content.strip()
        while rest.startswith("<!--"):
            _, end, rest = rest.partition("-->")
            if not end:
                self.problem(
                    line_of(block), "this comment never ends, and hides all that follows; write `-->`"
                )
                return True
            rest = rest.lstrip()
        return not rest


def line_of(block: SyntaxTreeNode) -> int:
    """Return the line a block begins on, from 1."""
    return block.map[0] + 1 if block.map else 1


def last_line_of(block: SyntaxTreeNode) -> int:
    """Return the line a block ends on, from 1."""
    return block.map[1] if block.map else 1


def content_of(block: SyntaxTreeNode) -> str:
    """Return the Markdown inside a heading or paragraph."""
    return block.children[0].content


def is_underlined(block: SyntaxTreeNode) -> bool:
    """Tell whether a heading is one because of the line of - or = under it, often by accident."""
    return block.type == "heading" and block.markup in {"-", "="}


@cache
def _block_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").use(front_matter_plugin)
    # Inline markup is parsed where it is wanted, piece by piece (LONGEST_TEXT).
    return parser.disable(["code", "reference", "inline"])


@cache
def _inline_parser() -> MarkdownIt:
    return MarkdownIt("commonmark")


def _plain(tokens: Iterable[Token]) -> str:
    """Return the text of inline markup as it would be read aloud."""
    parts = []
    for token in tokens:
        if token.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
        elif token.type != "html_inline" or not token.content.startswith("<!--"):
            # `List<String>` parses as HTML and is not: it stays as written. An image is its caption.
            parts.append(token.content)
    return "".join(parts).strip()
