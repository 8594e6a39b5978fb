"""The second engine, of the extra `fast`: the same weights in CTranslate2, as int8, without PyTorch.

Weights that are installed as packages are in its format already. All others are openai-whisper's
checkpoints, downloaded and checked as ever, and renamed in memory: nothing is fetched twice.
"""

from __future__ import annotations

import json
from importlib.util import find_spec
from typing import TYPE_CHECKING

from rehearse.transcription.models import MODELS
from rehearse.transcription.transcriber import StretchTranscriber
from rehearse.transcription.weights_packages import weights_package

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ctranslate2.models import Whisper as CTranslate2Model
    from whisper.model import Whisper as OpenaiModel

    from rehearse.desk import ProgressCallback
    from rehearse.transcription.fast_decoder import FastDecoder
    from rehearse.transcription.weights_packages import WeightsPackage

COMPUTE_TYPE = "int8"


def is_installed() -> bool:
    """Say whether the extra `fast` is; nothing is imported."""
    return find_spec("faster_whisper") is not None and find_spec("ctranslate2") is not None


class FastTranscriber(StretchTranscriber):
    """A :class:`rehearse.desk.Transcriber` that runs faster-whisper on this machine."""

    engine = "faster-whisper"

    def load_decoder(self, models_dir: Path, on_progress: ProgressCallback | None) -> FastDecoder:
        """Load what :class:`StretchTranscriber` asks for."""
        if self.model in MODELS and (package := weights_package(self.model)):
            return self._from_package(package)
        return self._from_checkpoint(models_dir, on_progress)

    def _from_package(self, package: WeightsPackage) -> FastDecoder:
        from faster_whisper.tokenizer import Tokenizer
        from tokenizers import Tokenizer as Encoding

        from rehearse.transcription.fast_decoder import FastDecoder

        files = {file.name: package.read(file.name) for file in package.files}
        encoding = Encoding.from_buffer(files.pop("tokenizer.json"))
        self.check_language(
            known=encoding.token_to_id(f"<|{self.language}|>") is not None,
            multilingual=MODELS[self.model].multilingual,
        )
        model = _load(files)
        tokenizer = Tokenizer(encoding, model.is_multilingual, task="transcribe", language=self.language)
        return FastDecoder(model, tokenizer, self.language)

    def _from_checkpoint(self, models_dir: Path, on_progress: ProgressCallback | None) -> FastDecoder:
        from whisper.tokenizer import LANGUAGES, get_tokenizer

        from rehearse.transcription.checkpoints import load_checkpoint
        from rehearse.transcription.fast_decoder import FastDecoder
        from rehearse.transcription.weights import find_weights

        weights = find_weights(self.model, models_dir=models_dir, on_progress=on_progress)
        loaded = load_checkpoint(weights)
        self.check_language(known=self.language in LANGUAGES, multilingual=loaded.is_multilingual)
        model = _load(_files_of(loaded))
        tokenizer = get_tokenizer(
            loaded.is_multilingual,
            num_languages=loaded.num_languages,
            language=self.language,
            task="transcribe",
        )
        return FastDecoder(model, tokenizer, self.language)


def _load(files: Mapping[str, bytes]) -> CTranslate2Model:
    from ctranslate2.models import Whisper

    return Whisper("whisper", device="cpu", compute_type=COMPUTE_TYPE, files=dict(files))


def _files_of(loaded: OpenaiModel) -> dict[str, bytes]:
    """Return the files of CTranslate2's format for a model of openai-whisper."""
    from whisper.tokenizer import get_tokenizer

    from rehearse.transcription.ctranslate2_weights import ctranslate2_model

    tokenizer = get_tokenizer(loaded.is_multilingual, num_languages=loaded.num_languages)
    special = {token: text for text, token in tokenizer.special_tokens.items()}
    vocabulary = [
        special.get(token) or tokenizer.encoding.decode_single_token_bytes(token).decode("latin-1")
        if token < tokenizer.encoding.n_vocab
        else f"<|unused {token}|>"
        for token in range(loaded.dims.n_vocab)
    ]
    config = {
        "alignment_heads": loaded.alignment_heads.indices().T.tolist(),
        "lang_ids": list(tokenizer.all_language_tokens),
        "suppress_ids": sorted(
            {
                *tokenizer.non_speech_tokens,
                tokenizer.transcribe,
                tokenizer.translate,
                tokenizer.sot,
                tokenizer.sot_prev,
                tokenizer.sot_lm,
                tokenizer.no_speech,
            }
        ),
        "suppress_ids_begin": [*tokenizer.encode(" "), tokenizer.eot],
    }
    return {
        "model.bin": ctranslate2_model({"dims": vars(loaded.dims), "model_state_dict": loaded.state_dict()}),
        "config.json": json.dumps(config).encode(),
        "vocabulary.json": json.dumps(vocabulary).encode(),
    }
