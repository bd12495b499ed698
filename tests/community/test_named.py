"""Whom reports list behind their numbers: no minor, nobody hidden, nobody without consent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict
from datetime import timedelta

import pytest

from community.alignment import alignment, alignment_report
from community.health import health
from community.health.report import health_report
from community.journeys import Grounds, mine
from community.journeys.mined_report import mined_report
from community.journeys.report import report as journeys_report
from community.picture import Picture
from community.purpose import acquaintances, find_themes
from community.purpose.report import themes_report
from community.reports import Report, as_html, as_markdown
from community.reputation import propose_roles, reputations, roles_report
from community.shared_purpose import shared_purpose, shared_purpose_report
from graph.records import EntityId, Record
from tests.community.alignment.host_and_members import MEMBERS_OF_A_THEME, Words, drifting
from tests.community.conftest import START, edge, node, picture_in
from tests.community.journeys.travels import journey, told

SILENT: dict[int, dict[str, object]] = {
    3: {"age_band": "minor"}, 5: {"visibility": "hidden"}, 7: {"consent": ["research"]},
}  # fmt: skip
"""Of each theme, the members of these numbers: they do what all others do."""
NOW = 1460.0


def people() -> list[str]:
    return [f"{about}{n:02}" for about in ("food", "repair", "care") for n in range(20)]


def everybody_alike(since: float = 0) -> list[Record]:
    """The community of the drifting host, where all do the same, and some of them are silent."""
    assert MEMBERS_OF_A_THEME == 20
    records: list[Record] = [node("skill:sew", name="sewing"), node("group:g", name="Sewers")]
    records += journey("maker", ["spark", "pilot"])
    for place, name in enumerate(people()):
        kind = "donor" if place % 4 == 0 else "member"
        said = SILENT.get(int(name[-2:]), {})
        records += [
            node(f"member:{name}", since, name=f"Somebody {name}", kind=kind, **said),
            *told(name, "maker", spark=NOW - 90, pilot=NOW - 30 - place / 10),
            *deeds(name, people()[place - 1], NOW - 20 + place / 5),
        ]
    return records


def deeds(name: str, other: str, at: float) -> Iterator[Record]:
    """A question of one, and an answer, help and mentoring by the other."""
    asks, answers = f"content:q-{name}", f"content:a-{name}"
    yield node(asks, at, kind="question", title="How do I sew?")
    yield node(answers, at + 1, kind="answer", body="With a needle.")
    yield edge(answers, "REPLIES_TO", asks, at + 1)
    for who, kind, what, when in (
        (name, "CREATED", asks, at), (other, "CREATED", answers, at + 1),
        (other, "HELPED", f"member:{name}", at + 1), (other, "MENTORS", f"member:{name}", at + 2),
        (name, "JOINED", "group:g", at), (name, "HAS_SKILL", "skill:sew", None),
        (name, "SEEKS_SKILL", "skill:sew", None), (name, "ENDORSED", f"member:{other}", at + 2),
    ):  # fmt: skip
        yield edge(f"member:{who}", kind, what, when)


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Picture]:
    records, vectors = drifting()
    with ExitStack() as stack:
        folder = tmp_path_factory.mktemp("named")
        yield picture_in(stack, folder, [*records, *everybody_alike()], vectors)


@pytest.fixture(scope="module")
def young(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Picture]:
    """The same members in a community of three months, too young for a forecast."""
    with ExitStack() as stack:
        yield picture_in(stack, tmp_path_factory.mktemp("young"), everybody_alike(NOW - 100))


def of_alignment(picture: Picture) -> tuple[object, Report]:
    found = alignment(picture, Words())
    return asdict(found), alignment_report(found, picture)


def of_shared_purpose(picture: Picture) -> tuple[object, Report]:
    found = shared_purpose(picture)
    return asdict(found), shared_purpose_report(found, picture)


def of_journeys(picture: Picture) -> tuple[object, Report]:
    grounds = Grounds(picture)
    return None, journeys_report(grounds, list(grounds.views.values()))


def of_mining(picture: Picture) -> tuple[object, Report]:
    found = mine(picture, "mentoring")
    return asdict(found), mined_report(picture, found)


def of_purposes(picture: Picture) -> tuple[object, Report]:
    found, pairs = find_themes(picture), acquaintances(picture).pairs(100)
    return (found.themes, pairs), themes_report(found, pairs, {}, "about")


def of_roles(picture: Picture) -> tuple[object, Report]:
    found = propose_roles(reputations(picture))
    return found.proposals, roles_report(found, "about", {})


def of_health(picture: Picture) -> tuple[object, Report]:
    found = health(picture, today=START + timedelta(days=NOW))
    return found.figures, health_report(found, picture)


REPORTS = {
    each.__name__.removeprefix("of_"): each
    for each in (
        of_alignment, of_shared_purpose, of_journeys, of_mining, of_purposes, of_roles,
    )
}  # fmt: skip


@pytest.mark.parametrize("name", REPORTS)
def test_no_list_and_no_page_names_or_quotes_the_silent(picture: Picture, name: str) -> None:
    say_nothing_of_the_silent(*REPORTS[name](picture))


def test_health_names_none_of_the_silent(young: Picture) -> None:
    say_nothing_of_the_silent(*of_health(young))


def say_nothing_of_the_silent(found: object, page: Report) -> None:
    listed = {member for number in page.behind() for member in number.members}
    assert EntityId("member:food01") in listed
    told_of = "\n".join((str(found), str(page.names), as_html(page), as_markdown(page)))
    assert "food01" in told_of
    for number in SILENT:
        for about in ("food", "repair", "care"):
            assert f"{about}{number:02}" not in told_of
        assert f", number {number}" not in told_of


def test_minors_and_those_without_consent_are_counted(picture: Picture) -> None:
    found = shared_purpose(picture)
    # Three of each kind of silence: the hidden are not there, the others are, and staff is.
    assert sum(each.size.count for each in found.types) == 60 - 3 + 1
    assert sum(len(each.members) for each in found.types) == 60 - 9 + 1
