"""The pages that every page leads to."""

from __future__ import annotations

from dataclasses import dataclass

from community.phrases import marked


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the navigation.

    Attributes:
        name: of the page, as in its address; the page says it as `here`.
        title: what people read.
        icon: name of its drawing in `templates/icons.html.jinja`.
    """

    name: str
    title: str
    icon: str


PLACES = (
    Place("today", marked("Today"), "today"),
    Place("members", marked("Members"), "members"),
    Place("ask", marked("Ask"), "ask"),
    Place("map", marked("Map"), "map"),
    Place("health", marked("Health"), "health"),
    Place("outcomes", marked("Outcomes"), "outcomes"),
    Place("what-if", marked("What if"), "whatif"),
    Place("data", marked("Data"), "data"),
)
