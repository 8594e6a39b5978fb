"""Takes on disk: one folder each, readable without us.

What is in a folder is told to users in ``docs/takes.md``. A take exists from the moment its
``take.json`` is there, which happens in one step after its sound is safe; a folder with sound and no
``take.json`` is an answer that was never finished. Reading one take never depends on another, so
that a damaged one stops nobody.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from pathlib import Path

from rehearse.deck import Question, slug
from rehearse.errors import StoreError
from rehearse.take import Take
from rehearse.take_folder import (
    ANALYSIS_FILE,
    TAKE_FILE,
    failed,
    is_take,
    read_json,
    read_take,
    sound_in,
    write_json,
)
from rehearse.take_json import document_of

LAST = "last"
"""The TAKE of the command line that means the newest."""

LONGEST_NAME_BYTES = 100
"""For the question's id in the name of a folder; file systems take 255 for the whole."""

N_CANDIDATES = 5

_WAV_HEADER_BYTES = 44


@dataclass(frozen=True, slots=True)
class TroubledTake:
    """A folder that holds something of an answer and is no whole take.

    Parameters
    ----------
    folder : Path
    message : str
        What is the matter, in a sentence.
    hint : str
        What can be done about it, in a sentence.
    """

    folder: Path
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Takes:
    """Everything in a recordings folder.

    Parameters
    ----------
    good : tuple of Take
        In order of time.
    damaged : tuple of TroubledTake
        Those whose ``take.json`` cannot be read.
    unfinished : tuple of TroubledTake
        Those that have sound and no ``take.json``: being recorded now, or interrupted.
    """

    good: tuple[Take, ...]
    damaged: tuple[TroubledTake, ...]
    unfinished: tuple[TroubledTake, ...]


