"""A visit: who looks at which community, in which language and light; and what is answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access.principals import PRINCIPAL, Principal
from api.dashboard.addresses import is_inside, to
from api.dashboard.languages import Language, chosen_language
from api.dashboard.rendering import rendered
from api.deps import AnyEngine
from api.engine import Engine

THEME = "kinpath_theme"
"""Cookie with the light that a visitor chose: `light` or `dark`."""
LANGUAGE = "kinpath_language"
"""Cookie with the code of the language that a visitor chose."""
THEMES = ("light", "dark")
_SEE_OTHER = 303


@dataclass(frozen=True, slots=True)
class Look:
    """How pages are to look for a visitor, whoever they are."""

    request: Request
    language: Language
    theme: str

    @classmethod
    def of(cls, request: Request) -> Look:
        """As cookies and headers say."""
        cookies, accepted = request.cookies, request.headers.get("accept-language", "")
        theme = cookies.get(THEME, "")
        language = chosen_language(cookies.get(LANGUAGE), accepted)
        return cls(request, language, theme if theme in THEMES else "")

    @property
    def wants_part(self) -> bool:
        """Whether htmx asks, which puts the answer into the page that is there."""
        headers = self.request.headers
        return headers.get("hx-request") == "true" and headers.get("hx-boosted") != "true"

    @property
    def address(self) -> str:
        """Path and query of what is looked at, as a page's own forms lead back to it."""
        current = urlsplit(self.request.headers.get("hx-current-url", ""))
        if self.wants_part and is_inside(current.path):
            return current.path + (f"?{current.query}" if current.query else "")
        query = self.request.url.query
        return self.request.url.path + (f"?{query}" if query else "")

    @property
    def principal(self) -> Principal | None:
        """Who looks; None: nobody knows."""
        known: Principal | None = self.request.scope.get(PRINCIPAL)
        return known

    @property
    def csrf(self) -> str:
        """What forms send along to show that they are ours; empty where nobody has signed in."""
        return "" if self.principal is None else self.principal.csrf

    @property
    def account(self) -> str:
        """The name of whoever is signed in."""
        known = self.principal
        return known.name if known is not None and known.way == "account" else ""

    @property
    def is_open(self) -> bool:
        """Whether nobody is asked who they are."""
        return self.principal is not None and self.principal.way == "open"

    def render(self, template: str, /, **said: object) -> str:
        """The template in the visitor's language."""
        return rendered(self.language, template, look=self, **said)


@dataclass(frozen=True, slots=True)
class Visit(Look):
    """A look at a community by somebody who may."""

    engine: Engine

    @property
    def community(self) -> str:
        """The id of the community."""
        return self.engine.store.community

    @property
    def who(self) -> str:
        """Who looks, as logs name them."""
        return "" if self.principal is None else self.principal.who

    def page(self, template: str, /, **said: object) -> Response:
        """A whole page; `template` extends `visit.html.jinja`."""
        return HTMLResponse(self.render(template, visit=self, **said))

    def part(self, template: str, title: str, /, here: str = "", **said: object) -> Response:
        """A part of a page; under a heading of its own where the whole page is asked for."""
        if self.wants_part:
            return HTMLResponse(self.render(template, visit=self, **said))
        return self.page("alone.html.jinja", part=template, title=title, here=here, **said)

    def done(self, template: str, back: str, /, **said: object) -> Response:
        """After a change: what is in its place now; without htmx, back to the page."""
        if self.wants_part:
            return HTMLResponse(self.render(template, visit=self, **said))
        return RedirectResponse(back if is_inside(back) else to("today"), _SEE_OTHER)


def look_of(request: Request) -> Look:
    """How pages are to look."""
    return Look.of(request)


async def visit_of(request: Request, engine: AnyEngine) -> Visit:
    """The visit that a request is."""
    look = Look.of(request)
    return Visit(request, look.language, look.theme, engine)


AnyLook = Annotated[Look, Depends(look_of)]
AnyVisit = Annotated[Visit, Depends(visit_of)]
