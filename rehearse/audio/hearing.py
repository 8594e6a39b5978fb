"""Reading recordings back: what the speech model hears, and where speech is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from rehearse.audio.files import blocks, import_recording, open_recording, require_file, require_sound
from rehearse.audio.speech_activity import detect_speech, follow_speech
from rehearse.audio.voice_track import prepare, track_voice
from rehearse.sound import Samples, VoiceTrack
from rehearse.take import Interval, Recording


class RecordingHearing:
    """Hears recordings from their files (`Hearing` of :mod:`rehearse.desk`)."""

    def check(self, source: Path) -> None:
        """Say at once what can be said of a file that is no recording: missing, a folder, empty.

        Raises
        ------
        AudioInputError
        """
        require_file(source)

    def take_in(self, source: Path, destination: Path) -> Recording:
        """Copy any sound file to the mono FLAC `destination`; see :func:`import_recording`.

        Raises
        ------
        AudioInputError
            When `source` is no sound, or digital silence from end to end.
        """
        recording = import_recording(source, destination)
        require_sound(recording, source)
        return recording

    def reopen(self, path: Path) -> Recording:
        """Return the recording in a file as it was left; see :func:`open_recording`.

        Raises
        ------
        AudioInputError
        """
        return open_recording(path)

    def prepare(self) -> None:
        """Load librosa while nobody waits for it."""
        prepare()

    def blocks(self, recording: Recording) -> Iterator[Samples]:
        """Yield the recording as 16 kHz mono blocks."""
        return blocks(recording)

    def activity(self, sound: Iterable[Samples]) -> Iterator[tuple[float, bool]]:
        """Yield when each moment of a stream ends (s), and whether a voice may be in it."""
        return follow_speech(sound)

    def speech(self, recording: Recording) -> tuple[Interval, ...]:
        """Return where speech is, in order, disjoint, silences under 100 ms closed."""
        return detect_speech(blocks(recording))

    def voice(self, recording: Recording, speech: tuple[Interval, ...]) -> VoiceTrack:
        """Return how high and how loud it is, pitch where `speech` is."""
        return track_voice(blocks(recording), speech)
