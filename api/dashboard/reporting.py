"""The reports that are pages of the dashboard: what they are about, and how each is made."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from api.engine import Engine
from api.kept import KEPT
from api.outcomes import report_of_outcomes, study_plan
from api.purposes import report_of_themes
from api.roles import report_of_roles
from api.worklist import now
from community.phrases import marked
from community.picture import Picture
from community.reports import Number, Report

# Measuring and drawing take libraries that are slow to import, so each report imports its own late.

Asked = Mapping[str, str]
"""What the address of a report asks for besides, by name."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A report that is a page.

    Attributes:
        name: of the page, as in its address.
        title: what people read.
        lead: what it is good for, in a line.
        call: the path that answers the same under `/v1/`; empty: there is none.
        make: it, of a picture; must not hold on to that.
        asks: names of what may be asked of it, which `make` gets.
    """

    name: str
    title: str
    lead: str
    call: str
    make: Callable[[Engine, Picture, Asked], Report]
    asks: tuple[str, ...] = ()

    def of(self, engine: Engine, asked: Asked) -> Report:
        """The report at present, kept where nothing is asked besides."""
        picture = engine.picture()
        if asked:
            return self.make(engine, picture, asked)
        return KEPT.get(picture, self._question, lambda: self.make(engine, picture, asked))

    def is_at_hand(self, engine: Engine, asked: Asked) -> bool:
        """Whether it need not be worked out."""
        return not asked and KEPT.has(engine.picture(), self._question)

    @property
    def _question(self) -> object:
        return "report", self.name, now().date()


def number_key(number: Number) -> str:
    """What addresses call a number by: the same for the same number and members."""
    said = "\n".join((number.text, *number.members))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def number_of(report: Report, key: str) -> Number | None:
    """The number that an address means; None: there is none any more."""
    return next((number for number in report.behind() if number_key(number) == key), None)


def _health(_engine: Engine, picture: Picture, _asked: Asked) -> Report:
    from community.health import health  # noqa: PLC0415
    from community.health.report import health_report  # noqa: PLC0415

    today = now()
    found = KEPT.get(picture, ("health", today.date()), lambda: health(picture, today=today))
    return health_report(found, picture)


def _outcomes(_engine: Engine, picture: Picture, asked: Asked) -> Report:
    from community.outcomes import outcomes  # noqa: PLC0415

    randomised = asked.get("randomised") == "yes"
    texts = {name: text for name, text in asked.items() if name != "randomised"}
    plan = study_plan(randomised=randomised, **texts)  # type: ignore[arg-type] # OUTCOMES.asks
    return report_of_outcomes(picture, outcomes(picture, plan))


def _alignment(engine: Engine, picture: Picture, _asked: Asked) -> Report:
    from community.alignment import alignment, alignment_report  # noqa: PLC0415

    return alignment_report(alignment(picture, engine.embedder), picture)


def _shared_purpose(_engine: Engine, picture: Picture, _asked: Asked) -> Report:
    from community.shared_purpose import shared_purpose, shared_purpose_report  # noqa: PLC0415

    return shared_purpose_report(shared_purpose(picture), picture)


def _purposes(_engine: Engine, picture: Picture, _asked: Asked) -> Report:
    return report_of_themes(picture)


def _journeys(_engine: Engine, picture: Picture, _asked: Asked) -> Report:
    from community.journeys import Grounds  # noqa: PLC0415
    from community.journeys.report import report  # noqa: PLC0415

    grounds = Grounds(picture)
    return report(grounds, list(grounds.views.values()))


def _roles(_engine: Engine, picture: Picture, _asked: Asked) -> Report:
    from community.reputation import propose_roles, reputations  # noqa: PLC0415

    return report_of_roles(picture, propose_roles(reputations(picture)))


def _data_quality(_engine: Engine, picture: Picture, _asked: Asked) -> Report:
    from community.data_quality import data_quality, data_quality_report  # noqa: PLC0415

    return data_quality_report(data_quality(picture, now()), picture)


KINDS = (
    Kind(
        "health",
        marked("Health"),
        marked("Who is here, who stays, who helps, and what is to be expected."),
        "community/health",
        _health,
    ),
    Kind(
        "outcomes",
        marked("Outcomes"),
        marked("What changed between two surveys, and how sure that is."),
        "outcomes",
        _outcomes,
        ("primary", "before", "after", "group", "comparison", "cluster", "randomised"),
    ),
    Kind(
        "alignment",
        marked("Alignment"),
        marked("What the host says and does, and what members are for, compared both ways."),
        "alignment",
        _alignment,
    ),
    Kind(
        "shared-purpose",
        marked("Shared purpose"),
        marked("Who is here, what for, what each gives, and what the host's part is."),
        "shared-purpose",
        _shared_purpose,
    ),
    Kind(
        "purposes",
        marked("Purposes"),
        marked("What members are for, in their own words, and who may want to meet."),
        "purposes/themes",
        _purposes,
    ),
    Kind(
        "journeys",
        marked("Journeys"),
        marked("Where members stand, where they fall off, and what moves them on."),
        "journeys",
        _journeys,
    ),
    Kind(
        "roles",
        marked("Roles"),
        marked("Whom you could ask to take on more, and why. Nobody is told by this page."),
        "roles",
        _roles,
    ),
    Kind(
        "data-quality",
        marked("Data quality"),
        marked("What the data lacks or may have wrong, and what may be done about it."),
        "data-quality",
        _data_quality,
    ),
)
