"""The doctor: tries each part of the desk for real, and says how it is or what would mend it."""

from __future__ import annotations

import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rehearse import config
from rehearse.errors import RehearseError, StoreError
from rehearse.judge import MiniLMJudge

LISTENING_S = 1.5
"""How long the doctor listens to the microphone."""

MUCH_DISK_MB = 500
"""An hour of answers takes about 300 MB before it is compressed."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What the doctor found of one part.

    Parameters
    ----------
    part : str
        "Microphone", "Voice", …
    well : bool
    said : str
        How it is, in a sentence.
    remedy : str
        "" when it is well.
    """

    part: str
    well: bool
    said: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Examination:
    """One part of the desk, to be tried when the person has been told so.

    Parameters
    ----------
    part : str
        "Microphone", "Voice", …
    tell : callable
        Tries it, and says how it is; raises `RehearseError` when it is not well.
    """

    part: str
    tell: Callable[[], str]

    def run(self) -> Finding:
        """Try the part: it takes up to some seconds."""
        try:
            return Finding(self.part, well=True, said=self.tell())
        except RehearseError as exc:
            return Finding(self.part, well=False, said=exc.message, remedy=exc.hint)


def examinations(
    *,
    model: str,
    engine: str,
    language: str,
    microphone: str | None,
    speaker: str | None,
    voice: str | None,
    rate: int,
    volume: float,
    recordings: Path | None,
) -> tuple[Examination, ...]:
    """Return what is to be tried, in this order; the settings are those of a rehearsal."""
    spoken: list[Path] = []  # the speaker plays what the voice has said
    return (
        Examination("Sound devices", _devices),
        Examination("Microphone", lambda: _microphone(microphone)),
        Examination("Voice", lambda: _voice(voice, rate, volume, spoken)),
        Examination("Speaker", lambda: _speaker(speaker, spoken)),
        Examination("Speech model", lambda: _model(model, engine, language)),
        Examination("Judge", _judge),
        Examination("Disk", lambda: _disk(recordings or config.recordings_folder())),
    )


def _devices() -> str:
    from rehearse.audio.devices import list_devices

    found = list_devices()
    microphones = ", ".join(f"{device.index} {device.name}" for device in found if device.n_inputs)
    speakers = ", ".join(f"{device.index} {device.name}" for device in found if device.n_outputs)
    return f"--microphone may be {microphones or 'none'}; --speaker may be {speakers or 'none'}."


def _microphone(microphone: str | None) -> str:
    from rehearse.audio.devices import device_setting
    from rehearse.audio.recorder import MicrophoneRecorder

    recorder = MicrophoneRecorder(device_setting(microphone))
    device = recorder.check()
    with tempfile.TemporaryDirectory(prefix="rehearse-") as folder:
        live = recorder.start(Path(folder) / "doctor.wav")
        loudest_dbfs = live.level_dbfs
        for _ in range(round(LISTENING_S / 0.1)):
            time.sleep(0.1)
            loudest_dbfs = max(loudest_dbfs, live.level_dbfs)
        trouble = live.trouble
        live.discard()
    if trouble:
        raise RehearseError(trouble)
    return (
        f"{device.name}, {device.sample_rate_hz} Hz; the loudest sound just now was {loudest_dbfs:.0f} dBFS."
    )


def _voice(voice: str | None, rate: int, volume: float, spoken: list[Path]) -> str:
    from rehearse.audio.voice import PyttsxVoice

    spoken.append(PyttsxVoice(voice, rate, volume, config.voice_cache_folder()).render("This is how I ask."))
    return f"{voice or 'The standard voice'} speaks, at {rate} words per minute."


def _speaker(speaker: str | None, spoken: list[Path]) -> str:
    from rehearse.audio.devices import device_setting, find_speaker
    from rehearse.audio.player import SpeakerPlayer

    wanted = device_setting(speaker)
    device = find_speaker(wanted)
    for path in spoken:
        SpeakerPlayer(wanted).play(path, threading.Event())
    return f"{device.name}; you should have heard the voice."


def _model(model: str, engine: str, language: str) -> str:
    from rehearse.transcription.engines import make_transcriber

    transcriber = make_transcriber(model, engine=engine, models_dir=config.models_folder(), language=language)
    transcriber.load()
    return f"{model} is at hand and whole; {transcriber.engine} runs it."


def _judge() -> str:
    MiniLMJudge().load()
    return "The judge of key points is at hand and whole."


def _disk(recordings: Path) -> str:
    try:
        recordings.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=recordings):
            pass
        free_mb = shutil.disk_usage(recordings).free // 1_000_000
    except OSError as exc:
        raise StoreError(
            f"Takes cannot be kept in {recordings}: {exc.strerror}.",
            "Choose another folder with --recordings.",
        ) from exc
    if free_mb < MUCH_DISK_MB:
        raise StoreError(
            f"Only {free_mb} MB are free in {recordings}.",
            "Make room, or choose another folder with --recordings.",
        )
    return f"{free_mb / 1000:.1f} GB free in {recordings}."
