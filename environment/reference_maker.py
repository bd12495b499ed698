"""Makes the pages of reference in `docs/` from what the doors say of themselves.

`make client` runs it too; a test fails when what is there differs from what it would write.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parent.parent / "docs"


def pages(document: Mapping[str, Any]) -> dict[str, str]:
    """The pages by their names in `docs/`.

    Args:
        document: the OpenAPI document of a server.
    """
    # The doors take seconds to import; whoever has a document has them already.
    from api.cli import app  # noqa: PLC0415
    from api.reference.commands import commands_page  # noqa: PLC0415
    from api.reference.markdown import api_page  # noqa: PLC0415
    from api.reference.matrix import matrix_page  # noqa: PLC0415
    from api.reference.operations import read_reference  # noqa: PLC0415

    return {
        "api-reference.md": _formatted(api_page(read_reference(document))),
        "cli-reference.md": commands_page(app),
        "access-matrix.md": matrix_page(document),
    }


def _formatted(page: str) -> str:
    """With its Python as ruff formats it."""
    ruff = [sys.executable, "-m", "ruff", "format", "--stdin-filename", "docs/reference.md", "-"]
    done = subprocess.run(  # noqa: S603 - the tool of this environment
        ruff, cwd=DOCS.parent, input=page, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


def make(document: Mapping[str, Any]) -> None:
    """Write the pages in place of those that are there."""
    for name, text in pages(document).items():
        (DOCS / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    make(json.load(sys.stdin))
