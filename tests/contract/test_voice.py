"""pyttsx3 and the system's synthesiser, for real."""

import os
import sys
import time

import numpy as np
import pytest
import soundfile

from rehearse.audio import voice as voice_module
from rehearse.audio.demonstration import demonstration_answer
from rehearse.audio.files import open_recording
from rehearse.audio.hearing import RecordingHearing
from rehearse.audio.voice import PyttsxVoice, list_voices
from rehearse.errors import SpeechOutputError
from tests.programs import run_program

QUESTION = "How are bias and variance related?"


def test_a_question_is_spoken_and_kept(tmp_path):
    voice = PyttsxVoice(None, None, 1.0, tmp_path / "cache")

    spoken = voice.render(QUESTION)

    speech = RecordingHearing().speech(open_recording(spoken))
    assert spoken.suffix == ".wav"
    assert 1.0 < speech[-1].end_s - speech[0].start_s < 4.0
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [spoken.name]
    before = spoken.stat().st_mtime_ns
    assert voice.render(QUESTION) == spoken
    assert spoken.stat().st_mtime_ns == before


def test_what_a_program_left_that_was_ended_while_rendering_is_removed_later(tmp_path):
    old, new = tmp_path / "voice-old", tmp_path / "voice-new"
    for folder in (old, new):
        folder.mkdir()
        (folder / "voice.wav").write_bytes(b"half a question")
    an_hour_ago = time.time() - 3600
    os.utime(old, (an_hour_ago, an_hour_ago))

    PyttsxVoice(None, None, 1.0, tmp_path).render(QUESTION)

    assert not old.exists()
    assert new.exists()  # another program may be at work


def test_a_faster_voice_takes_less_time_and_a_quieter_one_is_quieter(tmp_path):
    def spoken(rate_wpm, volume):
        samples, rate = soundfile.read(PyttsxVoice(None, rate_wpm, volume, tmp_path).render(QUESTION))
        return len(samples) / rate, np.abs(samples).max()

    slow, fast, quiet = spoken(120, 1.0), spoken(240, 1.0), spoken(120, 0.3)

    assert fast[0] < 0.7 * slow[0]
    assert quiet[1] < 0.5 * slow[1]


def test_the_voices_are_listed_and_an_english_one_is_among_them():
    voices = list_voices()

    assert any("en-us" in voice.languages for voice in voices)
    assert len({voice.id for voice in voices}) == len(voices)


def test_a_voice_that_is_not_there_is_named(tmp_path):
    with pytest.raises(SpeechOutputError, match="There is no voice 'Zaphod'") as caught:
        PyttsxVoice("Zaphod", None, 1.0, tmp_path).render(QUESTION)
    assert "rehearse voices" in caught.value.hint
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("child", "complaint"),
    [
        ("import os; os.abort()", "broke down"),
        ("print('Audio saved to x')", "broke down"),
        ("import time; time.sleep(60)", "said nothing"),
        ('print(\'{"error": "RuntimeError: no espeak"}\')', "could not be started"),
        ("print('{}')", "gave no sound"),
    ],
    ids=["crash", "chatter", "hang", "missing", "no file"],
)
def test_a_synthesiser_that_fails_is_a_sentence_with_a_remedy(tmp_path, monkeypatch, child, complaint):
    (tmp_path / "child.py").write_text(child)
    monkeypatch.setattr(voice_module, "_CHILD", tmp_path / "child.py")
    monkeypatch.setattr(voice_module, "_START_TIMEOUT_S", 2.0)
    cache = tmp_path / "cache"

    with pytest.raises(SpeechOutputError, match=complaint) as caught:
        PyttsxVoice(None, None, 1.0, cache).render(QUESTION)

    assert caught.value.hint.endswith(".")
    assert list(cache.iterdir()) == []


@pytest.mark.parametrize("voice", [None, "en-gb", "English (Great Britain)"])
def test_the_demonstration_answers_in_another_voice_than_the_question(tmp_path, voice):
    question = PyttsxVoice(voice, 150, 1.0, tmp_path).render(QUESTION)
    answer = demonstration_answer(QUESTION, cache_dir=tmp_path, question_voice=voice)

    asked, _ = soundfile.read(question)
    answered, _ = soundfile.read(answer)
    assert len(asked) != len(answered) or not np.array_equal(asked, answered)


def test_a_machine_without_the_sound_library_is_told_how_to_install_it(tmp_path):
    """PortAudio is not to be found: what `import sounddevice` then does, in a process of its own."""
    (tmp_path / "sounddevice.py").write_text("raise OSError('PortAudio library not found')\n")
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from rehearse.audio.devices import find_microphone\n"
        "from rehearse.errors import NoMicrophoneError\n"
        "try: find_microphone()\n"
        "except NoMicrophoneError as error: print(error, error.hint)\n"
    )
    told = run_program(sys.executable, "-c", script, str(tmp_path), check=True)

    assert "PortAudio is not installed" in told.stdout
    assert "libportaudio2" in told.stdout or sys.platform != "linux"
    assert told.stderr == ""
