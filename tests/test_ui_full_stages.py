"""Every key in every state of the full screen."""

import threading
from math import inf

import pytest
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

from rehearse.desk import AfterCheck, Begin, Choice, DeviceChoice, Left, Stop
from rehearse.errors import SpeechOutputError
from rehearse.ui.full.after import After, Row
from rehearse.ui.full.before import Asking, Thinking
from rehearse.ui.full.choices import AfterChecking, Checking, Choosing, Confirming
from rehearse.ui.full.listening import Listening
from tests.full_screen import ANALYSIS, COVERED, QUESTION, after_keys, at_stage, finished_take, live, shown
from tests.waits import until_shown

DEVICES = (DeviceChoice(0, "Headset"), DeviceChoice(3, "Built-in microphone", is_default=True))


class Speech:
    """A question that is read until it is stopped, and counts how often it began."""

    def __init__(self):
        self.n_begun = 0

    def __call__(self, stop: threading.Event) -> None:
        self.n_begun += 1
        stop.wait(10)


def asking():
    return Asking(Speech())


def thinking():
    return Thinking(30.0)


def listening(**options):
    return Listening(live(**options), 90.0, 180.0, lambda: "so the moon", None)


def finished(play=None):
    stage = After(QUESTION)

    async def show(app, pilot):
        stage.covered(*COVERED)
        await pilot.pause()
        stage.result(finished_take(), ANALYSIS, play or (lambda start_s, stop: None))
        await pilot.pause()

    return stage, show


def outcome(stage):
    """Return how a stage was settled: a value, the type of what it raised, or None while it goes on."""
    if not stage.outcome.done():
        return None
    error = stage.outcome.exception()
    return stage.outcome.result() if error is None else type(error)


@pytest.mark.parametrize(
    ("keys", "settled"),
    [
        (["q"], Left),
        (["ctrl+c"], KeyboardInterrupt),
        (["r"], None),
        (["t"], None),
        (["h"], None),
        (["x"], None),
        (["n"], None),
    ],
)
def test_keys_while_the_question_is_read(keys, settled):
    assert outcome(after_keys(asking, *keys)) is settled


@pytest.mark.parametrize("key", ["space", "enter"])
@pytest.mark.parametrize(("think", "settled"), [([], False), (["t"], True), (["t", "t"], False)])
def test_the_question_is_cut_short_and_time_to_think_asked_for(key, think, settled):
    async def look(app, pilot, stage):
        await pilot.press(*think, key)
        await until_shown(pilot.pause, stage.outcome.done, "the stage to be settled")

    assert at_stage(asking, look).outcome.result() is settled


def test_the_question_is_heard_again_from_its_beginning():
    speech = Speech()

    async def look(app, pilot, stage):
        await pilot.press("r")
        await until_shown(pilot.pause, lambda: speech.n_begun == 2, "the second reading")

    assert outcome(at_stage(lambda: Asking(speech), look)) is None


def test_a_voice_that_fails_is_told_to_whoever_asked():
    def fail(_stop):
        raise SpeechOutputError("No voice.")

    async def look(app, pilot, stage):
        await until_shown(pilot.pause, stage.outcome.done, "the stage to be settled")

    assert outcome(at_stage(lambda: Asking(fail), look)) is SpeechOutputError


@pytest.mark.parametrize(
    ("keys", "settled"),
    [
        (["space"], Begin.ANSWER),
        (["enter"], Begin.ANSWER),
        (["r"], Begin.REPEAT),
        (["q"], Left),
        (["ctrl+c"], KeyboardInterrupt),
        (["t"], None),
        (["h"], None),
        (["x"], None),
    ],
)
def test_keys_while_there_is_time_to_think(keys, settled):
    assert outcome(after_keys(thinking, *keys)) is settled


def test_time_to_think_runs_out():
    async def wait(app, pilot, stage):
        await until_shown(pilot.pause, stage.outcome.done, "the end of the time")

    assert at_stage(lambda: Thinking(0.1), wait).outcome.result() is Begin.ANSWER


def test_more_time_to_think_can_be_had():
    async def look(app, pilot, stage):
        await pilot.press("t")
        await until_shown(
            pilot.pause, lambda: "10:0" in shown(app) or "9:5" in shown(app), "ten minutes to be shown"
        )

    assert outcome(at_stage(lambda: Thinking(300.0), look)) is None


