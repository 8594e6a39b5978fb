"""No test touches the home of the person who runs it, and no load of the machine turns one red."""

import os

import pytest
from hypothesis import HealthCheck, settings

from rehearse.config import SETTINGS

# Threads that work in step make no headway beside a load: each waits for the one that does not get to run.
# What is gained by them is gained by tests that run side by side. Read when PyTorch is loaded; inherited.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# How long an example takes, or is drawn, says what else the machine does. That each run tries the same
# examples keeps somebody's change from failing for what it did not touch; `make soak` searches on.
_UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same", _UNHURRIED, derandomize=True)
settings.register_profile("search", _UNHURRIED, max_examples=1000)
settings.load_profile("same")


@pytest.fixture(autouse=True)
def _own_places(monkeypatch, tmp_path_factory):
    """Point settings and recordings at nothing; models and voices may be cached, as they are checked."""
    for setting in SETTINGS.values():
        monkeypatch.delenv(setting.environment_variable, raising=False)
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("REHEARSE_CONFIG", str(home / "config.toml"))
    monkeypatch.setenv("REHEARSE_RECORDINGS", str(home / "recordings"))
