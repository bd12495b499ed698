"""The dashboard's own files: stylesheet, scripts and icon, under names that change with them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.dashboard.addresses import to

FOLDER = Path(__file__).with_name("static")
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file as it is sent."""

    content: bytes
    media_type: str


@cache
def _files() -> tuple[Mapping[str, StaticFile], Mapping[str, str]]:
    """The files by the names under which they are sent, and those names by the files' own."""
    sent: dict[str, StaticFile] = {}
    names: dict[str, str] = {}
    for path in sorted(FOLDER.iterdir()):
        content = path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()[:_DIGITS]
        names[path.name] = f"{path.stem}.{digest}{path.suffix}"
        sent[names[path.name]] = StaticFile(content, _TYPES[path.suffix])
    return sent, names


def static(name: str) -> str:
    """The address of a file, such as `dashboard.css`."""
    return to(f"static/{_files()[1][name]}")


def send_static(name: str) -> Response:
    """The file sent under a name. It may be kept for ever, since its name tells its content."""
    found = _files()[0].get(name)
    if found is None:
        raise HTTPException(404)
    return Response(found.content, media_type=found.media_type, headers=_FOR_EVER)
