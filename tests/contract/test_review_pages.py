"""The review as a person uses it, in a real browser."""

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from rehearse.deck import Deck, KeyPoint, Question, find_question, read_deck
from rehearse.interview.record import Asked, Interview, Interviews
from rehearse.store import Store
from tests.contract.chromium import NARROW, WIDE, Chromium
from tests.made_takes import PEOPLE, save_fire_walker, save_made
from tests.review_server import ReviewServer

NOW = datetime(2026, 11, 22, 12, 45, 3, tzinfo=UTC)


@pytest.fixture(scope="module")
def chromium():
    with Chromium() as chromium:
        yield chromium


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = tmp_path_factory.mktemp("reviewed")
    store = Store(home / "recordings")
    deck = read_deck(PEOPLE)
    for days in (3, 2, 1):
        asked = find_question(deck, "inaugural")
        save_made(store, deck, asked, NOW - timedelta(days=days), n_words=60, skill=1 - days * 0.3)
    save_fire_walker(store, NOW - timedelta(days=1), n_words=40)
    take = save_fire_walker(store, NOW)
    answers = tuple(Asked("fire-walker", follow_up, take.id, 38.0) for follow_up in (False, True))
    Interviews(store.recordings).save(
        Interview("2026-11-22T12-40-00", "people", NOW, ("fire-walker",), asked=answers, ended=True)
    )
    return home


@pytest.fixture(scope="module")
def review(home):
    with ReviewServer(home) as review:
        yield review


@pytest.fixture
def as_it_was(home, review):
    """What a test does to the takes, their notes and the deck is undone after it, however it ended."""

    def files():
        return {path for path in (*home.rglob("*.*"), review.deck) if path.is_file()}

    before = {path: path.read_bytes() for path in files()}
    yield
    for path in files() - before.keys():
        path.unlink()
    for path, content in before.items():
        if not path.exists() or path.read_bytes() != content:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)


@pytest.fixture
def browser(chromium, review, as_it_was):
    """The browser, let into the review; whatever a test does, no error and no stranger may come of it."""
    chromium.show(WIDE)
    chromium.enter(review.address)
    chromium.run("localStorage.clear(); sessionStorage.clear()")
    chromium.errors()
    yield chromium
    # The one page that is asked for on purpose and is not there.
    assert [each for each in chromium.errors() if "/takes/none" not in each] == []


@pytest.fixture
def take(browser):
    """The page of the take of a person, whole."""
    browser.open("/takes/2026-11-22T12-45-03_fire-walker")
    browser.wait(lambda: browser.sound("readyState") >= 1)
    return browser


def word(browser, text):
    """Return a word of the transcript by what it says."""
    said = (
        "return [...document.querySelectorAll('.w')].find((word) => word.textContent.trim() === arguments[0])"
    )
    return browser.run(said, text)


def figure(browser, name):
    for row in browser.all(".figures div"):
        if row.find_element("tag name", "dt").text == name:
            return row.find_element("tag name", "dd").text
    raise AssertionError(name)


def scores(browser):
    return browser.texts(".score .big")


def test_the_list_shows_every_take_with_its_figures_at_a_glance(browser):
    browser.open("/")
    assert browser.texts(".takes .day th") == [
        "Sunday 22 November 2026",
        "Saturday 21 November 2026",
        "Friday 20 November 2026",
        "Thursday 19 November 2026",
    ]
    first = browser.find(".takes tbody tr:not(.day)")
    assert "How is Fire Walker placed for the next race?" in first.text
    assert "60%" in first.text
    assert "100 wpm" in first.text
    assert "11.0/min" in first.text


def test_searching_finds_takes_by_what_was_said_in_them(browser):
    browser.open("/")
    with browser.new_page():
        browser.find("input[name=q]").send_keys("charlie forward", Keys.ENTER)
    assert browser.find("[role=status]").text == "1 of 5 takes."
    assert len(browser.all(".takes tbody tr:not(.day)")) == 1
    with browser.new_page():
        browser.find(".takes tbody th a").click()
    assert browser.find("h1").text == "How is Fire Walker placed for the next race?"


def test_what_is_first_on_a_take_is_what_to_work_on(take):
    assert take.find("article h2").text == "Work on this"
    assert "He comes from behind to win the Acomb Stakes" in take.find(".work-on li").text


def test_a_word_seeks_to_it(take):
    chosen = word(take, "trainer")
    chosen.click()
    begins_s = float(chosen.get_attribute("data-s"))
    assert take.sound("currentTime") == pytest.approx(begins_s, abs=0.05)
    assert "now" in chosen.get_attribute("class")
    assert take.texts("[data-shows=time]")[0] == "0:27"