@pytest.mark.parametrize(
    ("keys", "settled"),
    [
        (["space"], Stop.FINISHED),
        (["enter"], Stop.FINISHED),
        (["x"], None),
        (["x", "x"], Stop.DISCARD),
        (["r"], None),
        (["r", "r"], Stop.REPEAT),
        (["t"], None),
        (["t", "t"], Stop.THINK),
        (["q"], None),
        (["q", "q"], Stop.LEAVE),
        (["x", "q"], None),
        (["x", "space"], None),
        (["x", "z", "x"], None),
        (["x", "space", "space"], Stop.FINISHED),
        (["q", "ctrl+c"], Stop.INTERRUPTED),
        (["ctrl+c"], Stop.INTERRUPTED),
        (["h"], None),
        (["n"], None),
        (["a"], None),
        (["p"], None),
        (["question_mark", "z", "space"], Stop.FINISHED),
        (["question_mark", "space"], None),
    ],
    ids=str,
)
def test_keys_while_recording(keys, settled):
    assert outcome(after_keys(listening, *keys)) is settled


def test_a_key_meant_for_the_question_does_not_end_the_answer():
    assert outcome(after_keys(lambda: listening(duration_s=0.1), "space")) is None


def test_an_answer_ends_by_itself_at_its_limit():
    assert outcome(after_keys(lambda: listening(duration_s=180.0))) is Stop.FINISHED


@pytest.mark.parametrize(
    ("left_s", "settled", "said"),
    [(None, None, "● Recording"), (1.2, None, "Ends in 1.2 s"), (0.0, Stop.FINISHED, "■ Recorded")],
)
def test_a_silence_counts_down_on_the_screen_and_ends_the_answer(left_s, settled, said):
    async def look(app, pilot, stage):
        assert said in shown(app)

    stage = at_stage(lambda: Listening(live(), 90.0, 180.0, str, lambda: left_s), look)

    assert outcome(stage) is settled


@pytest.mark.parametrize(
    ("level_dbfs", "word"),
    [(-inf, "silence"), (-55.0, "too quiet"), (-41.0, "too quiet"), (-39.0, "good"), (-0.1, "clipping")],
)
def test_the_meter_says_in_a_word_what_its_colour_means(level_dbfs, word):
    async def look(app, pilot, stage):
        assert f"┃ {word}" in shown(app)

    at_stage(lambda: listening(level_dbfs=level_dbfs), look)


def test_time_target_words_and_trouble_are_on_the_screen():
    async def look(app, pilot, stage):
        text = shown(app)
        assert "Why are there [tides]?" in text
        assert "1:40" in text
        assert "0:10 over the target of 1:30" in text
        assert "so the moon" in text
        assert "! It is muted. Unmute it." in text

    at_stage(lambda: listening(duration_s=100.0, trouble="It is muted. Unmute it."), look)


@pytest.mark.parametrize("stage", [asking, thinking, listening])
def test_the_hint_is_shown_and_hidden_and_nothing_else_happens(stage):
    async def look(app, pilot, made):
        await pilot.press("h")
        assert "Hint: Look up at night." in shown(app)
        await pilot.press("h")
        assert "Hint:" not in shown(app)
        assert outcome(made) is None

    at_stage(stage, look)


STAGES = [
    asking,
    thinking,
    listening,
    lambda: After(QUESTION),
    lambda: Confirming("Finish it now?"),
    lambda: Checking("Desk microphone", live(), 60.0),
    lambda: AfterChecking("It is muted.", "Unmute it.", True),
    lambda: AfterChecking("It is gone.", "Plug it in.", False),
    lambda: Choosing("microphone", DEVICES, 3),
]


@pytest.mark.parametrize("stage", STAGES)
def test_help_names_every_key_at_the_foot_and_any_key_closes_it(stage):
    async def look(app, pilot, made):
        keys = lambda: {key.key_display for key in app.screen.query(FooterKey)}  # noqa: E731
        foot = await until_shown(pilot.pause, keys, "the keys at the foot")
        await pilot.press("question_mark")
        text = shown(app)
        assert "Any key closes this" in text
        assert {key for key in foot if f"\n{key} " not in text} == set()
        assert "Ctrl-C  " in text
        await pilot.press("q")
        assert "Any key closes this" not in shown(app)
        assert outcome(made) is None

    at_stage(stage, look)


