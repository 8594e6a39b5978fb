"""No test touches the home of the person who runs it."""

import pytest


@pytest.fixture(autouse=True)
def _own_places(monkeypatch, tmp_path_factory):
    """Point settings and recordings at nothing; models and voices may be cached, as they are checked."""
    for name in ("MODEL", "DECK", "LANGUAGE", "VOICE", "RATE", "VOLUME", "MICROPHONE", "SPEAKER"):
        monkeypatch.delenv(f"REHEARSE_{name}", raising=False)
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("REHEARSE_CONFIG", str(home / "config.toml"))
    monkeypatch.setenv("REHEARSE_RECORDINGS", str(home / "recordings"))
