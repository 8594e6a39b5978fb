"""Microphones and speakers, as PortAudio sees them, and what to tell the user when it sees none.

PortAudio is loaded by the first call that needs it. Its C libraries write chatter to standard error
("ALSA lib … Unknown PCM cards.pcm.front") on machines where everything is well. Two things keep it from
the user: ALSA is given an error handler that does nothing (PortAudio reports the error codes anyway),
and :func:`quiet_stderr` covers the calls in which JACK and PortAudio itself are talkative.
"""

from __future__ import annotations

import functools
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Literal

from rehearse.errors import AudioInputError, NoMicrophoneError, RehearseError, SpeechOutputError

_SOUND_LIBRARY_REMEDY = {
    "linux": "Install it with: sudo apt-get install libportaudio2 (on Fedora: sudo dnf install portaudio).",
    "darwin": "Install it with: brew install portaudio",
    "win32": "Install it again with: python -m pip install --force-reinstall sounddevice",
}
_NO_MICROPHONE_REMEDY = {
    "linux": "See that a microphone is plugged in and chosen in the sound settings (pactl list short "
    "sources shows it), or give a recording with --answer FILE.",
    "darwin": "Plug one in, choose it in System Settings > Sound > Input, or give a recording with "
    "--answer FILE.",
    "win32": "Plug one in, choose it in Settings > System > Sound > Input, or give a recording with "
    "--answer FILE.",
}

_stderr_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Device:
    """A microphone or a speaker.

    Parameters
    ----------
    index : int
        PortAudio's number for it; may change when something is plugged in.
    name : str
    n_inputs, n_outputs : int
        Channels it can record and play; 0 where it cannot.
    sample_rate_hz : int
        The rate it prefers.
    is_default_input, is_default_output : bool
        The system's own choice.
    """

    index: int
    name: str
    n_inputs: int
    n_outputs: int
    sample_rate_hz: int
    is_default_input: bool = False
    is_default_output: bool = False


@contextmanager
def quiet_stderr() -> Iterator[None]:
    """Send what C libraries write to standard error nowhere, for the length of one PortAudio call.

    ALSA and JACK write to file descriptor 2 from C, past `sys.stderr`, so the descriptor itself is
    pointed at the null device. It belongs to the whole process: keep Python code that may have
    something to say out of the block, which should last milliseconds. One thread at a time, lest two
    restore it in the wrong order.
    """
    with _stderr_lock:
        try:
            saved = os.dup(2)
        except OSError:  # no standard error at all (pythonw, a daemon): nothing to keep quiet
            yield
            return
        null = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(null, 2)
            yield
        finally:
            os.dup2(saved, 2)
            os.close(saved)
            os.close(null)


def platform_remedy(remedies: dict[str, str]) -> str:
    """Return the remedy for this operating system from a table by `sys.platform`."""
    return remedies.get(sys.platform, remedies["linux"])


def import_sounddevice() -> ModuleType:
    """Return the module `sounddevice`, PortAudio started.

    Raises
    ------
    RehearseError
        When the PortAudio library is missing, with the command that installs it.
    """
    try:
        with quiet_stderr():
            import sounddevice
    except OSError as error:
        raise RehearseError(
            "The sound library PortAudio is not installed, so Rehearse can neither hear nor play.",
            platform_remedy(_SOUND_LIBRARY_REMEDY),
        ) from error
    _hush_alsa()
    module: ModuleType = sounddevice
    return module


def _hush_alsa() -> None:
    """Let ALSA be silent in every thread, PortAudio's own included (it reports each underrun)."""
    if sys.platform != "linux":
        return
    import ctypes

    try:
        alsa = ctypes.CDLL("libasound.so.2")
    except OSError:  # a PortAudio built without ALSA
        return
    alsa.snd_lib_error_set_handler(_ignore_alsa_error())


@functools.cache
def _ignore_alsa_error() -> Callable[..., None]:
    """Return a C function that does nothing; cached, since ALSA keeps calling it for ever."""
    import ctypes

    handler_type = ctypes.CFUNCTYPE(
        None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p
    )
    return handler_type(lambda *_: None)


