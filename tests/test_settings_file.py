import tomllib

import pytest

from rehearse.cli import program
from rehearse.config import SETTINGS, read_configuration
from rehearse.errors import ConfigError
from rehearse.settings_file import as_toml, complete_settings_file, set_in_file, settings_in_force


def test_every_setting_is_a_flag():
    parameters = (each for command in program.commands.values() for each in command.params)
    flags = {flag for parameter in parameters for flag in parameter.opts}

    assert {setting.flag for setting in SETTINGS.values()} - flags == set()


def test_a_new_file_holds_every_setting_as_a_comment_and_sets_nothing(tmp_path):
    path = tmp_path / "deep" / "config.toml"

    assert complete_settings_file(path) == tuple(SETTINGS)

    assert read_configuration(path) == {}
    text = path.read_text(encoding="utf-8")
    for setting in SETTINGS.values():
        assert setting.help in text
        assert f"# {setting.name} = " in text


def test_every_line_of_a_new_file_is_valid_once_it_is_uncommented(tmp_path):
    path = tmp_path / "config.toml"
    complete_settings_file(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line.removeprefix("# ") for line in lines if " = " in line), encoding="utf-8")

    values = read_configuration(path)

    assert values == {
        name: "" if setting.default is None else setting.default for name, setting in SETTINGS.items()
    }


@pytest.mark.parametrize(
    "text", ["rate = 150", "# mine\n  rate=150\n# volume = 0.5\n", 'voice = "en-gb"\n\n\n', ""]
)
def test_what_is_in_a_file_is_never_changed(tmp_path, text):
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")

    added = complete_settings_file(path)

    assert path.read_text(encoding="utf-8").startswith(text)
    assert read_configuration(path) == tomllib.loads(text)
    assert not {name for name in added if f"{name}" in text}
    assert complete_settings_file(path) == ()


def test_a_file_that_cannot_be_written_is_named_with_a_remedy(tmp_path):
    path = tmp_path / "file" / "config.toml"
    path.parent.write_text("in the way")

    with pytest.raises(ConfigError, match=str(path)) as caught:
        complete_settings_file(path)

    assert "REHEARSE_CONFIG" in caught.value.hint


def test_each_value_is_told_with_where_it_is_from():
    found = settings_in_force({"rate": 150, "model": "tiny.en"}, {"REHEARSE_RATE": "180"})

    by_name = {each.setting.name: (each.value, each.source) for each in found}
    assert by_name["rate"] == ("180", "REHEARSE_RATE")
    assert by_name["model"] == ("tiny.en", "configuration file")
    assert by_name["volume"] == (1.0, "default")
    assert by_name.keys() == SETTINGS.keys()


@pytest.mark.parametrize(
    ("value", "written"),
    [(None, '""'), (True, "true"), (3, "3"), (0.5, "0.5"), ("a", '"a"'), ("\\é", r'"\\é"')],
)
def test_values_are_written_as_in_the_file(value, written):
    assert as_toml(value) == written


@pytest.mark.parametrize(
    "text",
    [
        "",
        "rate = 150",
        '# mine\n# microphone = "that one"\n  rate=150\n',
        '# the best\n"microphone" = "Old" # far away\nrate = 150\n',
        "# microphone = 3\nmicrophone = 'Old'\n",
    ],
)
@pytest.mark.parametrize("name", ["USB headset", 'The "big" one\\', ""])
def test_a_setting_made_in_the_program_is_found_the_next_time_and_all_else_stays(tmp_path, text, name):
    path = tmp_path / "deep" / "config.toml"
    if text:
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")
    before = read_configuration(path)

    set_in_file(path, "microphone", name)

    assert read_configuration(path) == before | {"microphone": name}
    lines = set(path.read_text(encoding="utf-8").splitlines())
    assert {line for line in text.splitlines() if "microphone" not in line} <= lines
    assert [line for line in lines if line.startswith("microphone = ")] == [f"microphone = {as_toml(name)}"]


def test_a_file_that_says_it_in_a_way_of_its_own_stays_as_it_is(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text('microphone = """\nOld"""\n', encoding="utf-8")
    complete_settings_file(path)
    before = path.read_bytes()

    with pytest.raises(ConfigError, match="no line of its own for microphone") as caught:
        set_in_file(path, "microphone", "New")

    assert "config --edit" in caught.value.hint
    assert path.read_bytes() == before
