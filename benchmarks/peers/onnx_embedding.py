"""The default embedding model computed by ONNX Runtime, exported from the same weights."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.bench_extra import from_bench_extra
from graph.embedding_backends import Compute, Vector, tensors, whole
from graph.embeddings import SentenceTransformerEmbedder

NEEDED = ("onnxruntime", "onnx", "onnxscript")


class OnnxEmbedder(SentenceTransformerEmbedder):
    """Kinpath's embedder, except that ONNX Runtime computes the model; 32 bits.

    Raises:
        ImportError: says what to install.
    """

    def __init__(self, threads: int | None = None) -> None:
        super().__init__(threads=threads)
        for library in NEEDED:
            from_bench_extra(library)

    def _computing(self, model: Any) -> Compute:
        import torch  # noqa: PLC0415 - takes seconds: only when needed

        runtime = from_bench_extra("onnxruntime")
        options = runtime.SessionOptions()
        options.intra_op_num_threads = 1
        example = tensors(model.preprocess(["an example"] * 2))
        with TemporaryDirectory(prefix="kinpath-benchmark-") as folder:
            path = Path(folder) / "model.onnx"
            any_shape = {name: dict.fromkeys((0, 1), torch.export.Dim.DYNAMIC) for name in example}
            torch.onnx.export(
                whole(model), (), path, kwargs=example, dynamic_shapes=any_shape, verbose=False
            )
            session = runtime.InferenceSession(path, options, providers=["CPUExecutionProvider"])

        def compute(tokens: Mapping[str, Any]) -> Vector:
            given = {name: tokens[name].numpy() for name in example}
            vector: Vector = session.run(None, given)[0][0]
            return vector

        return compute
