"""Holding an interview: asking and listening, one question after another, with no word on how it goes.

The person never waits for an assessment, but for a breath where a follow-up depends on it; as an
interviewer takes one. Where the words need longer than that, the follow-up is asked later on.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import wait
from dataclasses import replace

from rehearse.answering import take_answer
from rehearse.deck import Deck, Question
from rehearse.desk import Desk, Stop
from rehearse.interview.backstage import Backstage, Pending
from rehearse.interview.plan import follow_up, there_is_time
from rehearse.interview.record import Asked, Interview

PATIENCE_S = 5.0
"""How long an answer's words are waited for before the next question is asked instead of a follow-up."""

AT_ONCE_S = 0.3
"""Up to here nobody notices that something is waited for."""

LATE = "Going back to the question “{}” {}"
"""How a follow-up is asked when another question has come between."""


def hold(
    desk: Desk,
    deck: Deck,
    interview: Interview,
    backstage: Backstage,
    save: Callable[[Interview], None],
    *,
    patience_s: float = PATIENCE_S,
) -> Stop:
    """Ask what an interview has left to ask.

    Parameters
    ----------
    desk : Desk
    deck : Deck
    interview : Interview
        New, or interrupted before. Questions that the deck no longer has are passed over.
    backstage : Backstage
        Where the answers are assessed; not waited for at the end.
    save : callable
        Told of the interview whenever it has come further.
    patience_s : float

    Returns
    -------
    Stop
        `FINISHED`, or what cut the last answer short: that one is asked again when the interview goes on.

    Raises
    ------
    RehearseError, KeyboardInterrupt, Left
        The interview can be resumed.
    """
    holding = _Holding(desk, deck, interview, patience_s)
    save(interview)
    while (item := holding.next()) is not None:
        began_s = desk.monotonic()
        question, follows = item
        answered = take_answer(
            desk,
            deck,
            question,
            session=interview.session,
            follow_up_to=follows.id if follows is not None else "",
            note=holding.note(follows),
        )
        pending = backstage.assess(answered)
        if answered.stop is not Stop.FINISHED:
            return answered.stop
        spent_s = max(desk.monotonic() - began_s, answered.recording.duration_s)
        holding.answered(question, follows, pending, answered.folder.name, spent_s)
        save(holding.interview)
    save(replace(holding.interview, ended=True))
    return Stop.FINISHED


class _Holding:
    """What is known while an interview goes on, and what comes next."""

    def __init__(self, desk: Desk, deck: Deck, interview: Interview, patience_s: float) -> None:
        self._desk = desk
        self._questions = {question.id: question for question in deck.questions}
        self.interview = interview
        self._patience_s = patience_s
        self._unsettled: deque[tuple[Question, Pending]] = deque()

    def next(self) -> tuple[Question, Question | None] | None:
        """Return what to ask, and the question that it follows up; None when it is over."""
        return (
            self._next_follow_up(self._patience_s)
            or self._next_question()
            or self._next_follow_up(None)  # there is nothing else to ask meanwhile
        )

    def note(self, follows: Question | None) -> str:
        """Say where in the interview the person is."""
        left = ""
        if self.interview.budget_s is not None:
            left = f" · {max(self.interview.budget_s - self.interview.spent_s, 0) / 60:.0f} min left"
        done = [asked.question_id for asked in self.interview.asked if not asked.follow_up]
        if follows is not None:
            return f"Follow-up to question {done.index(follows.id) + 1}{left}"
        of = f" of {len(self.interview.questions)}" if self.interview.budget_s is None else ""
        return f"Question {len(done) + 1}{of}{left}"

    def answered(
        self, question: Question, follows: Question | None, pending: Pending, take: str, spent_s: float
    ) -> None:
        """Take note of an answer."""
        asked = Asked((follows or question).id, follows is not None, take, spent_s)
        self.interview = replace(self.interview, asked=(*self.interview.asked, asked))
        if follows is None and any(point.probe for point in question.key_points):
            self._unsettled.append((question, pending))

    def _next_follow_up(self, patience_s: float | None) -> tuple[Question, Question] | None:
        """Return the next follow-up, if it is known within so many seconds; None is as long as it takes."""
        while self._unsettled:
            question, pending = self._unsettled[0]
            latest = question.id == self.interview.asked[-1].question_id
            if not self._is_settled(pending, patience_s if latest or patience_s is None else 0.0):
                return None
            self._unsettled.popleft()
            probing = follow_up(question, pending.missed.result())
            if probing is not None and self._there_is_time(probing):
                text = probing.text if latest else LATE.format(question.text, probing.text)
                return replace(probing, text=text), question
        return None

    def _is_settled(self, pending: Pending, patience_s: float | None) -> bool:
        if patience_s != 0 and not wait((pending.missed,), timeout=AT_ONCE_S).done:
            with self._desk.screen.working("One moment"):
                wait((pending.missed,), timeout=patience_s)
        return pending.missed.done()

    def _next_question(self) -> tuple[Question, None] | None:
        left = [self._questions[each] for each in self.interview.left if each in self._questions]
        fitting = (each for each in left if not self.interview.asked or self._there_is_time(each))
        question = next(fitting, None)
        return None if question is None else (question, None)

    def _there_is_time(self, question: Question) -> bool:
        interview = self.interview
        return there_is_time(question, budget_s=interview.budget_s, spent_s=interview.spent_s)
