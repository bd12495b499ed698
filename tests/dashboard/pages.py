"""Every page of the dashboard, as a visitor would open it on the community of the API's tests."""

from __future__ import annotations

from api.dashboard.mounting import PAGES as MODULES
from api.dashboard.reporting import KINDS

PAGES = {
    "today": "today",
    "members": "members",
    "nobody": "members?q=nobody",
    "member": "member?id=member:cleo",
    "ask": "ask",
    "answers": "ask?q=how+do+lenses+work&goal=members",
    "thing": "thing?id=group:makers",
    "figure": "figure?key=isolated",
    "map": "map",
    "ties": "map?by=ties",
    "what-if": "what-if?goal=peers",
    "tried": "what-if?goal=peers&tried=yes&diversity=0.9&m-number_of_ties=3",
    "data": "data",
    "error": "nowhere",
    "sign-in": "sign-in",
    "password": "password",
} | {kind.name: kind.name for kind in KINDS}
"""Addresses below `/dashboard/`, each by a name."""


def paths() -> set[str]:
    """Paths of all pages that are whole and of one kind: those of parts have two names."""
    routes = [route for page in MODULES for route in page.router.routes]
    found = {route.path.strip("/") for route in routes if "GET" in route.methods}
    return {path for path in found if "/" not in path}
