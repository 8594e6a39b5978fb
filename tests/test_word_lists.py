"""The lists of fillers and hedges are the user's to change, and mistakes in them are named."""

import pytest

from rehearse.errors import ConfigError
from rehearse.word_lists import FillerRule, built_in_word_lists, read_word_lists


def test_without_a_file_the_built_in_lists_hold(tmp_path):
    lists = read_word_lists(tmp_path / "word-lists.toml")

    assert lists is built_in_word_lists()
    assert {"like", "so", "right", "well", "actually", "basically", "you know", "i mean"} <= {
        rule.form for rule in lists.fillers["en"]
    }


def test_a_file_takes_their_place(tmp_path):
    path = tmp_path / "word-lists.toml"
    path.write_text(
        """
        [de]
        hedges = ["ich  Glaube"]
        [[de.fillers]]
        form = "Sozusagen"
        anywhere = true
        not_after = "nicht so"
        """,
        encoding="utf-8",
    )

    lists = read_word_lists(path)

    assert lists.fillers == {
        "de": (FillerRule("sozusagen", anywhere=True, not_after=frozenset({"nicht", "so"})),)
    }
    assert lists.hedges == {"de": ("ich glaube",)}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[en", "mistake"),
        ("en = 3", "en should be a language"),
        ("[en]\nhedge = []", "en should be a language"),
        ("[en]\nhedges = 'maybe'", "hedges of en should be a list of texts"),
        ("[en]\nfillers = ['like']", "each filler should begin with"),
        ("[[en.fillers]]\nanywhere = true", "should have a form"),
        ("[[en.fillers]]\nform = 'like'\nanyhow = true", "anyhow is no setting of a filler"),
        ("[[en.fillers]]\nform = 'like'\nanywhere = 'yes'", "anywhere should be true or false"),
    ],
)
def test_a_mistake_is_named_with_its_file(tmp_path, text, problem):
    path = tmp_path / "word-lists.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ConfigError, match=problem) as raised:
        read_word_lists(path)
    assert str(path) in raised.value.message
