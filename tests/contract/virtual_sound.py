"""A speaker and a microphone for a machine that has neither.

A PulseAudio server of our own, in a folder of its own, with a null sink to play on and another whose
monitor is a microphone. Nothing outside the folder is touched, no server that is already running is
used or disturbed, and it works as root. Child processes see the devices through
:attr:`VirtualSound.environment`; so does this process while :meth:`VirtualSound.attached` is open.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import soundfile

from rehearse.audio.devices import look_for_devices
from tests.waits import PATIENCE_S, until

MONITOR_RATE_HZ = 48_000

_SERVER_SCRIPT = """\
.fail
load-module module-native-protocol-unix socket={folder}/socket auth-anonymous=1
load-module module-null-sink sink_name=speaker rate={rate} channels=1
load-module module-null-sink sink_name=micfeed rate={rate} channels=1
load-module module-remap-source master=micfeed.monitor source_name=microphone
set-default-sink speaker
set-default-source microphone
"""

_ALSA_CONFIGURATION = """\
pcm.!default { type pulse hint { show on description "Virtual sound" } }
ctl.!default { type pulse }
pcm.pulse { type pulse hint { show on description "Virtual sound" } }
"""


class VirtualSound:
    """A running server. Use as a context manager, or call :meth:`close`."""

    def __init__(self) -> None:
        # A short path: names of Unix sockets may have no more than 107 bytes.
        self.folder = Path(tempfile.mkdtemp(prefix="rehearse-sound-"))
        (self.folder / "alsa.conf").write_text(_ALSA_CONFIGURATION)
        (self.folder / "server.pa").write_text(
            _SERVER_SCRIPT.format(folder=self.folder, rate=MONITOR_RATE_HZ)
        )
        (self.folder / "client.conf").write_text("autospawn = no\nenable-shm = no\n")
        self.environment = os.environ | {
            "ALSA_CONFIG_PATH": str(self.folder / "alsa.conf"),
            "PULSE_SERVER": f"unix:{self.folder / 'socket'}",
            "PULSE_CLIENTCONFIG": str(self.folder / "client.conf"),
            "PULSE_RUNTIME_PATH": str(self.folder),
            "PULSE_STATE_PATH": str(self.folder),
            "PULSE_COOKIE": str(self.folder / "cookie"),
        }
        """What a child process needs in order to see the virtual devices: a whole environment."""
        self._listeners: list[subprocess.Popen[bytes]] = []
        self._server = self._start_server()

    def _start_server(self) -> subprocess.Popen[bytes]:
        with (self.folder / "server.log").open("ab") as log:
            server = subprocess.Popen(
                [
                    "pulseaudio",
                    "-n",
                    "--daemonize=no",
                    "--exit-idle-time=-1",
                    "--disable-shm=yes",
                    "--use-pid-file=no",
                    "--realtime=no",
                    "--high-priority=no",
                    f"--file={self.folder / 'server.pa'}",
                ],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        deadline_s = time.monotonic() + PATIENCE_S
        while self.control("info", check=False).returncode != 0:
            if server.poll() is not None or time.monotonic() > deadline_s:
                server.kill()
                raise RuntimeError(f"no PulseAudio:\n{(self.folder / 'server.log').read_text()}")
            time.sleep(0.05)
        # A null sink that nobody listens to wakes every two seconds, and so delivers its first sound
        # two seconds late; a listener who asks for 10 ms keeps it as prompt as a sound card.
        flowing = [self._keep_listening(source) for source in ("speaker.monitor", "microphone")]
        if not all(event.wait(PATIENCE_S) for event in flowing):
            raise RuntimeError("no sound comes from the virtual devices")
        return server

    def _keep_listening(self, source: str) -> threading.Event:
        process = subprocess.Popen(
            ["parec", f"--device={source}", "--latency-msec=10", "--raw"],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        flowing = threading.Event()

        def discard() -> None:
            assert process.stdout is not None
            with process.stdout as pipe:
                while pipe.read(1024):
                    flowing.set()

        threading.Thread(target=discard, daemon=True).start()
        self._listeners.append(process)
        return flowing

    def __enter__(self) -> VirtualSound:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the server and remove its folder."""
        self.kill_server()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def server_pid(self) -> int:
        """The server's process, to be halted, say."""
        return self._server.pid

    def kill_server(self) -> None:
        """End the server at once, as a crash would."""
        for process in (*self._listeners, self._server):
            process.kill()
            process.wait(PATIENCE_S)
        self._listeners.clear()

    def restart_server(self) -> None:
        """Start the server again after :meth:`kill_server`."""
        self._server = self._start_server()

    def control(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run ``pactl``: `unload-module module-remap-source` unplugs the microphone, say."""
        return subprocess.run(
            ["pactl", *arguments],
            env=self.environment,
            check=check,
            capture_output=True,
            text=True,
            timeout=20,
        )

    @contextmanager
    def attached(self) -> Iterator[None]:
        """Make this process see the devices too (PortAudio is started anew inside and afterwards)."""
        before = dict(os.environ)
        os.environ.update(self.environment)
        look_for_devices()
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)
            look_for_devices()

    def play_into_microphone(self, path: Path, *, wait: bool = True) -> subprocess.Popen[bytes]:
        """Speak the sound file `path` into the microphone; returns when it has been heard."""
        process = subprocess.Popen(
            ["paplay", "--device=micfeed", "--latency-msec=500", str(path)], env=self.environment
        )
        if wait and process.wait(soundfile.info(path).duration + PATIENCE_S) != 0:
            raise RuntimeError(f"paplay could not play {path}")
        return process

    @contextmanager
    def listening(self) -> Iterator[list[bytes]]:
        """Record what the speaker plays; the list holds its 16-bit mono sound once the block ends."""
        heard: list[bytes] = []
        with tempfile.TemporaryFile() as file:
            process = subprocess.Popen(
                [
                    "parec",
                    "--device=speaker.monitor",
                    "--format=s16le",
                    "--channels=1",
                    f"--rate={MONITOR_RATE_HZ}",
                    "--latency-msec=20",
                    "--raw",
                ],
                env=self.environment,
                stdout=file,
            )
            try:
                until(lambda: os.fstat(file.fileno()).st_size > 0, "the speaker to be heard")
                yield heard
                time.sleep(0.1)
            finally:
                process.terminate()
                process.wait(PATIENCE_S)
                file.seek(0)
                heard.append(file.read())

    def record_speaker(self, seconds: float) -> np.ndarray:
        """Return what the speaker plays in the next `seconds`: float32 mono at `MONITOR_RATE_HZ`."""
        with self.listening() as heard:
            time.sleep(seconds)
        return as_samples(heard)


def as_samples(heard: list[bytes]) -> np.ndarray:
    """Return what :meth:`VirtualSound.listening` heard as float32 samples in [-1, 1]."""
    return np.frombuffer(b"".join(heard), np.int16).astype(np.float32) / 32768
