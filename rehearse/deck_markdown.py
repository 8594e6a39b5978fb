"""The Markdown of a deck, read into questions.

The Markdown is parsed into a tree of blocks; each block under a question's heading has one meaning
(a paragraph is a hint, a list is key points, a quote is the model answer), and a block that has none
there is a mistake: nothing that an author wrote is silently left out. Reading goes on after a
mistake, so that all of them are told at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.front_matter import front_matter_plugin

from rehearse.deck import Deck, KeyPoint, Problem, Question, slug
from rehearse.deck_settings import (
    DECK_SETTINGS,
    QUESTION_SETTINGS,
    DeckSettings,
    QuestionSettings,
    read_front_matter,
    read_question_settings,
    setting_on,
)

if TYPE_CHECKING:
    from markdown_it.token import Token

LONGEST_TEXT = 5_000
"""Characters in one paragraph, some eight hundred words: more is hardly one thought, and a parser of
emphasis and links need not be given a file of brackets."""

HEAVIEST_WEIGHT = 100.0

_CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_WEIGHT = re.compile(
    r"(?:^|\s)\(\s*[x×]\s*([-+]?[\d.][^\s()]*|zero|one|two|three|four|five|six|seven|eight|nine|ten)\s*\)",
    re.IGNORECASE,
)
_MARKED = re.compile(r"(probe|not)\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)
_ALMOST_PROBE = re.compile(r"(?:probes|prob|porbe|prope|prode|prbe|pobe)\s*:.*", re.IGNORECASE | re.DOTALL)

_SETEXT = (
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


def parse_deck(text: str, path: Path) -> tuple[Deck, tuple[Problem, ...]]:
    """Read the text of a deck.

    Returns
    -------
    deck : Deck
        What could be read; whole when there are no problems.
    problems : tuple of Problem
        Every mistake, in order of line.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    reader = _Reader(text.split("\n"))
    reader.read(SyntaxTreeNode(_parser().parse(text)).children)
    title = reader.deck_settings.title or path.stem
    return Deck(path.stem, title, path, tuple(reader.questions)), tuple(sorted(set(reader.problems)))


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").use(front_matter_plugin)
    # A line is code only when it is marked so, and `[a]: b` is text: both would vanish unseen.
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


@dataclass(slots=True)
class _Draft:
    """A question while its blocks come in."""

    line: int
    text: str
    group: str
    settings: QuestionSettings = field(default_factory=QuestionSettings)
    hints: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    key_points: list[KeyPoint] = field(default_factory=list)
    misconceptions: list[str] = field(default_factory=list)
    n_points_written: int = 0
    lines_of_claims: dict[str, int] = field(default_factory=dict)