class Store:
    """Writes takes to a folder and reads them back.

    Parameters
    ----------
    recordings : Path
        Made when the first take begins.
    """

    def __init__(self, recordings: Path) -> None:
        self.recordings = recordings

    def begin(self, question: Question, now: datetime) -> Path:
        """Make the folder of a new take, which no other program gets too.

        Parameters
        ----------
        question : Question
        now : datetime
            Whose local time, in its own time zone, names the folder.

        Raises
        ------
        StoreError
        """
        name = f"{now:%Y-%m-%dT%H-%M-%S}_{_name_of(question)}"
        try:
            self.recordings.mkdir(parents=True, exist_ok=True)
            for number in count(1):
                folder = self.recordings / (name if number == 1 else f"{name}-{number}")
                try:
                    folder.mkdir()
                except FileExistsError:
                    continue
                return folder
        except OSError as error:
            raise failed("No take can be begun", self.recordings, error) from error
        raise AssertionError("unreachable: the numbers never end")

    def abandon(self, folder: Path, *, keep_sound: bool) -> Path | None:
        """Give up a take that was begun.

        Returns
        -------
        Path or None
            Its sound file, when it is kept and holds any sound; else the folder is gone. A take that
            was saved already stays as it is.

        Raises
        ------
        StoreError
        """
        sound = sound_in(folder)
        saved = (folder / TAKE_FILE).exists()
        if sound is not None and (saved or (keep_sound and sound.stat().st_size > _WAV_HEADER_BYTES)):
            return sound
        if not saved and folder.parent == self.recordings and folder.is_dir():
            try:
                shutil.rmtree(folder)
            except OSError as error:
                raise failed("An unused take cannot be removed", folder, error) from error
        return None

    def save(self, take: Take, analysis_document: Mapping[str, object]) -> Take:
        """Write a finished take, once.

        Its ``answer.wav`` becomes ``answer.flac``, without loss.

        Parameters
        ----------
        take : Take
            Its folder from :meth:`begin`, with ``answer.wav`` or ``answer.flac`` in it.
        analysis_document : mapping
            Plain JSON values; see :meth:`save_analysis`.

        Returns
        -------
        Take
            With its recording as it now is on disk.

        Raises
        ------
        StoreError
            The sound is then still there.
        """
        from rehearse.audio.compression import compress

        if (take.folder / TAKE_FILE).exists():
            raise StoreError(
                f"The take {take.id} is saved already, and is never written over.", "Begin a new one."
            )
        try:
            take = replace(take, recording=compress(take.folder, take.recording))
            write_json(take.folder / TAKE_FILE, document_of(take))
        except OSError as error:
            raise failed(f"The take {take.id} cannot be saved", take.folder, error) from error
        self.save_analysis(take, analysis_document)
        return take

    def save_analysis(self, take: Take, document: Mapping[str, object]) -> None:
        """Write what was made of a take, in place of what was made of it before.

        Raises
        ------
        StoreError
        """
        try:
            write_json(take.folder / ANALYSIS_FILE, document)
        except OSError as error:
            raise failed(f"The analysis of {take.id} cannot be saved", take.folder, error) from error

    def load(self, folder: Path) -> Take:
        """Read one take.

        Raises
        ------
        StoreError
            When there is none, it was not finished, it is damaged, or a newer program wrote it.
        """
        return read_take(folder)

    def takes(self) -> Takes:
        """Read all takes; what is not whole is set apart and stops nobody.

        Raises
        ------
        StoreError
            When the recordings folder itself cannot be read.
        """
        good: list[Take] = []
        damaged: list[TroubledTake] = []
        unfinished: list[TroubledTake] = []
        for folder in self._folders():
            try:
                good.append(self.load(folder))
            except StoreError as error:
                apart = damaged if (folder / TAKE_FILE).exists() else unfinished
                apart.append(TroubledTake(folder, error.message, error.hint))
        good.sort(key=lambda take: (take.recorded_at, take.id))
        return Takes(tuple(good), tuple(damaged), tuple(unfinished))

    def analysis(self, take: Take) -> dict[str, object] | None:
        """Return what was last made of a take.

        Returns
        -------
        dict or None
            None when there is none or it is damaged: it can be made again from the take.

        Raises
        ------
        StoreError
            When it is there and the system does not let it be read.
        """
        try:
            document = read_json(take.folder / ANALYSIS_FILE)
        except (FileNotFoundError, ValueError):
            return None
        except OSError as error:
            raise failed(f"The analysis of {take.id} cannot be read", take.folder, error) from error
        return document if isinstance(document, dict) else None

    def resolve(self, text: str) -> Path:
        """Return the folder of the take that a person means.

        Parameters
        ----------
        text : str
            A folder, the name of one or the beginning of its name, or "last" for the newest.

        Raises
        ------
        StoreError
            When it is none or several; the hint names candidates.
        """
        if text == LAST:
            good = self.takes().good
            if not good:
                raise StoreError(
                    f"There are no takes in {self.recordings} yet.", "`rehearse` records your first."
                )
            return good[-1].folder
        if text and is_take(Path(text)):
            return Path(text)
        folders = self._folders()
        matching = [folder for folder in folders if text and folder.name.startswith(text)]
        exact = [folder for folder in matching if folder.name == text]
        if len(matching) == 1 or exact:
            return (exact or matching)[0]
        if matching:
            raise StoreError(
                f"{len(matching)} takes begin with {text!r}.", f"Write more of the name: {_listed(matching)}."
            )
        newest = f" The newest are {_listed(folders[::-1])}." if folders else ""
        raise StoreError(
            f"There is no take {text!r} in {self.recordings}.",
            f"Name a take's folder, the beginning of its name, or `{LAST}`.{newest}",
        )

    def _folders(self) -> list[Path]:
        """Return the folders that hold anything of a take, in order of name; none when there are none."""
        try:
            return sorted(folder for folder in self.recordings.iterdir() if is_take(folder))
        except FileNotFoundError:
            return []
        except OSError as error:
            raise failed("Your takes cannot be read", self.recordings, error) from error


def _name_of(question: Question) -> str:
    name = slug(question.id).encode()[:LONGEST_NAME_BYTES].decode(errors="ignore").strip("-")
    return name or "question"


def _listed(folders: list[Path]) -> str:
    names = [folder.name for folder in folders[:N_CANDIDATES]]
    return ", ".join(names) + (" …" if len(folders) > N_CANDIDATES else "")
