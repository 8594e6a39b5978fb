"""What `rehearse decks try` shows of a typed answer."""

from pathlib import Path

from rich.console import Console

from rehearse.analysis.coverage import cover
from rehearse.deck import find_question, read_deck
from rehearse.take import Transcript
from rehearse.ui.tried import tried

DECK = read_deck(Path(__file__).parent.parent / "prompts" / "machine-learning.md")


def shown(answer):
    """Return what is printed of an answer to the question on hash tables, without colour."""
    console = Console(width=200, no_color=True)
    coverage = cover(find_question(DECK, "hash-table"), Transcript.from_text(answer))
    with console.capture() as capture:
        console.print(tried(coverage))
    return capture.get()


def test_every_point_has_its_status_in_words_and_what_made_it():
    said = shown("It maps each key to a value. Lookup doesn't take constant time on average.")

    assert "✓ covered" in said
    assert "“It maps each key to a value.”" in said
    assert "✗ contradicted" in said
    assert "says otherwise" in said
    assert "✗ missed" in said
    assert "coverage 11%" in said


def test_a_misconception_stands_with_its_words():
    assert "“It keeps its keys in sorted order.”, a misconception" in shown(
        "It keeps its keys in sorted order."
    )
