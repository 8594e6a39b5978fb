"""An exported take in Chromium, from disk, with the network off: it plays, seeks, and asks for nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from rehearse.audio.files import import_recording
from rehearse.audio.take_hearing import TakeHearing
from rehearse.deck import KeyPoint, Question
from rehearse.interview.record import Asked, Interview
from rehearse.rescoring import Rescorer
from rehearse.review.session_file import session_file
from rehearse.review.take_file import take_file
from rehearse.store import Store
from rehearse.take import Beginning, Transcript, Word, WordKind
from tests.builders import make_take
from tests.contract.chromium import Chromium

SPEECH = Path(__file__).parent.parent / "data" / "jfk.flac"
NOW = datetime(2026, 11, 22, 12, 45, 3, tzinfo=UTC)
QUESTION = Question(
    "inaugural",
    "What did he ask </script><script>alert(1)</script> of his fellow citizens?",
    key_points=(KeyPoint("Ask what you can do for your country"), KeyPoint("Pay your <b>taxes</b>")),
    model_answer="Ask not what your country can do for you.",
)
SAID = (
    "And so my fellow Americans um ask not what your country can do for you "
    "ask what you can do for your country."
)


@pytest.fixture(scope="module")
def rescored(tmp_path_factory):
    store = Store(tmp_path_factory.mktemp("recordings"))
    folder = store.begin(Beginning("people", QUESTION, NOW))
    recording = import_recording(SPEECH, folder / "answer.flac")
    texts = SAID.split()
    step_s = recording.duration_s / len(texts)
    words = tuple(
        Word(
            text,
            at * step_s,
            (at + 1) * step_s,
            kind=WordKind.FILLED_PAUSE if text == "um" else WordKind.WORD,
        )
        for at, text in enumerate(texts)
    )
    take = make_take(folder, question=QUESTION, recording=recording, transcript=Transcript(words))
    return Rescorer(store, TakeHearing()).rescore(store.save(take, {}))


@pytest.fixture(scope="module")
def browser():
    with Chromium() as chromium:
        chromium.go_offline()
        yield chromium


def near(browser, time_s, tolerance_s):
    return browser.wait(lambda: abs(browser.sound("currentTime") - time_s) < tolerance_s)


def test_an_exported_take_plays_and_seeks_from_disk_without_a_network(rescored, browser, tmp_path):
    page = tmp_path / "take.html"
    page.write_text(take_file(rescored), encoding="utf-8")

    browser.driver.get(page.as_uri())

    browser.wait(lambda: browser.sound("readyState") >= 1)
    assert browser.sound("duration") == pytest.approx(11.0, abs=0.05)
    word = browser.all(".w")[12]
    start_s = float(word.get_attribute("data-s"))
    word.click()
    near(browser, start_s, 1.5)
    browser.run("const sound = document.getElementById('sound'); sound.pause(); sound.currentTime = 3")
    near(browser, 3.0, 0.1)
    browser.sound("play()")
    browser.wait(lambda: browser.sound("currentTime") > 3.3)
    browser.sound("pause()")
    assert browser.all("#wave *")
    assert "alert(1)" in browser.driver.title
    browser.wait(lambda: browser.overflows() == 0)
    assert browser.errors() == []
    assert browser.barriers() == []


def test_a_take_whose_sound_is_gone_is_still_a_page(rescored, browser, tmp_path):
    page = tmp_path / "take.html"
    sound = rescored.take.recording.path
    sound.rename(sound.with_suffix(".away"))
    try:
        page.write_text(take_file(rescored), encoding="utf-8")
    finally:
        sound.with_suffix(".away").rename(sound)

    browser.driver.get(page.as_uri())

    assert "The sound of this take is gone" in browser.driver.page_source
    assert browser.errors() == []


def test_a_session_is_one_page_whose_takes_each_play(rescored, browser, tmp_path):
    page = tmp_path / "session.html"
    page.write_text(session_file([rescored]), encoding="utf-8")

    browser.driver.get(page.as_uri())

    browser.driver.switch_to.frame(0)
    browser.wait(lambda: browser.sound("readyState") >= 1)
    browser.run("document.getElementById('sound').currentTime = 5")
    near(browser, 5.0, 0.1)
    browser.driver.switch_to.default_content()
    assert browser.errors() == []


def test_an_interview_is_its_report_and_every_answer(rescored, browser, tmp_path):
    page = tmp_path / "interview.html"
    asked = (
        Asked("inaugural", False, rescored.take.id, 20.0),
        Asked("inaugural", True, "2026-11-22T12-46-03_gone", 20.0),
    )
    interview = Interview("s", "people", NOW, ("inaugural",), asked=asked, ended=True)
    page.write_text(session_file([rescored], interview), encoding="utf-8")

    browser.driver.get(page.as_uri())

    assert browser.find("h1").text == "Interview"
    assert browser.driver.title == "Interview of 22 Nov 2026, 12:45 · Rehearse"
    rows = browser.texts(".takes tbody tr")
    assert [QUESTION.text in rows[0], "not scored" in rows[1]] == [True, True]
    (link,) = browser.all(".takes a")
    link.click()
    browser.wait(lambda: browser.find("details iframe").is_displayed())
    browser.driver.switch_to.frame(0)
    browser.wait(lambda: browser.sound("readyState") >= 1)
    browser.run("document.getElementById('sound').currentTime = 5")
    near(browser, 5.0, 0.1)
    browser.driver.switch_to.default_content()
    for width in (1280, 360):
        browser.show((width, 740))
        browser.wait(lambda: browser.overflows() == 0)
    assert browser.errors() == []
    assert browser.barriers() == []
