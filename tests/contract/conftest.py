"""A speaker and a microphone for the tests, whatever the machine has."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.virtual_sound import VirtualSound


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark all tests in this folder, and only those: `make check` does without them."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.real)


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
