"""Numbers in one spelling, so that "zero point zero five", "point oh five" and "0.05" are one.

Numbers in words are read by text2num. What speech does to them beyond that (decimals without their zero,
halves, powers, years in two halves) and what writing does (thousands' commas, k and M, exponents) is
brought to plain digits around it.
"""

from __future__ import annotations

import re
from functools import lru_cache

_DIGIT = "zero|oh|o|one|two|three|four|five|six|seven|eight|nine"
_SMALL = f"{_DIGIT}|ten|eleven|twelve"
_MULTIPLES = {"k": 3, "thousand": 3, "m": 6, "mn": 6, "million": 6, "b": 9, "bn": 9, "billion": 9}
"""Powers of ten."""

_DECIMALS = re.compile(
    rf"\b(?:({_SMALL}|\d+) point ((?:(?:{_DIGIT})\b ?)+)|point ((?:(?:{_DIGIT})\b ?){{2,}}))", re.IGNORECASE
)
_A_MULTIPLE = re.compile(r"\b(?:a|an) (?=(?:hundred|thousand|million|billion)\b)", re.IGNORECASE)
_HALF_A_MULTIPLE = re.compile(r"\bhalf an? (million|billion)\b", re.IGNORECASE)
_AND_A_HALF = re.compile(rf"\b({_SMALL}|\d+) and a half\b", re.IGNORECASE)
_ONE = re.compile(r"\bone(?= ?(?:percent|per cent|%))", re.IGNORECASE)
_COMMAS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_MULTIPLE = re.compile(r"(\d+(?:\.\d+)?)(?: ?(thousand|million|billion|mn|bn)|(k|K|M|B))\b")
_MONEY = re.compile(r"([$€£]) ?(\d+(?:\.\d+)?(?: ?(?:thousand|million|billion|[kmb]n?)\b)?)", re.IGNORECASE)
_POWER = re.compile(
    r"\b10 ?(?:to the(?: power(?: of)?)?|\^|\*\*) ?(minus |negative |-)?(\d{1,2})\b", re.IGNORECASE
)
_EXPONENT = re.compile(r"\b(\d+(?:\.\d+)?)e(-?\d{1,2})\b", re.IGNORECASE)
_HALVES = r"(1[1-9]|20) ([1-9]\d)"
_YEAR = re.compile(rf"(?<=\b(?:in|by|of) ){_HALVES}\b|(?<=\b(?:since|until) ){_HALVES}\b|^{_HALVES}$")
_PERCENT = re.compile(r"(?<=\d) ?(?:%|per ?cent\b)", re.IGNORECASE)

_CURRENCY = {"$": "dollars", "€": "euros", "£": "pounds"}


@lru_cache(maxsize=20_000)
def in_digits(text: str) -> str:
    """Return a text with its numbers in plain digits, and all else as it is.

    >>> in_digits("a hundred twenty eight thousand rows at ten to the minus three")
    '128000 rows at 0.001'
    """
    from text_to_num import alpha2digit  # here, because most texts shown need none of it

    text = _COMMAS.sub("", text)
    text = _HALF_A_MULTIPLE.sub(r"0.5 \1", text)
    text = _A_MULTIPLE.sub("one ", text)
    text = _AND_A_HALF.sub(lambda found: f"{_digits(found[1])}.5", text)
    text = _DECIMALS.sub(_decimal, text)
    text = _MONEY.sub(lambda found: f"{found[2]} {_CURRENCY[found[1]]}", text)
    text = _MULTIPLE.sub(_multiple, text)
    text = alpha2digit(text, "en")
    text = _ONE.sub("1", text)
    text = _POWER.sub(lambda found: _plain(10.0 ** (-int(found[2]) if found[1] else int(found[2]))), text)
    text = _EXPONENT.sub(lambda found: _plain(float(found[1]) * 10.0 ** int(found[2])), text)
    text = _YEAR.sub(lambda found: "".join(part for part in found.groups() if part), text)
    return _PERCENT.sub(" percent", text)


def _digits(form: str) -> str:
    """Return a small number, said or written, in digits."""
    from text_to_num import alpha2digit

    words = {"oh": "0", "o": "0", "one": "1"}  # which text2num leaves, for they are words of other kinds too
    return words.get(form.lower()) or (form if form.isdigit() else alpha2digit(form, "en", threshold=0))


def _decimal(found: re.Match[str]) -> str:
    whole, tail = found[1], found[2] or found[3]
    end = " " if tail.endswith(" ") else ""
    return f"{_digits(whole) if whole else 0}." + "".join(_digits(digit) for digit in tail.split()) + end


def _multiple(found: re.Match[str]) -> str:
    return _plain(float(found[1]) * 10 ** _MULTIPLES[(found[2] or found[3]).lower()])


def _plain(value: float) -> str:
    """Return a number without an exponent."""
    return (
        f"{value:.15f}".rstrip("0").rstrip(".") if abs(value) < 1 else f"{value:.6f}".rstrip("0").rstrip(".")
    )
