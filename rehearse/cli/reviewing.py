"""The command that shows past takes in the browser."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import click

from rehearse.cli.flags import ExitStatus, setting
from rehearse.config import deck_files, recordings_folder

_HIGHEST_PORT = 65_535


@click.command()
@click.argument("take", required=False)
@click.option("--no-browser", is_flag=True, help="Print the address and open no browser.")
@click.option(
    "--port", type=click.IntRange(0, _HIGHEST_PORT), default=0, help="Listen here instead of on a free port."
)
@setting("recordings")
@setting("deck")
def review(take: str | None, no_browser: bool, port: int, recordings: Path | None, deck: str) -> int:
    """Look at your takes in the browser: hear them, correct them, see how you develop.

    TAKE is the name of a folder, the beginning of one, or `last`; without it, you see all of them. The
    pages are served to this machine alone, until you close them for long or press Ctrl-C.
    """
    from rehearse import looking_back
    from rehearse.audio.take_hearing import TakeHearing
    from rehearse.review.app import make_app
    from rehearse.review.archive import Archive
    from rehearse.review.decks import Decks
    from rehearse.review.serving import Served, open_browser
    from rehearse.store import Store

    store = Store(recordings or recordings_folder())
    page = "/"
    if take is not None:
        folder = looking_back.find_take(store, take)
        store = Store(folder.absolute().parent)  # TAKE may be a folder anywhere
        page = f"/takes/{quote(folder.name)}"
    archive = Archive(
        store=store,
        read_rows=lambda: looking_back.rows(store),
        rescorer=looking_back.rescorer(store),
        hearing=TakeHearing(),
        read_decks=Decks(deck_files).read,
        now=lambda: datetime.now().astimezone(),
        default_deck=deck,
    )
    served = Served(make_app(archive), port=port, page=page)
    click.echo(f"Your takes are at {served.address}")
    click.echo("Only this machine can open them. Ctrl-C ends it.", err=True)
    if not no_browser:
        open_browser(
            served.address,
            on_failure=lambda: click.echo(
                "No browser could be started: open the address yourself.", err=True
            ),
        )
    try:
        served.run()
    except KeyboardInterrupt:  # the usual way to end it
        click.echo("", err=True)
    return ExitStatus.DONE
