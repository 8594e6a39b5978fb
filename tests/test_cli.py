"""Commands from the outside: what is printed where, and the exit status."""

import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rehearse.cli import run
from rehearse.store import Store
from tests.builders import make_beginning, make_take
from tests.desk_parts import write_tone
from tests.programs import at_terminal, end_of, run_program
from tests.waits import PATIENCE_S

TEN_MISTAKES = """\
---
titel: Mistakes
time_limit: soon
---

## What is first?
id: one two
need: 9
- A point (x0)
-

## What is second?
tmie_limit: 90 s
- not:
- A point
- A point
### Too deep

## What is third?

## What is third?
need: none
- A point
1. An ordered list
"""


@pytest.fixture
def recordings(tmp_path, monkeypatch):
    monkeypatch.setenv("REHEARSE_RECORDINGS", str(tmp_path / "recordings"))
    return tmp_path / "recordings"


def saved_take(recordings, second=3):
    store = Store(recordings)
    now = datetime(2026, 11, 22, 12, 45, second, tzinfo=UTC)
    folder = store.begin(make_beginning(recorded_at=now))
    recording = write_tone(folder / "answer.wav")
    return store.save(make_take(folder, recorded_at=now, recording=recording), {"schema": 1})


def test_help_names_every_command_with_an_example(capsys):
    assert run(["--help"]) == 0

    shown = capsys.readouterr().out
    for command in (
        "practice",
        "score",
        "finish",
        "decks",
        "takes",
        "show",
        "voices",
        "models",
        "doctor",
        "forget",
        "config",
        "where",
    ):
        assert f"\n  {command} " in shown
    assert "rehearse practice machine-learning --question bias-variance" in shown


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["score"], ["score", "a.wav"], ["practice", "--rate", "fast"]], ids=" ".join
)
def test_wrong_usage_ends_with_two(arguments, capsys):
    assert run(arguments) == 2
    assert "Error" in capsys.readouterr().err


def test_the_built_in_decks_are_listed_with_their_questions(capsys):
    assert run(["decks", "list"]) == 0
    assert "machine-learning" in capsys.readouterr().out

    assert run(["decks", "list", "machine-learning"]) == 0
    assert "bias-variance" in capsys.readouterr().out


def test_a_new_deck_is_well_and_never_overwrites(tmp_path, capsys):
    file = tmp_path / "mine.md"

    assert run(["decks", "new", str(file)]) == 0
    assert run(["decks", "check", str(file)]) == 0
    assert "is well" in capsys.readouterr().out

    file.write_text("my own words")
    assert run(["decks", "new", str(file)]) == 1
    assert file.read_text() == "my own words"


