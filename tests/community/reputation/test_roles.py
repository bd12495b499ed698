"""Roles are proposed with their reason, to those who may be named, and never ranked."""

from __future__ import annotations

import pytest

from community.reports import as_html, as_markdown
from community.reputation import RoleProposals, propose_roles, reputations, roles_report
from community.reputation.role_rules import Role
from graph.records import Record
from tests.community.conftest import Pictured, edge, node


def helps(who: str, *others: str, at: float = 90) -> list[Record]:
    return [
        edge(f"member:{who}", "HELPED", f"member:{other}", at, accepted=True) for other in others
    ]


MEMBERS = ("ada", "bob", "cleo", "dora", "emil", "fay", "gus")
RECORDS = [
    *(node(f"member:{name}", 0, name=name.title()) for name in MEMBERS),
    node("member:new", 95, name="New"),
    node("member:shy", 0, name="Shy", consent=["research"]),
    node("member:kid", 0, name="Kid", age_band="minor"),
    node("member:reader", 0, name="Reader"),
    node("group:choir", 0),
    node("content:q", 80, kind="question"),
    edge("member:bob", "CREATED", "content:q", 80),
    *helps("ada", "bob", "cleo", "dora"),
    *helps("shy", "bob", "cleo", "dora"),
    *helps("kid", "bob", "cleo", "dora"),
    edge("member:kid", "MENTORS", "member:bob", 90),
    edge("member:emil", "MENTORS", "member:fay", 90),
    edge("member:gus", "HOSTS", "group:choir", 1),
    edge("member:reader", "ENGAGED", "content:q", 100, verb="view"),
]


def proposed(pictured: Pictured, *more: Record) -> RoleProposals:
    return propose_roles(reputations(pictured([*RECORDS, *more])))


def test_each_role_has_its_members_and_reasons(pictured: Pictured) -> None:
    found = proposed(pictured)
    assert [(each.role.value, each.name, each.reason) for each in found.proposals] == [
        ("newcomer", "New", "joined 5 days ago"),
        ("mentor", "Emil", "is the mentor of one person"),
        ("helper", "Ada", "helped 3 people, this weighs 3.1 points today"),
        ("steward", "Gus", "leads a group"),
        ("learner", "Bob", "asked one question, was helped by 3 people"),
        ("lurker", "Reader", "looked at one thing in the last year, wrote nothing"),
    ]


def test_who_may_not_be_named_is_counted_only(pictured: Pictured) -> None:
    found = proposed(pictured)
    helpers = {figure.name: figure for figure in found.figures}["helper"]
    assert (helpers.value, helpers.members, helpers.n) == (3.0, ("member:ada",), 11)
    assert "Shy" not in str(found)
    assert "Kid" not in str(found)


def test_a_minor_does_not_count_for_what_brings_people_together(pictured: Pictured) -> None:
    found = proposed(pictured)
    assert {each.name: each.value for each in found.figures}["mentor"] == 1.0
    assert [each.name for each in found.of(Role.MENTOR)] == ["Emil"]


def test_names_stand_in_alphabetical_order_and_no_points_beside_them(pictured: Pictured) -> None:
    more = [
        node("member:abel", 0, name="abel"),
        *helps("abel", "bob", "cleo", "dora", "emil", "fay", "gus"),
    ]
    helpers = proposed(pictured, *more).of(Role.HELPER)
    assert [each.name for each in helpers] == ["abel", "Ada"]


def test_a_member_between_circles_is_a_connector(pictured: Pictured) -> None:
    circles = [[f"c{circle}m{place}" for place in range(4)] for circle in range(6)]
    more: list[Record] = [
        node(f"member:{name}", 0, name=name) for circle in circles for name in circle
    ]
    for circle in circles:
        for place, name in enumerate(circle):
            more += helps(name, *circle[:place], *circle[place + 1 :])
    more += helps("fay", *(circle[0] for circle in circles))
    assert [each.name for each in proposed(pictured, *more).of(Role.CONNECTOR)] == ["Fay"]


def test_a_circle_that_keeps_to_itself_is_told_with_care(pictured: Pictured) -> None:
    ring = [f"r{number}" for number in range(6)]
    more: list[Record] = [node(f"member:{name}", 0, name=name) for name in ring]
    for name in ring:
        more += helps(name, *(other for other in ring if other != name))
    apart = proposed(pictured, *more).apart
    assert sorted(member[7:] for member in apart.members) == ring
    assert "cannot tell which" in apart.note
    assert proposed(pictured).apart.value == 6.0  # the same store
    assert {each.name for each in proposed(pictured).of(Role.HELPER)}.isdisjoint(ring)


def test_a_community_of_nobody_has_no_roles(pictured: Pictured) -> None:
    found = propose_roles(reputations(pictured([node("skill:optics")])))
    assert found.proposals == ()
    assert {figure.value for figure in found.figures} == {0.0}


@pytest.mark.parametrize("write", [as_html, as_markdown])
def test_the_report_holds_the_reasons_and_who_is_behind_each_number(pictured, write) -> None:  # type: ignore[no-untyped-def]
    report = roles_report(proposed(pictured), "test, revision 1", {})
    page = write(report)
    assert "helped 3 people, this weighs 3.1 points today" in page
    assert "member:emil" in page
    assert "nobody is given a role" in page
    assert "shy" not in page.lower().replace("hardly", "")
