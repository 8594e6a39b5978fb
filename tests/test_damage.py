"""Files with damage of every kind: no traceback, no hang, and no good take harmed.

Good files are cut, stretched, overwritten and shuffled with fixed seeds; whatever comes of it is read as
the program reads it, and either it is good or somebody is told in a sentence.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import soundfile

from rehearse.audio.files import blocks, import_recording, open_recording
from rehearse.audio.growing_wav import GrowingWav
from rehearse.deck import check_deck, read_deck
from rehearse.errors import RehearseError
from rehearse.finishing import finish
from rehearse.forgetting import everything_kept
from rehearse.store import Store
from rehearse.take import Recording
from tests.builders import make_beginning
from tests.desk_parts import make_desk, write_tone

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests" / "data" / "takes"
DECKS = (*sorted((ROOT / "prompts").glob("*.md")), ROOT / "tests" / "data" / "people.md")
SOUNDS = (ROOT / "tests" / "data" / "jfk.flac", ROOT / "tests" / "data" / "fire_walker.ogg")
SOUND_S = 4
"""How much of each is damaged: what is long takes long to listen to, and has no other headers."""
N_DECKS, N_TAKES, N_SOUNDS = 500, 500, 200

PIECES = (
    *(b"", b"\0", b"\xff\xfe", b"\xc3", b"\r", b"\n\n", b"---\n", b"# ", b"## ", b"- ", b"  - ", b"> "),
    *(
        b"id: ",
        b"need: 99",
        b"time_limit: -1",
        b"(x1e9)",
        b"not: ",
        b"probe: ",
        b"&x",
        b"*y",
        b"!!python/name:os",
    ),
    *(b"{", b"}", b"[", b'"', b":", b",", b"null", b"true", b"-1", b"1e999", b"NaN", b"9" * 400, b"\\ud800"),
    *(b"2026-13-45T99:99", b"../../x", "naïve…".encode(), b"RIFF", b"fLaC", b"OggS", bytes(64), b"\xff" * 64),
)


def damaged(content: bytes, seed: int) -> bytes:
    """Return a file with one to four changes."""
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 4)):
        start = chance.randint(0, len(content))
        end = min(len(content), start + chance.choice((0, 1, 2, 8, 64, 4096)))
        before, middle, after = content[:start], content[start:end], content[end:]
        content = chance.choice(
            (
                before + after,  # something is missing
                before,  # all that follows is
                before + chance.randbytes(len(middle)) + after,
                before + chance.choice(PIECES) + middle + after,
                before + chance.choice(PIECES) + after,
                before + middle * 4 + after,
                before + bytes(byte ^ 0x20 for byte in middle) + after,
            )
        )
    return content


def reads_or_tells(read: Callable[[], object]) -> bool:
    """Return whether something could be read; where it could not, it must be told in a sentence."""
    try:
        read()
    except RehearseError as error:
        if not error.message or "Traceback" in error.message:
            raise AssertionError("nobody was told anything") from error
        return False
    return True


@pytest.mark.parametrize("part", range(10))
def test_a_damaged_deck_is_read_or_its_mistakes_are_told(tmp_path, part):
    path = tmp_path / "deck.md"
    for seed in range(part * N_DECKS // 10, (part + 1) * N_DECKS // 10):
        path.write_bytes(damaged(DECKS[seed % len(DECKS)].read_bytes(), seed))
        mistakes: list[object] = []
        if reads_or_tells(partial(collect, mistakes, path)):
            assert reads_or_tells(partial(read_deck, path)) == (mistakes == [])


def collect(mistakes: list[object], deck: Path) -> None:
    mistakes.extend(check_deck(deck))


@pytest.mark.parametrize("part", range(10))
def test_a_damaged_take_is_read_or_set_aside_and_its_neighbours_are_whole(tmp_path, part):
    store = Store(tmp_path)
    golden = sorted(path.parent for path in GOLDEN.glob("*/*/take.json"))
    for folder in golden:
        shutil.copytree(folder, tmp_path / folder.name)
    neighbours = store.takes().good
    before = {path: path.read_bytes() for path in tmp_path.glob("*/*")}
    bad = tmp_path / "2026-11-22T13-00-00_bad"
    bad.mkdir()
    shutil.copy(golden[0] / "answer.flac", bad)
    for seed in range(part * N_TAKES // 10, (part + 1) * N_TAKES // 10):
        (bad / "take.json").write_bytes(damaged((golden[seed % 2] / "take.json").read_bytes(), seed))
        (bad / "begun.json").write_bytes(damaged((golden[0] / "take.json").read_bytes(), -seed - 1))

        found = store.takes()

        assert set(neighbours) <= set(found.good)
        assert len(found.good) + len(found.damaged) == len(neighbours) + 1
        assert all(trouble.message and trouble.hint for trouble in found.damaged)
        for take in found.good:
            store.analysis(take)
        assert len(everything_kept(store)) == len(neighbours) + 1
    assert {path: path.read_bytes() for path in before} == before


def test_a_damaged_beginning_costs_only_itself(tmp_path):
    store = Store(tmp_path)
    folder = store.begin(make_beginning())
    write_tone(folder / "answer.wav")
    good = (folder / "begun.json").read_bytes()
    store.abandon(folder, keep_sound=True)
    for seed in range(100):
        (folder / "begun.json").write_bytes(damaged(good, seed))

        (unfinished,) = store.unfinished()

        assert unfinished.recorded_at.tzinfo is not None
    (folder / "begun.json").write_bytes(good)
    assert finish(make_desk(store, "so"), store, folder).take.folder == folder


def hear_imported(source: Path, imported: Path) -> None:
    hear(import_recording(source, imported))


def hear_opened(source: Path) -> None:
    hear(open_recording(source))


def hear(recording: Recording) -> None:
    """Look for speech in a recording; a header may claim any length."""
    from rehearse.audio.speech_activity import detect_speech

    if recording.duration_s < 60:
        detect_speech(blocks(recording))


HEARING = """
import sys
from tests.test_damage import hear_damaged_sounds
hear_damaged_sounds(sys.argv[1])
"""


def beginning_of(path: Path, folder: Path) -> Path:
    """Write the first seconds of a sound in the same format; return where."""
    samples, rate_hz = soundfile.read(path, dtype="int16")
    shorter = folder / f"beginning{path.suffix}"
    soundfile.write(shorter, samples[: SOUND_S * rate_hz], rate_hz)
    return shorter


def hear_damaged_sounds(folder: str) -> None:
    """Read damaged sounds; for a process of its own, which a decoder may hang or crash."""
    place = Path(folder)
    beginnings = [beginning_of(path, place) for path in SOUNDS]
    wav = GrowingWav(place / "good.wav", 16_000)
    for block in blocks(open_recording(beginnings[0])):
        wav.append((block * 32767).astype("<i2").tobytes())
    wav.close()
    good = [path.read_bytes() for path in (*beginnings, wav.path)]
    n_heard = 0
    for seed in range(N_SOUNDS):
        source = place / f"damaged{(*SOUNDS, wav.path)[seed % 3].suffix}"
        content = good[seed % 3]
        # Headers are where decoders are led astray, and a file is mostly not header.
        head = 200 if seed % 2 else len(content)
        source.write_bytes(damaged(content[:head], seed) + content[head:])
        imported = place / "imported.flac"
        n_heard += reads_or_tells(partial(hear_imported, source, imported))
        n_heard += reads_or_tells(partial(hear_opened, source))
    assert n_heard > N_SOUNDS / 4, n_heard
    sys.stdout.write("heard\n")


def test_damaged_sounds_are_heard_as_far_as_they_go_or_refused_in_words(tmp_path):
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", HEARING, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        timeout=100,  # a hang
    )

    assert done.stdout == "heard\n", done.stderr
