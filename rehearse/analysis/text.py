"""A transcript as tokens for matching, each with the words it came from.

What is counted and what is matched are different texts: fillers are counted on the raw words, key
points are matched on a plain view of them. The view is lower case without punctuation and filled
pauses, with one spelling for what is said in several ways ("C plus plus", "forty percent", "R O C",
"F one", "isn't"), and every token knows which words of the transcript it stands for: one word may
give several tokens ("trade-off") and several words one ("k means").
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from rehearse.analysis.fillers import is_filled_pause, is_hesitation
from rehearse.analysis.vocabulary import (
    ALIASES,
    COUNTING,
    MULTIPLIERS,
    NUMBERED_NOUNS,
    ROMAN_NUMERALS,
    SPOKEN_TERMS,
    STOP_WORDS,
    TENS,
    UNITS,
)
from rehearse.take import Transcript

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Join = Callable[["list[Token]", int], "tuple[int, Token] | None"]

_PIECE = re.compile(
    r"""
    c\+\+ | [cf]\# |                            # languages that end in a sign
    \bo\(\w+ |                                  # O(1), O(n)
    (?:[^\W\d_]\.){2,} |                        # r.o.c.
    \b[b-hj-z]-[^\W\d_]{2,} |                   # k-means, t-test
    \d+(?:[.,]\d+)*(?:st|nd|rd|th)?(?![^\W_]) | # 350, 1,000, 2.5, 1st
    [^\W_]+(?:'[^\W_]+)* |                      # words, f1, don't
    %
    """,
    re.VERBOSE,
)
_CLAUSE_END = re.compile(r"[.,;:?!…—–]['\"”’)\]]*$")
_PLURAL_LETTER = re.compile(r"[b-hj-tv-z]s")  # "S V Ms", and not "is", "as" or "us"
_POSSESSIVE = re.compile(r"'(?:s|re|ve|ll|d|m)$|'$")
_BRITISH = (
    (re.compile(r"(?<=[a-z]{3})is(?=(?:e|ed|es|er|ers|ing|ation|ations)$)"), "iz"),
    (re.compile(r"(?<=[a-z]{3})our(?=(?:s|ed|ing|al|ite|able)?$)"), "or"),
    (re.compile(r"^(label|model|travel|cancel|signal|channel)l(?=ed$|ing$|er$)"), r"\1"),
)

LONGEST_NUMBER = 12
"""No number said in words takes more of them."""


@dataclass(frozen=True, slots=True)
class Token:
    """One item of the plain view.

    Parameters
    ----------
    form : str
        Lower case, in the one spelling.
    stem : str
        What is compared.
    first_word, last_word : int
        The transcript's words it stands for, both included.
    clause : int
        Counts up at punctuation.
    number : bool
        Whether it says how many or which, so that another number in its place says something else.
    """

    form: str
    stem: str
    first_word: int
    last_word: int
    clause: int
    number: bool = False

    @property
    def stop(self) -> bool:
        """Whether it tells nothing about what was said."""
        return self.form in STOP_WORDS


@lru_cache(maxsize=16)  # one answer is looked at from several sides
def tokens(transcript: Transcript) -> tuple[Token, ...]:
    """Return the plain view of a transcript."""
    found = list(_pieces(transcript))
    for join in (_join_terms, _join_letters, _join_numbers, _join_letter_and_number):
        found = list(_joined(found, join))
    return tuple(_finished(found))


@lru_cache(maxsize=5_000)
def tokens_of(text: str) -> tuple[Token, ...]:
    """Return the plain view of a text, its words being those between spaces."""
    return tokens(Transcript.from_text(text))


@lru_cache(maxsize=20_000)
def stem(form: str) -> str:
    """Return what is compared of a form: its English stem (Porter's second algorithm)."""
    head, hyphen, tail = form.rpartition("-")
    return str(head + hyphen + _stemmer()(tail))


@cache
def _stemmer() -> Callable[[str], str]:
    import snowballstemmer  # here, because it loads every language it knows

    return snowballstemmer.stemmer("english").stemWord  # type: ignore[no-any-return]


def _plain(text: str) -> str:
    """Lower-case a text, without accents, and with straight apostrophes."""
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'")).lower()
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def _pieces(transcript: Transcript) -> Iterator[Token]:
    """Cut words into pieces, without filled pauses; stems are still missing."""
    clause = 0
    for index, word in enumerate(transcript.words):
        if not is_hesitation(word, transcript.language):
            for piece in _PIECE.findall(_plain(word.text)):
                for form in _spellings(piece):
                    yield Token(form, "", index, index, clause)
        if _CLAUSE_END.search(word.text):
            clause += 1


def _spellings(piece: str) -> tuple[str, ...]:
    """Spell out contractions, and drop what is mere spelling."""
    if piece == "%":
        return ("percent",)
    if piece[0].isdigit() and piece not in ALIASES:
        return (piece.replace(",", ""),)
    if "." in piece or "(" in piece:
        return (piece.replace(".", "").replace("(", "-"),)
    if piece in ALIASES:
        return (piece,)
    if piece.endswith("n't"):
        return (piece[:-3], "not")
    form = _POSSESSIVE.sub("", piece).replace("'", "")
    for pattern, american in _BRITISH:
        form = pattern.sub(american, form)
    return (form,)


def _joined(found: list[Token], join: Join) -> Iterator[Token]:
    """Replace every run of tokens that `join` makes one of."""
    index = 0
    while index < len(found):
        made = join(found, index)
        if made is None:
            yield found[index]
            index += 1
        else:
            length, token = made
            yield token
            index += length


def _one(run: list[Token], form: str, *, number: bool = False) -> tuple[int, Token]:
    """Make one token of a run."""
    return len(run), replace(run[-1], form=form, first_word=run[0].first_word, number=number)


def _join_terms(found: list[Token], index: int) -> tuple[int, Token] | None:
    """Join "c plus plus", "k means"."""
    for length in (3, 2):
        run = found[index : index + length]
        term = SPOKEN_TERMS.get(tuple(token.form for token in run))
        if term is not None:
            return _one(run, term)
    if len(run) > 1 and run[0].form == "un" and run[1].form.isalpha():  # which is no word of its own
        return _one(run, "un" + run[1].form)
    return None


def _join_letters(found: list[Token], index: int) -> tuple[int, Token] | None:
    """Join letters said one by one ("r o c"), the article and the pronoun not being letters."""
    end = index
    while end < len(found) and len(found[end].form) == 1 and found[end].form.isalpha():
        end += 1
    if end - index > 1 and end < len(found) and _PLURAL_LETTER.fullmatch(found[end].form):
        end += 1
    run = found[index:end]
    word = "".join(token.form for token in run)
    if len(run) < 2 or run[0].form in ("a", "i") or is_filled_pause(word):
        return None
    return _one(run, word)


def _join_numbers(found: list[Token], index: int) -> tuple[int, Token] | None:
    """Write a number said in words in digits, and "type I" as "type 1"."""
    before = found[index - 1].form if index else ""
    token = found[index]
    if before in NUMBERED_NOUNS and token.form in ROMAN_NUMERALS:
        return _one([token], ROMAN_NUMERALS[token.form], number=True)
    if token.form.isdigit():
        return _one([token], token.form, number=True)
    if token.form not in UNITS and token.form not in TENS:
        return None
    value, length = _spoken_number(tuple(each.form for each in found[index : index + LONGEST_NUMBER]))
    after = found[index + length].form if index + length < len(found) else ""
    if length == 1 and token.form == "one":
        lettered = len(before) == 1 and before not in ("a", "i")
        if not (before in NUMBERED_NOUNS or before in COUNTING or after == "percent" or lettered):
            return None
    return _one(found[index : index + length], str(value), number=True)


def _spoken_number(forms: tuple[str, ...]) -> tuple[int, int]:
    """Read the number that `forms` begin with; returns it and how many of them it took (0 for none)."""
    total, current, length = 0, 0, 0
    for at, form in enumerate(forms):
        small = UNITS.get(form, TENS.get(form))
        if small is not None:
            fits = current % 100 == 0 or (current % 10 == 0 and current % 100 >= 20 and 0 < small < 10)
            if not fits or (length and current == 0 and total == 0):
                break
            current += small
        elif form in MULTIPLIERS and current:
            if form == "hundred" and current >= 100:
                break
            current *= MULTIPLIERS[form]
            if form != "hundred":
                total, current = total + current, 0
        elif form == "and" and current and current % 100 == 0:
            continue
        else:
            break
        length = at + 1
    return total + current, length


def _join_letter_and_number(found: list[Token], index: int) -> tuple[int, Token] | None:
    """Join "f 1", "l 2", and "o of 2"."""
    run = found[index : index + 2]
    if [token.form for token in run] == ["o", "of"] and index + 2 < len(found) and found[index + 2].number:
        return _one(found[index : index + 3], f"o-{found[index + 2].form}")
    if len(run) < 2 or not run[1].number:
        return None
    letter = run[0].form
    if len(letter) != 1 or not letter.isalpha() or letter in ("a", "i"):
        return None
    return _one(run, letter + run[1].form)


def _finished(found: list[Token]) -> Iterator[Token]:
    """Spell aliases out and stem."""
    for token in found:
        for form in ALIASES.get(token.form, token.form).split():
            number = token.number or form[0].isdigit() or form.startswith("o-")
            yield replace(token, form=form, stem=stem(form), number=number)
