"""The switches for language and light, which cookies keep."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from api.dashboard.addresses import ROOT, is_inside, to
from api.dashboard.languages import languages
from api.dashboard.visits import LANGUAGE, THEME, THEMES

router = APIRouter()

_YEAR = 365 * 24 * 3600


@router.post("/preferences")
async def prefer(
    language: Annotated[str | None, Form()] = None,
    theme: Annotated[str | None, Form()] = None,
    back: Annotated[str, Form()] = "",
) -> Response:
    """Keep what a visitor prefers in this browser; the theme `system` is that of theirs."""
    answer = RedirectResponse(back if is_inside(back) else to("today"), 303)
    if language in languages():
        _keep(answer, LANGUAGE, str(language))
    if theme in THEMES:
        _keep(answer, THEME, theme)
    elif theme is not None:
        answer.delete_cookie(THEME, path=ROOT)
    return answer


def _keep(answer: Response, name: str, value: str) -> None:
    answer.set_cookie(name, value, max_age=_YEAR, path=ROOT, httponly=True, samesite="lax")
