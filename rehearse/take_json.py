"""A take as the JSON that is kept on disk for ever.

The names in the file are written out here, so that renaming an attribute cannot change the format.
Fields are only ever added: reading ignores those it does not know, gives those added after version 1
their defaults, and refuses a file whose schema is newer than this program. What is wrong in a
damaged file is said in words, whatever the damage.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from rehearse.deck import KeyPoint, Question
from rehearse.errors import StoreError
from rehearse.take import Recording, Take, Transcript, Word, WordKind

SCHEMA = 1

EARLIEST_YEAR = 1971
LATEST_YEAR = 9998
"""Between them, a moment can be told in any time zone on any system."""

_Number = TypeVar("_Number", int, float)
_FILE_NAME = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9]+)*")


def document_of(take: Take) -> dict[str, object]:
    """Return a take as plain JSON values."""
    question, recording, transcript = take.question, take.recording, take.transcript
    return {
        "schema": SCHEMA,
        "deck": take.deck,
        "question": {
            "id": question.id,
            "text": question.text,
            "group": question.group,
            "hint": question.hint,
            "key_points": [
                {
                    "text": point.text,
                    "wordings": list(point.wordings),
                    "weight": point.weight,
                    "probe": point.probe,
                }
                for point in question.key_points
            ],
            "misconceptions": list(question.misconceptions),
            "model_answer": question.model_answer,
            "time_limit_s": question.time_limit_s,
            "tags": list(question.tags),
            "need": question.need,
        },
        "recorded_at": take.recorded_at.isoformat(),
        "session": take.session,
        "demonstration": take.demonstration,
        "follow_up_to": take.follow_up_to,
        "recording_delay_s": take.recording_delay_s,
        "recording": {
            "file": recording.path.name,
            "sample_rate_hz": recording.sample_rate_hz,
            "n_frames": recording.n_frames,
            "device": recording.device,
            "n_overflows": recording.n_overflows,
        },
        "transcript": {
            "engine": transcript.engine,
            "model": transcript.model,
            "language": transcript.language,
            "words": [
                {
                    "text": word.text,
                    "start_s": word.start_s,
                    "end_s": word.end_s,
                    "probability": word.probability,
                    "kind": word.kind.value,
                    "certain": word.certain,
                }
                for word in transcript.words
            ],
        },
    }


def take_from(document: object, folder: Path) -> Take:
    """Return the take that a document describes.

    Parameters
    ----------
    document : object
        Whatever was in the JSON file.
    folder : Path
        Where it was, and its recording is.

    Raises
    ------
    ValueError
        When it is not the document of a take; the message says what is wrong, without a full stop.
    StoreError
        When it is of a newer schema.
    """
    fields = _Fields(document, "take.json")
    schema = fields.count("schema")
    if schema > SCHEMA:
        raise StoreError(
            f"The take {folder.name} was written by a newer version of Rehearse (schema {schema}).",
            "Update Rehearse to read it; the take is left as it is.",
        )
    recorded_at = _moment(fields.text("recorded_at"))
    return Take(
        folder=folder,
        deck=fields.text("deck"),
        question=_question(fields.object("question")),
        recorded_at=recorded_at,
        recording=_recording(fields.object("recording"), folder),
        transcript=_transcript(fields.object("transcript")),
        recording_delay_s=fields.number_or_none("recording_delay_s"),
        session=fields.text("session"),
        demonstration=fields.flag("demonstration"),
        follow_up_to=fields.added_text("follow_up_to"),
    )


def _question(fields: _Fields) -> Question:
    return Question(
        id=fields.text("id"),
        text=fields.text("text"),
        group=fields.text("group"),
        hint=fields.text("hint"),
        key_points=tuple(_key_point(point) for point in fields.objects("key_points")),
        misconceptions=fields.texts("misconceptions"),
        model_answer=fields.text("model_answer"),
        time_limit_s=fields.number_or_none("time_limit_s"),
        tags=fields.texts("tags"),
        need=fields.count_or_none("need"),
    )


def _key_point(fields: _Fields) -> KeyPoint:
    return KeyPoint(
        text=fields.text("text"),
        wordings=fields.texts("wordings"),
        weight=_positive(fields.number("weight"), f"{fields.place}.weight"),
        probe=fields.text("probe"),
    )


def _recording(fields: _Fields, folder: Path) -> Recording:
    name = fields.text("file")
    if not _FILE_NAME.fullmatch(name):  # "../x" would reach outside the take
        raise ValueError(f"{fields.place}.file should be the name of a file in the take's folder")
    return Recording(
        folder / name,
        _positive(fields.count("sample_rate_hz"), f"{fields.place}.sample_rate_hz"),
        fields.count("n_frames"),
        device=fields.text_or_none("device"),
        n_overflows=fields.count("n_overflows"),
    )


def _transcript(fields: _Fields) -> Transcript:
    return Transcript(
        tuple(_word(word) for word in fields.objects("words")),
        engine=fields.text("engine"),
        model=fields.text("model"),
        language=fields.text("language"),
    )


def _word(fields: _Fields) -> Word:
    try:
        kind = WordKind(fields.text("kind"))
    except ValueError as error:
        raise ValueError(f"{fields.place}.kind should be one of {', '.join(WordKind)}") from error
    return Word(
        text=fields.text("text"),
        start_s=fields.number("start_s"),
        end_s=fields.number("end_s"),
        probability=fields.number_or_none("probability"),
        kind=kind,
        certain=fields.flag("certain"),
    )


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError("take.json.recorded_at should be a date and time") from error
    if moment.tzinfo is None:
        raise ValueError("take.json.recorded_at should have a time zone")
    if not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
        raise ValueError(f"take.json.recorded_at should lie between {EARLIEST_YEAR} and {LATEST_YEAR}")
    return moment


def _positive(number: _Number, place: str) -> _Number:
    if number <= 0:
        raise ValueError(f"{place} should be above 0")
    return number


def _whole_text(text: str, place: str) -> str:
    """Return a text that can be shown: JSON also allows halves of characters."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"{place} should be a text of whole characters") from error
    return text


