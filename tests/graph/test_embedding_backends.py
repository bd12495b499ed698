from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec

import numpy as np
import pytest

from graph.embedding_backends import BACKENDS, LOSSLESS, PRECISIONS
from graph.embeddings import DEFAULT_MODEL, SentenceTransformerEmbedder
from graph.errors import InvalidRequest, ModelNotFound

TEXTS = ["purpose", "How do I measure a qubit?", "¿Qué?", "", "long text of many words. " * 90]
with_openvino = pytest.mark.skipif(find_spec("openvino") is None, reason="needs kinpath[openvino]")


def test_a_backend_that_does_not_exist_is_refused() -> None:
    with pytest.raises(InvalidRequest, match=r"backend must be one of torch, openvino, openvino-b"):
        SentenceTransformerEmbedder(backend="abacus")


def test_only_what_loses_nothing_shares_a_name() -> None:
    names = [SentenceTransformerEmbedder(backend=backend).name for backend in BACKENDS]
    assert names == [DEFAULT_MODEL] * 3
    names = [SentenceTransformerEmbedder("a/b", backend=backend).name for backend in BACKENDS]
    assert names == ["a/b", "a/b", "a/b@openvino-bf16"]


@pytest.mark.slow
def test_a_missing_library_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openvino", None)  # as if it were not installed
    with pytest.raises(ModelNotFound, match=r"pip install 'kinpath\[openvino\]'"):
        SentenceTransformerEmbedder(backend="openvino").embed(["text"])


@pytest.mark.slow
@with_openvino
@pytest.mark.parametrize("backend", PRECISIONS)
def test_openvino_loses_nothing(embedder: SentenceTransformerEmbedder, backend: str) -> None:
    found = SentenceTransformerEmbedder(backend=backend).embed(TEXTS)
    cosines = (found * embedder.embed(TEXTS)).sum(axis=1)
    assert cosines.min() >= LOSSLESS
    assert np.linalg.norm(found, axis=1) == pytest.approx(1)


@pytest.mark.slow
@with_openvino
@pytest.mark.parametrize("backend", PRECISIONS)
def test_openvino_gives_the_same_bits_in_any_company(backend: str) -> None:
    many = SentenceTransformerEmbedder(backend=backend)
    together = many.embed(TEXTS * 3)
    alone = SentenceTransformerEmbedder(backend=backend, threads=1)
    for text, *rows in zip(TEXTS, together[:5], together[5:10], together[10:], strict=True):
        assert {row.tobytes() for row in rows} == {alone.embed([text])[0].tobytes()}


@pytest.mark.slow
@with_openvino
def test_openvino_reports_to_nobody() -> None:
    code = (
        "import socket, openvino_telemetry\n"
        "from graph.embeddings import SentenceTransformerEmbedder\n"
        "def refuse(*given, **more): raise SystemExit('somebody is told')\n"
        "openvino_telemetry.Telemetry.__new__ = refuse\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "SentenceTransformerEmbedder(backend='openvino').embed(['text'])\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)
