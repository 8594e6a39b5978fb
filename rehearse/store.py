"""Takes on disk: one folder each, readable without us.

What is in a folder is told to users in ``docs/takes.md``. A take exists from the moment its
``take.json`` is there, which happens in one step after its sound is safe; until then it is unfinished
(:mod:`rehearse.unfinished`). Reading one take never depends on another, so that a damaged one stops
nobody.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path

from rehearse.audio.growing_wav import HEADER_BYTES
from rehearse.errors import StoreError
from rehearse.shelf import Takes, sort_out
from rehearse.take import Beginning, Take
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
from rehearse.take_names import LAST, find_folder, folder_name
from rehearse.unfinished import (
    BEGUN_FILE,
    Hold,
    Unfinished,
    is_in_use,
    read_unfinished,
    write_beginning,
)


class Store:
    """Writes takes to a folder and reads them back.

    Parameters
    ----------
    recordings : Path
        Made when the first take begins.
    """

    def __init__(self, recordings: Path) -> None:
        self.recordings = recordings
        self._holds: dict[Path, Hold] = {}

    def begin(self, beginning: Beginning) -> Path:
        """Make the folder of a new take, which no other program gets too, and keep it in hand.

        Parameters
        ----------
        beginning : Beginning
            Whose time, in its own time zone, names the folder.

        Raises
        ------
        StoreError
        """
        name = folder_name(beginning)
        try:
            self.recordings.mkdir(parents=True, exist_ok=True)
            for number in count(1):
                folder = self.recordings / (name if number == 1 else f"{name}-{number}")
                try:
                    folder.mkdir()
                except FileExistsError:
                    continue
                self._hold(folder)
                write_beginning(folder, beginning)
                return folder
        except OSError as error:
            raise failed("No take can be begun", self.recordings, error) from error
        raise AssertionError("unreachable: the numbers never end")

    def note(self, folder: Path, beginning: Beginning) -> None:
        """Write down what has become known of a take since it was begun.

        Raises
        ------
        StoreError
        """
        try:
            write_beginning(folder, beginning)
        except OSError as error:
            raise failed("How this take began cannot be written down", folder, error) from error

    def resume(self, folder: Path) -> Unfinished:
        """Take an unfinished take in hand, to be saved after all.

        Raises
        ------
        StoreError
            When it is a whole take, holds no sound, or is in use by another program.
        """
        if (folder / TAKE_FILE).exists():
            raise StoreError(f"The take {folder.name} is finished.", "`rehearse show` shows it.")
        unfinished = read_unfinished(folder)
        if unfinished is None:
            raise StoreError(f"The take {folder.name} holds no sound.", "`rehearse takes` lists the others.")
        self._hold(folder)
        return unfinished

    def _hold(self, folder: Path) -> None:
        hold = Hold(folder)
        if not hold.acquire():
            raise StoreError(
                f"The take {folder.name} is being recorded or finished by another Rehearse.",
                "Let it come to its end there.",
            )
        self._holds[folder] = hold

    def _let_go(self, folder: Path) -> None:
        if (hold := self._holds.pop(folder, None)) is not None:
            hold.release()

    def abandon(self, folder: Path, *, keep_sound: bool) -> Path | None:
        """Give up a take that was begun or resumed.

        Returns
        -------
        Path or None
            Its sound file, when it is kept and holds any sound; else the folder is gone. A take that
            was saved already stays as it is.

        Raises
        ------
        StoreError
        """
        self._let_go(folder)
        sound = sound_in(folder)
        saved = (folder / TAKE_FILE).exists()
        if sound is not None and (saved or (keep_sound and sound.stat().st_size > HEADER_BYTES)):
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
        (take.folder / BEGUN_FILE).unlink(missing_ok=True)  # all of it is in the take now
        self._let_go(take.folder)
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
        return sort_out(self.folders())

    def unfinished(self) -> tuple[Unfinished, ...]:
        """Return the answers that were interrupted, in order of time.

        Those that another program is at work on are not among them, nor those in which nothing was said.

        Raises
        ------
        StoreError
            When the recordings folder itself cannot be read.
        """
        found = (
            read_unfinished(folder)
            for folder in self.folders()
            if not (folder / TAKE_FILE).exists() and not is_in_use(folder)
        )
        said = [each for each in found if each is not None and each.sound.stat().st_size > HEADER_BYTES]
        return tuple(sorted(said, key=lambda each: each.recorded_at))

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
        return find_folder(text, self.folders(), self.recordings)

    def folders(self) -> list[Path]:
        """Return the folders that hold anything of a take, in order of name; none when there are none."""
        try:
            return sorted(
                folder
                for folder in self.recordings.iterdir()
                if not folder.name.startswith(".") and is_take(folder)
            )
        except FileNotFoundError:
            return []
        except OSError as error:
            raise failed("Your takes cannot be read", self.recordings, error) from error
