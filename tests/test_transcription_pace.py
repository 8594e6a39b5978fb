"""The largest model that keeps up: timed where it is here, estimated where it is not."""

import numpy as np
import pytest

from rehearse.take import Transcript
from rehearse.transcription.models import MODELS
from rehearse.transcription.pace import KEEPS_UP_BELOW, largest_that_keeps_up, paces, time_model


def by_name(measured):
    return {pace.model.name: pace for pace in paces(measured)}


def test_a_model_that_was_timed_has_its_time_and_the_others_their_share_of_it():
    found = by_name({"base": 0.1})

    assert (found["base"].work_per_speech, found["base"].is_measured) == (0.1, True)
    assert (found["tiny"].work_per_speech, found["tiny"].is_measured) == (pytest.approx(0.05), False)
    assert found["small"].work_per_speech == pytest.approx(0.34)
    assert "large" not in found  # another name of large-v3


def test_an_estimate_comes_from_the_timed_model_nearest_in_cost():
    found = by_name({"tiny.en": 0.01, "medium": 10.5})

    assert found["large-v3"].work_per_speech == pytest.approx(21)
    assert found["tiny"].work_per_speech == pytest.approx(0.01)


@pytest.mark.parametrize(
    ("base", "largest"), [(0.4, "base"), (0.1, "small"), (0.02, "large-v3"), (0.03, "large-v3-turbo")]
)
def test_the_largest_that_keeps_up_is_named(base, largest):
    best = largest_that_keeps_up(paces({"base": base}))

    assert best is not None
    assert best.work_per_speech <= KEEPS_UP_BELOW
    assert MODELS[largest].parameters_millions == best.model.parameters_millions


def test_on_a_slow_machine_none_keeps_up():
    assert largest_that_keeps_up(paces({"base": 5.0})) is None


def test_a_model_is_timed_by_its_faster_run_and_without_its_loading():
    now_s = 0.0
    runs_s = [4.0, 2.0]

    class Made:
        engine = "made"
        model = "base"

        def load(self, on_progress=None):
            nonlocal now_s
            now_s += 100

        def transcribe(self, sound, *, vocabulary=(), on_words=None):
            nonlocal now_s
            now_s += runs_s.pop(0)
            return Transcript(())

    ten_seconds = np.zeros(160_000, np.float32)
    assert time_model(Made(), ten_seconds, lambda: now_s) == pytest.approx(0.2)
