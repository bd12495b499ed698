"""Dumps in 7z archives: read where py7zr is, refused where they would do harm."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import pytest

from graph.errors import LoadError
from loaders import community_of
from tests.loaders.bundles import edges, read_all
from tests.loaders.dumps import DUMP, write_dump

py7zr = pytest.importorskip("py7zr", reason="the extra '7z' is not installed")


def pack(archive: Path, folder: Path, inside: str = "") -> Path:
    with py7zr.SevenZipFile(archive, "w") as opened:
        for path in sorted(folder.iterdir()):
            opened.write(path, f"{inside}{path.name}")
    return archive


@pytest.mark.parametrize("inside", ["", "bread.example/"])
def test_an_archive_says_what_its_folder_says(
    inside: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    folder = write_dump(tmp_path / "bread.example", DUMP)
    archive = pack(tmp_path / "bread.example.7z", folder, inside)
    assert community_of(archive) == community_of(folder) == "bread.example"
    assert edges(read_all(archive)[0]) == edges(read_all(folder)[0])
    assert list(temporary.iterdir()) == []


def test_without_py7zr_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = pack(tmp_path / "bread.7z", write_dump(tmp_path / "bread", DUMP))
    monkeypatch.setitem(sys.modules, "py7zr", None)
    with pytest.raises(LoadError, match=r"needs the extra '7z': pip install 'kinpath\[7z\]'"):
        read_all(archive)


def test_paths_that_lead_out_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = pack(tmp_path / "bread.7z", write_dump(tmp_path / "bread", DUMP))
    for name in ("../Posts.xml", "/Posts.xml", "C:\\Posts.xml", "a/../../Posts.xml"):
        # py7zr itself writes no such archive; what it reads is handed on as an attacker made it.
        monkeypatch.setattr(py7zr.SevenZipFile, "getnames", lambda _self, name=name: [name])
        with pytest.raises(LoadError, match="leads out of its folder"):
            read_all(archive)
    assert not (tmp_path.parent / "Posts.xml").exists()


def test_archives_that_cannot_be_unpacked_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = pack(tmp_path / "bread.7z", write_dump(tmp_path / "bread", DUMP))
    whole = archive.read_bytes()
    for damaged in (b"", b"no archive", whole[:100], whole[: len(whole) // 2], whole[:-40]):
        archive.write_bytes(damaged)
        with pytest.raises(LoadError, match=r"bread\.7z cannot be unpacked"):
            read_all(archive)
    archive.write_bytes(whole)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(1, 1, 0))
    with pytest.raises(LoadError, match="has room for 0; set TMPDIR"):
        read_all(archive)


def test_an_archive_without_posts_is_no_dump(tmp_path: Path) -> None:
    archive = pack(tmp_path / "b.7z", write_dump(tmp_path / "b", {"Tags": DUMP["Tags"]}))
    with pytest.raises(LoadError, match=r"holds no Posts\.xml"):
        read_all(archive)
