"""The equipment of a rehearsal: the voice that asks, a speaker, and a microphone that will do.

What goes wrong with a microphone is told before the first question, with what can be done about it. A
device that the person chooses is written to the configuration file, by its name.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rehearse import config
from rehearse.deck import Question
from rehearse.desk import AfterCheck, Desk, DeviceChoice, Player, Recorder, Screen
from rehearse.errors import AudioInputError, ConfigError, NoMicrophoneError, RehearseError, SpeechOutputError
from rehearse.hands_free import SILENCE_S
from rehearse.settings_file import set_in_file
from rehearse.ui.keys import can_press_keys

if TYPE_CHECKING:
    from rehearse.audio.devices import Device

    Find = Callable[[int | str | None], Device]

_SYSTEMS_OWN = ""
"""The setting of a device that leaves the choice to the system."""

_ALSA_NUMBER = re.compile(r" \(hw:\d+,\d+\)$")
"""Ends the names of sound cards on Linux, and changes as cards come and go."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person set for a rehearsal; see :data:`rehearse.config.SETTINGS`.

    Parameters
    ----------
    recordings : Path
    model, engine, language : str
    microphone, speaker : str or None
    voice : str or None
    rate : int
    volume : float
    think_time : float
    hands_free : bool
    silence : float
    voice_wanted : bool
        Whether questions are read aloud.
    """

    recordings: Path
    model: str
    engine: str
    language: str
    microphone: str | None
    speaker: str | None
    voice: str | None
    rate: int
    volume: float
    think_time: float = 0.0
    hands_free: bool = False
    silence: float = SILENCE_S
    voice_wanted: bool = True


def with_sound(desk: Desk, wishes: Wishes, answer_file: Path | None) -> tuple[Desk, Wishes]:
    """Put the voice, the speaker and a microphone that will do on the desk.

    Parameters
    ----------
    answer_file : Path or None
        A recording in place of the microphone.

    Returns
    -------
    desk : Desk
    wishes : Wishes
        With the microphone that it came to.

    Raises
    ------
    Left
        When no microphone will do and the person wants no other.
    AudioInputError
        When the system's own microphone fails and there is no other.
    """
    from rehearse.audio.voice import PyttsxVoice

    if wishes.voice_wanted:
        voice = PyttsxVoice(wishes.voice, wishes.rate, wishes.volume, config.voice_cache_folder())
        desk = replace(desk, voice=voice, player=_player(desk.screen, wishes.speaker))
    if answer_file is None:
        recorder, microphone = _recorder(desk.screen, wishes.microphone)
        wishes = replace(wishes, microphone=microphone)
        demonstration = partial(_demonstration, question_voice=wishes.voice) if recorder is None else None
        desk = replace(desk, recorder=recorder, demonstration=demonstration)
    silence_s = wishes.silence if wishes.hands_free else None
    return replace(desk, think_time_s=wishes.think_time, hands_free_silence_s=silence_s), wishes


def choose_devices(screen: Screen, wishes: Wishes) -> Wishes:
    """Let the person choose a microphone and a speaker, from now on."""
    from rehearse.audio.devices import look_for_devices

    try:
        look_for_devices()
        microphone = _choose_microphone(screen, wishes.microphone)
        speaker = _choose_speaker(screen, wishes.speaker)
    except RehearseError as exc:
        screen.notice(exc.message, exc.hint)
        return wishes
    return replace(wishes, microphone=microphone, speaker=speaker)


def after_failure(screen: Screen, wishes: Wishes, failure: AudioInputError) -> Wishes:
    """Tell of a microphone that worked and does so no more, and let the person mend it or choose another.

    Raises
    ------
    Left
        When they have had enough.
    """
    from rehearse.audio.devices import look_for_devices

    if screen.after_check(failure.message, failure.hint, can_go_on=False) is AfterCheck.DEVICES:
        return choose_devices(screen, wishes)
    look_for_devices()
    return wishes


def _player(screen: Screen, wanted: str | None) -> Player:
    """Return the speaker that was chosen, the system's own where that is gone."""
    from rehearse.audio.devices import device_setting, find_speaker
    from rehearse.audio.player import SpeakerPlayer

    device = device_setting(wanted)
    if device is not None:
        try:
            find_speaker(device)
        except SpeechOutputError as exc:
            screen.notice(f"{exc.message} The system's own is used.", exc.hint)
            device = None
    return SpeakerPlayer(device)


