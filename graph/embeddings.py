"""Texts turned into vectors that lie close when the texts mean the same."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from logging import ERROR, getLogger
from threading import Lock
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from graph.embedding_backends import PRECISIONS, TORCH, Compute, check_backend, computing
from graph.errors import ModelNotFound, shortened_place
from graph.model_files import DEFAULT_DIMENSION, DEFAULT_MODEL, model_directory
from graph.progress import Progress, silent
from graph.store import GraphStore
from graph.texts import MAX_TEXT_LENGTH

__all__ = ["DEFAULT_MODEL", "Embedder", "SentenceTransformerEmbedder", "embed_missing"]

DEFAULT_TOKENS = 128
"""Tokens of a text that the default model reads: as many as it was trained on."""
TEXTS_PER_WRITE = 256
"""Texts embedded before their vectors are written: what a killed run may have to do again."""
_TEXTS_PER_TICK = 32
_LABEL = "embedding texts"

Vectors = npt.NDArray[np.float32]


class Embedder(Protocol):
    """Whatever turns texts into unit vectors; the same text must always give the same vector."""

    @property
    def name(self) -> str:
        """The name under which its vectors are kept; vectors of two names are never compared."""

    @property
    def dimension(self) -> int:
        """D, the length of a vector."""

    def embed(self, texts: Sequence[str], progress: Progress = silent) -> Vectors:
        """(len(texts), D) float32, each row of length 1."""


class SentenceTransformerEmbedder:
    """Embeds with a sentence-transformers model, on the processor's cores.

    Each text is computed alone and on one thread, as many texts at a time as there are cores. A
    batch pads its texts to one length and sums in another order, so that a text's last bits would
    depend on its neighbours; alone, the same text has the same vector to the bit in any order,
    company and number of cores. It takes no longer than batches do.

    PyTorch and the model are loaded when they are first needed, which takes some seconds.
    """

    def __init__(
        self,
        model: str = DEFAULT_MODEL,
        *,
        tokens: int | None = None,
        allow_download: bool = False,
        backend: str = TORCH,
        threads: int | None = None,
    ) -> None:
        """Choose a model; nothing is loaded yet.

        Args:
            model: `DEFAULT_MODEL`, the folder of another model, or its name on Hugging Face.
            tokens: how much of a text is read; None: 128 with the default model, else what the
                model says of itself.
            allow_download: fetch a model that is not here; else the network is never touched.
            backend: what computes the model, one of `graph.embedding_backends.BACKENDS`.
            threads: texts that are computed at once, each on one thread; None: one per core.

        Raises:
            InvalidRequest: there is no such backend.
        """
        self.model = model.removeprefix("sentence-transformers/")
        self.tokens = tokens
        if self.model == DEFAULT_MODEL and tokens is None:
            self.tokens = DEFAULT_TOKENS
        self.allow_download = allow_download
        self.backend = check_backend(backend)
        self.threads = threads
        self._loaded: Any = None
        self._compute: Compute | None = None
        self._lock = Lock()

    @property
    def name(self) -> str:
        """The model's name, with the number of tokens where it is not the usual one.

        16 bits are measured to lose nothing with the default model; with another one, their
        vectors are kept under a name of their own.
        """
        usual = DEFAULT_TOKENS if self.model == DEFAULT_MODEL else None
        name = self.model if self.tokens == usual else f"{self.model}@{self.tokens}"
        rounded = PRECISIONS.get(self.backend) == "bf16" and self.model != DEFAULT_MODEL
        return f"{name}@{self.backend}" if rounded else name

    @property
    def dimension(self) -> int:
        """D; loads the model unless it is the default one."""
        if self.model == DEFAULT_MODEL:
            return DEFAULT_DIMENSION
        return int(self._ready().get_embedding_dimension())

    def embed(self, texts: Sequence[str], progress: Progress = silent) -> Vectors:
        """(len(texts), D) float32, each row of length 1; zeros where the model says nothing.

        Texts are cut at `MAX_TEXT_LENGTH` characters, long after the model stopped reading.

        Raises:
            ModelNotFound, ModelDamaged: the model cannot be loaded.
        """
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        if not len(texts):
            return vectors
        self._ready()
        with ThreadPoolExecutor(self._at_once, initializer=_use_one_thread) as pool:
            for begin in range(0, len(texts), _TEXTS_PER_TICK):
                part = texts[begin : begin + _TEXTS_PER_TICK]
                vectors[begin : begin + len(part)] = list(pool.map(self._embed_one, part))
                progress(_LABEL, begin + len(part), len(texts))
        return vectors

    def _embed_one(self, text: str) -> Vectors:
        # Half a character cannot be told to the model; it is read as a question mark.
        readable = text[:MAX_TEXT_LENGTH].encode(errors="replace").decode()
        assert self._compute is not None
        with self._lock:  # tokenizers cannot be used by two threads at once
            tokens = self._loaded.preprocess([readable])
        vector: Vectors = self._compute(tokens)
        length = np.linalg.norm(vector)
        return vector / length if length > 0 else vector

    def _ready(self) -> Any:
        with self._lock:
            if self._loaded is None:
                model = self._load()
                with _hushed():
                    self._compute = self._computing(model)
                self._loaded = model
        return self._loaded

    @property
    def _at_once(self) -> int:
        return self.threads or _cores()

    def _computing(self, model: Any) -> Compute:
        return computing(self.backend, model, self._at_once)

    def _load(self) -> Any:
        directory = model_directory(self.model, allow_download=self.allow_download)
        from sentence_transformers import (  # noqa: PLC0415 - takes seconds: only when needed
            SentenceTransformer,
        )

        with _hushed():
            try:
                model = SentenceTransformer(str(directory), device="cpu", local_files_only=True)
            except (OSError, ValueError, KeyError) as error:
                raise ModelNotFound(
                    f"folder {shortened_place(directory)} holds no embedding model that "
                    f"sentence-transformers can load ({error})"
                ) from error
        if self.tokens is not None:
            model.max_seq_length = self.tokens
        return model.eval()


def embed_missing(store: GraphStore, embedder: Embedder, progress: Progress = silent) -> int:
    """Embed each text of the community that has no vector of this embedder yet.

    Vectors are written every `TEXTS_PER_WRITE` texts, so that a run that was killed is finished by
    running it again. When nothing is missing, the embedder is not asked for anything but its name.

    Returns:
        How many texts were embedded.
    """
    missing = store.texts_without_vector(embedder.name)
    for begin in range(0, len(missing), TEXTS_PER_WRITE):
        part = missing[begin : begin + TEXTS_PER_WRITE]
        vectors = embedder.embed(
            [entry.text for entry in part], _part_of(progress, begin, len(missing))
        )
        store.write_vectors(embedder.name, [entry.digest for entry in part], vectors)
    return len(missing)


def _part_of(progress: Progress, begin: int, whole: int) -> Progress:
    """What tells `progress` of work that is `whole` units long and has done `begin` of them."""

    def tell(label: str, done: int, total: int | None) -> None:  # noqa: ARG001 - of the part
        progress(label, begin + done, whole)

    return tell


def _cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _use_one_thread() -> None:
    import torch  # noqa: PLC0415 - takes seconds: only when needed

    torch.set_num_threads(1)  # of the thread that calls it; the others keep their setting


@contextmanager
def _hushed() -> Iterator[None]:
    """Keep the libraries' own progress bars and advice off the terminal."""
    logging: Any = import_module("transformers.utils.logging")
    sentences = getLogger("sentence_transformers")
    level = sentences.level
    sentences.setLevel(ERROR)
    shown = logging.is_progress_bar_enabled()
    verbosity = logging.get_verbosity()
    logging.disable_progress_bar()
    logging.set_verbosity_error()
    try:
        yield
    finally:
        sentences.setLevel(level)
        logging.set_verbosity(verbosity)
        if shown:
            logging.enable_progress_bar()
