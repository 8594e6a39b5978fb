"""The pages of the review with more takes than a page should show, asked for without a browser."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from rehearse.deck import find_question, read_deck
from rehearse.store import Store
from tests.made_takes import PEOPLE, save_many
from tests.review_server import ReviewServer

N_TAKES = 120
PAGE = "/questions/people/inaugural"


@pytest.fixture(scope="module")
def review(tmp_path_factory):
    home = tmp_path_factory.mktemp("many")
    deck = read_deck(PEOPLE)
    save_many(
        Store(home / "recordings"),
        replace(deck, questions=(find_question(deck, "inaugural"),)),
        N_TAKES,
        until=datetime(2026, 11, 22, 12, tzinfo=UTC),
    )
    with ReviewServer(home) as review:
        yield review


def linked(page):
    """Return the takes that the table of a page links to, in its order."""
    return re.findall(r'<td class="when"><a href="/takes/([^"]+)"', page)


def offered(page):
    """Return the takes that the page offers to compare with another."""
    return re.findall(r'<option value="([^"]+)"', page.partition('name="other"')[2])


def test_a_question_shows_its_takes_page_by_page_and_every_one_once(review):
    pages = [review.get(f"{PAGE}?page={number}").text for number in (1, 2, 3)]
    takes = [take for page in pages for take in linked(page)]
    assert [len(linked(page)) for page in pages] == [50, 50, 20]
    assert takes == sorted(takes, reverse=True)
    assert len(set(takes)) == N_TAKES
    assert review.get(PAGE).text == pages[0]
    assert review.get(f"{PAGE}?page=99").text == pages[2]


def test_from_every_page_a_take_can_be_compared_with_the_latest_and_the_first(review):
    pages = [review.get(f"{PAGE}?page={number}").text for number in (1, 2, 3)]
    latest, first = linked(pages[0])[0], linked(pages[2])[-1]
    assert offered(pages[0]) == [*linked(pages[0]), first]
    assert offered(pages[1]) == [latest, *linked(pages[1]), first]
    assert offered(pages[2]) == [latest, *linked(pages[2])]


def test_the_charts_of_many_takes_are_of_averages_and_say_so(review):
    for path in (PAGE, "/progress"):
        page = review.get(path).text
        assert "Each point is an average" in page
        rows = page.partition("These numbers as a table")[2].partition("</tbody>")[0]
        assert 2 <= rows.count("<tr>") - 1 <= 40
