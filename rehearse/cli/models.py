"""Commands on speech models: which there are, what is here of them, and which suits this machine."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from rehearse.cli.flags import ExitStatus, setting
from rehearse.config import configuration_file, models_folder, timing_recording
from rehearse.errors import TranscriptionError
from rehearse.shell_words import rehearse_command

if TYPE_CHECKING:
    from rehearse.sound import Samples
    from rehearse.transcription.holdings import Holding
    from rehearse.transcription.pace import Pace


@click.group()
@click.pass_context
def models(context: click.Context) -> None:
    """See, fetch, check and remove speech models, and find the one for this machine."""
    context.default_map = dict.fromkeys(models.commands, context.default_map or {})


@models.command("list")
def list_models() -> None:
    """List the models: size, languages, licence, and what is here of each."""
    from rehearse.transcription.models import MODELS
    from rehearse.ui.models import models_table
    from rehearse.ui.terminal import standard_console

    rows = (
        (
            model.name,
            f"{model.parameters_millions} million",
            f"{model.download_mb} MB",
            "99" if model.multilingual else "English",
            model.licence,
            f"as {model.same_as}" if model.same_as else _here(_held(model.name)),
        )
        for model in MODELS.values()
    )
    console = standard_console()
    console.print(models_table(rows))
    console.print(f"\nChoose one with --model, or for good in {configuration_file()}.", soft_wrap=True)


def _here(held: tuple[Holding, ...]) -> str:
    return ", ".join(f"{each.source}, {each.size_bytes / 1e6:.0f} MB" for each in held) or "–"


def _held(name: str) -> tuple[Holding, ...]:
    from rehearse.transcription.holdings import holdings
    from rehearse.transcription.models import speech_model

    return holdings(speech_model(name), models_folder())


@models.command()
@click.argument("name")
def fetch(name: str) -> None:
    """Download the model NAME, checked by its hash; one that is here already is left alone.

    \b
    Example:
      rehearse models fetch small.en
    """
    from rehearse.transcription.models import speech_model
    from rehearse.transcription.weights import find_weights
    from rehearse.ui.terminal import TerminalScreen, standard_console

    model = speech_model(name)
    if held := _held(name):
        for each in held:
            each.check()
        click.echo(f"{name} is here already, and whole: {', '.join(each.place for each in held)}.")
        return
    screen = TerminalScreen(standard_console(stderr=True), interactive=False)
    with screen.working(f"Fetching {name}, {model.download_mb} MB, licence {model.licence}") as on_progress:
        weights = find_weights(name, models_dir=models_folder(), on_progress=on_progress)
    click.echo(f"{name} is here: {weights.path}.")


@models.command()
@click.argument("names", metavar="[NAME]...", nargs=-1)
def verify(names: tuple[str, ...]) -> int:
    """Check the files of the models NAME, or of all that are here, against their published hashes."""
    from rehearse.transcription.models import MODELS

    held = [each for name in names or MODELS for each in _held(name) if names or not each.model.same_as]
    status = ExitStatus.DONE if held else ExitStatus.PROBLEM
    if not held:
        fetching = rehearse_command("models", "fetch", names[0] if names else "base")
        click.echo(
            f"There is nothing here of {', '.join(names) or 'any model'}. {fetching} gets it.", err=True
        )
    for each in held:
        try:
            each.check()
            click.echo(f"✓ {each.model.name}: {each.place} is whole.")
        except TranscriptionError as exc:
            click.echo(f"✗ {each.model.name}: {exc.message} {exc.hint}", err=True)
            status = ExitStatus.PROBLEM
    return status


@models.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Delete without asking.")
def remove(name: str, yes: bool) -> None:
    """Delete what was downloaded or converted of the model NAME; says first what that frees."""
    held = _held(name)
    files = [each for each in held if each.path is not None]
    packages = [each for each in held if each.package is not None]
    for each in files:
        click.echo(f"{each.place}  {each.size_bytes / 1e6:.0f} MB, {each.source}")
    freed_mb = sum(each.size_bytes for each in files) / 1e6
    if files and (yes or click.confirm(f"Delete and free {freed_mb:.0f} MB?")):
        for each in files:
            if each.path is not None:
                each.path.unlink(missing_ok=True)
        click.echo(f"{freed_mb:.0f} MB are free again. It is fetched or made again when it is next needed.")
    for each in packages:
        click.echo(
            f"{name} is also installed as packages, {each.size_bytes / 1e6:.0f} MB: "
            f"pip uninstall {each.place.replace(',', '')}"
        )
    if not held:
        click.echo(f"There is nothing here of {name}.", err=True)


@models.command()
@setting("engine")
def choose(engine: str) -> None:
    """Time this machine, and name the largest model that keeps up with you.

    The models that are here are timed on a short recording; the others are estimated from them. Close
    other programs first.
    """
    from rehearse.transcription.engines import make_transcriber
    from rehearse.transcription.models import MODELS
    from rehearse.transcription.pace import KEEPS_UP_BELOW, largest_that_keeps_up, paces, time_model
    from rehearse.ui.models import paces_table
    from rehearse.ui.terminal import TerminalScreen, standard_console

    here = [model.name for model in MODELS.values() if not model.same_as and _held(model.name)]
    if not here:
        fetching = rehearse_command("models", "fetch", "base")
        raise TranscriptionError("No speech model is here to be timed.", f"{fetching} gets one, 145 MB.")
    screen = TerminalScreen(standard_console(stderr=True), interactive=False)
    samples = _timing_samples()
    measured: dict[str, float] = {}
    for name in here:
        transcriber = make_transcriber(name, engine=engine, models_dir=models_folder(), language="en")
        with screen.working(f"Timing {name} with {transcriber.engine}"):
            measured[name] = time_model(transcriber, samples, time.perf_counter)
    found = paces(measured)
    standard_console().print(paces_table(_row(pace) for pace in found))
    click.echo(f"\nA model keeps up that needs at most {60 * KEEPS_UP_BELOW:.0f} s for a minute of speech.")
    click.echo(_advice(largest_that_keeps_up(found)))


def _row(pace: Pace) -> tuple[str, str, str, str]:
    takes = f"{60 * pace.work_per_speech:.0f} s"
    keeps_up = "✓ yes" if pace.keeps_up else "✗ no"
    if pace.is_measured:
        return pace.model.name, takes, "timed", keeps_up
    return pace.model.name, f"about {takes}", "estimated", keeps_up


def _advice(best: Pace | None) -> str:
    if best is None:
        return "None does here: the words of an answer will be complete some time after its end."
    name = best.model.name
    use = f'use it with --model {name}, or for good with model = "{name}" in {configuration_file()}.'
    if best.is_measured:
        return f"The largest that does here is {name}: {use}"
    fetching, timing = rehearse_command("models", "fetch", name), rehearse_command("models", "choose")
    return (
        f"The largest that should here is {name}, by an estimate. To make sure, {fetching} "
        f"({best.model.download_mb} MB), then {timing} again; {use}"
    )


def _timing_samples() -> Samples:
    import soundfile

    samples, _ = soundfile.read(timing_recording(), dtype="float32")
    found: Samples = samples
    return found