def test_the_transcript_moves_with_the_sound(take):
    trainer = word(take, "trainer")
    trainer.click()
    take.find(".play").click()
    later = "return Number(document.querySelector('.w.now').dataset.i) > Number(arguments[0].dataset.i)"
    take.wait(lambda: take.run(later, trainer))
    take.find(".play").click()
    take.wait(lambda: take.sound("paused"))


def test_a_key_point_lights_its_quote_and_plays_it_to_its_end(take):
    take.click("#point-2 .quote")
    lit = [each.text for each in take.all(".w.lit")]
    assert {"handle", "demands", "extra"} <= set(" ".join(lit).split())
    take.wait(lambda: take.sound("currentTime") > 18.3)
    take.wait(lambda: take.sound("paused"))
    assert take.sound("currentTime") == pytest.approx(22.0, abs=2)


def test_j_and_k_step_through_the_marks_and_let_them_be_heard(take):
    take.press("j")
    assert take.find("#said").get_attribute("textContent").startswith("filled pause: um, at 0:00, 1 of 15")
    take.press("j")
    take.press("j")
    assert take.find("[data-shows=mark]").text == "3 of 15"
    take.press("k")
    assert take.find("[data-shows=mark]").text == "2 of 15"
    assert len(take.all(".words .chosen")) == 1
    take.wait(lambda: take.sound("paused"))
    assert take.sound("currentTime") > 0


def test_the_keyboard_plays_seeks_and_shows_its_keys(take):
    take.press(Keys.ARROW_RIGHT)
    take.press(Keys.ARROW_RIGHT)
    assert take.sound("currentTime") == pytest.approx(10.0, abs=0.05)
    take.press(Keys.ARROW_LEFT)
    assert take.sound("currentTime") == pytest.approx(5.0, abs=0.05)
    take.press(" ")
    take.wait(lambda: not take.sound("paused"))
    take.press(" ")
    take.wait(lambda: take.sound("paused"))
    take.press("3")
    take.wait(lambda: take.sound("currentTime") > 24)
    take.press("?")
    assert take.find("#help").is_displayed()


def test_single_letters_can_be_given_up_as_keys(take):
    take.press("?")
    take.find("#letters").click()
    take.press(Keys.ESCAPE)
    take.wait(lambda: take.run("return document.activeElement === document.body"))
    take.press("j")
    assert take.find("[data-shows=mark]").text == "15 marks"


def test_waveform_pitch_and_loudness_lie_along_one_axis(take):
    take.wait(lambda: len(take.all("#lanes .lane")) == 3)
    widths = {round(each.rect["width"]) for each in take.all("#wave svg, .lane svg")}
    assert len(widths) == 1
    assert take.run("return document.querySelectorAll('#over-time-rows tr').length") == 8
    take.find("[data-act=zoomIn]").click()
    assert take.find("#timeline").rect["width"] == pytest.approx(2 * widths.pop(), abs=4)


def test_a_corrected_word_changes_the_score_and_survives_a_restart(take, home):
    before = scores(take)
    ActionChains(take.driver).double_click(word(take, "Acomsteaks.")).perform()
    field = take.find("#respell input[name=text]")
    field.clear()
    with take.new_page():
        field.send_keys("Acomb Stakes.", Keys.ENTER)
    assert take.find("#was").text == "Coverage was 60%, and is 80% now."
    assert scores(take) != before
    assert "“Acomsteaks.” is “Acomb Stakes.”." in take.find("#changes").text
    shown = scores(take)
    with ReviewServer(home) as again:
        take.enter(again.address)
        take.open("/takes/2026-11-22T12-45-03_fire-walker")
        assert scores(take) == shown
        assert word(take, "Acomb").get_attribute("title") == "Written down as: Acomsteaks."
        with take.new_page():
            take.click("#changes li button")
        assert take.all("#changes li") == []
        assert scores(take) != shown
        take.driver.get("about:blank")  # its page would miss the server that ends here