def test_help_tells_what_ends_an_answer_hands_free():
    async def look(app, pilot, made):
        await pilot.press("question_mark")
        assert "Hands-free: a silence after you have spoken ends your answer" in shown(app)
        assert "stops by itself at 3:00" in shown(app)

    at_stage(lambda: Listening(live(), 90.0, 180.0, str, lambda: None), look)


def test_help_tells_of_no_key_that_does_nothing():
    async def look(app, pilot, made):
        await pilot.press("question_mark")
        assert "Go on all the same" not in shown(app)

    at_stage(lambda: AfterChecking("It is gone.", "Plug it in.", False), look)


@pytest.mark.parametrize("keys", [["space"], ["q", "q"], ["ctrl+c"]])
def test_an_answer_that_has_ended_is_no_longer_being_recorded_while_its_last_words_come(keys):
    words = ["so the"]

    async def look(app, pilot, made):
        await pilot.press(*keys)
        words.append("moon")
        await pilot.pause(0.2)
        text = shown(app)
        assert "■ Recorded" in text
        assert "Recording" not in text
        assert "┃" not in text
        assert "aim for" not in text.partition("seas")[2].partition("\n")[2]
        assert "so the moon" in text
        await pilot.press("question_mark")
        assert "to be finished later" in shown(app)
        assert "False start" not in shown(app)

    at_stage(lambda: Listening(live(), 90.0, 180.0, lambda: " ".join(words), None), look)


@pytest.mark.parametrize(
    ("keys", "settled"),
    [
        (["n"], Choice.NEXT),
        (["a"], Choice.AGAIN),
        (["d"], Choice.DEVICES),
        (["q"], Choice.QUIT),
        (["ctrl+c"], KeyboardInterrupt),
        (["p"], None),
        (["p", "p"], None),
        (["up"], None),
        (["down"], None),
        (["pageup"], None),
        (["pagedown"], None),
        (["space"], None),
        (["enter"], None),
        (["m"], None),
        (["h"], None),
        (["x"], None),
        (["question_mark", "q"], None),
    ],
    ids=str,
)
def test_keys_after_an_answer(keys, settled):
    stage, show = finished()

    async def look(app, pilot, _stage):
        await show(app, pilot)
        await pilot.press(*keys)

    assert outcome(at_stage(lambda: stage, look)) is settled


def test_an_answer_is_shown_whole_with_what_to_work_on():
    stage, show = finished()

    async def look(app, pilot, _stage):
        await show(app, pilot)
        text = shown(app)
        for said in (
            "Worth working on",
            "✓ 0:01 The moon pulls the oceans",
            "the moon pulls the oceans",
            "✗      Spring tides come at full moon",
            "2.5 s",
            "Pauses   ",
            "“uh”",
        ):
            assert said in text

    at_stage(lambda: stage, look)


def test_words_and_points_are_there_before_the_sound_is_measured():
    stage = After(QUESTION)

    async def look(app, pilot, _stage):
        stage.covered(*COVERED)
        await pilot.pause()
        text = shown(app)
        assert "✓ 0:01 The moon pulls the oceans" in text
        assert "Measuring how you said it" in text
        await pilot.press("p")
        assert outcome(stage) is None

    at_stage(lambda: stage, look)


def test_an_answer_can_be_played_from_any_point_filler_and_pause():
    played = []
    stage, show = finished(lambda start_s, stop: played.append(start_s))

    async def look(app, pilot, _stage):
        await show(app, pilot)
        places = [row.start_s for row in app.screen.query(Row) if row.start_s is not None]
        for _ in places:
            await pilot.press("down", "enter")
        await until_shown(pilot.pause, lambda: len(played) >= len(places), "every place to be played")
        assert played == places
        await pilot.press("p")
        await until_shown(pilot.pause, lambda: len(played) > len(places), "the whole to be played")
        assert played[-1] == 0.0

    at_stage(lambda: stage, look)
    assert len(played) > 4


