"""`make install` on a small project of its own: hashes hold, and PyTorch's build can be chosen."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from environment.cpu_lock import without_gpu

ROOT = Path(__file__).parent.parent

BACKEND = '''
"""Builds the scratch project without fetching a build backend."""
import shutil

def build_editable(directory, config_settings=None, metadata_directory=None):
    shutil.copy("built/scratch-1.0-py3-none-any.whl", directory)
    return "scratch-1.0-py3-none-any.whl"
'''

PROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "scratch"
version = "1.0"
"""


def write_wheel(directory: Path, name: str, version: str) -> Path:
    """A wheel that holds one empty module."""
    information = f"{name}-{version}.dist-info"
    files = {
        f"{name}.py": "",
        f"{information}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{information}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    rows = [f"{path},{_record_hash(text)},{len(text)}" for path, text in files.items()]
    files[f"{information}/RECORD"] = "\n".join([*rows, f"{information}/RECORD,,", ""])
    wheel = directory / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return wheel


def _record_hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return "sha256=" + base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


class ScratchProject:
    """A project with this repository's Makefile, a lock of tiny wheels, and no network."""

    def __init__(self, folder: Path, uv: str) -> None:
        self.folder, self.uv = folder, uv
        for name in ("environment", "built", "locked", "cpu"):
            (folder / name).mkdir()
        shutil.copy(ROOT / "Makefile", folder)
        shutil.copy(ROOT / "environment" / "cpu_lock.py", folder / "environment")
        (folder / "backend.py").write_text(BACKEND)
        (folder / "pyproject.toml").write_text(PROJECT)
        wheels = [
            write_wheel(folder / "locked", name, version)
            for name, version in (("kept", "3.1"), ("nvidia_x", "9.0"), ("torch", "2.15.0"))
        ]
        (folder / "requirements.lock").write_text("".join(map(_locked, wheels)))
        write_wheel(folder / "built", "scratch", "1.0")
        write_wheel(folder / "cpu", "torch", "2.15.0+cpu")
        shutil.copy(wheels[0], folder / "cpu")

    def make(self, *words: str, links: str) -> subprocess.CompletedProcess[str]:
        settings = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "UV_CACHE_DIR": str(self.folder / "cache"),
            "UV_FIND_LINKS": str(self.folder / links),
            "UV_OFFLINE": "1",
        }
        command = ["make", "install", f"UV={self.uv}", f"PYTHON={sys.executable}", *words]
        return subprocess.run(
            command, cwd=self.folder, env=settings, capture_output=True, text=True, check=False
        )

    def installed(self) -> set[str]:
        packages = self.folder.glob(".venv/lib/python*/site-packages/*.dist-info")
        return {package.name.removesuffix(".dist-info") for package in packages}


def _locked(wheel: Path) -> str:
    name, version = wheel.name.split("-")[:2]
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    return f"{name.replace('_', '-')}=={version} \\\n    --hash=sha256:{digest}\n"


@pytest.fixture
def project(tmp_path: Path) -> ScratchProject:
    uv = shutil.which("uv") or shutil.which(ROOT / ".uv" / "bin" / "uv")
    if uv is None:
        pytest.skip("no uv on the PATH or in .uv/; `make install` brings one")
    return ScratchProject(tmp_path, uv)


def test_the_pytorch_build_is_chosen_once_kept_and_changed_back(project: ScratchProject) -> None:
    everything = {"kept-3.1", "nvidia_x-9.0", "torch-2.15.0", "scratch-1.0"}
    without_gpu_libraries = {"kept-3.1", "torch-2.15.0+cpu", "scratch-1.0"}

    assert project.make(links="locked").returncode == 0
    assert project.installed() == everything

    done = project.make("TORCH=cpu", links="cpu")
    assert done.returncode == 0, done.stderr
    assert "--torch-backend=cpu 'torch==2.15.0'" in done.stdout
    assert project.installed() == without_gpu_libraries

    assert "Nothing to be done" in project.make(links="cpu").stdout

    assert project.make("TORCH=default", links="locked").returncode == 0
    assert project.installed() == everything


def test_a_wheel_that_is_not_the_locked_one_is_refused(project: ScratchProject) -> None:
    wheel = project.folder / "locked" / "kept-3.1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "a") as archive:
        archive.writestr("kept_more.py", "")

    done = project.make(links="locked")

    assert done.returncode != 0
    assert "Hash mismatch" in done.stderr
    assert "kept-3.1" not in project.installed()
    assert not (project.folder / ".venv" / ".ready-default").exists()


def test_make_says_what_it_needs(project: ScratchProject) -> None:
    too_old = project.make("PYTHON=no-such-python", links="locked")
    unknown = project.make("TORCH=tpu", links="locked")

    assert too_old.returncode != 0
    assert "needs Python 3.11 or newer" in too_old.stderr
    assert "TORCH may be cpu or default, not 'tpu'" in unknown.stderr


def test_only_pytorch_and_its_gpu_libraries_leave_the_lock() -> None:
    lock = (ROOT / "requirements.lock").read_text().splitlines(keepends=True)
    kept = list(without_gpu(lock))

    left_out = {line.partition("==")[0] for line in lock} - {
        line.partition("==")[0] for line in kept
    }
    names = {name for name in left_out if not name.startswith(" ")}
    assert {"torch", "triton"} <= names
    assert all(
        name in {"torch", "triton"} or name.startswith(("nvidia-", "cuda-")) for name in names
    )
    packages = [line for line in kept if not line.startswith(" ")]
    assert len(packages) > 80
    assert all(line.endswith("\\\n") for line in packages), "every one of them keeps its hashes"
    assert sum(line.startswith("torch==") for line in lock) == 1
