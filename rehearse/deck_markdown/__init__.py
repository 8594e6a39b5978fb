"""Reading a deck's Markdown into questions.

Apart from :mod:`rehearse.deck`, which every part of the program imports for its values, so that
those cost no Markdown parser. One block of Markdown after the other: :mod:`.blocks` knows what
Markdown is, :mod:`.settings` the lines under a heading, :mod:`.points` the lists, and
:mod:`.questions` puts them together.
"""

from rehearse.deck_markdown.questions import parse_deck

__all__ = ["parse_deck"]
