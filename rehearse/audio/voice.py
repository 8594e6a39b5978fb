"""The voice that asks: pyttsx3, rendered once to a file and played by our own player.

pyttsx3 is at its best when it does one thing in a process and the process then ends, so that is how
it is used (:mod:`rehearse.audio.voice_child`). What it renders is kept in a cache, and a question
asked again costs nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import json
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rehearse.audio.devices import platform_remedy
from rehearse.errors import AudioInputError, SpeechOutputError, StoreError
from rehearse.libsndfile import name_for_libsndfile

RATE_WPM = 165
"""An unhurried reader's pace; pyttsx3's own 200 wpm is hard to follow."""

_CHILD = Path(__file__).with_name("voice_child.py")
_START_TIMEOUT_S = 30.0
_TIMEOUT_S_PER_CHARACTER = 0.1
"""Rendering is many times faster than speaking (about 0.06 s a character)."""

_UNFINISHED = "voice-"
_REMAINS_AFTER_S = 600.0
"""A folder this old belongs to nobody any more: no question takes so long to render."""

_NO_VOICE_REMEDY = {
    "linux": "Install one with: sudo apt-get install espeak-ng (on Fedora: sudo dnf install espeak-ng).",
    "darwin": "Choose a voice in System Settings > Accessibility > Spoken Content > System Voice.",
    "win32": "Add a voice in Settings > Time & language > Speech > Manage voices.",
}


@dataclass(frozen=True, slots=True)
class VoiceInfo:
    """An installed voice.

    Parameters
    ----------
    id : str
        What the setting takes.
    name : str
    languages : tuple of str
        Codes such as "en-us"; empty where the system does not say.
    """

    id: str
    name: str
    languages: tuple[str, ...] = ()


class PyttsxVoice:
    """The system's speech synthesiser (`Voice` of :mod:`rehearse.desk`).

    Parameters
    ----------
    voice : str or None
        An id, a name or a part of one; None for an English voice.
    rate_wpm : int or None
        Words a minute; None for `RATE_WPM`.
    volume : float
        0–1.
    cache_dir : Path
        Made when it is not there.
    """

    def __init__(self, voice: str | None, rate_wpm: int | None, volume: float, cache_dir: Path) -> None:
        self.voice = voice
        self.rate_wpm = rate_wpm or RATE_WPM
        self.volume = volume
        self.cache_dir = cache_dir

    def render(self, text: str) -> Path:
        """Return a WAV file of `text` spoken, from the cache when it was spoken before.

        Raises
        ------
        SpeechOutputError
        """
        spoken = self.cache_dir / f"{self._key(text)}.wav"
        if spoken.is_file():
            return spoken
        try:
            self.cache_dir.mkdir(parents=True, exist_ok=True)
            self._remove_remains()
            with tempfile.TemporaryDirectory(prefix=_UNFINISHED, dir=self.cache_dir) as folder:
                rendered = Path(folder) / "voice.wav"
                _ask_child(
                    text=text,
                    path=str(rendered),
                    voice=self.voice,
                    rate_wpm=self.rate_wpm,
                    volume=self.volume,
                )
                _checked_wav(rendered).replace(spoken)
        except (OSError, StoreError) as error:
            raise SpeechOutputError(
                f"The spoken question could not be kept in {self.cache_dir}: {error}.",
                "Make room on the disk, or practise with --no-voice.",
            ) from error
        return spoken

    def _remove_remains(self) -> None:
        """Remove what programs left that were ended while a voice was rendered."""
        for folder in self.cache_dir.glob(f"{_UNFINISHED}*"):
            with contextlib.suppress(OSError):  # gone meanwhile
                if time.time() - folder.stat().st_mtime > _REMAINS_AFTER_S:
                    shutil.rmtree(folder, ignore_errors=True)

    def _key(self, text: str) -> str:
        """Return a file name that differs whenever the sound would."""
        version = importlib.metadata.version("pyttsx3")
        parts = [text, self.voice, self.rate_wpm, self.volume, version, sys.platform]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def list_voices() -> tuple[VoiceInfo, ...]:
    """Return the installed voices, in the system's order.

    Raises
    ------
    SpeechOutputError
        When there is no synthesiser.
    """
    voices = _ask_child(text=None)["voices"]
    return tuple(
        VoiceInfo(str(voice["id"]), str(voice["name"]), tuple(voice["languages"])) for voice in voices
    )


def _ask_child(**task: str | float | None) -> dict[str, Any]:
    """Have a fresh process do one task, and return its answer."""
    timeout_s = _START_TIMEOUT_S + _TIMEOUT_S_PER_CHARACTER * len(str(task["text"] or ""))
    remedy = platform_remedy(_NO_VOICE_REMEDY)
    try:
        # -P: the folder of this package must not be searched for modules.
        finished = subprocess.run(
            [sys.executable, "-P", str(_CHILD)],
            input=json.dumps(task),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=timeout_s,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise SpeechOutputError(
            f"The voice said nothing for {timeout_s:.0f} seconds.",
            "Try another (rehearse voices lists them), or practise with --no-voice.",
        ) from error
    try:
        answer: dict[str, Any] = json.loads(finished.stdout)
    except ValueError as error:
        raise SpeechOutputError(
            f"The voice broke down (exit status {finished.returncode}).", remedy
        ) from error
    if answer.get("unknown_voice"):
        raise SpeechOutputError(
            f"There is no voice {task['voice']!r}.", "See which there are with: rehearse voices"
        )
    if "error" in answer:
        reason = answer["error"].strip().splitlines()[0]
        raise SpeechOutputError(f"The voice could not be started ({reason}).", remedy)
    return answer


def _checked_wav(rendered: Path) -> Path:
    """Return `rendered` as a WAV file that holds sound; macOS writes AIFF whatever the name says."""
    import soundfile

    from rehearse.audio.files import blocks, import_recording, require_sound

    try:
        recording = import_recording(rendered, rendered.with_suffix(".flac"))
        require_sound(recording)
    except AudioInputError as error:
        raise SpeechOutputError(
            "The voice gave no sound.", "Try another voice (rehearse voices lists them)."
        ) from error
    wav = rendered.with_name("checked.wav")
    with soundfile.SoundFile(name_for_libsndfile(wav), "w", recording.sample_rate_hz, 1, "PCM_16") as file:
        for block in blocks(recording, recording.sample_rate_hz):
            file.write(block)
    return wav
