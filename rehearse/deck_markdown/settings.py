"""The settings in a deck: of the whole deck in its front matter, of a question under its heading.

Both are ``name: value`` lines whose every mistake is worth a sentence, because a setting that is
silently taken for prose is a time limit that never comes. The hard part is the other side: a hint
may hold a colon too, so only what looks like a setting is taken for one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rehearse.deck import Problem, parse_duration, slug

DECK_SETTINGS = ("title", "time_limit")
QUESTION_SETTINGS = ("id", "time_limit", "tags", "need")

_LETTERS_PER_TYPO = 4
"""A name may be one letter off for every four that it has, and still be taken for a mistyped one."""

_NAMED_LINE = re.compile(r"\s*([^\W\d_][\w -]{0,19}?)\s*:(?:\s+(.*)|)", re.DOTALL)
_BARE_NAME = re.compile(r"[a-z][a-z_-]*")


@dataclass(frozen=True, slots=True)
class DeckSettings:
    """What the front matter says.

    Parameters
    ----------
    title : str
        "" when it gives none.
    time_limit_s : float or None
        For the questions that give none themselves.
    """

    title: str = ""
    time_limit_s: float | None = None


@dataclass(frozen=True, slots=True)
class QuestionSettings:
    """What the lines under a question's heading say.

    Parameters
    ----------
    id : str
        "" when they give none.
    id_line : int
        The line of the id, from 1; 0 when they give none.
    time_limit_s : float or None
    tags : tuple of str
    need : int or None
    need_line : int
        The line of the need, from 1; 0 when they give none.
    """

    id: str = ""
    id_line: int = 0
    time_limit_s: float | None = None
    tags: tuple[str, ...] = ()
    need: int | None = None
    need_line: int = 0


def setting_on(line: str, names: tuple[str, ...]) -> str:
    """Return which of these settings a line is, exactly so written; "" for none."""
    named = _NAMED_LINE.fullmatch(line)
    return named[1] if named and named[1] in names else ""


def read_front_matter(content: str) -> tuple[DeckSettings, list[Problem]]:
    """Read what stands between the two lines of ``---`` at the top of a file.

    Parameters
    ----------
    content : str
        Without those lines; its first line is line 2 of the file.
    """
    import yaml

    problems: list[Problem] = []
    try:
        # Composed rather than loaded: nodes know their lines, repeated names are not lost, and
        # `title: No` stays the text that it is.
        root = yaml.compose(content, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 2
        return DeckSettings(), [Problem(line, _not_yaml(error.problem or "it cannot be read"))]
    except (yaml.YAMLError, RecursionError):  # letters that YAML forbids; brackets thousands deep
        return DeckSettings(), [Problem(2, _not_yaml("it cannot be read"))]
    if root is None:
        return DeckSettings(), []
    if not isinstance(root, yaml.MappingNode):
        return DeckSettings(), [Problem(2, _not_yaml("it is not a list of names and values"))]

    found: dict[str, str] = {}
    time_limit_s = None
    for name_node, value_node in root.value:
        line = name_node.start_mark.line + 2
        name = name_node.value if isinstance(name_node, yaml.ScalarNode) else ""
        if name not in DECK_SETTINGS:
            problems.append(Problem(line, _unknown_deck_setting(name)))
        elif name in found:
            problems.append(Problem(line, f"{name} is given twice; keep one"))
        elif not isinstance(value_node, yaml.ScalarNode) or not value_node.value.strip():
            problems.append(Problem(line, f"{name} has no value; write `{name}: …` on one line"))
        else:
            found[name] = value_node.value.strip()
            if name == "time_limit":
                time_limit_s = _duration(found[name], line, problems)
    return DeckSettings(" ".join(found.get("title", "").split()), time_limit_s), problems


def read_question_settings(
    lines: list[str], first_line: int
) -> tuple[QuestionSettings, list[str], list[Problem]]:
    """Read the settings from the first paragraph under a question's heading.

    Parameters
    ----------
    lines : list of str
        The paragraph's.
    first_line : int
        The place of its first line in the file, from 1.

    Returns
    -------
    settings : QuestionSettings
    prose : list of str
        The lines from the first one that is no setting: the beginning of the hint.
    problems : list of Problem
    """
    problems: list[Problem] = []
    found: dict[str, tuple[str, int]] = {}
    n_read = 0
    for line, text in enumerate(lines, first_line):
        named = _NAMED_LINE.fullmatch(text)
        if not named:
            break
        name, value = named[1], (named[2] or "").strip()
        if name in QUESTION_SETTINGS:
            if name in found:
                problems.append(Problem(line, f"{name} is given twice for this question; keep one"))
            elif not value:
                problems.append(Problem(line, f"{name} has no value; write it after the colon"))
            found.setdefault(name, (value, line))
        elif meant := _mistyped(name, QUESTION_SETTINGS):
            problems.append(Problem(line, f"{name}: did you mean {meant}?"))
        elif found and _BARE_NAME.fullmatch(name):  # among settings, in their style: one we don't have
            known = ", ".join(QUESTION_SETTINGS)
            problems.append(
                Problem(
                    line, f"there is no setting {name} (there are {known}); put a hint after an empty line"
                )
            )
        else:
            break
        n_read += 1
    return _question_settings(found, problems), lines[n_read:], problems


def _question_settings(found: dict[str, tuple[str, int]], problems: list[Problem]) -> QuestionSettings:
    given_id, id_line = found.get("id", ("", 0))
    if given_id and slug(given_id) != given_id:
        remedy = f"write {slug(given_id)}" if slug(given_id) else "write for example bias-variance"
        problems.append(
            Problem(id_line, f"an id has lower-case letters and digits with single hyphens between; {remedy}")
        )
        given_id = slug(given_id)
    limit, limit_line = found.get("time_limit", ("", 0))
    need_text, need_line = found.get("need", ("", 0))
    need = None
    if need_text:
        # Nine digits are more points than any deck holds, and fewer than int() refuses.
        if re.fullmatch(r"[0-9]{1,9}", need_text) and int(need_text) >= 1:
            need = int(need_text)
        else:
            problems.append(
                Problem(need_line, "need is how many of the points are enough; write a whole number from 1")
            )
    return QuestionSettings(
        id=given_id,
        id_line=id_line,
        time_limit_s=_duration(limit, limit_line, problems) if limit else None,
        tags=tuple(tag for tag in (part.strip() for part in found.get("tags", ("", 0))[0].split(",")) if tag),
        need=need,
        need_line=need_line,
    )


def _duration(text: str, line: int, problems: list[Problem]) -> float | None:
    try:
        return parse_duration(text)
    except ValueError as error:
        problems.append(Problem(line, f"time_limit: {error}"))
        return None


def _mistyped(name: str, names: tuple[str, ...]) -> str:
    """Return the setting that a name was probably meant to be; "" for none."""
    from rapidfuzz.distance import OSA

    plain = re.sub(r"[\s-]+", "_", name.lower())
    for known in names:
        if OSA.distance(plain, known) <= len(known) // _LETTERS_PER_TYPO:
            return known
    return ""


def _not_yaml(reason: str) -> str:
    return (
        f"the front matter is not lines of `name: value` ({reason}); write for example "
        "`title: Machine learning`, in quotes if the value has a colon of its own"
    )


def _unknown_deck_setting(name: str) -> str:
    if meant := _mistyped(name, DECK_SETTINGS):
        return f"{name}: did you mean {meant}?"
    return f"there is no setting {name[:40]!r} for a deck; there are {' and '.join(DECK_SETTINGS)}"
