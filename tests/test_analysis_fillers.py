"""Filled pauses, discourse markers and repetitions, and what only looks like them."""

from dataclasses import replace

import pytest

from rehearse.analysis.fillers import CLUSTER_S, clusters, find_fillers, is_filled_pause
from rehearse.analysis.spoken import form_of
from rehearse.take import Transcript, WordKind
from rehearse.word_lists import FillerRule, WordLists
from tests.filler_sentences import SENTENCES


def spoken(text):
    """Return `text` at a word a second, spellings of filled pauses being filled pauses."""
    words = Transcript.from_text(text).words
    return Transcript(
        tuple(
            replace(
                word,
                start_s=float(second),
                end_s=second + 1.0,
                kind=WordKind.FILLED_PAUSE if is_filled_pause(word.text) else WordKind.WORD,
            )
            for second, word in enumerate(words)
        )
    )


@pytest.mark.parametrize(
    "text", ["um", "Um,", "uh...", "Uhm", "er,", "ERM", "ah", "hmm", "Mm.", "eh", "“Uh”"]
)
def test_sounds_are_filled_pauses(text):
    assert is_filled_pause(text)


@pytest.mark.parametrize(
    "text", ["mm-hmm", "uh-huh", "Uh-uh", "umbrella", "her", "a", "oh", "error", "", "..."]
)
def test_answers_and_words_are_not_filled_pauses(text):
    assert not is_filled_pause(text)


def test_a_filled_pause_has_its_form_moment_and_certainty():
    transcript = spoken("So, um, well")
    unsure = replace(transcript.words[1], certain=False)

    (pause,) = find_fillers(
        replace(transcript, words=(transcript.words[0], unsure, *transcript.words[2:]))
    ).filled_pauses

    assert (pause.form, pause.start_s, pause.end_s) == ("um", 1.0, 2.0)
    assert (pause.first_word, pause.last_word, pause.certain) == (1, 1, False)


@pytest.mark.parametrize(
    ("text", "markers"),
    [
        ("It's, like, really slow.", ["like"]),
        ("so like we used trees", ["so", "like"]),
        ("and it was, you know, a decent model", ["you know"]),
        ("I mean, it works", ["i mean"]),
        ("it sort of works and it's kind of slow", ["sort of", "kind of"]),
        ("Basically, it memorizes.", ["basically"]),
        ("It overfits, right?", ["right"]),
        ("Well, actually, I used it.", ["well", "actually"]),
        ("it was um like ten percent", ["like"]),
    ],
)
def test_words_used_as_filler_are_discourse_markers(text, markers):
    assert [marker.form for marker in find_fillers(spoken(text)).discourse_markers] == markers


@pytest.mark.parametrize(
    "text",
    [
        "I like trees.",
        "It looks like a tree, and works like that.",
        "Algorithms like random forests work well.",
        "I split it so that nothing leaks.",
        "the right answer",
        "That's right.",
        "a kind of tree, this sort of model",
        "Do you know what it does?",
        "you know the answer",
        "What I mean is that it works.",
        "The model was well suited.",
        "It generalizes well.",
        "It is not actually wrong.",
    ],
)
def test_words_used_as_words_are_not(text):
    assert find_fillers(spoken(text)).discourse_markers == ()


@pytest.mark.parametrize(
    ("text", "repetitions"),
    [
        ("the the model", ["the the"]),
        ("we use, we use trees", ["we use we use"]),
        ("I I I think", ["i i i"]),
        ("a um a model", ["a a"]),
        ("very very slow", []),
        ("I like it. It works.", []),
        ("1 1 0 0", []),
    ],
)
def test_words_said_again_at_once_are_repetitions(text, repetitions):
    assert [repetition.form for repetition in find_fillers(spoken(text)).repetitions] == repetitions


def test_a_repetition_spans_all_of_its_words():
    (repetition,) = find_fillers(spoken("so we use um we use it")).repetitions

    assert (repetition.first_word, repetition.last_word) == (1, 5)
    assert (repetition.start_s, repetition.end_s) == (1.0, 6.0)


def test_an_empty_transcript_has_no_fillers():
    found = find_fillers(Transcript(()))

    assert (found.filled_pauses, found.discourse_markers, found.repetitions) == ((), (), ())
    assert found.n_disfluencies == 0


@pytest.mark.parametrize(
    ("text", "self_repairs"),
    [
        ("we use, we used trees", ["we use we used"]),
        ("the over- the overfitting", ["the over the overfitting"]),
        ("regu- regularization helps", ["regu regularization"]),
        ("the model is, um, the model was slow", ["the model is the model was"]),
        ("it can, I mean, it could fail", ["it can it could"]),
        ("the cat, the dog", []),
        ("I run it. I ran it.", []),
    ],
)
def test_words_said_again_otherwise_are_self_repairs(text, self_repairs):
    found = find_fillers(spoken(text))

    assert [repair.form for repair in found.self_repairs] == self_repairs
    assert found.repetitions == ()


@pytest.mark.parametrize(
    ("text", "false_starts"),
    [
        ("The model is— What we did was prune it.", ["the model is"]),
        ("It works. We tried... Pruning helps.", ["we tried"]),
        ("It works.", []),
        ("the the— the model", []),
    ],
)
def test_sentences_broken_off_are_false_starts(text, false_starts):
    assert [start.form for start in find_fillers(spoken(text)).false_starts] == false_starts


def agreement(find):
    """Return F1 over the sentences, of spans that `find` gives for a transcript."""
    n_right = n_found = n_true = 0
    for sentence in SENTENCES:
        words = sentence.split()
        opens = [at for at, word in enumerate(words) if "‹" in word]
        closes = [at for at, word in enumerate(words) if "›" in word]
        true = set(zip(opens, closes, strict=True))
        found = set(find(Transcript.from_text(sentence.replace("‹", "").replace("›", ""))))
        n_right, n_found, n_true = n_right + len(true & found), n_found + len(found), n_true + len(true)
    return 2 * n_right / (n_found + n_true)


def by_the_rules(transcript):
    return [(marker.first_word, marker.last_word) for marker in find_fillers(transcript).discourse_markers]


def by_the_list(transcript):
    """Count every occurrence, as word-list counters do."""
    forms = [form_of(word.text) for word in transcript.words]
    listed = ["like", "so", "right", "well", "actually", "basically"]
    listed += ["you know", "i mean", "kind of", "sort of"]
    for phrase in (phrase.split() for phrase in listed):
        for at in range(len(forms) - len(phrase) + 1):
            if forms[at : at + len(phrase)] == phrase:
                yield at, at + len(phrase) - 1


def test_fillers_are_told_from_words_in_eighty_sentences_where_a_word_list_fails():
    assert len(SENTENCES) == 80
    assert agreement(by_the_rules) >= 0.9
    assert agreement(by_the_list) < 0.7


def test_the_lists_are_the_users_to_change():
    lists = WordLists(fillers={"en": (FillerRule("frankly", anywhere=True),)})

    found = find_fillers(spoken("Basically, it is frankly slow."), lists)

    assert [marker.form for marker in found.discourse_markers] == ["frankly"]


def test_three_fillers_close_together_are_a_cluster_and_spread_out_they_are_not():
    (cluster,) = clusters(find_fillers(spoken("one two um three uh basically four" + " word" * 20 + " um")))

    assert [marker.form for marker in cluster.markers] == ["um", "uh", "basically"]
    assert (cluster.place.start_s, cluster.place.end_s) == (2.0, 6.0)
    assert clusters(find_fillers(spoken(f"um {'word ' * int(CLUSTER_S)}uh um"))) == ()
