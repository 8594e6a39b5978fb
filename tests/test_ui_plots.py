from rehearse.analysis import analyse
from rehearse.take import Interval
from rehearse.ui.moments import moments
from rehearse.ui.plots import plots
from tests.full_screen import ANALYSIS, QUESTION, TRANSCRIPT, words_of


def test_pauses_and_fillers_stand_where_they_are_on_one_axis():
    drawn = plots(10.0, ANALYSIS, width=20).plain.splitlines()

    assert drawn[0] == "Pauses   ━━━━━━      ━━━━━━━━"  # silence from 3.0 to 5.5 s
    assert drawn[1].startswith("Fillers  ")
    assert drawn[1][9] != "─"  # the um at 0 s
    assert drawn[2] == "         0:00            0:10"


def test_a_long_answer_has_its_pace_plotted_too():
    transcript = words_of("the moon pulls the oceans " * 24, word_s=0.4)
    analysis = analyse(QUESTION, transcript, (Interval(0.0, 48.0),), duration_s=48.0)

    rows = plots(48.0, analysis, width=40).plain.splitlines()

    assert rows[2].startswith("Pace     ")
    assert len(rows[2]) == 9 + 40


def test_nothing_is_plotted_of_no_sound():
    assert plots(0.0, ANALYSIS).plain == ""


def test_moments_come_in_order_of_time_with_their_words():
    found = moments(TRANSCRIPT, ANALYSIS)

    assert [moment.start_s for moment in found] == sorted(moment.start_s for moment in found)
    uh = next(moment for moment in found if moment.what == "“uh”")
    assert uh.words == "… the oceans and, ⟨uh,⟩ that is why …"
    assert "pause of 2.5 s" in [moment.what for moment in found]


def test_a_moment_is_played_from_a_little_before_it():
    first, *_, last = moments(TRANSCRIPT, ANALYSIS)

    assert first.play_from_s == 0.0
    assert last.play_from_s == last.start_s - 1.0
