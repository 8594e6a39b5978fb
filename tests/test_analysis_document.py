"""The interface for programs: its fields are a promise."""

import json

from rehearse.analysis import analyse
from rehearse.analysis.document import document
from rehearse.deck import KeyPoint, Question
from rehearse.take import Interval, Transcript, Word, WordKind

QUESTION = Question(
    id="trees",
    text="What about trees?",
    key_points=(KeyPoint("Pruning reduces variance", weight=2), KeyPoint("Bagging averages many models")),
    misconceptions=("pruning speeds up recording",),
)
TRANSCRIPT = Transcript(
    (
        Word("The", 1.00049, 1.2, 0.98765),
        Word("the", 1.2, 1.4, 0.5),
        Word("um,", 1.4, 2.0, None, WordKind.FILLED_PAUSE, certain=False),
        Word("basically,", 2.0, 2.5, 0.5),
        Word("pruning", 3.0, 3.5, 0.5),
        Word("reduces", 3.5, 4.0, 0.5),
        Word("variance.", 4.0, 4.5, 0.5),
        Word("Pruning", 5.0, 5.5, 0.5),
        Word("speeds", 5.5, 6.0, 0.5),
        Word("up", 6.0, 6.2, 0.5),
        Word("recording.", 6.2, 7.0, 0.5),
    ),
    engine="openai-whisper",
    model="base",
)
SPEECH = (Interval(1.0, 2.5), Interval(3.0, 4.5), Interval(5.0, 7.0))


def made(question=QUESTION, transcript=TRANSCRIPT, speech=SPEECH, **settings):
    analysis = analyse(question, transcript, speech, duration_s=8.0, **settings)
    return document("woods", question, transcript, 8.0, analysis)


def test_the_document_has_exactly_its_fields():
    full = made(recording_delay_s=0.25)

    assert list(full) == [
        "schema",
        "question_id",
        "deck",
        "duration_s",
        "summary",
        "engine",
        "model",
        "text",
        "words",
        "filled_pauses",
        "discourse_markers",
        "repetitions",
        "self_repairs",
        "false_starts",
        "silent_pauses",
        "pacing",
        "coverage",
        "content",
        "delivery",
        "scorecard",
        "corrections",
        "text_as_written_down",
    ]
    assert set(full["summary"]) == {
        "coverage",
        "content",
        "delivery",
        "n_words",
        "speech_rate_wpm",
        "n_fillers",
        "fillers_per_min",
        "n_pauses",
        "pauses_per_min",
        "n_long_pauses",
        "n_corrections",
        "corrections_digest",
    }
    assert set(full["words"][0]) == {
        "text",
        "start_s",
        "end_s",
        "probability",
        "kind",
        "certain",
        "correction",
    }
    assert set(full["filled_pauses"][0]) == {"form", "start_s", "end_s", "certain"}
    assert set(full["discourse_markers"][0]) == {"form", "start_s", "end_s"}
    assert set(full["repetitions"][0]) == {"text", "start_s", "end_s"}
    assert set(full["silent_pauses"][0]) == {"start_s", "end_s"}
    assert set(full["pacing"]) == {
        "speech_rate_wpm",
        "articulation_rate_wpm",
        "phonation_time_ratio",
        "mean_length_of_run_words",
        "response_latency_s",
        "longest_run_s",
    }
    assert set(full["coverage"]) == {"coverage", "key_points", "misconceptions"}
    assert set(full["coverage"]["key_points"][0]) == {
        "text",
        "weight",
        "status",
        "score",
        "quote",
        "start_s",
        "end_s",
        "by",
        "wording",
        "swapped_with",
        "first_word",
        "last_word",
        "matched_words",
    }
    assert set(full["coverage"]["misconceptions"][0]) == {
        "text",
        "score",
        "quote",
        "start_s",
        "end_s",
        "first_word",
        "last_word",
        "matched_words",
    }
    assert set(full["content"]) == {"order", "story", "not_knowing"}
    assert set(full["content"]["order"]) == {
        "reached",
        "first_point_s",
        "in_deck_order",
        "after_time_limit",
    }
    assert set(full["delivery"]) == {
        "measures",
        "windows",
        "pace_stretches",
        "pace_change",
        "filler_clusters",
        "hedges",
        "favourite_words",
        "voice",
    }
    assert set(full["delivery"]["measures"][0]) == {
        "name",
        "title",
        "unit",
        "value",
        "band",
        "bands",
        "source",
        "advice",
        "withheld",
    }
    assert set(full["delivery"]["voice"]) == {"loudness", "n_sentences", "trailing_off"}
    assert set(full["scorecard"]) == {"content", "delivery", "advice"}
    assert set(full["scorecard"]["content"]) == set(full["scorecard"]["delivery"]) == {"value", "why"}


def test_the_document_says_what_was_found():
    full = made(recording_delay_s=0.25)

    assert (full["schema"], full["question_id"], full["deck"]) == (1, "trees", "woods")
    assert (full["engine"], full["model"], full["duration_s"]) == ("openai-whisper", "base", 8.0)
    assert full["text"].startswith("The the um, basically, pruning")
    assert full["words"][0] == {
        "text": "The",
        "start_s": 1.0,
        "end_s": 1.2,
        "probability": 0.988,
        "kind": "word",
        "certain": True,
        "correction": None,
    }
    assert full["filled_pauses"] == [{"form": "um", "start_s": 1.4, "end_s": 2.0, "certain": False}]
    assert full["discourse_markers"] == [{"form": "basically", "start_s": 2.0, "end_s": 2.5}]
    assert full["repetitions"] == [{"text": "the the", "start_s": 1.0, "end_s": 1.4}]
    assert full["silent_pauses"] == [{"start_s": 2.5, "end_s": 3.0}, {"start_s": 4.5, "end_s": 5.0}]
    assert full["pacing"]["speech_rate_wpm"] == 100.0
    assert full["pacing"]["response_latency_s"] == 1.25
    assert full["coverage"]["coverage"] == 0.667
    covered, missed = full["coverage"]["key_points"]
    assert (covered["status"], covered["quote"]) == (
        "covered",
        "The the um, basically, pruning reduces variance.",
    )
    assert (covered["start_s"], covered["end_s"]) == (1.0, 4.5)
    assert (covered["by"], covered["wording"]) == ("words", "Pruning reduces variance")
    assert (covered["first_word"], covered["last_word"], covered["matched_words"]) == (0, 6, [*range(7)])
    assert full["content"]["order"] == {
        "reached": [0],
        "first_point_s": 0.0,
        "in_deck_order": None,
        "after_time_limit": [],
    }
    assert full["content"]["story"] is None
    assert full["content"]["not_knowing"] is None
    assert (missed["status"], missed["quote"], missed["start_s"]) == ("missed", None, None)
    assert full["coverage"]["misconceptions"][0]["quote"] == "Pruning speeds up recording."


def test_what_cannot_be_known_is_null():
    nothing = made(Question(id="chat", text="How are you?"), Transcript(()), ())

    assert set(nothing["pacing"].values()) == {None}
    assert nothing["coverage"] == {"coverage": None, "key_points": [], "misconceptions": []}
    assert nothing["scorecard"]["delivery"]["value"] is None
    assert nothing["text"] == ""


def test_the_document_survives_json():
    full = made()

    assert json.loads(json.dumps(full, allow_nan=False)) == full
