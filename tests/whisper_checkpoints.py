"""A Whisper small enough to make in a test: random weights, every real layer and the real loading code."""

import hashlib
import struct

CTRANSLATE2_TYPES = {"float32": 0, "int8": 1, "int16": 2, "int32": 3, "float16": 4}


def tiny_checkpoint(n_vocab=51864):
    """Return a checkpoint of two layers of 16 numbers, as openai-whisper saves one."""
    import torch
    from whisper.model import ModelDimensions, Whisper

    dims = ModelDimensions(
        n_mels=80,
        n_audio_ctx=1500,
        n_audio_state=16,
        n_audio_head=2,
        n_audio_layer=2,
        n_vocab=n_vocab,
        n_text_ctx=48,  # so that a decoding that never ends is over soon
        n_text_state=16,
        n_text_head=2,
        n_text_layer=2,
    )
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        model = Whisper(dims)
        torch.nn.init.normal_(model.decoder.positional_embedding, std=0.02)
    return {"dims": vars(dims), "model_state_dict": {k: v.half() for k, v in model.state_dict().items()}}


def save_tiny_checkpoint(path, n_vocab=51864):
    """Write one to `path`; return its SHA-256."""
    import torch

    torch.save(tiny_checkpoint(n_vocab), path)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def as_ctranslate2(checkpoint):
    """Return the bytes of the same model in CTranslate2's format, as its own converter lays them out."""
    import numpy as np

    dims = checkpoint["dims"]
    state = {name: tensor.numpy() for name, tensor in checkpoint["model_state_dict"].items()}
    variables = {
        "decoder/scale_embeddings": np.array(0, np.int8),
        "encoder/num_heads": np.array(dims["n_audio_head"], np.int16),
        "decoder/num_heads": np.array(dims["n_text_head"], np.int16),
        "decoder/embeddings/weight": state["decoder.token_embedding.weight"],
    }

    def linear(ours, theirs):
        for part in ("weight", "bias"):
            variables[f"{ours}/{part}"] = state[f"{theirs}.{part}"]

    def norm(ours, theirs):
        variables[f"{ours}/gamma"] = state[f"{theirs}.weight"]
        variables[f"{ours}/beta"] = state[f"{theirs}.bias"]

    def stack(ours, theirs, parts):
        weights = [state[f"{theirs}.{part}.weight"] for part in parts]
        no_bias = np.zeros(len(weights[0]), np.float16)
        variables[f"{ours}/weight"] = np.concatenate(weights)
        variables[f"{ours}/bias"] = np.concatenate(
            [state.get(f"{theirs}.{part}.bias", no_bias) for part in parts]
        )

    linear("encoder/conv1", "encoder.conv1")
    linear("encoder/conv2", "encoder.conv2")
    for side, last in (("encoder", "ln_post"), ("decoder", "ln")):
        variables[f"{side}/position_encodings/encodings"] = state[f"{side}.positional_embedding"]
        norm(f"{side}/layer_norm", f"{side}.{last}")
        for index in range(2):
            ours, theirs = f"{side}/layer_{index}", f"{side}.blocks.{index}"
            norm(f"{ours}/self_attention/layer_norm", f"{theirs}.attn_ln")
            stack(f"{ours}/self_attention/linear_0", f"{theirs}.attn", ("query", "key", "value"))
            linear(f"{ours}/self_attention/linear_1", f"{theirs}.attn.out")
            norm(f"{ours}/ffn/layer_norm", f"{theirs}.mlp_ln")
            linear(f"{ours}/ffn/linear_0", f"{theirs}.mlp.0")
            linear(f"{ours}/ffn/linear_1", f"{theirs}.mlp.2")
            if side == "decoder":
                norm(f"{ours}/attention/layer_norm", f"{theirs}.cross_attn_ln")
                linear(f"{ours}/attention/linear_0", f"{theirs}.cross_attn.query")
                stack(f"{ours}/attention/linear_1", f"{theirs}.cross_attn", ("key", "value"))
                linear(f"{ours}/attention/linear_2", f"{theirs}.cross_attn.out")
    return write_ctranslate2(variables, {"decoder/projection/weight": "decoder/embeddings/weight"})


def write_ctranslate2(variables, aliases, *, version=6, specification="WhisperSpec"):
    """Return the bytes of a CTranslate2 model file."""

    def text(value):
        data = value.encode() + b"\0"
        return struct.pack("<H", len(data)) + data

    parts = [struct.pack("<I", version), text(specification), struct.pack("<II", 3, len(variables))]
    for name, array in variables.items():
        parts += [
            text(name),
            struct.pack(f"<B{array.ndim}I", array.ndim, *array.shape),
            struct.pack("<BI", CTRANSLATE2_TYPES[array.dtype.name], array.nbytes),
            array.tobytes(),
        ]
    parts.append(struct.pack("<I", len(aliases)))
    parts += [text(name) + text(target) for name, target in aliases.items()]
    return b"".join(parts)
