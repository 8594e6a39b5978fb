from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehearse.desk.levels import Level, judge
from rehearse.ui.meter import Meter, meter_width


@pytest.mark.parametrize(
    ("loudest_dbfs", "level"),
    [
        (-inf, Level.SILENT),
        (-90.0, Level.TOO_QUIET),
        (-40.1, Level.TOO_QUIET),
        (-40.0, Level.GOOD),
        (-0.6, Level.GOOD),
        (-0.5, Level.CLIPPING),
        (0.0, Level.CLIPPING),
    ],
)
def test_a_level_is_silence_too_quiet_good_or_clipping(loudest_dbfs, level):
    assert judge(loudest_dbfs) is level


def test_the_word_is_about_the_loudest_of_the_last_moments_and_not_about_a_breath():
    meter = Meter(3)
    for level_dbfs in (-12.0, -70.0, -70.0):
        meter.read(level_dbfs)

    assert "good" in meter.drawn(30).plain
    meter.read(-70.0)
    assert "too quiet" in meter.drawn(30).plain


@given(st.floats(-100, 0), st.floats(-100, 0))
def test_the_bar_grows_with_the_level_and_keeps_its_width(one, other):
    bars = []
    for level_dbfs in sorted((one, other)):
        meter = Meter()
        meter.read(level_dbfs)
        bars.append(meter.drawn(40).plain)

    assert bars[0].count("█") <= bars[1].count("█")
    assert all(bar.index("┃", 1) == 41 for bar in bars)


@given(st.integers(20, 400))
def test_the_bar_leaves_room_for_its_word(columns):
    assert 10 <= meter_width(columns) <= 60
