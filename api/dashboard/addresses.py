"""Where things are in the dashboard."""

from __future__ import annotations

from urllib.parse import urlencode

ROOT = "/dashboard"
"""Every page, part and file of the dashboard has an address below."""

SIGN_IN = "sign-in"
"""The page where people sign in."""


def to(place: str, /, **query: object) -> str:
    """The address of a page or part, such as `to("member", id="member:ada")`.

    What is None or empty is left out of the query; lists name the field several times.
    """
    said = {name: value for name, value in query.items() if value not in (None, "", (), [])}
    return f"{ROOT}/{place}" + (f"?{urlencode(said, doseq=True)}" if said else "")


def is_inside(address: str) -> bool:
    """Whether it leads to a page of the dashboard, so that a visitor may be sent there."""
    return address.startswith(f"{ROOT}/") and not set(address) & set("\\\r\n\t")