class _Fields:
    """The fields of a JSON object, each read as what it should be."""

    def __init__(self, document: object, place: str) -> None:
        if not isinstance(document, Mapping):
            raise ValueError(f"{place} should be an object")  # noqa: TRY004  damage is a ValueError here
        self._document: Mapping[str, Any] = document
        self.place = place

    def _value(self, name: str, wanted: type | tuple[type, ...], described: str) -> Any:
        if name not in self._document:
            raise ValueError(f"{self.place} has no {name}")
        value = self._document[name]
        # True is an int to Python, and nobody's number.
        if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
            raise ValueError(f"{self.place}.{name} should be {described}")
        return value

    def _is_none(self, name: str) -> bool:
        return name in self._document and self._document[name] is None

    def text(self, name: str) -> str:
        return _whole_text(self._value(name, str, "a text"), f"{self.place}.{name}")

    def text_or_none(self, name: str) -> str | None:
        return None if self._is_none(name) else self.text(name)

    def added_text(self, name: str) -> str:
        """Return a text that files of the first version do not have yet."""
        return self.text(name) if name in self._document else ""

    def flag(self, name: str) -> bool:
        flag: bool = self._value(name, bool, "true or false")
        return flag

    def count(self, name: str) -> int:
        count: int = self._value(name, int, "a whole number")
        if count < 0:
            raise ValueError(f"{self.place}.{name} should not be negative")
        return count

    def count_or_none(self, name: str) -> int | None:
        return None if self._is_none(name) else self.count(name)

    def number(self, name: str) -> float:
        try:
            number = float(self._value(name, (int, float), "a number"))
        except OverflowError:
            number = math.inf
        if not 0 <= number < math.inf:
            raise ValueError(f"{self.place}.{name} should be a number from 0")
        return number

    def number_or_none(self, name: str) -> float | None:
        return None if self._is_none(name) else self.number(name)

    def texts(self, name: str) -> tuple[str, ...]:
        items = self._value(name, list, "a list of texts")
        if not all(isinstance(item, str) for item in items):
            raise ValueError(f"{self.place}.{name} should be a list of texts")
        return tuple(_whole_text(item, f"{self.place}.{name}") for item in items)

    def object(self, name: str) -> _Fields:
        return _Fields(self._value(name, Mapping, "an object"), f"{self.place}.{name}")

    def objects(self, name: str) -> list[_Fields]:
        items = self._value(name, list, "a list of objects")
        return [_Fields(item, f"{self.place}.{name}[{place}]") for place, item in enumerate(items)]
