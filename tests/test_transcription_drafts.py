"""A draft may only save time: whatever it guesses, the decoding comes out as without it."""

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whisper.decoding import DecodingOptions, DecodingTask
from whisper.model import ModelDimensions, Whisper

from rehearse.transcription.drafts import DraftedInference, Drafts, Overtaken, follow
from rehearse.transcription.text_decoder import TextDecoder, looked_at

N_TOKENS = 24


@pytest.fixture(scope="module")
def model():
    """A small model with random weights: it says nonsense, but always the same."""
    torch.manual_seed(3)
    sizes = dict.fromkeys(("n_audio_state", "n_text_state"), 32)
    heads = dict.fromkeys(("n_audio_head", "n_text_head", "n_audio_layer"), 2)
    whisper = Whisper(
        ModelDimensions(
            n_mels=80, n_audio_ctx=1500, n_vocab=51864, n_text_ctx=448, n_text_layer=2, **sizes, **heads
        )
    )
    for parameter in whisper.parameters():
        torch.nn.init.normal_(parameter, std=0.3)
    return whisper.eval()


@pytest.fixture(scope="module")
def encoded(model):
    with torch.no_grad():
        return looked_at(model, torch.randn(1500, 32), lambda: None)


@pytest.fixture(scope="module")
def plain(model, encoded):
    """What is heard without a draft, and in how many passes."""
    return decode(model, encoded, plainly=True)


def decode(model, encoded, *drafts, plainly=False):
    n_passes = 0

    def count(*_):
        nonlocal n_passes
        n_passes += 1

    options = DecodingOptions(
        language="en", fp16=False, without_timestamps=True, sample_len=N_TOKENS, suppress_blank=False
    )
    task = DecodingTask(model, options)
    if not plainly:
        decoder = TextDecoder(model, encoded)
        task.inference = DraftedInference(decoder, model.dims.n_text_ctx, [tuple(draft) for draft in drafts])
    hook = model.decoder.ln.register_forward_hook(count)
    result = task.run(encoded.states[None])[0]
    hook.remove()
    return result, n_passes


@pytest.mark.parametrize("n_right", [0, 1, 7, N_TOKENS - 1, N_TOKENS])
@pytest.mark.parametrize("n_wrong", [0, 1, 5])
def test_any_draft_gives_what_decoding_without_one_gives(model, encoded, plain, n_right, n_wrong):
    plain, _ = plain
    draft = [*plain.tokens[:n_right], *([11] * n_wrong)]

    drafted, _ = decode(model, encoded, draft)

    assert drafted.tokens == plain.tokens
    assert drafted.avg_logprob == pytest.approx(plain.avg_logprob, abs=1e-4)
    assert drafted.no_speech_prob == pytest.approx(plain.no_speech_prob, abs=1e-4)


def test_a_right_draft_takes_one_pass_in_place_of_many(model, encoded, plain):
    plain, n_plain = plain

    _, n_drafted = decode(model, encoded, plain.tokens)

    assert n_plain >= N_TOKENS
    assert n_drafted <= 2


def test_a_draft_is_taken_up_again_after_what_it_did_not_foresee(model, encoded, plain):
    plain, _ = plain
    missing_one = [*plain.tokens[:8], *plain.tokens[9:]]
    with_one_more = [*plain.tokens[:15], 11, *plain.tokens[15:]]

    for draft in (missing_one, with_one_more):
        drafted, n_drafted = decode(model, encoded, draft)
        assert drafted.tokens == plain.tokens
        assert n_drafted <= 6


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.tuples(st.integers(0, N_TOKENS), st.integers(0, 9)), max_size=5), max_size=3))
def test_drafts_put_together_of_anything_change_nothing(model, encoded, plain, drafts):
    plain, _ = plain

    parts = [[plain.tokens[begin : begin + length] for begin, length in draft] for draft in drafts]
    drafted, _ = decode(model, encoded, *[[token for part in draft for token in part] for draft in parts])

    assert drafted.tokens == plain.tokens
    assert drafted.avg_logprob == pytest.approx(plain.avg_logprob, abs=1e-4)


def test_what_follows_is_looked_for_after_the_most_words_that_agree():
    draft = (1, 2, 3, 4, 2, 9, 5)

    assert follow([draft], ()) == draft
    assert follow([draft], (4, 2)) == (9, 5)
    assert follow([draft], (7, 2)) == (3, 4, 2, 9, 5)  # the nearer of two places
    assert follow([draft, (7, 2, 8)], (7, 2)) == (8,)
    assert follow([draft], (7,)) == follow([draft], (5,)) == follow([], (1,)) == ()


def test_a_decoding_is_left_as_soon_as_it_was_overtaken():
    asked = iter([False, True])
    drafts = Drafts(overtaken=lambda: next(asked))

    drafts.go_on((1,))
    with pytest.raises(Overtaken) as left:
        drafts.go_on((1, 2))

    assert left.value.tokens == (1, 2)


def test_what_was_heard_beyond_an_end_is_the_draft_of_what_comes_after_it():
    earlier = Drafts((1, 2, 3, 4, 5), (1, 7, 2, 3), (1, 2, 8))

    assert earlier.beyond(Drafts((1, 2, 3), (1, 7, 2), (1, 2))) == Drafts((4, 5), (3,), (8,))
    assert earlier.beyond(earlier) == Drafts()
    assert earlier.beyond(Drafts((9,) * 8, (9,) * 8, (9,) * 8)) == Drafts()
