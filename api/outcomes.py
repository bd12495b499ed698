"""Questions about outcomes as the doors read them."""

from __future__ import annotations

from pathlib import Path

from community.outcomes import Outcomes, StudyPlan, registry_with
from community.phrases import phrase
from community.picture import Picture
from community.reports import Report
from graph.errors import InvalidRequest, shortened_place
from graph.records import EntityId
from matcher.request_json import member_id


def study_plan(
    primary: str | None = None,
    before: str | None = None,
    after: str | None = None,
    group: str | None = None,
    comparison: str | None = None,
    randomised: bool = False,
    cluster: str | None = None,
    compared_with: Path | None = None,
    instruments: Path | None = None,
) -> StudyPlan:
    """What was declared of a study.

    Args:
        primary: instruments, separated by commas.
        before: the first wave.
        after: the last wave.
        group: property of members that tells the programme from those it is compared with.
        comparison: its value for these.
        randomised: whether lots were drawn.
        cluster: property whose members are alike.
        compared_with: a file of ids, one a line, in place of a property.
        instruments: a TOML file of further instruments.

    Raises:
        InvalidRequest: with the name of the field that is wrong.
    """
    return StudyPlan(
        primary=tuple(name.strip() for name in (primary or "").split(",") if name.strip()),
        before=before,
        after=after,
        group=group,
        comparison=comparison,
        compared_with=None if compared_with is None else _listed(compared_with),
        randomised=randomised,
        cluster=cluster,
        instruments=registry_with(instruments),
    )


def report_of_outcomes(picture: Picture, found: Outcomes) -> Report:
    """What was found in a picture, as a report."""
    from community.outcomes.report import outcome_report  # noqa: PLC0415 - draws pictures

    snapshot = picture.snapshot
    about = phrase(
        "{community}, revision {revision}",
        community=snapshot.community, revision=snapshot.revision,
    )  # fmt: skip
    return outcome_report(found, about)


def _listed(path: Path) -> frozenset[EntityId]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        reason = f"{shortened_place(path)}: {error}"
        raise InvalidRequest("compared_with", reason) from None
    return frozenset(member_id("compared_with", line.strip()) for line in lines if line.strip())
