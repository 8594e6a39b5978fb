"""Teaching a deck the words that a person marked: the change of the file is seen before it is made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote

from rehearse.deck_rewording import Rewording, propose_wording, write_rewording
from rehearse.errors import DeckError
from rehearse.review.rendering import page, sent_to

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from rehearse.review.archive import Archive, Seen

_AROUND = " \t\n.,;:!?…-–—\"'“”‘’()[]"


class WordingPages:
    """Handlers; each runs in a thread of its own, so that reading files holds nobody up.

    Parameters
    ----------
    archive : Archive
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def offer(self, request: Request) -> Response:
        """Show what the deck would be with one more wording."""
        seen = self._archive.seen(self._archive.take(request.path_params["take"]))
        point = request.query_params.get("point", "")
        wording = request.query_params.get("wording", "").strip() or _said(seen, point)
        problem, proposed = "", None
        try:
            proposed = self._proposed(seen, point, wording)
        except DeckError as error:
            problem = f"{error.message} {error.hint}"
        return page(
            "wording.html",
            section="Takes",
            take=seen.take,
            address=f"/takes/{quote(seen.take.id)}",
            point=point,
            wording=wording,
            proposed=proposed,
            problem=problem,
        )

    def write(self, request: Request, fields: Mapping[str, str]) -> Response:
        """Write the wording that was shown into the deck."""
        seen = self._archive.seen(self._archive.take(request.path_params["take"]))
        proposed = self._proposed(seen, fields.get("point", ""), fields.get("wording", "").strip())
        if proposed.digest != fields.get("digest"):
            raise DeckError("The deck has changed since you saw the difference.", "Look at it once more.")
        write_rewording(proposed)
        return sent_to(f"/takes/{quote(seen.take.id)}")

    def _proposed(self, seen: Seen, point: str, wording: str) -> Rewording:
        deck = self._archive.deck_of(seen.take)
        if deck is None:
            raise DeckError(
                f"The deck {seen.take.deck} is not among your decks.", "`rehearse decks list` shows them."
            )
        return propose_wording(deck.path, seen.take.question.id, point, wording)


def _said(seen: Seen, point: str) -> str:
    """Return the words in which a key point was found, or marked, without fillers; "" for none."""
    for item in seen.made["coverage"]["key_points"]:
        if item["text"] == point and item["first_word"] is not None:
            words = seen.made["words"][item["first_word"] : item["last_word"] + 1]
            return " ".join(word["text"] for word in words if word["kind"] == "word").strip(_AROUND)
    return ""
