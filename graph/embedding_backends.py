"""What computes an embedding model: PyTorch, or OpenVINO with the same weights."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from queue import SimpleQueue
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from graph.errors import InvalidRequest, ModelNotFound

TORCH = "torch"
EXTRA = "openvino"
Backend = Literal["torch", "openvino", "openvino-bf16"]
PRECISIONS: Mapping[str, str] = {"openvino": "f32", "openvino-bf16": "bf16"}
"""How OpenVINO is told to calculate, by backend; where a processor cannot, it takes 32 bits."""
BACKENDS = (TORCH, *PRECISIONS)
LOSSLESS = 0.9999
"""Cosine to PyTorch's vector of the same text from which two backends share one name."""
INPUTS = frozenset({"input_ids", "attention_mask", "token_type_ids"})
"""What the models read that OpenVINO is given."""
_REPORTER = "openvino_telemetry"

Vector = npt.NDArray[np.float32]
Compute = Callable[[Mapping[str, Any]], Vector]
"""From one text's tokens, as sentence-transformers prepares them, to (D,) float32."""


def check_backend(backend: str) -> str:
    """`backend` itself; InvalidRequest unless it is one of `BACKENDS`."""
    if backend not in BACKENDS:
        raise InvalidRequest("backend", f"must be one of {', '.join(BACKENDS)}")
    return backend


def computing(backend: str, model: Any, threads: int) -> Compute:
    """How `backend` computes a loaded sentence-transformers model, one text at a time.

    Args:
        backend: one of `BACKENDS`.
        model: a SentenceTransformer in evaluation mode; its weights are used.
        threads: texts that may be computed at once, each on one thread.

    Raises:
        ModelNotFound: the backend's library is not installed, or the model is none that it reads.
    """
    if backend == TORCH:
        return _with_torch(model)
    return _with_openvino(model, PRECISIONS[backend], threads)


def _with_torch(model: Any) -> Compute:
    import torch  # noqa: PLC0415 - takes seconds: only when needed

    def compute(tokens: Mapping[str, Any]) -> Vector:
        with torch.inference_mode():
            vector: Vector = model(tokens)["sentence_embedding"][0].float().numpy()
        return vector

    return compute


def _with_openvino(model: Any, precision: str, threads: int) -> Compute:
    try:
        with _unreported():
            import openvino  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        raise ModelNotFound(
            f"the embedding backend OpenVINO is not installed: pip install 'kinpath[{EXTRA}]', "
            f"or choose the backend {TORCH!r}"
        ) from None
    if {*tensors(model.preprocess(["an example"]))} != INPUTS:
        raise ModelNotFound(f"OpenVINO reads models like BERT only: choose the backend {TORCH!r}")
    names, graph = _converted(model)
    # A stream is one thread, so that bits depend neither on the cores nor on what else is computed.
    compiled = openvino.Core().compile_model(
        graph,
        "CPU",
        {
            "INFERENCE_PRECISION_HINT": precision,
            "INFERENCE_NUM_THREADS": threads,
            "NUM_STREAMS": threads,
            "ENABLE_CPU_PINNING": False,
            "ENABLE_HYPER_THREADING": True,
        },
    )
    idle: SimpleQueue[Any] = SimpleQueue()
    for _ in range(threads):
        idle.put(compiled.create_infer_request())

    def compute(tokens: Mapping[str, Any]) -> Vector:
        request = idle.get()
        try:
            request.infer({name: tokens[name].numpy() for name in names})
            vector: Vector = request.get_output_tensor(0).data[0].astype(np.float32)
        finally:
            idle.put(request)
        return vector

    return compute


@contextmanager
def _unreported() -> Iterator[None]:
    """Keep OpenVINO from reporting its use: it does so at its import, unless a package is missing.

    What the network is never asked for, it is not told either.
    """
    before = sys.modules.get(_REPORTER)
    sys.modules[_REPORTER] = None  # type: ignore[assignment] # as if it were not installed
    try:
        yield
    finally:
        if before is None:
            del sys.modules[_REPORTER]
        else:
            sys.modules[_REPORTER] = before


def tensors(tokens: Mapping[str, Any]) -> dict[str, Any]:
    """What the model reads, without what is said of it."""
    return {name: value for name, value in tokens.items() if hasattr(value, "numpy")}


def whole(model: Any) -> Any:
    """A module from `tensors`, by name or in their order, to the vectors: pooling included."""
    import torch  # noqa: PLC0415 - takes seconds: only when needed

    class Whole(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: Any, attention_mask: Any, token_type_ids: Any) -> Any:
            return self.model(
                {
                    "input_ids": input_ids,
                    "attention_mask": attention_mask,
                    "token_type_ids": token_type_ids,
                }
            )["sentence_embedding"]

    return Whole().eval()


def _converted(model: Any) -> tuple[list[str], Any]:
    """The names of the model's inputs, and its graph for OpenVINO.

    `openvino.convert_model` does the same, and reports it.
    """
    from openvino.frontend import FrontEndManager  # noqa: PLC0415 - an extra
    from openvino.frontend.pytorch.ts_decoder import (  # noqa: PLC0415 - an extra
        TorchScriptPythonDecoder,
    )

    example = tensors(model.preprocess(["an example"]))
    frontend = FrontEndManager().load_by_framework("pytorch")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of PyTorch's, on how the model is written
        decoder = TorchScriptPythonDecoder(whole(model), example_input=example)
    loaded = frontend.load(decoder)  # does not keep the decoder alive, and needs it to convert
    return list(example), frontend.convert(loaded)