def list_devices() -> tuple[Device, ...]:
    """Return every microphone and speaker that PortAudio knows, in its order.

    Raises
    ------
    RehearseError
        When PortAudio is missing.
    """
    sounddevice = import_sounddevice()
    with quiet_stderr():
        default_input, default_output = sounddevice.default.device
        found = tuple(sounddevice.query_devices())
        if found and default_input < 0:
            default_input = _system_default(sounddevice, "input")
        if found and default_output < 0:
            default_output = _system_default(sounddevice, "output")
    return tuple(
        Device(
            index=int(info["index"]),
            name=str(info["name"]),
            n_inputs=int(info["max_input_channels"]),
            n_outputs=int(info["max_output_channels"]),
            sample_rate_hz=round(float(info["default_samplerate"])),
            is_default_input=info["index"] == default_input,
            is_default_output=info["index"] == default_output,
        )
        for info in found
    )


def _system_default(sounddevice: ModuleType, kind: Literal["input", "output"]) -> int:
    try:
        return int(sounddevice.query_devices(kind=kind)["index"])
    except (sounddevice.PortAudioError, ValueError):
        return -1


def look_for_devices() -> None:
    """Let PortAudio see what was plugged in or taken away since it started; nothing may be open meanwhile.

    Raises
    ------
    RehearseError
        When PortAudio is missing.
    """
    sounddevice = import_sounddevice()
    with quiet_stderr():
        sounddevice._terminate()
        sounddevice._initialize()


def device_setting(text: str | None) -> int | str | None:
    """Read a device as a user gives it: its number, a part of its name, or nothing."""
    if not text:
        return None
    return int(text) if text.strip().isdecimal() else text


def find_microphone(wanted: int | str | None = None) -> Device:
    """Return the microphone that the user means, or the system's own choice.

    Parameters
    ----------
    wanted : int or str, optional
        A device's number, or a part of its name (case does not matter).

    Raises
    ------
    NoMicrophoneError
        When nothing here can record.
    AudioInputError
        When no microphone, or more than one, is called that.
    """
    try:
        microphones = tuple(device for device in list_devices() if device.n_inputs)
    except RehearseError as error:
        raise NoMicrophoneError(error.message, error.hint) from error
    if not microphones:
        raise no_microphone()
    if wanted is None:
        return next((device for device in microphones if device.is_default_input), microphones[0])
    return _pick(microphones, wanted, "microphone", AudioInputError)


def find_speaker(wanted: int | str | None = None) -> Device:
    """Return the speaker that the user means, or the system's own choice.

    Raises
    ------
    SpeechOutputError
        When there is none, none of that name, or more than one.
    """
    try:
        speakers = tuple(device for device in list_devices() if device.n_outputs)
    except RehearseError as error:
        raise SpeechOutputError(error.message, error.hint) from error
    if not speakers:
        raise no_speaker()
    if wanted is None:
        return next((device for device in speakers if device.is_default_output), speakers[0])
    return _pick(speakers, wanted, "speaker", SpeechOutputError)


def no_microphone() -> NoMicrophoneError:
    """Return the error for a machine that has nothing to record with."""
    return NoMicrophoneError("No microphone was found.", platform_remedy(_NO_MICROPHONE_REMEDY))


def no_speaker() -> SpeechOutputError:
    """Return the error for a machine that has nothing to play on."""
    return SpeechOutputError(
        "No speaker was found.", "Plug in headphones or a speaker, or practise with --no-voice."
    )


def without_sound_card() -> bool:
    """Whether this is Linux without a sound card.

    What PortAudio lists there are names in ALSA's configuration. They may lead to a sound server, and
    then opening one works; when it does not, there is nothing behind them.
    """
    return sys.platform == "linux" and not any(Path("/proc/asound").glob("card[0-9]*"))


def _pick(devices: tuple[Device, ...], wanted: int | str, kind: str, error: type[RehearseError]) -> Device:
    """Return the one of `devices` with that number, that name, or that part of a name."""
    listing = "; ".join(f"{device.index} {device.name}" for device in devices)
    if isinstance(wanted, int):
        matches = [device for device in devices if device.index == wanted]
    else:
        name = wanted.casefold()
        matches = [device for device in devices if device.name.casefold() == name] or [
            device for device in devices if name in device.name.casefold()
        ]
    if len(matches) == 1:
        return matches[0]
    if not matches:
        raise error(f"There is no {kind} {wanted!r}.", f"There are: {listing}.")
    raise error(
        f"More than one {kind} is called {wanted!r}.",
        f"Give the number of one of them: {'; '.join(f'{match.index} {match.name}' for match in matches)}.",
    )
