"""What is here of each speech model: in which files, how large, and whether they are whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rehearse.errors import TranscriptionError
from rehearse.transcription.models import SpeechModel, published_sha256
from rehearse.transcription.weights import CONVERTED, hash_in_name, openai_cache_path, sha256_of_file
from rehearse.transcription.weights_packages import WeightsPackage, weights_package

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Holding:
    """One copy of a model's weights on this machine.

    Parameters
    ----------
    model : SpeechModel
    path : Path or None
        Its file; None for installed packages.
    package : WeightsPackage or None
        The packages that it came with; None for a file.
    size_bytes : int
    """

    model: SpeechModel
    path: Path | None
    package: WeightsPackage | None
    size_bytes: int

    @property
    def source(self) -> str:
        """Where it came from, in a word or two."""
        if self.package is not None:
            return "package"
        return "converted" if self.path and hash_in_name(self.path) else "download"

    @property
    def place(self) -> str:
        """Its path, or the names of its packages."""
        return ", ".join(self.package.distributions()) if self.package else str(self.path)

    def check(self) -> None:
        """Read all of it.

        Raises
        ------
        TranscriptionError
            When its SHA-256 is not the published one, or it cannot be read.
        """
        if self.package is not None:
            for file in self.package.files:
                self.package.read(file.name)
        elif self.path is not None:
            expected = hash_in_name(self.path) or published_sha256(self.model)
            found = sha256_of_file(self.path)
            if found != expected:
                raise TranscriptionError(
                    f"{self.path} is damaged: its SHA-256 is {found}, not {expected}.",
                    f"`rehearse models remove {self.model.name}`, then "
                    f"`rehearse models fetch {self.model.name}`.",
                )


def holdings(model: SpeechModel, models_dir: Path) -> tuple[Holding, ...]:
    """Return every copy of a model that is here; nothing is read.

    Parameters
    ----------
    model : SpeechModel
    models_dir : Path
        Our own cache of converted weights.
    """
    files = [*sorted(models_dir.glob(f"{model.name}{CONVERTED}*.pt")), openai_cache_path(model)]
    found = [Holding(model, path, None, path.stat().st_size) for path in files if path.is_file()]
    package = weights_package(model.name)
    if package is not None:
        found.append(Holding(model, None, package, package.size_bytes()))
    return tuple(found)