def test_a_take_is_found_heard_and_corrected_by_keys_alone(browser):
    browser.open("/?q=charlie+forward")
    while browser.driver.switch_to.active_element.get_attribute("href") is None or (
        "/takes/" not in browser.driver.switch_to.active_element.get_attribute("href")
    ):
        browser.press(Keys.TAB)
    with browser.new_page():
        browser.press(Keys.ENTER)
    browser.wait(lambda: browser.sound("readyState") >= 1)
    before = scores(browser)
    browser.press("e")
    assert browser.find("#word-now").text == "Um,"
    browser.press(Keys.ESCAPE)
    for _ in range(20):
        if browser.find("#said").get_attribute("textContent") != "Acomsteaks.":
            browser.press(Keys.SHIFT, Keys.ARROW_RIGHT)
    assert browser.find(".w.now").text.strip() == "Acomsteaks."
    browser.press("e")
    assert browser.driver.switch_to.active_element.get_attribute("name") == "text"
    browser.press(Keys.CONTROL, "a")
    with browser.new_page():
        browser.press("Acomb Stakes." + Keys.ENTER)
    assert scores(browser) != before
    browser.press("n")
    browser.press("Good." + Keys.ESCAPE)
    browser.press("j")
    browser.wait(lambda: browser.find("[data-shows=mark]").text.endswith(" of 15"))
    assert browser.find("#note").get_attribute("value") == "Good."


def test_a_key_point_can_be_marked_as_said_by_words_and_taken_back(take):
    assert "not heard" in take.find("#point-5").text
    take.click("#point-5 .fix summary")
    take.run(
        "getSelection().setBaseAndExtent(arguments[0], 0, arguments[0].nextElementSibling, 1)",
        word(take, "little"),
    )
    take.wait(lambda: "By “little break.”" in take.find("#point-5").text)
    with take.new_page():
        take.click("#point-5 .fix form button")
    assert "is 90% now" in take.find("#was").text
    assert "covered" in take.find("#point-5 .status").text
    assert "little break." in take.find("#point-5 .quote").text
    with take.new_page():
        take.click("#changes li button")
    assert "not heard" in take.find("#point-5 .status").text


def test_words_that_say_a_key_point_can_be_taught_to_the_deck_once_the_change_was_seen(take, review):
    before = review.deck.read_text()
    take.click("#point-5 .fix summary")
    take.run("getSelection().selectAllChildren(arguments[0])", word(take, "strong"))
    take.wait(lambda: "By “strong”" in take.find("#point-5").text)
    with take.new_page():
        take.click("#point-5 .fix form button")
    with take.new_page():
        take.click("#changes li a")
    with take.new_page():
        take.find("input[name=wording]").send_keys(" ground is not for him", Keys.ENTER)
    assert take.texts(".diff .added")[-1].strip("+ ") == "- strong ground is not for him"
    assert review.deck.read_text() == before
    with take.new_page():
        take.click("form[method=post] button.primary")
    assert "The deck has changed" in take.find(".take-head").text
    assert "\n  - strong ground is not for him\n" in review.deck.read_text()
    with take.new_page():
        take.click(".take-head form button")
    assert "The deck has changed" not in take.find(".take-head").text
    assert "against the deck as it was then: coverage" in take.find("#changes").text


def test_a_wrong_filler_can_be_struck(take):
    assert figure(take, "Fillers").startswith("7 ")
    ActionChains(take.driver).double_click(take.find(".w.filled_pause")).perform()
    assert take.find("#filler button").text == "It is no filler"
    with take.new_page():
        take.click("#filler button")
    assert figure(take, "Fillers").startswith("6 ")
    assert "“Um,” is no filler." in take.find("#changes").text
    with take.new_page():
        take.click("#changes li button")
    assert figure(take, "Fillers").startswith("7 ")


def test_notes_are_kept_in_the_folder_of_the_take(take, home):
    take.press("n")
    take.press("Say the <b>furlong</b> first.")
    with take.new_page():
        take.click("#notes button")
    notes = home / "recordings" / "2026-11-22T12-45-03_fire-walker" / "notes.md"
    assert notes.read_text() == "Say the <b>furlong</b> first.\n"
    assert take.find("#note").get_attribute("value") == "Say the <b>furlong</b> first.\n"


def test_two_takes_are_compared_side_by_side(take):
    with take.new_page():
        take.find(".siblings a[href^='/compare']").click()
    assert take.find("h1").text == "How is Fire Walker placed for the next race?"
    assert "2 key points gained, 0 lost" in take.find(".take-head").text
    rows = take.texts(".compared tbody tr")
    assert "gained" in next(row for row in rows if row.startswith("Charlie Hills looks forward"))
    assert "still open" in next(row for row in rows if row.startswith("The heavy ground"))
    take.wait(lambda: take.run("return document.getElementById('sound-1').readyState") >= 1)
    take.click(".gained button[data-sound='sound-1'][data-play^='24']")
    take.wait(lambda: take.run("return document.getElementById('sound-1').currentTime") > 24)
    assert take.run("return document.getElementById('sound-0').paused")


