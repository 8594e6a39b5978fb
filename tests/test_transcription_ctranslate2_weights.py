"""CTranslate2's model file becomes openai-whisper's checkpoint without losing a bit."""

from typing import Any

import numpy as np
import pytest

from rehearse.transcription.ctranslate2_file import read_variables, write_variables
from rehearse.transcription.ctranslate2_weights import ctranslate2_model, openai_checkpoint
from tests.whisper_checkpoints import as_ctranslate2, tiny_checkpoint, write_ctranslate2

SMALL: dict[str, Any] = {
    "a/weight": np.arange(6, dtype=np.float16).reshape(2, 3),
    "a/scale": np.array(-7, np.int8),
    "a/heads": np.array([6, 8], np.int32),
}


def test_variables_keep_names_shapes_types_and_values():
    read = read_variables(write_ctranslate2(SMALL, {"b/weight": "a/weight"}))

    assert set(read) == {*SMALL, "b/weight"}
    for name, array in SMALL.items():
        assert read[name].dtype == array.dtype
        np.testing.assert_array_equal(read[name], array)
    np.testing.assert_array_equal(read["b/weight"], SMALL["a/weight"])


def test_a_converted_model_has_every_tensor_of_the_original_bit_for_bit():
    original = tiny_checkpoint()

    converted = openai_checkpoint(read_variables(as_ctranslate2(original)))

    assert converted["dims"] == original["dims"]
    assert set(converted["model_state_dict"]) == set(original["model_state_dict"])
    for name, tensor in original["model_state_dict"].items():
        assert converted["model_state_dict"][name].dtype == tensor.dtype
        assert converted["model_state_dict"][name].equal(tensor), name


def test_a_written_file_is_read_as_it_was():
    written = write_variables(SMALL, {"b/weight": "a/weight"})

    assert written == write_ctranslate2(dict(sorted(SMALL.items())), {"b/weight": "a/weight"})


def test_a_checkpoint_becomes_a_ctranslate2_model_and_again_itself():
    original = tiny_checkpoint()

    again = openai_checkpoint(read_variables(ctranslate2_model(original)))

    assert again["dims"] == original["dims"]
    assert set(again["model_state_dict"]) == set(original["model_state_dict"])
    assert all(
        again["model_state_dict"][name].equal(tensor) for name, tensor in original["model_state_dict"].items()
    )


def test_a_file_cut_off_anywhere_is_refused():
    whole = write_ctranslate2(SMALL, {"b/weight": "a/weight"})

    for size in range(len(whole)):
        with pytest.raises(ValueError, match="CTranslate2"):
            read_variables(whole[:size])


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (write_ctranslate2(SMALL, {}) + b"\0", "goes on after its end"),
        (write_ctranslate2(SMALL, {}, version=5), "version 5"),
        (write_ctranslate2(SMALL, {}, specification="TransformerSpec"), "TransformerSpec"),
        (write_ctranslate2(SMALL, {"b": "missing"}), "missing"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "version"),
    ],
)
def test_what_is_not_a_whisper_model_is_refused_with_the_reason(data, why):
    with pytest.raises(ValueError, match=why):
        read_variables(data)


def test_a_model_without_a_layer_that_whisper_has_is_refused_by_its_name():
    variables = read_variables(as_ctranslate2(tiny_checkpoint()))
    del variables["decoder/layer_1/attention/linear_1/weight"]

    with pytest.raises(ValueError, match="decoder/layer_1/attention/linear_1/weight"):
        openai_checkpoint(variables)


def test_a_key_bias_which_openai_whisper_has_no_place_for_is_refused():
    variables = read_variables(as_ctranslate2(tiny_checkpoint()))
    biased = variables["encoder/layer_0/self_attention/linear_0/bias"].copy()
    biased[16] = 1  # 16 numbers of the query come first
    variables["encoder/layer_0/self_attention/linear_0/bias"] = biased

    with pytest.raises(ValueError, match=r"attn\.key\.bias is not zero"):
        openai_checkpoint(variables)
