"""Compiled code belongs to sources: it lies in a folder that is named by all of them."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import numba
import pytest

from graph import kernels
from graph.kernels import SOURCES, digest_of, inlined_kernel, kernel, unlocked_kernel


def test_any_change_of_compiled_code_is_another_digest(tmp_path: Path) -> None:
    inner = tmp_path / "matcher" / "features"
    inner.mkdir(parents=True)
    (inner / "a.py").write_text("from graph.kernels import kernel\none = 1")
    (inner / "b.py").write_text("import numba\nfrom matcher.codes import (\n    SIZE,\n)")
    (tmp_path / "matcher" / "codes.py").write_text("SIZE = 1")
    (tmp_path / "matcher" / "words.py").write_text("SIZE = 1")
    folders = (tmp_path / "matcher",)
    seen = {digest_of(folders)}
    (tmp_path / "matcher" / "words.py").write_text("SIZE = 2")
    assert digest_of(folders) in seen, "no compiled code is there, nor does any take from it"
    (inner / "a.py").write_text("from graph.kernels import kernel\none = 2")
    seen.add(digest_of(folders))
    (tmp_path / "matcher" / "codes.py").write_text("SIZE = 2")
    seen.add(digest_of(folders))
    (inner / "a.py").rename(inner / "c.py")
    seen.add(digest_of(folders))
    (inner / "b.py").unlink()
    seen.add(digest_of(folders))
    assert len(seen) == 5


def test_what_was_compiled_lies_in_the_folder_of_these_sources() -> None:
    def doubled(number: int) -> int:
        return 2 * number

    config: Any = numba.config
    before = config.CACHE_DIR
    for compiled in (kernel(doubled), unlocked_kernel(doubled), inlined_kernel(doubled)):
        assert compiled(21) == 42
        assert f"kernels-{digest_of(SOURCES)}" in compiled.stats.cache_path
    assert before == config.CACHE_DIR
    assert unlocked_kernel(doubled).targetoptions["nogil"]
    assert not kernel(doubled).targetoptions["nogil"]


def test_code_of_other_sources_is_kept_for_a_month(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, young, other = (tmp_path / name for name in ("kernels-old", "kernels-new", "more"))
    for folder in (old, young, other):
        folder.mkdir()
    (old / "a.nbi").write_text("")
    month_ago = time.time() - 31 * 86_400
    for folder in (old, other):
        os.utime(folder, (month_ago, month_ago))
    monkeypatch.setattr(kernels, "_folder", kernels._folder.__wrapped__)
    assert kernels._folder(str(tmp_path)).parent == tmp_path
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kernels-new", "more"]
