"""Takes made for tests, benchmarks and pictures: a person's with its sound, and as many as wanted without."""

from __future__ import annotations

import csv
import json
import math
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from rehearse.analysis import analyse
from rehearse.analysis.document import document
from rehearse.audio.files import import_recording
from rehearse.audio.take_hearing import TakeHearing
from rehearse.deck import Deck, Question, find_question, read_deck
from rehearse.rescoring import Rescorer
from rehearse.store import Store
from rehearse.take import Beginning, Interval, Recording, Take, Transcript, Word, WordKind
from rehearse.take_folder import ANALYSIS_FILE, TAKE_FILE
from rehearse.take_json import document_of
from rehearse.take_names import folder_name

DATA = Path(__file__).parent / "data"
PEOPLE = DATA / "people.md"

_WORD_S, _GAP_S = 0.35, 0.05
_PAUSE_EVERY, _UM_EVERY = 14, 19


def fire_walker_words() -> tuple[Word, ...]:
    """Return what tests/data/fire_walker.ogg says, as whisper's tiny.en wrote it down."""
    with (DATA / "fire_walker.words.csv").open(newline="") as file:
        return tuple(
            Word(
                row["text"],
                float(row["start_s"]),
                float(row["end_s"]),
                float(row["probability"]) if row["probability"] else None,
                WordKind(row["kind"]),
                row["certain"] == "true",
            )
            for row in csv.DictReader(file)
        )


def save_fire_walker(store: Store, when: datetime, *, session: str = "", n_words: int | None = None) -> Take:
    """Save the take of a person with fillers, pauses, and key points covered, partly covered and missed.

    Parameters
    ----------
    store : Store
    when : datetime
    session : str
    n_words : int, optional
        Of so many words only: an answer that broke off.
    """
    question = find_question(read_deck(PEOPLE), "fire-walker")
    folder = store.begin(Beginning("people", question, when, session))
    recording = import_recording(DATA / "fire_walker.ogg", folder / "answer.flac")
    transcript = Transcript(fire_walker_words()[:n_words], "openai-whisper", "tiny.en")
    take = Take(folder, "people", question, when, recording, transcript, session=session)
    return store.save(take, Rescorer(store, TakeHearing()).rescore(take).document)


def save_made(
    store: Store, deck: Deck, question: Question, when: datetime, *, n_words: int, skill: float = 0.5
) -> Take:
    """Save a take without sound, whose words run at a steady pace with pauses and ums in them.

    Parameters
    ----------
    store : Store
    deck : Deck
    question : Question
    when : datetime
    n_words : int
    skill : float
        0–1: how many of the question's key points it says.
    """
    transcript, speech, duration_s = _spoken(question, n_words, skill)
    folder = store.recordings / folder_name(Beginning(deck.name, question, when))
    take = Take(
        folder,
        deck.name,
        question,
        when,
        Recording(folder / "answer.flac", 48_000, round(duration_s * 48_000)),
        transcript,
    )
    analysis = analyse(question, transcript, speech, duration_s=duration_s)
    return _write(take, document(deck.name, question, transcript, duration_s, analysis))


def save_many(store: Store, deck: Deck, n: int, *, until: datetime, n_words: int = 120) -> None:
    """Save a history of takes, each question analysed only a few times, so that thousands take seconds."""
    made: dict[tuple[str, int], tuple[Take, dict[str, object]]] = {}
    for number in range(n):
        question = deck.questions[(number * 7) % max(len(deck.questions) - 3, 1)]
        level = min(int(4 * number / n + math.sin(number) + 1), 4)
        when = until - timedelta(hours=(n - number) * 9 + (number % 5) * 3)
        if (question.id, level) not in made:
            transcript, speech, duration_s = _spoken(question, n_words + level * 15, 0.15 + level * 0.2)
            analysis = analyse(question, transcript, speech, duration_s=duration_s)
            take = Take(
                store.recordings,
                deck.name,
                question,
                when,
                Recording(store.recordings / "answer.flac", 48_000, round(duration_s * 48_000)),
                transcript,
            )
            made[question.id, level] = (take, document(deck.name, question, transcript, duration_s, analysis))
        take, analysis_document = made[question.id, level]
        folder = store.recordings / folder_name(Beginning(deck.name, question, when))
        _write(replace(take, folder=folder, recorded_at=when), analysis_document)


def _write(take: Take, analysis_document: dict[str, object]) -> Take:
    """Write a take that has no sound."""
    take.folder.mkdir(parents=True)
    for name, made in ((TAKE_FILE, document_of(take)), (ANALYSIS_FILE, analysis_document)):
        # Laid out as the store does, without waiting for the disk thousands of times.
        (take.folder / name).write_text(json.dumps(made, indent=2, ensure_ascii=False) + "\n")
    return take


def _spoken(question: Question, n_words: int, skill: float) -> tuple[Transcript, tuple[Interval, ...], float]:
    points = question.key_points[: round(len(question.key_points) * skill)]
    said = " ".join(point.text + "." for point in points).split()
    said += ["and", "so", "this", "is", "how", "I", "would", "put", "it."] * (n_words // 9 + 1)
    words: list[Word] = []
    speech: list[Interval] = []
    start_s = begun_s = 0.4
    for number, text in enumerate(said[:n_words], start=1):
        words.append(Word(text, start_s, start_s + _WORD_S, 0.9))
        start_s += _WORD_S + _GAP_S
        if number % _UM_EVERY == 0:
            words.append(Word("um,", start_s, start_s + _WORD_S, 0.6, WordKind.FILLED_PAUSE))
            start_s += _WORD_S
        if number % _PAUSE_EVERY == 0:
            speech.append(Interval(begun_s, start_s))
            start_s += 0.6 + (number % 3) * 0.7
            begun_s = start_s
    speech.append(Interval(begun_s, start_s + 0.01))
    return Transcript(tuple(words), "made", ""), tuple(speech), start_s + 1.0
