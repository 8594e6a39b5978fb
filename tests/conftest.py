"""No test touches the home of the person who runs it."""

import pytest

from rehearse.config import SETTINGS


@pytest.fixture(autouse=True)
def _own_places(monkeypatch, tmp_path_factory):
    """Point settings and recordings at nothing; models and voices may be cached, as they are checked."""
    for setting in SETTINGS.values():
        monkeypatch.delenv(setting.environment_variable, raising=False)
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("REHEARSE_CONFIG", str(home / "config.toml"))
    monkeypatch.setenv("REHEARSE_RECORDINGS", str(home / "recordings"))
