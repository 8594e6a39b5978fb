"""Whether a question's terms are heard when they are said, and only then.

    python -m benchmarks.vocabulary --model base

Sentences with a term, and for each one a sentence that sounds alike and has none, spoken by espeak-ng in
several voices; the terms of all are what the question makes expected. A term found is one written where it
was said; a false one is written where it was not, which a coach would give credit for. Beside ours stand
openai-whisper as it comes, and with the terms as its prompt. The margin of ours was chosen on the first
voice, so its figures flatter there.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.known_sounds import spoken
from rehearse.sound import SPEECH_RATE_HZ

if TYPE_CHECKING:
    from rehearse.sound import Samples

VOICES = ("en-us", "en-gb+f3", "en-gb-scotland", "en-us+m3")
MARGIN_S = 0.4
PAIRS = (
    (
        "k-means",
        "We grouped the customers with k-means clustering.",
        "We grouped those who came in on Monday.",
    ),
    ("ROC", "I compared the two models by their ROC curve.", "We drove slowly along the rocky curve."),
    ("L2", "I would add L2 regularisation to the loss.", "I would add all of the legislation to the list."),
    ("SQL", "The answers are stored in a SQL database.", "The answers are short, as you will know."),
    (
        "XGBoost",
        "We trained it with XGBoost and early stopping.",
        "We gave it the next boost before shopping.",
    ),
    (
        "Bayes",
        "A naive Bayes classifier assumes independence.",
        "A wide bay is a nice place to be independent.",
    ),
    ("F1", "The F1 score balances precision and recall.", "If one scores well we make a decision."),
    ("Gini", "Each split lowers the Gini impurity.", "Each day the genie grants in purity."),
    ("ReLU", "We apply a ReLU after each layer.", "We apply a really new layer."),
    ("PCA", "I use PCA to lower the number of dimensions.", "I see a way to lower the number of people."),
)
"""A term, a sentence that says it, and one that sounds a little like it and does not. "Sequel" is not among
those: it is how many people say SQL, and is taken for it."""
TERMS = tuple(term for term, _, _ in PAIRS)
QUESTION = f"What do you know of {', '.join(TERMS)}?"

ENGINES = ("openai-whisper", "with a prompt", "rehearse")
Hear = Callable[["Samples"], str]


def engines(model: str, models_dir: Path, names: Sequence[str]) -> dict[str, Hear]:
    """Return those of what is compared, each with the same weights."""
    import whisper

    from rehearse.transcription.expected_terms import prompt_of
    from rehearse.transcription.weights import find_weights
    from rehearse.transcription.whisper_engine import WhisperTranscriber

    loaded = whisper.load_model(str(find_weights(model, models_dir=models_dir).path))
    ours = WhisperTranscriber(model, models_dir=models_dir)

    def plain(samples: Samples, prompt: str | None = None) -> str:
        result = loaded.transcribe(samples, language="en", fp16=False, initial_prompt=prompt)
        return str(result["text"])

    compared: tuple[Hear, ...] = (
        plain,
        lambda samples: plain(samples, prompt_of(TERMS)),
        lambda samples: ours.transcribe([samples], vocabulary=(QUESTION,)).text,
    )
    return {name: hear for name, hear in zip(ENGINES, compared, strict=True) if name in names}


def has_term(text: str, term: str) -> bool:
    """Say whether a term is among the words of a text; "K means" is "k-means"."""
    letters = r"[\s-]?".join(re.escape(letter) for letter in term.replace("-", ""))
    return re.search(rf"\b{letters}(s|\b)", text, re.IGNORECASE) is not None


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", default="base")
    parser.add_argument("--models-dir", type=Path, default=Path.home() / ".cache" / "rehearse-benchmarks")
    parser.add_argument("--voice", choices=VOICES, action="append", help="only this voice")
    parser.add_argument("--engine", choices=ENGINES, action="append", help="only this one")
    parser.add_argument("--show", action="store_true", help="print what was heard")
    options = parser.parse_args()

    compared = engines(options.model, options.models_dir, options.engine or ENGINES)
    silence = np.zeros(int(MARGIN_S * SPEECH_RATE_HZ), np.float32)
    print(f"{'terms':16}{'voice':16}{'said':>6}{'found':>7}{'false':>7}")
    for voice in options.voice or VOICES:
        for name, hear in compared.items():
            n_found = n_false = 0
            for term, with_it, without in PAIRS:
                said, unsaid = (
                    hear(np.concatenate([silence, spoken(sentence, voice), silence]))
                    for sentence in (with_it, without)
                )
                n_found += has_term(said, term)
                n_false += any(has_term(unsaid, one) for one in TERMS)
                if options.show:
                    print(f"  {name}, {term}: {said.strip()!r}, {unsaid.strip()!r}")
            print(f"{name:16}{voice:16}{len(PAIRS):6}{n_found:7}{n_false:7}", flush=True)


if __name__ == "__main__":
    main()
