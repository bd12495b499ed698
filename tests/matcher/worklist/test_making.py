"""Who is on a list, in which order, and who never is."""

from __future__ import annotations

import pytest

from community.picture import Picture
from graph.errors import InvalidRequest
from graph.records import EntityId, Record
from matcher.worklist import Act, Cause, Wanted, Worklist, make_worklist, remember
from tests.matcher.conftest import day, edge, node
from tests.matcher.worklist.conftest import (
    Build,
    answered,
    asked,
    list_of,
    member,
    standing_in,
)


def people(found: Worklist) -> list[EntityId]:
    """Whoever is on a list, as often as they are."""
    every = [who for e in found.entries for who in (e.member, e.target, e.served) if who]
    return [who.id for who in every if who.id.startswith("member:")]


def of_cause(found: Worklist, cause: Cause) -> list[tuple[str, str]]:
    return [(e.member.id, e.target.id) for e in found.entries if e.cause is cause]


def test_a_newcomers_question_comes_first_and_goes_to_who_answered_such_a_one(
    build: Build, club: list[Record]
) -> None:
    first = list_of(build(club)).entries[0]
    assert (first.act, first.cause) == (Act.ANSWER, Cause.UNANSWERED)
    assert (first.member.id, first.target.id) == ("member:olaf", "content:prism")
    assert first.served is not None
    assert first.served.id == "member:nora"
    assert first.line == "Ask Olaf to answer “Prism” by Nora"
    assert first.why_now == "Nora came 5 days ago and asked 3 days ago; nobody has answered."
    assert first.reasons[0].startswith("answered, wrote or led on optics")


def test_then_to_who_knows_of_it(build: Build, club: list[Record]) -> None:
    house = build([*club, edge("member:nora", "BLOCKS", "member:olaf", 98)])
    first = list_of(house).entries[0]
    assert (first.member.id, first.target.id) == ("member:max", "content:prism")
    assert first.reasons[0] == "has the skill optics"


@pytest.mark.parametrize(
    "more",
    [
        answered("rita", "reply", "prism", 98),
        [edge("member:nora", "BLOCKS", "member:olaf", 98)],
        [edge("member:olaf", "DISMISSED", "content:prism", 98)],
        [member("nora", 95, paused=True)],
        [member("nora", 95, consent=["research"])],
    ],
    ids=["answered", "blocked", "turned down", "paused", "without consent"],
)
def test_a_question_is_not_proposed(build: Build, club: list[Record], more: list[Record]) -> None:
    entries = list_of(build([*club, *more])).entries
    assert ("member:olaf", "content:prism") not in [(e.member.id, e.target.id) for e in entries]


def test_a_question_waits_a_day_and_an_answer_to_oneself_is_none(
    build: Build, club: list[Record]
) -> None:
    house = build([*club, *answered("nora", "more", "prism", 98)])
    assert of_cause(list_of(house), Cause.UNANSWERED) == [("member:olaf", "content:prism")]
    assert of_cause(list_of(house, at=98), Cause.UNANSWERED)
    house.write(*asked("nora", "glass", 100))
    assert len(of_cause(list_of(house), Cause.UNANSWERED)) == 1


def test_the_isolated_meet_somebody_and_those_about_to_leave_are_shown_something(
    build: Build, club: list[Record]
) -> None:
    found = list_of(build(club))
    (isolated,) = of_cause(found, Cause.ISOLATED)
    assert isolated[0] == "member:sol"
    (leaving,) = of_cause(found, Cause.LEAVING)
    assert leaving[0] == "member:lea"
    assert leaving[1].startswith(("group:", "content:"))


def test_a_newcomer_without_a_tie_comes_before_those_who_are_here_for_long(
    build: Build, club: list[Record]
) -> None:
    more = [member("new", 90), edge("member:new", "JOINED", "group:makers", 91)]
    found = list_of(build([*club, *more]))
    ((one, other),) = of_cause(found, Cause.NO_TIE)
    assert one == "member:new"
    assert other.startswith("member:")
    causes = [entry.cause for entry in found.entries]
    assert causes == sorted(causes, key=list(Cause).index)


def test_mentors_have_room(build: Build, club: list[Record]) -> None:
    house = build(club)
    mentored = of_cause(list_of(house, rest_days=0), Cause.MENTOR)
    assert [pair for pair in mentored if pair[1] == "member:full"] == []
    assert "member:eve" not in [pair[0] for pair in mentored]  # she has a mentor


def test_a_mentors_last_place_is_proposed_once(build: Build) -> None:
    house = build(
        [
            node("skill:optics", name="optics"),
            member("max", roles=["mentor"], capacity=1),
            edge("member:max", "HAS_SKILL", "skill:optics", 99),
            edge("member:max", "JOINED", "group:g", 99),
            node("group:g", 1, name="Makers"),
            *(member(f"m{n}", roles=["mentee"]) for n in range(4)),
            *(edge(f"member:m{n}", "SEEKS_SKILL", "skill:optics", 99) for n in range(4)),
            *(edge(f"member:m{n}", "CONNECTED", f"member:m{n + 1}", 5) for n in range(3)),
            edge("member:max", "FOLLOWS", "member:m0", 5),
        ]
    )
    first = list_of(house)
    assert [pair[1] for pair in of_cause(first, Cause.MENTOR)] == ["member:max"]
    remember(house.store, first)
    assert of_cause(list_of(house, at=110), Cause.MENTOR) == []
    assert len(of_cause(list_of(house, at=140), Cause.MENTOR)) == 1


def test_nobody_is_on_a_list_twice_or_on_two_lists_in_a_row(
    build: Build, club: list[Record]
) -> None:
    house = build(club)
    first = list_of(house)
    asked_first = people(first)
    assert len(asked_first) == len(set(asked_first)) > 4
    remember(house.store, first)
    second = list_of(house, at=101)
    # Nora only waits for an answer, which nobody else can give before she is helped.
    assert set(people(second)) & set(asked_first) <= {"member:nora"}


def test_after_their_rest_members_are_asked_again_but_not_the_same(
    build: Build, club: list[Record]
) -> None:
    house = build(club)
    first = list_of(house)
    remember(house.store, first)
    later = list_of(house, at=108)
    assert set(people(later)) & set(people(first))
    pairs = [{(e.member.id, e.target.id) for e in each.entries} for each in (first, later)]
    assert not pairs[0] & pairs[1]


def test_what_is_not_dated_makes_nothing_due(build: Build) -> None:
    house = build([node("member:ada", name="Ada")])
    matcher = house.matcher()
    with pytest.raises(InvalidRequest, match="holds nothing that has a time"):
        make_worklist(matcher, Picture.of(house.store, matcher.snapshot))


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (Wanted(count=0), "count"),
        (Wanted(count=1000), "count"),
        (Wanted(hold_out=0.9), "hold_out"),
        (Wanted(hold_out=float("nan")), "hold_out"),
        (Wanted(rest_days=-1), "rest_days"),
    ],
)
def test_what_is_out_of_range_is_named(
    build: Build, club: list[Record], wanted: Wanted, field: str
) -> None:
    house = build(club)
    matcher = house.matcher()
    with pytest.raises(InvalidRequest) as refused:
        make_worklist(matcher, Picture.of(house.store, matcher.snapshot), wanted)
    assert refused.value.field == field


def test_today_is_the_last_day_of_an_archive(build: Build, club: list[Record]) -> None:
    house = build(club)
    assert standing_in(house, at=100).now == standing_in(house, at=90).now + 10 * 86_400
    assert day(100) == list_of(house).at
