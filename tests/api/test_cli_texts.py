"""What needs the real embedding model: texts that ask, and the demo from end to end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.conftest import CommandLine
from tests.api.test_cli_load import write_bundle

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
DEMO = """
import sys
from pathlib import Path
from api.cli import demo, main
demo.EXAMPLE = Path(sys.argv.pop())
try:
    main()
finally:
    print("torch" in sys.modules, file=sys.stderr)
"""


def test_texts_of_any_size_ask(kinpath: CommandLine, tmp_path: Path) -> None:
    shown = kinpath.ok("recommend", "--text", "grinding lenses", "--goal", "mentors", "--json")
    assert json.loads(shown)["results"]
    huge = {"id": "huge", "goal": "mentors", "text": "lens 😀 \x00 " * 1_000_000}
    odd = {"id": "odd", "goal": "mentors", "text": "\x00\u202e\ufeff\U0010ffff"}
    source = tmp_path / "in.jsonl"
    source.write_text("".join(json.dumps(each) + "\n" for each in (huge, odd)))
    answers = [
        json.loads(line) for line in kinpath.ok("recommend", "--requests", str(source)).splitlines()
    ]
    assert [answer["id"] for answer in answers] == ["huge", "odd"]
    assert answers[0]["results"]


def run_demo(example: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith("KINPATH_")}
    env |= {"PYTHONPATH": str(ROOT), "KINPATH_CACHE": str(folder / "cache")}
    env |= {"KINPATH_DATA": str(folder / "data")}
    return subprocess.run(
        [sys.executable, "-c", DEMO, "demo", str(example)],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )


def test_the_demo_twice(tmp_path: Path) -> None:
    """A small community stands in for the real one, with a member of the same id."""
    someone = {"id": "2371", "name": "Josu", "bio": "I look for lenses."}
    example = write_bundle(tmp_path / "example", "small", someone)
    first = run_demo(example, tmp_path)
    assert first.returncode == 0, first.stderr
    for title in ("Mentors for Josu", "Peers for Josu", "Next steps for Josu"):
        assert title in first.stdout
    assert "kinpath recommend --text" in first.stderr
    assert (tmp_path / ".kinpath" / "demo.db").exists()
    second = run_demo(example, tmp_path)
    assert second.stdout == first.stdout
    assert "0 texts are newly embedded" in second.stderr
    assert second.stderr.endswith("False\n"), "a second run has no need of PyTorch"
