"""History replayed: what was asked and chosen, by hand; and nothing that is asked for is known."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.packing import NO_TIME, seconds
from graph.records import Record
from graph.schema import RelationshipKind
from graph.snapshot import Snapshot
from matcher.goals import Goal, default_goals
from matcher.replay import (
    Outcome,
    PastQuery,
    Replay,
    is_timed,
    outcomes_of,
    replay_hidden,
    replay_in_time,
)
from matcher.view import CommunityView
from tests.graph.packed import snapshot
from tests.matcher.asked import names_of
from tests.matcher.conftest import day, edge, node
from tests.matcher.histories import histories, timed, vectors_of

GOALS = default_goals()
LAST = seconds(day(30))
ANSWERED: list[Record] = [
    *(node(f"member:{name}", 0, name=name) for name in ("ada", "bob", "cy")),
    node("skill:optics", name="optics"),
    node("content:q", 5, kind="question", title="How?"),
    edge("member:ada", "CREATED", "content:q", 5),
    edge("content:q", "ABOUT", "skill:optics"),
    *(node(f"content:a{number}", number, kind="answer") for number in (6, 7, 9)),
    *(edge(f"content:a{number}", "REPLIES_TO", "content:q", number) for number in (6, 7, 9)),
    edge("member:bob", "CREATED", "content:a6", 6),
    edge("member:ada", "CREATED", "content:a7", 7),
    edge("member:cy", "CREATED", "content:a9", 9),
]


def known(told: list[Record]) -> Snapshot:
    return snapshot(told, vectors_of(told))


def test_whoever_answered_a_question_was_right_but_not_its_asker() -> None:
    past = known(ANSWERED)
    (query,) = replay_in_time(past, GOALS["mentors"], seconds(day(1)), LAST).queries
    assert names_of(past, query.relevant) == {"member:bob", "member:cy"}
    request = query.request
    assert (request.id, request.member, request.text) == ("content:q", "member:ada", "How?")
    assert (request.seeds, request.as_of) == (("skill:optics",), day(5))
    assert (query.at, query.vector is None) == (seconds(day(5)), False)


def test_what_comes_later_than_the_end_does_not_count() -> None:
    past = known(ANSWERED)
    (query,) = replay_in_time(past, GOALS["mentors"], 0, seconds(day(9))).queries
    assert names_of(past, query.relevant) == {"member:bob"}
    assert not replay_in_time(past, GOALS["mentors"], 0, seconds(day(6))).queries
    assert not replay_in_time(past, GOALS["mentors"], seconds(day(5)) + 1, LAST).queries


def test_a_question_that_only_its_asker_answered_is_none() -> None:
    told = [each for each in ANSWERED if not {"content:a6", "content:a9"} & ends(each)]
    assert outcomes_of(known(told), GOALS["mentors"]) == []


def ends(record: Record) -> set[str]:
    return set(str(record).split()) | {str(getattr(record, "id", ""))}


def test_what_is_known_may_end_before_the_question() -> None:
    past = known([*ANSWERED, node("member:late", 4), node("skill:late", 4),
                  edge("content:q", "ABOUT", "skill:late")])  # fmt: skip
    until = seconds(day(3))
    (query,) = replay_in_time(past, GOALS["mentors"], until, LAST, until).queries
    assert query.request.as_of == day(3)
    assert query.request.seeds == ("skill:optics",)


MET: list[Record] = [
    *(node(f"member:{name}", 0) for name in ("ada", "bob", "cy", "di")),
    edge("member:ada", "CONNECTED", "member:bob", 2),
    edge("member:cy", "CONNECTED", "member:ada", 6),
    edge("member:ada", "FOLLOWS", "member:di", 8),
    edge("member:ada", "ACCEPTED", "member:bob", 9),
]


def test_each_member_is_asked_once_for_all_whom_they_met_anew() -> None:
    past = known(MET)
    queries = replay_in_time(past, GOALS["peers"], seconds(day(5)), LAST).queries
    told = [(q.request.member, names_of(past, q.relevant), q.request.as_of) for q in queries]
    # Bob was met before; who is followed does not choose.
    assert told == [
        ("member:ada", {"member:cy", "member:di"}, day(6)),
        ("member:cy", {"member:ada"}, day(6)),
    ]


def test_a_hidden_tie_is_hidden_both_ways() -> None:
    told: list[Record] = [
        *(node(f"member:{name}") for name in ("ada", "bob")),
        edge("member:ada", "CONNECTED", "member:bob"),
        edge("member:bob", "FOLLOWS", "member:ada"),
        edge("member:bob", "HELPED", "member:ada"),
    ]
    past = known(told)
    replay = replay_hidden(past, GOALS["peers"], seed=1, share=1.0)
    assert len(replay.snapshot.out) == len(replay.snapshot.into) == 0
    assert [(q.request.member, names_of(past, q.relevant)) for q in replay.queries] == [
        ("member:ada", {"member:bob"}), ("member:bob", {"member:ada"}),
    ]  # fmt: skip
    assert len(replay_hidden(past, GOALS["peers"], seed=1, share=0.0).snapshot.out) == 3


@pytest.mark.parametrize(
    ("times", "expected"), [((), False), ((NO_TIME,), False), ((3, NO_TIME), True),
                            ((3, NO_TIME, NO_TIME), False)]
)  # fmt: skip
def test_half_of_the_outcomes_must_have_times(times: tuple[int, ...], expected: bool) -> None:
    assert is_timed([Outcome(0, 1, at) for at in times]) is expected


def of_asker(goal: Goal) -> set[tuple[RelationshipKind, bool]]:
    """The relationships that are outcomes, and whether they lead to the asker."""
    outcomes = goal.outcomes
    return {(kind, False) for kind in outcomes.from_asker} | {
        (kind, True) for kind in outcomes.to_asker
    }


def seen_outcomes(view: Snapshot, past: Snapshot, query: PastQuery, goal: Goal) -> Iterator[str]:
    """What of the answer can be seen: relationships that are outcomes, and replies."""
    here = CommunityView(view)
    asker = None if query.request.member is None else view.find(query.request.member)
    for chosen in query.relevant:
        node_here = view.find(past.id(chosen))
        if asker is None or node_here is None:
            continue
        for seen in here.edges_between(asker, node_here):
            if (seen.kind, seen.target == asker) in of_asker(goal):
                yield f"{past.id(chosen)} {seen.kind}"


def answers_seen(view: Snapshot, past: Snapshot, query: PastQuery) -> set[str]:
    """Replies to the question, by those who were right, that are in the view."""
    whole = CommunityView(past)
    question = past.find(query.request.id or "")
    replies = [] if question is None else whole.sources(question, RelationshipKind.REPLIES_TO)
    return {
        past.id(reply)
        for reply in replies
        if query.relevant & set(whole.sources(reply, RelationshipKind.CREATED))
        and view.find(past.id(reply)) is not None
    }


@settings(max_examples=30)
@given(
    told=histories(),
    goal=st.sampled_from(("mentors", "peers", "next_steps", "groups")),
    begin=timed,
    frozen=st.booleans(),
)
def test_nothing_that_is_asked_for_is_known_in_time(
    told: list[Record], goal: str, begin: int, frozen: bool
) -> None:
    past, since = known(told), seconds(day(begin))
    replay = replay_in_time(past, GOALS[goal], since, LAST, since if frozen else None)
    for query in replay.queries:
        assert query.request.as_of is not None
        view = replay.snapshot.as_of(query.request.as_of)
        assert query.at >= since
        assert view.find(query.request.id or "") is None or query.vector is None
        assert not answers_seen(view, past, query)
        if query.vector is None:
            assert not list(seen_outcomes(view, past, query, GOALS[goal]))


@settings(max_examples=30)
@given(
    told=histories(st.none()),
    goal=st.sampled_from(("mentors", "peers", "next_steps", "groups")),
    seed=st.integers(0, 5),
)
def test_nothing_that_is_asked_for_is_known_where_it_is_hidden(
    told: list[Record], goal: str, seed: int
) -> None:
    past = known(told)
    replay = replay_hidden(past, GOALS[goal], seed, share=0.5)
    view = CommunityView(replay.snapshot)
    for query in replay.queries:
        assert query.request.member is not None
        asker = past.node(query.request.member)
        for chosen in query.relevant:
            assert not view.edges_between(asker, chosen)
            assert not replies_between(view, asker, chosen)


def replies_between(view: CommunityView, one: int, other: int) -> list[tuple[int, int]]:
    """Replies by one of two to what the other wrote, whichever way."""
    created, replies = RelationshipKind.CREATED, RelationshipKind.REPLIES_TO
    return [
        (reply, parent)
        for writer, asked in ((one, other), (other, one))
        for reply in view.targets(writer, created)
        for parent in view.targets(reply, replies)
        if asked in view.sources(parent, created)
    ]


def test_a_replay_says_what_it_was_made_from() -> None:
    past = known(MET)
    replay = replay_in_time(past, GOALS["peers"], 0, LAST)
    assert isinstance(replay, Replay)
    assert replay.snapshot is past