def _recorder(screen: Screen, wanted: str | None) -> tuple[Recorder | None, str | None]:
    """Return a microphone that delivers and its setting; where there is none, say what happens instead."""
    from rehearse.audio.devices import device_setting, look_for_devices
    from rehearse.audio.recorder import MicrophoneRecorder

    instead = "This rehearsal uses a demonstration answer: synthesised speech."
    if not can_press_keys():
        screen.notice("There is no terminal here to press keys in.", instead)
        return None, wanted
    while True:
        recorder = MicrophoneRecorder(device_setting(wanted))
        try:
            with screen.working("Listening for your microphone"):
                name = recorder.check().name
            wish = _check(screen, recorder, name)
        except NoMicrophoneError as exc:
            screen.notice(f"{exc.message} {instead}", exc.hint)
            return None, wanted
        except AudioInputError as exc:
            if not wanted and not _microphones():
                raise
            own = " To go on is to use the system's own." if wanted else ""
            wish = screen.after_check(exc.message, f"{exc.hint}{own}", can_go_on=bool(wanted))
            if wish is AfterCheck.GO_ON:
                wanted = _SYSTEMS_OWN
                continue
        match wish:
            case AfterCheck.GO_ON:
                return recorder, wanted
            case AfterCheck.AGAIN:
                look_for_devices()
            case AfterCheck.DEVICES:
                look_for_devices()
                wanted = _choose_microphone(screen, wanted)


def _check(screen: Screen, recorder: Recorder, name: str) -> AfterCheck:
    """Listen to a microphone that is new here."""
    from rehearse.audio.microphone_check import CHECK_S, KnownMicrophones, microphone_problem

    known = KnownMicrophones(config.known_microphones_file())
    if name in known:
        return AfterCheck.GO_ON
    with tempfile.TemporaryDirectory(prefix="rehearse-") as folder:
        live = recorder.start(Path(folder) / "check.wav")
        try:
            loudest_dbfs = screen.level_check(name, live, CHECK_S)
        finally:
            live.discard()
    problem = microphone_problem(name, loudest_dbfs, len(_microphones()) - 1)
    wish = AfterCheck.GO_ON
    if problem is not None:
        wish = screen.after_check(problem.problem, problem.remedy, can_go_on=True)
    if wish is AfterCheck.GO_ON:
        known.add(name)
    return wish


def _microphones() -> list[DeviceChoice]:
    from rehearse.audio.devices import list_devices

    return [
        DeviceChoice(device.index, device.name, device.is_default_input)
        for device in list_devices()
        if device.n_inputs
    ]


def _speakers() -> list[DeviceChoice]:
    from rehearse.audio.devices import list_devices

    return [
        DeviceChoice(device.index, device.name, device.is_default_output)
        for device in list_devices()
        if device.n_outputs
    ]


def _choose_microphone(screen: Screen, wanted: str | None) -> str | None:
    from rehearse.audio.devices import find_microphone

    return _choose(screen, "microphone", _microphones(), find_microphone, wanted)


def _choose_speaker(screen: Screen, wanted: str | None) -> str | None:
    from rehearse.audio.devices import find_speaker

    return _choose(screen, "speaker", _speakers(), find_speaker, wanted)


def _choose(
    screen: Screen, kind: str, devices: Sequence[DeviceChoice], find: Find, wanted: str | None
) -> str | None:
    """Let the person choose, and keep what they chose in the configuration file; return the setting."""
    index = screen.choose_device(kind, devices, _number(find, wanted))
    if index is None:
        return wanted
    (device,) = (each for each in devices if each.index == index)
    chosen = _setting(device, find)
    try:
        set_in_file(config.configuration_file(), kind, chosen)
    except ConfigError as exc:
        screen.notice(f"The {kind} is chosen for this time only. {exc.message}", exc.hint)
    return chosen


def _setting(device: DeviceChoice, find: Find) -> str:
    """Return the setting that means a device: its name, or its number where others have the same name."""
    if device.is_default:
        return _SYSTEMS_OWN
    for name in (_ALSA_NUMBER.sub("", device.name), device.name):
        if _number(find, name) == device.index:
            return name
    return str(device.index)


def _number(find: Find, wanted: str | None) -> int | None:
    """Return the number of the device that a setting means; None where it means none of them."""
    from rehearse.audio.devices import device_setting

    try:
        return find(device_setting(wanted)).index
    except RehearseError:
        return None


def _demonstration(question: Question, *, question_voice: str | None) -> Path:
    """Synthesise an answer: what the deck says is a good one."""
    from rehearse.audio.demonstration import demonstration_answer

    text = question.model_answer or " ".join(point.text for point in question.key_points)
    return demonstration_answer(text, cache_dir=config.voice_cache_folder(), question_voice=question_voice)
