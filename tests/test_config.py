from pathlib import Path

import pytest

from rehearse import config
from rehearse.errors import ConfigError


def written(tmp_path, text):
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_missing_configuration_file_sets_nothing(tmp_path):
    assert config.read_configuration(tmp_path / "none.toml") == {}


def test_a_good_configuration_file_gives_its_settings(tmp_path):
    path = written(tmp_path, 'model = "tiny.en"\nrate = 150\nvolume = 1\nmicrophone = 3\nhands_free = true\n')

    assert config.read_configuration(path) == {
        "model": "tiny.en",
        "rate": 150,
        "volume": 1,
        "microphone": 3,
        "hands_free": True,
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param('modle = "base"', "modle is no setting; did you mean model?", id="misspelt"),
        pytest.param("colour = 1", "colour is no setting; the settings are recordings,", id="unknown"),
        pytest.param("model = true", 'model must be text in quotes, such as model = "…"', id="not text"),
        pytest.param("recordings = 5", "recordings must be text in quotes", id="a number for a folder"),
        pytest.param('rate = "fast"', "rate must be a number, such as rate = 165", id="not a number"),
        pytest.param("rate = 1.5", "rate must be a number", id="not a whole number"),
        pytest.param(
            "hands_free = 1",
            "hands_free must be true or false, such as hands_free = true",
            id="not yes or no",
        ),
        pytest.param(
            "silence = true", "silence must be a number, such as silence = 2.5", id="yes for a number"
        ),
        pytest.param("rate = 9000", "rate must lie between 60 and 400", id="out of range"),
        pytest.param("model = ", "is not valid TOML", id="not TOML"),
    ],
)
def test_a_mistake_in_the_configuration_file_is_named_with_its_remedy(tmp_path, text, said):
    path = written(tmp_path, text)

    with pytest.raises(ConfigError) as caught:
        config.read_configuration(path)

    assert str(path) in caught.value.message
    assert said in caught.value.message


def test_all_mistakes_in_the_configuration_file_are_named_at_once(tmp_path):
    path = written(tmp_path, 'modle = "base"\nrate = "fast"\nvolume = 7\n')

    with pytest.raises(ConfigError) as caught:
        config.read_configuration(path)

    assert all(name in caught.value.message for name in ("modle", "rate", "volume"))


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"\x80"])
def test_a_configuration_file_that_is_not_text_is_a_sentence(tmp_path, content):
    path = tmp_path / "config.toml"
    path.write_bytes(content)

    with pytest.raises(ConfigError, match="is not UTF-8 text"):
        config.read_configuration(path)


def test_a_clone_is_found_from_any_folder_inside_it(tmp_path):
    (tmp_path / "rehearse").mkdir()
    (tmp_path / "rehearse" / "deck.py").touch()
    (tmp_path / "pyproject.toml").touch()
    inner = tmp_path / "docs" / "deep"
    inner.mkdir(parents=True)

    assert config.find_clone(inner) == tmp_path


def test_another_project_is_not_a_clone(tmp_path):
    (tmp_path / "pyproject.toml").touch()

    assert config.find_clone(tmp_path) is None


def test_a_deck_is_found_by_name_or_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    own = tmp_path / "mine.md"
    own.touch()

    assert config.find_deck("machine-learning").name == "machine-learning.md"
    assert config.find_deck(str(own)) == own


def test_a_folder_of_a_decks_name_does_not_hide_the_deck(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "machine-learning").mkdir()
    (tmp_path / "questions").touch()

    assert config.find_deck("machine-learning").is_file()
    assert config.find_deck("questions") == Path("questions")


def test_a_tilde_is_the_home_folder_and_that_of_nobody_stays_as_it_is(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))

    assert config.expand_home(Path("~/takes")) == tmp_path / "takes"
    assert config.expand_home(Path("~no such user/takes")) == Path("~no such user/takes")
    assert config.find_deck("~/mine.md") == tmp_path / "mine.md"


def test_the_built_in_decks_are_there_from_any_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert "machine-learning" in [path.stem for path in config.deck_files()]


def test_an_unknown_deck_suggests_the_nearest(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    with pytest.raises(ConfigError) as caught:
        config.find_deck("machine-lerning")

    assert caught.value.hint.startswith("Did you mean machine-learning?")


def test_recordings_are_kept_in_the_clone_one_works_in():
    clone = config.find_clone(Path.cwd())

    assert clone is not None
    assert config.recordings_folder() == clone / "recordings"


def test_a_text_that_is_none_of_the_choices_is_named_with_them(tmp_path):
    (tmp_path / "config.toml").write_text('engine = "faster"')

    with pytest.raises(ConfigError, match="engine must be one of auto, whisper, fast"):
        config.read_configuration(tmp_path / "config.toml")
