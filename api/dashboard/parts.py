"""Parts of pages that take a while: shown at once where they are at hand, else after the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from markupsafe import Markup

from api.dashboard.visits import Visit
from api.engine import Engine
from api.kept import KEPT

Content = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page.

    Attributes:
        page, name: its address is `{page}/{name}`, its template `parts/{page}_{name}.html.jinja`.
        title: the heading above it.
        work: what its template is given, worked out of a community. It is kept until that changes,
            and must not hold on to the picture that it comes from.
    """

    page: str
    name: str
    title: str
    work: Callable[[Engine], Content]

    @property
    def place(self) -> str:
        """Where it is below the dashboard's address."""
        return f"{self.page}/{self.name}"

    @property
    def template(self) -> str:
        """What it is rendered with."""
        return f"parts/{self.page}_{self.name}.html.jinja"

    def content(self, visit: Visit) -> Content:
        """What its template is given, worked out now if it is not at hand."""
        engine = visit.engine
        return KEPT.get(engine.picture(), self._question, lambda: self.work(engine))

    def at_hand(self, visit: Visit) -> Markup | None:
        """The same rendered, where it need not be worked out."""
        if not KEPT.has(visit.engine.picture(), self._question):
            return None
        # Our own template, which escapes whatever it is given.
        return Markup(visit.render(self.template, visit=visit, **self.content(visit)))  # noqa: S704

    @property
    def _question(self) -> object:
        # Ages are counted from today where a community is alive.
        return self.place, datetime.now(UTC).date()
