"""One more wording for a key point, put into a deck's Markdown where its author would have put it.

Everything else in the file stays as it is, to the letter. That the new text reads as meant is not
hoped for but seen: it is read back.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rehearse.deck import Question
from rehearse.deck_markdown.blocks import Source, last_line_of, line_of
from rehearse.deck_markdown.points import is_wording, key_point_nodes
from rehearse.deck_markdown.questions import parse_deck

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_BULLET = re.compile(r"(\s*)([-*+])(\s+)")
_TAB_COLUMNS = 4
_SPECIAL = re.compile(r"([\\`*_\[\]<>&#!~]|^[-+=]|(?<=^\d)[.)]|(?<=^\d\d)[.)]|(?<=^\d\d\d)[.)])")


def add_wording(text: str, question_id: str, point: str, wording: str) -> str:
    """Add a wording to a key point.

    Parameters
    ----------
    text : str
        A deck without mistakes.
    question_id : str
    point : str
        The text of the key point.
    wording : str
        One line of plain text.

    Returns
    -------
    str
        The deck with one more line, which differs from `text` in nothing else.

    Raises
    ------
    ValueError
        When that cannot be done; the message is a sentence.
    """
    wording = " ".join(wording.split())
    questions = _questions(text)
    question = next((each for each in questions if each.id == question_id), None)
    if question is None:
        raise ValueError(f"The deck has no question {question_id} any more.")
    place = next((at for at, each in enumerate(question.key_points) if each.text == point), None)
    if place is None:
        raise ValueError(f"The question has no key point “{point}” any more.")
    known = (point, *question.key_points[place].wordings)
    if wording.casefold() in {each.casefold() for each in known}:
        raise ValueError("The deck has this wording already.")
    wanted = _with_wording(question, place, wording)
    for written in (wording, _SPECIAL.sub(r"\\\1", wording)):
        made = _insert(text, questions.index(question), place, written)
        try:
            after = _questions(made)
        except ValueError:
            continue
        if after == [wanted if each is question else each for each in questions]:
            return made
    raise ValueError(f"“{wording}” cannot be written as a wording: in a deck it would mean something else.")


def _questions(text: str) -> list[Question]:
    deck, problems = parse_deck(text, Path("deck.md"))
    if problems:
        raise ValueError("The deck has mistakes; `rehearse decks check` lists them.")
    return list(deck.questions)


def _with_wording(question: Question, place: int, wording: str) -> Question:
    points = list(question.key_points)
    points[place] = replace(points[place], wordings=(*points[place].wordings, wording))
    return replace(question, key_points=tuple(points))


def _insert(text: str, nth_question: int, nth_point: int, written: str) -> str:
    """Put a line under the nth key point of the nth question."""
    source = Source(text)
    node = _nodes(source, nth_question)[nth_point]
    lines = _LINE.findall(text)
    others = [child for block in node.children if block.type == "bullet_list" for child in block.children]
    wordings = [child for child in others if is_wording(source, child)]
    like = (*wordings[-1:], *others)[:1]
    line = _end_of(wordings[-1], source) if wordings else last_line_of(node.children[0])
    prefix = _bullet(lines[line_of(like[0]) - 1]) if like else _indented(lines[line_of(node) - 1])
    before = lines[line - 1]
    ending = before[len(before.rstrip("\r\n")) :]
    if not ending:  # the last line of a file that does not end with one
        ending = "\r\n" if "\r\n" in text else "\n"
        lines[line - 1], new = before + ending, prefix + written
    else:
        new = prefix + written + ending
    return "".join((*lines[:line], new, *lines[line:]))


def _nodes(source: Source, nth_question: int) -> list[SyntaxTreeNode]:
    """Return the list items that are the key points of the nth question."""
    nodes: list[SyntaxTreeNode] = []
    at = -1
    for block in source.blocks:
        if block.type == "heading" and block.tag == "h2":
            at += 1
        elif block.type == "bullet_list" and at == nth_question:
            nodes += key_point_nodes(source, block)
    return nodes


def _end_of(node: SyntaxTreeNode, source: Source) -> int:
    """Return the last line of an item that says anything, from 1."""
    line = last_line_of(node)
    while not source.lines[line - 1].strip():
        line -= 1
    return line


def _bullet(line: str) -> str:
    """Return what stands before the text of an item."""
    found = _BULLET.match(line)
    return found[0] if found else "  - "


def _indented(line: str) -> str:
    """Return what stands before an item nested under the one on a line."""
    found = _BULLET.match(line)
    if found is None:
        return "  - "
    return " " * len(found[0].expandtabs(_TAB_COLUMNS)) + f"{found[2]} "