def test_a_take_is_taken_away_in_every_form(take, review):
    links = [link.get_attribute("href") for link in take.all(".take-away a")]
    files = [review.get(link.removeprefix(review.origin)) for link in links]
    assert [link.rpartition(".")[2] for link in links] == ["html", "md", "json", "srt", "vtt"]
    for file in files:
        assert file.status == 200
        assert file.headers["content-disposition"].startswith("attachment;")
        assert "Charlie" in file.text
    assert "fire-walker" in review.get("/takes.csv").text


def test_the_questions_tell_the_weakest_first_and_those_never_tried(browser):
    browser.open("/questions")
    assert "What kind of times were they?" in browser.find(".untried").text
    asked = browser.texts(".takes tbody th a")
    assert set(asked) == {
        "How is Fire Walker placed for the next race?",
        "What did the president ask of his fellow citizens?",
    }
    with browser.new_page():
        browser.all(".takes tbody th a")[asked.index("How is Fire Walker placed for the next race?")].click()
    assert browser.find("h1").text == "How is Fire Walker placed for the next race?"
    assert len(browser.all(".matrix tbody tr")) == 5
    assert len(browser.all(".chart")) == 4


def test_an_interview_is_shown_as_a_whole_and_taken_away(browser, review):
    browser.open("/interviews")
    with browser.new_page():
        browser.find(".takes tbody th a").click()
    assert browser.find("h1").text == "Interview"
    assert len(browser.all(".takes tbody tr")) == 2
    assert len(browser.all(".chart")) == 3
    file = review.get(browser.find(".take-away a").get_attribute("href").removeprefix(review.origin))
    assert file.headers["content-disposition"].startswith("attachment;")
    assert file.text.count("<iframe ") == 1
    assert "Work on this first" in file.text


MARKUP = "<script>document.title='taken over'</script><img src=x onerror=\"document.title='taken over'\">"


def test_markup_in_a_deck_a_transcript_and_a_note_is_text(browser, home):
    store = Store(home / "recordings")
    question = Question(
        "markup", f"What {MARKUP}?", MARKUP, MARKUP, (KeyPoint(MARKUP, (MARKUP,)),), (MARKUP,), MARKUP
    )
    deck = Deck("people", MARKUP, PEOPLE, (question,))
    hostile = save_made(store, deck, question, NOW - timedelta(days=9), n_words=40, skill=1)
    (hostile.folder / "notes.md").write_text(f"</textarea>{MARKUP}")
    for path in (
        "/",
        f"/takes/{hostile.id}",
        "/questions",
        "/questions/people/markup",
        f"/?q={quote(MARKUP)}",
    ):
        browser.open(path)
        assert "taken over" not in browser.driver.title or MARKUP in browser.driver.title
        assert browser.all("script:not([src]):not([type='application/json'])") == []
        assert browser.all("img") == []
        assert MARKUP[:20] in browser.find("main").get_attribute("textContent") or path.startswith("/?q")


def test_the_progress_is_drawn_and_stands_in_a_table_too(browser):
    browser.open("/progress")
    assert len(browser.all(".chart")) == 4
    browser.find("summary").click()
    rows = browser.texts("details table tbody tr")
    assert len(rows) == 5
    assert rows[0].startswith("22 Nov 2026")
    assert "60%" in rows[0]


PAGES = {
    "list": "/",
    "search": "/?q=nothing+like+it",
    "questions": "/questions",
    "question": "/questions/people/fire-walker",
    "progress": "/progress",
    "take": "/takes/2026-11-22T12-45-03_fire-walker",
    "compare": "/compare?one=2026-11-21T12-45-03_fire-walker&other=2026-11-22T12-45-03_fire-walker",
    "wording": "/takes/2026-11-22T12-45-03_fire-walker/wording?wording=so&point="
    + quote("The heavy ground will not suit him"),
    "interviews": "/interviews",
    "interview": "/interviews/2026-11-22T12-40-00",
    "problem": "/takes/none",
    "take without sound": "/takes/2026-11-21T12-45-03_inaugural",
}


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_nothing_stands_in_the_way_of_anybody(browser, path, dark):
    browser.show(WIDE, dark=dark)
    browser.open(path)
    if browser.all("#sound"):
        browser.wait(lambda: browser.all("#lanes .lane"))
    browser.run("for (const each of document.querySelectorAll('details')) each.open = true")
    assert browser.barriers() == []


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_a_narrow_window_holds_every_page(browser, path):
    browser.show(NARROW)
    browser.open(path)
    browser.run("for (const each of document.querySelectorAll('details')) each.open = true")
    browser.wait(lambda: browser.overflows() == 0)
