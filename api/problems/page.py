"""The page of each kind of problem, for whoever follows its type."""

from __future__ import annotations

from html import escape

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from api.problems.catalogue import KINDS, PREFIX, Kind, title_of

router = APIRouter(include_in_schema=False)
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "public, max-age=3600",
}
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title} – Kinpath</title>
</head>
<body>
<main>
<h1>{title}</h1>
<p>Status {status}. {happened}</p>
<h2>What to do</h2>
<p>{advice}</p>
</main>
</body>
</html>
"""


@router.get(PREFIX + "{name}")
async def show_problem(name: str) -> Response:
    """What has happened, and what to do."""
    kind = KINDS.get(name)
    if kind is None:
        raise HTTPException(404)
    return HTMLResponse(_page(name, kind), headers=_HEADERS)


def _page(name: str, kind: Kind) -> str:
    return _PAGE.format(
        title=escape(title_of(name)),
        status=kind.status,
        happened=_marked(kind.happened),
        advice=_marked(kind.advice),
    )


def _marked(text: str) -> str:
    """What stands between back quotes as code."""
    parts = escape(text).split("`")
    return "".join(f"<code>{each}</code>" if n % 2 else each for n, each in enumerate(parts))
