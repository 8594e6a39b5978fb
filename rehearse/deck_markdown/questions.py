"""The questions of a deck, put together from its blocks.

Each block under a question's heading has one meaning (a paragraph is a hint, a list is key points,
a quote is the model answer), and a block that has none is a mistake: nothing that an author wrote
is silently left out. Reading goes on after a mistake, so that all of them are told at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from markdown_it.tree import SyntaxTreeNode

from rehearse.deck import Deck, Problem, Question, slug
from rehearse.deck_markdown.blocks import Source, content_of, is_underlined, line_of
from rehearse.deck_markdown.points import Points, read_points
from rehearse.deck_markdown.settings import (
    DECK_SETTINGS,
    QUESTION_SETTINGS,
    DeckSettings,
    QuestionSettings,
    read_front_matter,
    read_question_settings,
    setting_on,
)


def parse_deck(text: str, path: Path) -> tuple[Deck, tuple[Problem, ...]]:
    """Read the text of a deck.

    Parameters
    ----------
    text : str
    path : Path
        Where it came from, for the deck's name.

    Returns
    -------
    deck : Deck
        What could be read; whole when there are no problems.
    problems : tuple of Problem
        Every mistake, in order of line.
    """
    source = Source(text)
    reader = _Reader(source)
    for block in source.blocks:
        reader.read(block)
    reader.finish()
    title = reader.deck_settings.title or path.stem
    return Deck(path.stem, title, path, tuple(reader.questions)), tuple(sorted(source.problems))


@dataclass(slots=True)
class _Draft:
    """A question while its blocks come in."""

    line: int
    text: str
    group: str
    settings: QuestionSettings = field(default_factory=QuestionSettings)
    hints: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    points: Points = field(default_factory=Points)


class _Reader:
    """Takes the blocks of one file, from top to bottom."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.questions: list[Question] = []
        self.deck_settings = DeckSettings()
        self._group = ""
        self._draft: _Draft | None = None
        self._expects_settings = False
        self._lines_of_ids: dict[str, int] = {}
        self._lines_of_questions: dict[str, int] = {}

    def read(self, block: SyntaxTreeNode) -> None:
        """Take the next block."""
        if self.source.is_comment(block):
            return
        expects_settings, self._expects_settings = self._expects_settings, False
        match block.type:
            case "front_matter":
                self.deck_settings, problems = read_front_matter(block.content)
                self.source.problems += problems
            case "heading" if not is_underlined(block):
                self._read_heading(block)
            case "heading" if setting_on(content_of(block).split("\n")[0], DECK_SETTINGS):
                self.source.problem(
                    line_of(block), "front matter counts at the very top only; move it to the first line"
                )
            case "paragraph":
                self._read_paragraph(block, expects_settings)
            case "bullet_list" if self._draft:
                read_points(self.source, block, self._draft.points)
            case "bullet_list":
                self.source.problem(
                    line_of(block), "this list stands before any question; write `## question` above it"
                )
            case "blockquote" if self._draft:
                self._read_model_answer(block, self._draft)
            case "blockquote":
                self.source.problem(
                    line_of(block),
                    "this model answer stands before any question; write `## question` above it",
                )
            case _:
                self.source.refuse(block)

    def finish(self) -> None:
        """Take the end of the file."""
        self._finish_question()
        if not self._lines_of_questions:
            self.source.problem(
                1, "the deck has no question; write one as `## What is …?`, and its key points as `- …`"
            )

    def _read_heading(self, block: SyntaxTreeNode) -> None:
        line = line_of(block)
        text = self.source.text(content_of(block), line)
        if not text:
            self.source.problem(line, "this heading is empty; write the question or the group after the #")
        if block.tag == "h1":
            self._finish_question()
            self._group = text
        elif block.tag == "h2":
            self._finish_question()
            self._draft = _Draft(line, text, self._group)
            self._expects_settings = True
        else:
            self.source.problem(
                line, "a heading of this level has no meaning; write `## question` or `# group`"
            )

    def _read_paragraph(self, block: SyntaxTreeNode, expects_settings: bool) -> None:
        lines = content_of(block).split("\n")
        first_line = line_of(block)
        if self._draft is None:  # the deck's description, or a group's
            self._refuse_settings(
                lines,
                first_line,
                QUESTION_SETTINGS + DECK_SETTINGS,
                "write it under a question, or for the whole deck between two lines of --- at the very top",
            )
            return
        if expects_settings:
            self._draft.settings, prose, problems = read_question_settings(lines, first_line)
            self.source.problems += problems
            first_line += len(lines) - len(prose)
            lines = prose
        self._refuse_settings(lines, first_line, QUESTION_SETTINGS, "write it directly under the question")
        if lines:
            self._draft.hints.append(self.source.text("\n".join(lines), first_line))

    def _refuse_settings(
        self, lines: list[str], first_line: int, names: tuple[str, ...], remedy: str
    ) -> None:
        for line, text in enumerate(lines, first_line):
            if name := setting_on(text, names):
                self.source.problem(line, f"{name} has no effect here; {remedy}")

    def _read_model_answer(self, block: SyntaxTreeNode, draft: _Draft) -> None:
        for part in block.children:
            if part.type == "paragraph":
                draft.answers.append(self.source.text(content_of(part), line_of(part)))
            elif part.type in {"bullet_list", "ordered_list"}:
                self.source.problem(
                    line_of(part), "a model answer is what you would say; write this list as a sentence"
                )
            elif not self.source.is_comment(part):
                self.source.refuse(part)

    def _finish_question(self) -> None:
        draft, self._draft = self._draft, None
        if draft is None:
            return
        self._check_points(draft)
        settings = draft.settings
        question_id = settings.id or slug(draft.text)
        earlier = self._lines_of_questions.setdefault(" ".join(draft.text.casefold().split()), draft.line)
        if draft.text and earlier != draft.line:
            self.source.problem(
                draft.line, f"this question was asked before, on line {earlier}; delete one of the two"
            )
        elif draft.text:
            self._claim_id(question_id, draft)
        self.questions.append(
            Question(
                id=question_id,
                text=draft.text,
                group=draft.group,
                hint="\n\n".join(draft.hints),
                key_points=tuple(draft.points.key_points),
                misconceptions=tuple(draft.points.misconceptions),
                model_answer="\n\n".join(draft.answers),
                time_limit_s=settings.time_limit_s or self.deck_settings.time_limit_s,
                tags=settings.tags,
                need=settings.need,
            )
        )

    def _check_points(self, draft: _Draft) -> None:
        n_points = draft.points.n_written
        if not n_points:
            self.source.problem(
                draft.line, "this question has no key points; write what a whole answer says as `- …`"
            )
        elif draft.settings.need and draft.settings.need > n_points:
            self.source.problem(
                draft.settings.need_line,
                f"need is {draft.settings.need}, and there are only {n_points} key points; "
                f"write at most {n_points}, or more points",
            )

    def _claim_id(self, question_id: str, draft: _Draft) -> None:
        line = draft.settings.id_line or draft.line
        if not question_id:
            self.source.problem(
                line, "no id can be made of this question; write one under it, as `id: some-words`"
            )
            return
        earlier = self._lines_of_ids.setdefault(question_id, line)
        if earlier != line:
            remedy = "choose another" if draft.settings.id else "write one under it, as `id: some-words`"
            self.source.problem(
                line, f"the id of this question, {question_id}, is that of line {earlier} too; {remedy}"
            )
