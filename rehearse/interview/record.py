"""How far an interview has come, on disk, so that it can be resumed and its report shown again.

One JSON file each in ``recordings/interviews/``, told to users in ``docs/takes.md``, written anew in one
step whenever something has happened. The answers are ordinary takes; the file names them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rehearse.errors import StoreError
from rehearse.json_fields import Fields
from rehearse.take_folder import failed, read_json, write_json

SCHEMA = 1

FOLDER = "interviews"

LAST = "last"
"""What names the newest interview on the command line."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was asked and answered.

    Parameters
    ----------
    question_id : str
        Of the deck's question, also where this was the follow-up to it.
    follow_up : bool
    take : str
        Id of the take.
    spent_s : float
        From asking to the end of the answer, or the length of the answer where that is more, as in a
        demonstration.
    """

    question_id: str
    follow_up: bool
    take: str
    spent_s: float


@dataclass(frozen=True, slots=True)
class Interview:
    """An interview and how far it has come.

    Parameters
    ----------
    session : str
        What its takes share, and what the interview is called.
    deck : str
        Name of the deck.
    started_at : datetime
        With its time zone.
    questions : tuple of str
        Ids of the questions planned, in order.
    budget_s : float or None
        How long it may last; None for as long as it takes.
    demonstration : bool
        Whether the answers are synthesised.
    asked : tuple of Asked
        In order.
    ended : bool
        Whether it came to its end; otherwise it can be resumed.
    """

    session: str
    deck: str
    started_at: datetime
    questions: tuple[str, ...]
    budget_s: float | None = None
    demonstration: bool = False
    asked: tuple[Asked, ...] = ()
    ended: bool = False

    @property
    def spent_s(self) -> float:
        """Time used so far, s; what lies between an interruption and the resumption is not counted."""
        return sum(asked.spent_s for asked in self.asked)

    @property
    def left(self) -> tuple[str, ...]:
        """Ids of the planned questions that were not asked yet, in order."""
        done = {asked.question_id for asked in self.asked}
        return tuple(question_id for question_id in self.questions if question_id not in done)


class Interviews:
    """The interviews in a recordings folder.

    Parameters
    ----------
    recordings : Path
    """

    def __init__(self, recordings: Path) -> None:
        self.folder = recordings / FOLDER

    def save(self, interview: Interview) -> None:
        """Write an interview, in place of what was written of it before.

        Raises
        ------
        StoreError
        """
        path = self._path(interview.session)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            write_json(path, document_of(interview))
        except OSError as error:
            raise failed("How far the interview has come cannot be saved", path, error) from error

    def load(self, session: str) -> Interview:
        """Read an interview by its name, the beginning of it, or "last".

        Raises
        ------
        StoreError
            When there is none or several, it is damaged, or a newer program wrote it.
        """
        sessions = self.sessions()
        if session == LAST:
            if not sessions:
                raise StoreError(
                    f"There are no interviews in {self.folder} yet.", "`rehearse interview` holds the first."
                )
            return self.read(sessions[-1])
        if session in sessions:
            return self.read(session)
        matching = [name for name in sessions if session and name.startswith(session)]
        if len(matching) == 1:
            return self.read(matching[0])
        several = f"{len(matching)} interviews begin" if matching else "No interview begins"
        there_are = ", ".join(matching or sessions[-5:]) or "none yet"
        raise StoreError(f"{several} with {session!r}.", f"There are: {there_are}. `{LAST}` is the newest.")

    def sessions(self) -> list[str]:
        """Return the names of all interviews, the newest last."""
        try:
            return sorted(path.stem for path in self.folder.glob("*.json"))
        except OSError as error:
            raise failed("Your interviews cannot be read", self.folder, error) from error

    def to_resume(self, deck: str) -> Interview | None:
        """Return the newest interview on a deck, if it was interrupted."""
        for session in reversed(self.sessions()):
            interview = self.read(session)
            if interview.deck == deck:
                return None if interview.ended or interview.demonstration else interview
        return None

    def _path(self, session: str) -> Path:
        return self.folder / f"{session}.json"

    def read(self, session: str) -> Interview:
        """Read an interview by its whole name, one of `sessions`.

        Raises
        ------
        StoreError
            When it is gone or damaged, or a newer program wrote it.
        """
        path = self._path(session)
        try:
            return interview_from(read_json(path))
        except OSError as error:
            raise failed("This interview cannot be read", path, error) from error
        except ValueError as error:
            raise StoreError(
                f"The interview {path} is damaged: {error}.",
                "Its takes are not affected; delete the file, or restore it from a backup.",
            ) from error


def document_of(interview: Interview) -> dict[str, object]:
    """Return an interview as plain JSON values."""
    return {
        "schema": SCHEMA,
        "session": interview.session,
        "deck": interview.deck,
        "started_at": interview.started_at.isoformat(),
        "budget_s": interview.budget_s,
        "demonstration": interview.demonstration,
        "questions": list(interview.questions),
        "asked": [
            {
                "question_id": asked.question_id,
                "follow_up": asked.follow_up,
                "take": asked.take,
                "spent_s": round(asked.spent_s, 3),
            }
            for asked in interview.asked
        ],
        "ended": interview.ended,
    }


def interview_from(document: object) -> Interview:
    """Return the interview that a document describes.

    Raises
    ------
    ValueError
        When it is not the document of an interview; the message says what is wrong.
    StoreError
        When it is of a newer schema.
    """
    fields = Fields(document, "it")
    if fields.count("schema") > SCHEMA:
        raise StoreError(
            "This interview was written by a newer version of Rehearse.", "Update Rehearse to read it."
        )
    return Interview(
        session=fields.text("session"),
        deck=fields.text("deck"),
        started_at=fields.moment("started_at"),
        budget_s=fields.number_or_none("budget_s"),
        demonstration=fields.flag("demonstration"),
        questions=fields.texts("questions"),
        asked=tuple(
            Asked(
                question_id=asked.text("question_id"),
                follow_up=asked.flag("follow_up"),
                take=asked.text("take"),
                spent_s=asked.number("spent_s"),
            )
            for asked in fields.objects("asked")
        ),
        ended=fields.flag("ended"),
    )
