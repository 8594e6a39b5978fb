"""A take as the JSON that is kept on disk for ever.

The names in the file are written out here, so that renaming an attribute cannot change the format.
Fields are only ever added: reading ignores those it does not know, gives those added after version 1
their defaults, and refuses a file whose schema is newer than this program. What is wrong in a
damaged file is said in words, whatever the damage.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TypeVar

from rehearse.deck import KeyPoint, Question
from rehearse.errors import StoreError
from rehearse.json_fields import Fields
from rehearse.take import Beginning, Recording, Take, Transcript, Word, WordKind

SCHEMA = 1

_Number = TypeVar("_Number", int, float)
_FILE_NAME = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9]+)*")


def document_of(take: Take) -> dict[str, object]:
    """Return a take as plain JSON values."""
    recording, transcript = take.recording, take.transcript
    return {
        "schema": SCHEMA,
        "deck": take.deck,
        "question": question_document(take.question),
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
            "n_missing_frames": recording.n_missing_frames,
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


def beginning_document_of(beginning: Beginning) -> dict[str, object]:
    """Return the beginning of a take as plain JSON values, named as in the document of the take."""
    return {
        "schema": SCHEMA,
        "deck": beginning.deck,
        "question": question_document(beginning.question),
        "recorded_at": beginning.recorded_at.isoformat(),
        "session": beginning.session,
        "demonstration": beginning.demonstration,
        "follow_up_to": beginning.follow_up_to,
        "recording_delay_s": beginning.recording_delay_s,
        "device": beginning.device,
    }


def question_document(question: Question) -> dict[str, object]:
    """Return a question as plain JSON values."""
    return {
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
                "any_of": point.any_of,
            }
            for point in question.key_points
        ],
        "misconceptions": list(question.misconceptions),
        "model_answer": question.model_answer,
        "time_limit_s": question.time_limit_s,
        "tags": list(question.tags),
        "need": question.need,
    }


def question_from(document: object, place: str = "question") -> Question:
    """Return the question that a document describes.

    Parameters
    ----------
    document : object
        Whatever was in the JSON file.
    place : str
        What to call it in the message of an error.

    Raises
    ------
    ValueError
        When it describes none; the message says what is wrong, without a full stop.
    """
    return _question(Fields(document, place))


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
    fields = _fields_of(document, "take.json", folder)
    return Take(
        folder=folder,
        deck=fields.text("deck"),
        question=_question(fields.object("question")),
        recorded_at=fields.moment("recorded_at"),
        recording=_recording(fields.object("recording"), folder),
        transcript=_transcript(fields.object("transcript")),
        recording_delay_s=fields.number_or_none("recording_delay_s"),
        session=fields.text("session"),
        demonstration=fields.flag("demonstration"),
        follow_up_to=fields.added_text("follow_up_to"),
    )


def beginning_from(document: object, folder: Path) -> Beginning:
    """Return the beginning that a document describes.

    Raises
    ------
    ValueError
        When it is not the document of a beginning; the message says what is wrong.
    StoreError
        When it is of a newer schema.
    """
    fields = _fields_of(document, "begun.json", folder)
    return Beginning(
        deck=fields.text("deck"),
        question=_question(fields.object("question")),
        recorded_at=fields.moment("recorded_at"),
        session=fields.text("session"),
        demonstration=fields.flag("demonstration"),
        follow_up_to=fields.text("follow_up_to"),
        recording_delay_s=fields.number_or_none("recording_delay_s"),
        device=fields.text_or_none("device"),
    )


def _fields_of(document: object, name: str, folder: Path) -> Fields:
    """Return the fields of a document whose schema this program knows."""
    fields = Fields(document, name)
    schema = fields.count("schema")
    if schema > SCHEMA:
        raise StoreError(
            f"The take {folder.name} was written by a newer version of Rehearse (schema {schema}).",
            "Update Rehearse to read it; the take is left as it is.",
        )
    return fields


def _question(fields: Fields) -> Question:
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


def _key_point(fields: Fields) -> KeyPoint:
    return KeyPoint(
        text=fields.text("text"),
        wordings=fields.texts("wordings"),
        weight=_positive(fields.number("weight"), f"{fields.place}.weight"),
        probe=fields.text("probe"),
        any_of=fields.added_text("any_of"),
    )


def _recording(fields: Fields, folder: Path) -> Recording:
    name = fields.text("file")
    if not _FILE_NAME.fullmatch(name):  # "../x" would reach outside the take
        raise ValueError(f"{fields.place}.file should be the name of a file in the take's folder")
    return Recording(
        folder / name,
        _positive(fields.count("sample_rate_hz"), f"{fields.place}.sample_rate_hz"),
        fields.count("n_frames"),
        device=fields.text_or_none("device"),
        n_overflows=fields.count("n_overflows"),
        n_missing_frames=fields.added_count("n_missing_frames"),
    )


def _transcript(fields: Fields) -> Transcript:
    return Transcript(
        tuple(_word(word) for word in fields.objects("words")),
        engine=fields.text("engine"),
        model=fields.text("model"),
        language=fields.text("language"),
    )


def _word(fields: Fields) -> Word:
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


def _positive(number: _Number, place: str) -> _Number:
    if number <= 0:
        raise ValueError(f"{place} should be above 0")
    return number