def test_a_deck_with_ten_mistakes_lists_all_ten_with_their_lines(tmp_path, capsys):
    file = tmp_path / "mistakes.md"
    file.write_text(TEN_MISTAKES)

    assert run(["decks", "check", str(file)]) == 1

    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith(f"{file}:")]
    found = {int(line.removeprefix(f"{file}:").split(":")[0]) for line in lines}
    assert {2, 3, 7, 8, 9, 10, 13, 14, 16, 17, 19, 21, 22, 24} <= found


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["practice", "--question", "bias-varience"], "Did you mean bias-variance"),
        (["practice", "machine-lerning"], "Did you mean machine-learning?"),
        (["practice", "no/such.md"], "no/such.md"),
        (["decks", "check", "."], "is a folder"),
        (["show", "2020"], "There is no take '2020'"),
        (["show"], "There are no takes"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_found_is_said_with_a_remedy(arguments, said, capsys, recordings):
    assert run(arguments) == 1

    captured = capsys.readouterr()
    assert said in captured.err
    assert captured.out == ""


def test_a_bad_configuration_file_is_named(tmp_path, monkeypatch, capsys):
    file = tmp_path / "config.toml"
    file.write_text('modle = "base"\n')
    monkeypatch.setenv("REHEARSE_CONFIG", str(file))

    assert run(["takes"]) == 1
    assert "did you mean model?" in capsys.readouterr().err


def test_a_flag_beats_the_environment_which_beats_the_file_which_beats_the_default(
    tmp_path, monkeypatch, capsys
):
    file = tmp_path / "config.toml"
    monkeypatch.setenv("REHEARSE_CONFIG", str(file))
    monkeypatch.delenv("REHEARSE_RECORDINGS")

    def recordings_named(*flags):
        run(["takes", *flags])
        return capsys.readouterr().err

    file.write_text(f'recordings = "{tmp_path / "from-file"}"\n')
    assert "from-file" in recordings_named()
    monkeypatch.setenv("REHEARSE_RECORDINGS", str(tmp_path / "from-environment"))
    assert "from-environment" in recordings_named()
    assert "from-flag" in recordings_named("--recordings", str(tmp_path / "from-flag"))


def test_a_tilde_in_the_configuration_file_is_the_home_folder(tmp_path, monkeypatch, capsys):
    file = tmp_path / "config.toml"
    file.write_text('recordings = "~/takes"\n')
    monkeypatch.setenv("REHEARSE_CONFIG", str(file))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.delenv("REHEARSE_RECORDINGS", raising=False)

    run(["takes"])

    assert f"in {tmp_path / 'takes'} yet" in capsys.readouterr().err


def test_takes_are_listed_and_a_damaged_one_is_named_without_stopping_them(recordings, capsys):
    good, damaged = saved_take(recordings, 3), saved_take(recordings, 4)
    (damaged.folder / "take.json").write_text("{")

    assert run(["takes"]) == 0

    captured = capsys.readouterr()
    assert good.id in captured.out
    assert damaged.id not in captured.out
    assert damaged.id in captured.err


def test_without_takes_the_list_says_how_to_get_one(recordings, capsys):
    assert run(["takes"]) == 0
    assert "`rehearse` records your first" in capsys.readouterr().err


def test_a_past_take_is_shown_again_as_summary_and_as_json(recordings, capsys):
    take = saved_take(recordings)

    assert run(["show", "last"]) == 0
    assert "What you said" in capsys.readouterr().out

    assert run(["show", take.id[:12], "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["question_id"] == take.question.id
    assert Store(recordings).load(take.folder) == take


def test_a_take_whose_sound_was_deleted_still_shows_its_words(recordings, capsys):
    take = saved_take(recordings)
    take.recording.path.unlink()

    assert run(["show"]) == 0

    captured = capsys.readouterr()
    assert "naïvely…" in captured.out
    assert "The sound of this take is gone" in captured.err


def test_an_error_is_a_sentence_unless_the_traceback_is_asked_for():
    command = [sys.executable, "-m", "rehearse"]

    plain = run_program(*command, "show", "none")
    debug = run_program(*command, "--debug", "show", "none")

    assert (plain.returncode, "Traceback" in plain.stderr) == (1, False)
    assert (debug.returncode, "Traceback" in debug.stderr) == (1, True)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_full_disk_behind_standard_output_is_a_sentence():
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "rehearse", "decks", "list"],
            check=False,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=PATIENCE_S,
        )

    assert done.returncode == 1
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_reader_that_has_had_enough_is_no_error():
    done = subprocess.run(
        f"{sys.executable} -m rehearse decks list machine-learning | head -1",
        shell=True,
        check=False,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
    )

    assert done.returncode == 0
    assert done.stderr == ""


def test_settings_are_shown_with_where_they_are_from_even_when_the_file_is_bad(capsys, monkeypatch):
    path = Path(os.environ["REHEARSE_CONFIG"])
    monkeypatch.setenv("REHEARSE_RATE", "150")
    assert run(["config"]) == 0
    shown = capsys.readouterr().out
    assert re.search(r"rate +150 +REHEARSE_RATE", shown)
    assert re.search(r"model +base +default", shown)
    assert str(path) in shown.replace("\n", "")

    assert run(["config", "--init"]) == 0
    assert "settings were added" in capsys.readouterr().out
    assert run(["config", "--init"]) == 0
    assert "all settings are in it" in capsys.readouterr().out

    path.write_text("rate = 9000")
    monkeypatch.setenv("EDITOR", "true")
    assert run(["where"]) == 0
    assert run(["config", "--edit"]) == 1
    assert "rate must lie between 60 and 400" in capsys.readouterr().err


def test_everything_that_is_kept_is_told_with_its_place(capsys, recordings):
    saved_take(recordings)

    assert run(["where"]) == 0

    shown = capsys.readouterr().out
    assert f"Your takes: {recordings}  (0.0 MB)\n" in shown
    for what in ("Settings", "Speech models", "Spoken questions", "decks"):
        assert what in shown


def test_forgetting_without_a_terminal_deletes_nothing_but_with_yes(capsys, recordings):
    take = saved_take(recordings)

    assert run(["forget"]) == 2
    capsys.readouterr()
    assert run(["forget", "--question", "bias-variance"]) == 0
    said = capsys.readouterr()
    assert take.id in said.out
    assert "1 answer (0.0 MB) would be deleted: say --yes to do it." in said.err
    assert take.folder.exists()

    assert run(["forget", "--question", "none"]) == 0
    assert "Nothing that is kept is meant" in capsys.readouterr().err
    assert run(["forget", take.id, "--yes"]) == 0
    assert "1 answer (0.0 MB) deleted." in capsys.readouterr().out
    assert not take.folder.exists()


@pytest.mark.parametrize(("key", "left"), [("y", 0), ("n", 1), ("", 1)])
def test_forgetting_asks_first(recordings, key, left):
    saved_take(recordings)
    child = at_terminal([sys.executable, "-m", "rehearse", "forget", "--question", "bias-variance"])
    child.expect_exact("Delete 1 answer (0.0 MB) for good? [y/N]")
    child.sendline(key)

    assert end_of(child) == 0
    assert len(Store(recordings).takes().good) == left


def test_finishing_where_nothing_is_unfinished_says_so(capsys, recordings):
    saved_take(recordings)

    assert run(["finish"]) == 0
    assert "waits to be finished" in " ".join(capsys.readouterr().err.split())
    assert run(["finish", "--question", "x"]) == 2


@pytest.mark.parametrize(
    ("argument", "status", "said"), [("--version", 0, "rehearse"), ("nosuch", 2, "nosuch")]
)
def test_the_program_leaves_at_once_when_all_is_said(argument, status, said):
    taking_apart = "import atexit, sys; atexit.register(print, 'taking apart')"
    script = f"{taking_apart}; sys.argv = ['rehearse', '{argument}']; from rehearse.cli import main; main()"

    ended = run_program(sys.executable, "-c", script)

    assert ended.returncode == status
    assert said in ended.stdout + ended.stderr
    assert "taking apart" not in ended.stdout
