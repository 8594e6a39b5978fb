"""Commands on what this machine has: its voices, and whether all is well."""

from __future__ import annotations

from typing import Any

import click

from rehearse.cli.flags import ExitStatus, setting


@click.command()
@click.argument("sample", metavar="[VOICE]", required=False)
@setting("speaker")
@setting("rate")
@setting("volume")
def voices(sample: str | None, speaker: str | None, rate: int, volume: float) -> None:
    """List the voices that can ask, or let VOICE speak.

    Choose one for good with `voice = "…"` in the configuration file, or with REHEARSE_VOICE.
    """
    from rehearse.sitting import sample_voice
    from rehearse.ui.library import voices_table
    from rehearse.ui.terminal import standard_console

    if sample is not None:
        sample_voice(sample, speaker=speaker, rate=rate, volume=volume)
        return
    from rehearse.audio.voice import list_voices

    found = ((voice.id, voice.name, ", ".join(voice.languages)) for voice in list_voices())
    standard_console().print(voices_table(found))


@click.command()
@setting("model")
@setting("engine")
@setting("language")
@setting("microphone")
@setting("speaker")
@setting("voice")
@setting("rate")
@setting("volume")
@setting("recordings")
def doctor(**settings: Any) -> int:
    """Check microphone, speaker, voice, speech model, meaning and disk: each well, or with its remedy."""
    from rehearse.doctor import examinations
    from rehearse.ui.library import finding_line
    from rehearse.ui.terminal import standard_console

    well = True
    console = standard_console()
    for examination in examinations(**settings):
        with console.status(f"{examination.part} …"):
            finding = examination.run()
        console.print(finding_line(finding), soft_wrap=True)  # a command in a remedy stays whole
        well = well and finding.well
    return ExitStatus.DONE if well else ExitStatus.PROBLEM
