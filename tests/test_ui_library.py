"""Tables, in terminals wide and narrow."""

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from rehearse.audio import devices
from rehearse.audio.devices import Device
from rehearse.deck import Deck, Question
from rehearse.doctor import Examination, examinations
from rehearse.errors import RehearseError
from rehearse.ui.library import decks_table, finding_line, questions_table, takes_table
from tests.builders import make_row

QUESTION = Question("name-five-planets", "Name five planets of our solar system", group="Earth, Sun and Moon")


def lines(table, width):
    out = StringIO()
    Console(file=out, width=width).print(table)
    return out.getvalue().splitlines()


def letters(text):
    return sorted("".join(text.split()))


@pytest.mark.parametrize("width", [50, 60, 80, 200])
def test_no_letter_of_a_question_is_left_out_however_narrow_the_terminal(width):
    shown = lines(questions_table([QUESTION]), width)[1:]

    assert letters("".join(shown)) == letters(f"{QUESTION.id}{QUESTION.group}{QUESTION.text}")
    assert shown[0].startswith(QUESTION.id)


def test_the_name_of_a_take_stays_in_one_piece_and_so_do_its_figures():
    name = "2026-11-22T16-21-22_hash-table"

    shown = lines(takes_table([make_row(name, coverage=0.5, pace_wpm=154.0)]), 80)

    assert shown[1].startswith(name)
    assert "50%" in shown[1]
    assert "154 wpm" in shown[1]


def test_a_take_has_one_line_however_long_its_question():
    row = make_row(
        "2026-11-22T16-21-22_hash-table", question="What is a hash table, and why " * 5, coverage=0.5
    )

    shown = lines(takes_table([row]), 80)

    assert len(shown) == 2
    assert "Coverage" in shown[0]
    assert "What is" in shown[1]


def test_a_take_that_was_corrected_says_so():
    assert "(corrected)" in " ".join(lines(takes_table([make_row("one", n_corrections=2)]), 200))
    assert "(corrected)" not in " ".join(lines(takes_table([make_row("one")]), 200))


def test_a_deck_of_the_current_folder_is_named_from_there(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    near = Deck("near", "Near", tmp_path / "prompts" / "near.md", (QUESTION,))
    far = Deck("far", "Far", Path(tmp_path.anchor) / "far.md", (QUESTION,))

    shown = lines(decks_table([near, far]), 200)

    assert shown[1].split()[-1] == str(Path("prompts") / "near.md")
    assert shown[2].split()[-1] == str(far.path)


def test_the_doctor_lists_the_devices_that_remedies_send_one_to_it_for(monkeypatch):
    found = (Device(0, "Line in", 2, 0, 48_000), Device(4, "Headset", 1, 2, 16_000))
    monkeypatch.setattr(devices, "list_devices", lambda: found)

    examined = examinations(
        model="base",
        engine="auto",
        language="en",
        microphone=None,
        speaker=None,
        voice=None,
        rate=165,
        volume=1.0,
        recordings=None,
    )
    first = examined[0].run()

    assert first.said == "--microphone may be 0 Line in, 4 Headset; --speaker may be 4 Headset."


def test_the_doctor_says_how_a_part_is_or_what_would_mend_it():
    def fail():
        raise RehearseError("No microphone was found.", "Plug one in.")

    well, ill = Examination("Disk", lambda: "9 GB free.").run(), Examination("Microphone", fail).run()

    assert lines(finding_line(well), 80) == ["✓ Disk: 9 GB free."]
    assert lines(finding_line(ill), 80) == ["✗ Microphone: No microphone was found.", "  Plug one in."]
    assert (well.well, ill.well) == (True, False)