class _Reader:
    """Walks the blocks of one file, from top to bottom."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.problems: list[Problem] = []
        self.questions: list[Question] = []
        self.deck_settings = DeckSettings()
        self._group = ""
        self._draft: _Draft | None = None
        self._expects_settings = False
        self._lines_of_ids: dict[str, int] = {}
        self._lines_of_questions: dict[str, int] = {}

    def read(self, blocks: list[SyntaxTreeNode]) -> None:
        for line, text in enumerate(self.lines, 1):
            if _CONTROL_CHARACTERS.search(text):
                self._problem(line, "an invisible control character stands here; delete it")
        for block in blocks:
            self._block(block)
        self._finish_question()
        if not self._lines_of_questions:
            self._problem(
                1, "the deck has no question; write one as `## What is …?`, and its key points as `- …`"
            )

    def _problem(self, line: int, message: str) -> None:
        self.problems.append(Problem(line, message))

    def _refuse(self, block: SyntaxTreeNode) -> None:
        if block.type == "heading" and block.markup in {"-", "="}:
            self._problem(_line(block), _SETEXT)
        elif block.type != "hr":  # a line across is decoration
            self._problem(_line(block), _MEANINGLESS.get(block.type, "only text can stand here"))

    def _block(self, block: SyntaxTreeNode) -> None:
        if self._is_comment(block):
            return
        expected_settings, self._expects_settings = self._expects_settings, False
        if block.type == "front_matter":
            self.deck_settings, problems = read_front_matter(block.content)
            self.problems += problems
        elif block.type == "heading":
            self._heading(block)
        elif block.type == "paragraph":
            self._paragraph(block, expected_settings)
        elif block.type == "bullet_list":
            self._key_points(block)
        elif block.type == "blockquote":
            self._model_answer(block)
        else:
            self._refuse(block)

    def _is_comment(self, block: SyntaxTreeNode) -> bool:
        """Tell whether a block is only ``<!-- comments -->``, which are nobody's but the author's."""
        if block.type != "html_block" or not block.content.lstrip().startswith("<!--"):
            return False
        rest = block.content
        while (start := rest.find("<!--")) >= 0:
            end = rest.find("-->", start)
            if end < 0:
                self._problem(
                    _line(block), "this comment never ends, and hides all that follows; write `-->`"
                )
                return True
            rest = rest[:start] + rest[end + 3 :]
        return not rest.strip()

    def _text(self, content: str, line: int) -> str:
        """Return the plain text of a piece of Markdown that begins on this line."""
        if len(content) > LONGEST_TEXT:
            self._problem(line, f"this text has {len(content)} characters; split it below {LONGEST_TEXT}")
            return content[:LONGEST_TEXT]
        return _plain(_inline_parser().parseInline(content)[0].children or [])

    # Headings

    def _heading(self, block: SyntaxTreeNode) -> None:
        if block.markup in {"-", "="}:
            self._refuse(block)
            return
        line = _line(block)
        text = self._text(_content(block), line)
        if block.tag == "h1":
            self._finish_question()
            self._group = text
        elif block.tag == "h2":
            self._finish_question()
            self._draft = _Draft(line, text, self._group)
            self._expects_settings = True
        else:
            self._problem(line, "a heading of this level has no meaning; write `## question` or `# group`")
        if not text:
            self._problem(line, "this heading is empty; write the question or the group after the #")

    def _finish_question(self) -> None:
        draft, self._draft = self._draft, None
        if draft is None:
            return
        settings = draft.settings
        if not draft.n_points_written:
            self._problem(
                draft.line, "this question has no key points; write what a whole answer says as `- …`"
            )
        elif settings.need and settings.need > draft.n_points_written:
            self._problem(
                settings.need_line,
                f"need is {settings.need}, but there are {draft.n_points_written} key points; "
                f"write at most {draft.n_points_written}",
            )
        question_id = settings.id or slug(draft.text)
        earlier = self._lines_of_questions.setdefault(_folded(draft.text), draft.line)
        if draft.text and earlier != draft.line:
            self._problem(
                draft.line, f"this question was asked before, on line {earlier}; delete one of the two"
            )
        else:
            self._claim_id(question_id, settings.id_line, draft)
        time_limit_s = settings.time_limit_s
        self.questions.append(
            Question(
                id=question_id,
                text=draft.text,
                group=draft.group,
                hint="\n\n".join(draft.hints),
                key_points=tuple(draft.key_points),
                misconceptions=tuple(draft.misconceptions),
                model_answer="\n\n".join(draft.answers),
                time_limit_s=self.deck_settings.time_limit_s if time_limit_s is None else time_limit_s,
                tags=settings.tags,
                need=settings.need,
            )
        )

    def _claim_id(self, question_id: str, id_line: int, draft: _Draft) -> None:
        line = id_line or draft.line
        if not question_id:
            if draft.text:
                self._problem(
                    line, "no id can be made of this question; write one under it, as `id: some-words`"
                )
            return
        earlier = self._lines_of_ids.setdefault(question_id, line)
        if earlier != line:
            remedy = "choose another" if id_line else "write another under this question, as `id: some-words`"
            self._problem(line, f"the id {question_id} is taken by line {earlier}; {remedy}")

    # Paragraphs and quotes

    def _paragraph(self, block: SyntaxTreeNode, expects_settings: bool) -> None:
        lines = _content(block).split("\n")
        first_line = _line(block)
        if self._draft is None:
            for line, text in enumerate(lines, first_line):
                if name := setting_on(text, QUESTION_SETTINGS + DECK_SETTINGS):
                    self._problem(
                        line,
                        f"{name} has no effect here; write it under a question, or for the whole deck "
                        "between two lines of --- at the very top",
                    )
            return
        if expects_settings:
            self._draft.settings, lines_left, problems = read_question_settings(lines, first_line)
            self.problems += problems
            first_line += len(lines) - len(lines_left)
            lines = lines_left
        for line, text in enumerate(lines, first_line):
            if name := setting_on(text, QUESTION_SETTINGS):
                self._problem(line, f"{name} has no effect here; write it directly under the question")
        if lines:
            self._draft.hints.append(self._text("\n".join(lines), first_line))

    def _model_answer(self, block: SyntaxTreeNode) -> None:
        if self._draft is None:
            self._problem(_line(block), "a model answer stands here before any question; write it under one")
            return
        for part in block.children:
            if part.type == "paragraph":
                self._draft.answers.append(self._text(_content(part), _line(part)))
            elif part.type in {"bullet_list", "ordered_list"}:
                self._problem(
                    _line(part), "a model answer is what you would say; write this list as a sentence"
                )
            elif not self._is_comment(part):
                self._refuse(part)

    # Lists

    def _key_points(self, block: SyntaxTreeNode) -> None:
        if self._draft is None:
            self._problem(
                _line(block), "this list stands before any question; write the question above it, as `## …`"
            )
            return
        for item in block.children:
            self._top_item(self._draft, item)

    def _top_item(self, draft: _Draft, item: SyntaxTreeNode) -> None:
        line = _line(item)
        text, nested = self._item(item)
        marked = _MARKED.fullmatch(text)
        if marked and marked[1].lower() == "not":
            self._misconception(draft, marked[2].strip(), nested, line)
            return
        draft.n_points_written += 1
        if marked:
            self._problem(line, "a probe belongs to a key point; indent it under one")
            return
        text, weight = self._weight(text, line)
        if not text:
            self._problem(line, "this key point is empty; write what a whole answer says, or delete it")
        wordings: list[str] = []
        probe = ""
        for inner in (inner for group in nested for inner in group.children):
            wording, too_deep = self._item(inner)
            for block in too_deep:
                self._problem(_line(block), "this is nested too deep; indent it as the wordings above it")
            marked = _MARKED.fullmatch(wording)
            self._no_weight(wording, _line(inner))
            if not marked:
                wordings += self._wording(wording, _line(inner))
            elif marked[1].lower() == "not":
                self._problem(
                    _line(inner), "not: stands by itself; begin its line with `- not:`, not indented"
                )
            elif not marked[2].strip():
                self._problem(
                    _line(inner), "this probe is empty; write the follow-up question after the colon"
                )
            elif probe:
                self._problem(_line(inner), "this key point has a probe already; keep one")
            else:
                probe = marked[2].strip()
        self._claim(draft, text, line)
        draft.key_points.append(KeyPoint(text, tuple(wordings), weight, probe))

    def _item(self, item: SyntaxTreeNode) -> tuple[str, list[SyntaxTreeNode]]:
        """Return an item's own text and the lists under it."""
        text = ""
        nested = []
        for place, block in enumerate(item.children):
            if block.type == "paragraph" and place == 0:
                text = self._text(_content(block), _line(block))
                for line in range(_line(block) + 1, block.map[1] + 1 if block.map else 0):
                    if not self.lines[line - 1][:1].isspace():
                        self._problem(
                            line,
                            "this line would be read as part of the item above; indent it, "
                            "or put an empty line before it",
                        )
            elif block.type == "paragraph":
                self._problem(
                    _line(block), "an item is one paragraph; make this an item of its own, with `- `"
                )
            elif block.type == "bullet_list":
                nested.append(block)
            elif not self._is_comment(block):
                self._refuse(block)
        return text, nested

    def _misconception(self, draft: _Draft, claim: str, nested: list[SyntaxTreeNode], line: int) -> None:
        if not claim:
            self._problem(line, "this not: says nothing; write the false claim after the colon")
        for block in nested:
            self._problem(_line(block), "a not: has no other wordings; write each as `- not: …` of its own")
        self._no_weight(claim, line)
        self._claim(draft, claim, line)
        draft.misconceptions.append(claim)

    def _wording(self, text: str, line: int) -> list[str]:
        if _ALMOST_PROBE.fullmatch(text):
            self._problem(line, f"{text.split(':', maxsplit=1)[0]}: did you mean probe:?")
        elif not text:
            self._problem(line, "this wording is empty; write another way to say the point, or delete it")
        else:
            return [text]
        return []

    def _claim(self, draft: _Draft, text: str, line: int) -> None:
        earlier = draft.lines_of_claims.setdefault(_folded(text), line)
        if text and earlier != line:
            self._problem(line, f"line {earlier} says the same; delete one of the two")

    def _weight(self, text: str, line: int) -> tuple[str, float]:
        """Split "text (x2)" into the text and its weight."""
        found = _WEIGHT.search(text)
        if not found:
            return text, 1.0
        weight = float(found[1]) if re.fullmatch(r"[0-9]+(\.[0-9]+)?", found[1]) else 0.0
        if found.end() != len(text):
            self._problem(line, f"the weight {found[0].strip()} stands inside the point; write it at the end")
        elif not 0 < weight <= HEAVIEST_WEIGHT:
            self._problem(
                line,
                f"{found[0].strip()} is not a weight; write a number above 0 and up to "
                f"{HEAVIEST_WEIGHT:.0f}, such as (x2)",
            )
        else:
            return text[: found.start()].strip(), weight
        return text[: found.start()].strip(), 1.0

    def _no_weight(self, text: str, line: int) -> None:
        if found := _WEIGHT.search(text):
            self._problem(
                line, f"only a key point has a weight; move {found[0].strip()} to the end of its line"
            )


def _line(block: SyntaxTreeNode) -> int:
    """Return the line a block begins on, from 1."""
    return block.map[0] + 1 if block.map else 1


def _content(block: SyntaxTreeNode) -> str:
    """Return the Markdown inside a heading or paragraph."""
    return block.children[0].content


def _folded(text: str) -> str:
    """Return a text so that two that differ only in case and spaces are equal."""
    return " ".join(text.casefold().split())