def test_a_click_plays_too():
    played = []
    stage, show = finished(lambda start_s, stop: played.append(start_s))

    async def look(app, pilot, _stage):
        await show(app, pilot)
        await pilot.click(Row)
        await until_shown(pilot.pause, lambda: played, "the row to be played")

    at_stage(lambda: stage, look, size=(100, 50))


def test_a_speaker_that_fails_is_told():
    def fail(start_s, stop):
        raise SpeechOutputError("No speaker.", "Plug one in.")

    stage, show = finished(fail)

    async def look(app, pilot, _stage):
        await show(app, pilot)
        await pilot.press("p")
        await until_shown(
            pilot.pause, lambda: "No speaker. Plug one in." in shown(app), "the failure to be told"
        )

    at_stage(lambda: stage, look)


def test_going_on_ends_what_is_played():
    ended = threading.Event()

    def play(start_s, stop):
        stop.wait(10)
        ended.set()

    stage, show = finished(play)

    async def look(app, pilot, _stage):
        await show(app, pilot)
        await pilot.press("p", "n")

    at_stage(lambda: stage, look)
    assert ended.wait(5)


def test_the_model_answer_is_shown_on_demand():
    stage, show = finished()

    async def look(app, pilot, _stage):
        await show(app, pilot)
        assert "at full moon the sun helps" not in shown(app)
        await pilot.press("m")
        assert "at full moon the sun helps" in shown(app)
        await pilot.press("m")
        assert "at full moon the sun helps" not in shown(app)

    at_stage(lambda: stage, look)


@pytest.mark.parametrize(
    ("keys", "settled"),
    [
        (["y"], True),
        (["enter"], True),
        (["n"], False),
        (["q"], Left),
        (["ctrl+c"], KeyboardInterrupt),
        (["z"], None),
    ],
)
def test_keys_at_a_question_of_yes_or_no(keys, settled):
    assert outcome(after_keys(lambda: Confirming("Finish it now?"), *keys)) is settled


@pytest.mark.parametrize(
    ("keys", "can_go_on", "settled"),
    [
        (["space"], True, AfterCheck.GO_ON),
        (["enter"], True, AfterCheck.GO_ON),
        (["space"], False, None),
        (["enter"], False, None),
        (["r"], True, AfterCheck.AGAIN),
        (["d"], True, AfterCheck.DEVICES),
        (["d"], False, AfterCheck.DEVICES),
        (["q"], True, Left),
        (["ctrl+c"], True, KeyboardInterrupt),
    ],
)
def test_keys_when_a_microphone_will_not_do(keys, can_go_on, settled):
    stage = after_keys(lambda: AfterChecking("It is muted.", "Unmute it.", can_go_on), *keys)

    assert outcome(stage) is settled


def test_a_microphone_check_returns_the_loudest():
    async def look(app, pilot, stage):
        assert "'Desk microphone' is new here." in shown(app)
        await until_shown(pilot.pause, stage.outcome.done, "the end of the check")

    stage = at_stage(lambda: Checking("Desk microphone", live(level_dbfs=-17.0), 0.3), look)

    assert stage.outcome.result() == -17.0


@pytest.mark.parametrize(
    ("keys", "settled"),
    [
        (["enter"], 3),  # the one in use
        (["up", "enter"], 0),
        (["q"], Left),
        (["ctrl+c"], KeyboardInterrupt),
    ],
)
def test_keys_while_a_device_is_chosen(keys, settled):
    stage = after_keys(lambda: Choosing("microphone", DEVICES, 3), *keys)

    result = outcome(stage)
    assert result == settled if isinstance(settled, int) else result is settled


def test_escape_leaves_the_device_as_it_is():
    stage = after_keys(lambda: Choosing("microphone", DEVICES, 3), "escape")

    assert stage.outcome.result() is None


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
@pytest.mark.parametrize("stage", [asking, thinking, listening])
def test_the_keys_fit_the_foot_of_the_screen(stage, size):
    async def look(app, pilot, made):
        footer = app.screen.query_one(Footer)
        assert footer.virtual_size.width <= size[0]

    at_stage(stage, look, size=size)
