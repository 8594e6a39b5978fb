"""pyttsx3 and espeak-ng, for real: what is said is said to its end."""

import wave

from rehearse.audio.voice import PyttsxVoice


def duration_s(path):
    with wave.open(str(path)) as file:
        return file.getnframes() / file.getframerate()


def test_a_long_text_is_spoken_to_its_end(tmp_path):
    voice = PyttsxVoice(None, 165, 1.0, tmp_path)
    sentence = "The validation error rises while the training error still falls. "

    once, long = voice.render(sentence), voice.render(sentence * 30)

    assert duration_s(long) > 30 * 0.9 * duration_s(once)
