"""What goes on while the person speaks."""

import threading

from rehearse.analysis.coverage import cover
from rehearse.analysis.words_alone import WordsAlone
from rehearse.background import ReadingAhead
from rehearse.take import Transcript, Word
from tests.builders import make_question
from tests.waits import happened


class Noting(WordsAlone):
    """Notes what it is given to read, and says when something was."""

    def __init__(self):
        self.passages = []
        self.read = threading.Event()

    def load(self):
        """Ready at once."""

    def judge(self, claims):
        self.passages += [claim.passage for claim in claims]
        self.read.set()
        return super().judge(claims)


def said(text):
    return tuple(Word(word, float(at), at + 0.5) for at, word in enumerate(text.split()))


def test_a_sentence_is_read_as_soon_as_it_is_finished():
    judge = Noting()
    ahead = ReadingAhead(judge, make_question())

    ahead.hear(said("High bias means"))
    assert not judge.read.wait(0.2)
    ahead.hear(said("High bias means underfitting. And high"))
    happened(judge.read, "the finished sentence to be read")
    ahead.end()

    assert set(judge.passages) == {"High bias means underfitting."}


def test_what_was_read_ahead_is_what_is_read_at_the_end():
    judge, question = Noting(), make_question()
    ahead = ReadingAhead(judge, question)
    ahead.hear(said("High bias means underfitting."))
    happened(judge.read, "the finished sentence to be read")
    ahead.end()
    before = set(judge.passages)

    cover(question, Transcript(said("High bias means underfitting. Then some more.")), judge=judge)

    assert before <= set(judge.passages)
