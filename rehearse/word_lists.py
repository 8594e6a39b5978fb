"""The lists of fillers and hedges: data in TOML, built in and open to change.

"Like" and "right" are fillers in few of their uses, "basically" in most. A rule says where its words
count, by the neighbouring words and the punctuation that a speech model writes around a filler. The
file explains itself to those who change it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rehearse.errors import ConfigError

_BUILT_IN = Path(__file__).with_name("word_lists.toml")


@dataclass(frozen=True, slots=True)
class FillerRule:
    """When some words are a filler.

    They are one when set off by punctuation on both sides, or beside a filled pause, or as the
    other fields say; but never where `not_after` or `not_before` forbids it.

    Parameters
    ----------
    form : str
        The words, lower case.
    anywhere : bool
        Counts wherever it is not forbidden.
    trailing, opening : bool
        Punctuation after it, or the beginning of a sentence before it, is enough.
    after, before : frozenset of str
        Counts after, or before, one of these words; "$number" is any number.
    not_after, not_before : frozenset of str
        Never counts after, or before, one of these words. `not_after` gives way where it is set off on
        both sides, `not_before` where punctuation stands between.
    """

    form: str
    anywhere: bool = False
    trailing: bool = False
    opening: bool = False
    after: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()
    not_after: frozenset[str] = frozenset()
    not_before: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class WordLists:
    """The lists by language (ISO 639-1); a language not listed has none.

    Parameters
    ----------
    fillers : mapping of str to tuple of FillerRule
        A rule earlier in the tuple goes before a later one.
    hedges : mapping of str to tuple of str
        Lower case.
    """

    fillers: Mapping[str, tuple[FillerRule, ...]] = field(default_factory=dict)
    hedges: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_word_lists(path: Path) -> WordLists:
    """Read the lists in a TOML file; the built-in ones where there is no such file.

    Raises
    ------
    ConfigError
        Naming the file and what is wrong in it.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return built_in_word_lists()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"The word lists {path} cannot be read: {error}.") from error
    try:
        return _word_lists(tomllib.loads(text))
    except ValueError as error:  # TOMLDecodeError is one too
        raise ConfigError(
            f"The word lists {path} have a mistake: {error}.",
            "Mend it, or move the file away to use the built-in lists.",
        ) from error


@cache
def built_in_word_lists() -> WordLists:
    """Return the lists that come with the program."""
    return _word_lists(tomllib.loads(_BUILT_IN.read_text(encoding="utf-8")))


def _word_lists(languages: Mapping[str, object]) -> WordLists:
    fillers: dict[str, tuple[FillerRule, ...]] = {}
    hedges: dict[str, tuple[str, ...]] = {}
    for language, lists in languages.items():
        if not isinstance(lists, Mapping) or lists.keys() - {"fillers", "hedges"}:
            raise ValueError(f"{language} should be a language with the lists fillers and hedges")
        rules, phrases = lists.get("fillers", []), lists.get("hedges", [])
        if not isinstance(rules, list) or not all(isinstance(rule, Mapping) for rule in rules):
            raise ValueError(f"each filler should begin with [[{language}.fillers]]")
        if not isinstance(phrases, list) or not all(isinstance(phrase, str) for phrase in phrases):
            raise ValueError(f"hedges of {language} should be a list of texts")
        fillers[language] = tuple(_rule(rule) for rule in rules)
        hedges[language] = tuple(" ".join(phrase.lower().split()) for phrase in phrases)
    return WordLists(MappingProxyType(fillers), MappingProxyType(hedges))


def _rule(settings: Mapping[str, object]) -> FillerRule:
    known = {each.name: isinstance(each.default, bool) for each in fields(FillerRule)}
    chosen: dict[str, Any] = {}
    for name, value in settings.items():
        if name not in known:
            raise ValueError(f"{name} is no setting of a filler; they are {', '.join(known)}")
        if not isinstance(value, bool if known[name] else str):
            wanted = "true or false" if known[name] else "words in quotes"
            raise ValueError(f"{name} should be {wanted}")  # noqa: TRY004  mistakes are ValueErrors here
        chosen[name] = value if isinstance(value, bool) else frozenset(str(value).lower().split())
    form = " ".join(str(settings.get("form", "")).lower().split())
    if not form:
        raise ValueError("every filler should have a form, its words in quotes")
    return FillerRule(**{**chosen, "form": form})
