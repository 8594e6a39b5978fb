"""Whether a microphone that is new here will do: what two seconds of it show, and which are known already."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

from rehearse.audio.devices import platform_remedy
from rehearse.desk.levels import Level, judge

CHECK_S = 2.0
"""How long a new microphone is listened to."""

_NOT_A_MICROPHONE = ("monitor", "loopback", "stereo mix", "what u hear", "blackhole", "soundflower")
"""Parts of the names of inputs that carry what the speaker plays."""

_LEVEL_REMEDY = {
    "linux": "Turn the input up in the sound settings (or with pavucontrol), and speak nearer to it.",
    "darwin": "Turn it up in System Settings > Sound > Input, and speak nearer to it.",
    "win32": "Turn it up in Settings > System > Sound > Input, and speak nearer to it.",
}
_SILENCE_REMEDY = {
    "linux": "Unmute it (its own switch, a key of the keyboard, the sound settings).",
    "darwin": "Unmute it, or allow your terminal in System Settings > Privacy & Security > Microphone and "
    "start it again.",
    "win32": "Unmute it, or allow desktop apps in Settings > Privacy & security > Microphone.",
}


@dataclass(frozen=True, slots=True)
class MicrophoneProblem:
    """What is wrong with a microphone.

    Parameters
    ----------
    problem, remedy : str
        A sentence each.
    """

    problem: str
    remedy: str


def microphone_problem(name: str, loudest_dbfs: float, n_others: int = 0) -> MicrophoneProblem | None:
    """Judge a microphone by the loudest of what was said into it; None when it will do.

    Parameters
    ----------
    name : str
    loudest_dbfs : float
        Peak, dB re full scale; ``-inf`` for exact zeros.
    n_others : int
        How many other microphones could be meant.
    """
    other = " Or it is not the one in front of you: choose another." if n_others else ""
    if any(part in name.casefold() for part in _NOT_A_MICROPHONE):
        return MicrophoneProblem(
            f"{name!r} carries what the speaker plays; it is no microphone.", "Choose another."
        )
    match judge(loudest_dbfs):
        case Level.SILENT:
            return MicrophoneProblem(
                f"The microphone {name!r} delivers exact silence: it is muted, or this program may not "
                "listen to it.",
                platform_remedy(_SILENCE_REMEDY) + other,
            )
        case Level.TOO_QUIET:
            return MicrophoneProblem(
                f"The microphone {name!r} is too quiet ({loudest_dbfs:.0f} dBFS at its loudest), or nothing "
                "was said.",
                platform_remedy(_LEVEL_REMEDY) + other,
            )
        case Level.CLIPPING:
            return MicrophoneProblem(
                f"The microphone {name!r} clips: it is so loud that the sound is cut off.",
                "Move back from it, or turn its level down in the sound settings.",
            )
        case Level.GOOD:
            return None


class KnownMicrophones:
    """The microphones that were checked before, by name.

    Parameters
    ----------
    path : Path
        A text file with a name a line; it need not exist, and may be deleted.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def __contains__(self, name: object) -> bool:
        return name in self._names()

    def add(self, name: str) -> None:
        """Remember a microphone; where that cannot be written it is merely checked again the next time."""
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.write_text("\n".join([*self._names(), name]) + "\n", encoding="utf-8")

    def _names(self) -> list[str]:
        try:
            return self._path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            return []
