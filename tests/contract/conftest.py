"""A speaker and a microphone for the tests, whatever the machine has."""

from collections.abc import Iterator

import pytest

from tests.contract.virtual_sound import VirtualSound


@pytest.fixture(scope="session")
def _virtual_server() -> Iterator[VirtualSound]:
    with VirtualSound() as sound:
        yield sound


@pytest.fixture
def virtual_sound(_virtual_server: VirtualSound) -> VirtualSound:
    """Virtual devices for child processes, which see them through `virtual_sound.environment`."""
    return _virtual_server


@pytest.fixture
def attached_sound(_virtual_server: VirtualSound) -> Iterator[VirtualSound]:
    """The same devices, seen by this process too."""
    with _virtual_server.attached():
        yield _virtual_server


@pytest.fixture
def own_sound() -> Iterator[VirtualSound]:
    """Virtual devices of one test's own, for child processes, to be broken at will."""
    with VirtualSound() as sound:
        yield sound


@pytest.fixture
def fragile_sound() -> Iterator[VirtualSound]:
    """Virtual devices of one test's own, seen by this process too, to be broken at will."""
    with VirtualSound() as sound, sound.attached():
        yield sound
