"""How the judge reads a claim and a passage: as one row of tokens.

    [CLS] the question [SEP] the claim ; a wording ; another [SEP] the passage [SEP]

The passage is the second text. Training reads the same way, with this very code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rehearse.analysis.judging import MOST_WORDINGS
from rehearse.analysis.numbers import in_digits
from rehearse.errors import JudgeError
from rehearse.judge.bert import Encoded
from rehearse.judge.weights import REMEDY

if TYPE_CHECKING:
    from pathlib import Path

MOST_QUESTION_TOKENS = 40
MOST_CLAIM_TOKENS = 60
MOST_WORDING_TOKENS = 30
MOST_FIRST_TOKENS = 150
MOST_PASSAGE_TOKENS = 110
"""What is longer is cut."""


class Reader:
    """Makes tokens of texts.

    Parameters
    ----------
    file : Path
        The tokenizer.json of all-MiniLM-L6-v2.

    Raises
    ------
    JudgeError
        When it cannot be read.
    """

    def __init__(self, file: Path) -> None:
        from tokenizers import Tokenizer

        try:
            tokenizer: Any = Tokenizer.from_str(file.read_text(encoding="utf-8"))
        except Exception as error:  # tokenizers raises plain ones
            raise JudgeError(f"The judge's vocabulary cannot be read: {error}.", REMEDY) from error
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self._tokenizer = tokenizer
        self._first: int = self._tokenizer.token_to_id("[CLS]")
        self._end: int = self._tokenizer.token_to_id("[SEP]")
        self._between = self.tokens(";")

    def tokens(self, text: str) -> list[int]:
        """Return a text's tokens, with numbers in digits."""
        ids: list[int] = self._tokenizer.encode(in_digits(text), add_special_tokens=False).ids
        return ids

    def text(self, text: str, longest: int) -> Encoded:
        """Read one text by itself."""
        tokens = [self._first, *self.tokens(text)[: longest - 2], self._end]
        return Encoded(tokens, len(tokens))

    def pair(self, question: str, text: str, wordings: tuple[str, ...], passage: str) -> Encoded:
        """Read a claim with a passage."""
        first = [self._first]
        if question:
            first += [*self.tokens(question)[:MOST_QUESTION_TOKENS], self._end]
        first += self.tokens(text)[:MOST_CLAIM_TOKENS]
        for wording in wordings[:MOST_WORDINGS]:
            first += [*self._between, *self.tokens(wording)[:MOST_WORDING_TOKENS]]
        first = [*first[:MOST_FIRST_TOKENS], self._end]
        second = [*self.tokens(passage)[:MOST_PASSAGE_TOKENS], self._end]
        return Encoded([*first, *second], len(first))
