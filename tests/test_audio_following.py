import threading

import numpy as np
import pytest

from rehearse.audio.files import blocks, open_recording
from rehearse.audio.following import follow
from rehearse.audio.growing_wav import GrowingWav


def noise(n_frames):
    return np.random.default_rng(7).integers(-20_000, 20_000, n_frames).astype("<i2")


@pytest.mark.parametrize("sample_rate_hz", [8_000, 16_000, 44_100, 48_000])
def test_a_recording_followed_while_it_grows_is_the_one_read_afterwards(tmp_path, sample_rate_hz):
    sound = noise(round(2.7 * sample_rate_hz))
    ended = threading.Event()
    wav = GrowingWav(tmp_path / "answer.wav", sample_rate_hz)
    followed = follow(wav.path, sample_rate_hz, ended.is_set)
    heard = [next(followed)]

    assert len(heard[0]) == 0  # nothing yet

    for part in np.array_split(sound, 9):
        wav.append(part.tobytes())
        heard.append(next(followed))
    wav.close()
    ended.set()
    heard += list(followed)

    afterwards = np.concatenate(list(blocks(open_recording(wav.path))))
    np.testing.assert_allclose(np.concatenate(heard), afterwards, atol=1e-6)


def test_a_discarded_recording_ends_for_its_follower_too(tmp_path):
    wav = GrowingWav(tmp_path / "answer.wav", 16_000)
    wav.append(noise(1000).tobytes())
    followed = follow(wav.path, 16_000, lambda: False)
    first = next(followed)
    wav.close()
    wav.path.unlink()

    assert len(first) == 1000
    assert list(followed) == []
