"""Reports: the community's figures with what they mean, charts, and the members behind them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Literal

from fastapi import APIRouter
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.access.needs import needs
from api.access.principals import Scope
from api.dashboard.charts import chart
from api.dashboard.copying import Call, Copies, copies, cypher_text
from api.dashboard.reporting import KINDS, Asked, Kind, number_key, number_of
from api.dashboard.visits import AnyVisit, Visit
from community.reports import as_html, as_markdown
from graph.errors import InvalidRequest

router = APIRouter(dependencies=[needs(Scope.INSIGHT)])

_TEMPLATE = "parts/report.html.jinja"
_LACKS = "parts/report_lacks.html.jinja"
_LONGEST = 200
"""Characters that an answer to what a report asks may have."""


def _page(kind: Kind) -> Callable[[Visit], Response]:
    def page(visit: AnyVisit) -> Response:
        """The page; the report comes after it where it has to be worked out."""
        asked = _asked(kind, visit)
        html = None
        if kind.is_at_hand(visit.engine, asked):
            # Our own template, which escapes whatever it is given.
            html = Markup(visit.render(_TEMPLATE, **_told(kind, visit, asked)))  # noqa: S704
        return visit.page(
            "report.html.jinja", here="outcomes" if kind.name == "outcomes" else "health",
            kind=kind, kinds=KINDS, asked=asked, html=html, copies=_copies(kind, visit, asked),
        )  # fmt: skip

    return page


def _whole(kind: Kind) -> Callable[[Visit], Response]:
    def whole(visit: AnyVisit) -> Response:
        """The report itself, or why there is none."""
        asked = _asked(kind, visit)
        title = visit.language.texts.gettext(kind.title)
        try:
            told = _told(kind, visit, asked)
        except InvalidRequest as error:
            if asked:
                raise
            # Nothing was asked besides, so it is the data that is not fit for it.
            return visit.part(_LACKS, title, here="health", why=str(error))
        return visit.part(_TEMPLATE, title, here="health", **told)

    return whole


def _members(kind: Kind) -> Callable[[Visit, str], Response]:
    def members(visit: AnyVisit, number: str) -> Response:
        """Who is behind a number of it."""
        asked = _asked(kind, visit)
        report = kind.of(visit.engine, asked)
        found = number_of(report, number)
        if found is None:
            raise HTTPException(404)
        behind = [(member, report.names.get(member, member)) for member in found.members]
        return visit.page(
            "report_members.html.jinja", here="health", kind=kind, asked=asked, number=found,
            behind=behind, about=report.about,
        )  # fmt: skip

    return members


def _download(kind: Kind) -> Callable[[Visit, Literal["html", "md"]], Response]:
    def download(visit: AnyVisit, form: Literal["html", "md"]) -> Response:
        """It as a file that needs nothing else."""
        report = kind.of(visit.engine, _asked(kind, visit))
        told = as_html(report) if form == "html" else as_markdown(report)
        name = f"{kind.name}-{datetime.now(UTC):%Y-%m-%d}.{form}"
        media_type = "text/html" if form == "html" else "text/markdown"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(told, media_type=media_type, headers=headers)

    return download


def _asked(kind: Kind, visit: Visit) -> Asked:
    """What the address asks for, of what the report may be asked."""
    said = visit.request.query_params
    found = {name: said.get(name, "").strip()[:_LONGEST] for name in kind.asks}
    return {name: text for name, text in found.items() if text}


def _told(kind: Kind, visit: Visit, asked: Asked) -> dict[str, object]:
    return {
        "kind": kind,
        "asked": asked,
        "report": kind.of(visit.engine, asked),
        "chart": chart,
        "key": number_key,
    }


def _copies(kind: Kind, visit: Visit, asked: Asked) -> Copies | None:
    if not kind.call:
        return None
    query = {name: "true" if name == "randomised" else text for name, text in asked.items()}
    cypher = (
        f"MATCH (m:Member {{community: {cypher_text(visit.community)}}})\n"
        "RETURN count(m) AS members"
    )
    return copies(visit.request, Call(kind.call, query), cypher)


for _kind in KINDS:
    router.add_api_route(f"/{_kind.name}", _page(_kind), methods=["GET"])
    router.add_api_route(f"/{_kind.name}/report", _whole(_kind), methods=["GET"])
    router.add_api_route(f"/{_kind.name}/members", _members(_kind), methods=["GET"])
    router.add_api_route(f"/{_kind.name}/download", _download(_kind), methods=["GET"])
