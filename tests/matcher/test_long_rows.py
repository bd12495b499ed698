"""What was found in long rows is not read again, unless the row is another one now."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pytest

from graph.records import EntityId, Record
from matcher import Matcher, RecommendationRequest
from matcher import evidence as telling
from matcher.evidence import Evidence, gather_evidence
from matcher.visibility import Views
from tests.matcher.asked import everything
from tests.matcher.conftest import Community, edge, node

Build = Callable[[Iterable[Record]], Community]
FEW = 2


@pytest.fixture
def house(build: Build, monkeypatch: pytest.MonkeyPatch) -> Community:
    """Bob wrote ten posts, which is more than are read every time; Cy wrote one."""
    monkeypatch.setattr(telling, "MOST_TELLING", FEW)
    records: list[Record] = [node(f"member:{name}") for name in ("ada", "bob", "cy", "di")]
    for number in range(10):
        records.append(node(f"content:p{number}", number, kind="post"))
        records.append(edge("member:bob", "CREATED", f"content:p{number}", 100 * number))
    records.append(edge("member:cy", "HOSTS", "content:p3", 50))
    return build(records)


def found_by(matcher: Matcher) -> tuple[Evidence, list[str]]:
    question = matcher.question(RecommendationRequest("mentors", EntityId("member:ada")), None)
    found = gather_evidence(question, everything(question))
    return found, [question.snapshot.id(int(each)) for each in found.nodes]


def rows_kept(matcher: Matcher) -> int:
    view = matcher._views.of(None, None)
    goal = matcher.goals["mentors"]
    return int(telling._long_rows(view.base, goal, FEW).used[0])


def test_what_was_found_in_a_long_row_is_kept(house: Community) -> None:
    matcher = house.matcher()
    assert rows_kept(matcher) == 0
    (first, names), (second, again) = found_by(matcher), found_by(matcher)
    assert names == again == ["content:p8", "content:p9", "content:p3"]
    assert rows_kept(matcher) == 1
    for one, other in (
        (first.offsets, second.offsets), (first.weights, second.weights), (first.ages, second.ages),
        (first.events, second.events), (first.deeds, second.deeds), (first.slots, second.slots),
    ):  # fmt: skip
        assert one.tolist() == other.tolist()


def test_it_is_what_is_read_from_then_on(house: Community) -> None:
    matcher = house.matcher()
    found_by(matcher)
    view = matcher._views.of(None, None)
    nodes, *_ = telling._long_rows(view, matcher.goals["mentors"], FEW).columns
    nodes[0, 0] = view.snapshot.node(EntityId("content:p0"))
    assert found_by(matcher)[1] == ["content:p0", "content:p9", "content:p3"]


def test_a_row_that_changed_is_read_anew(house: Community) -> None:
    matcher = house.matcher()
    matcher._views = Views(matcher.snapshot, 0)
    assert found_by(matcher)[1][:2] == ["content:p8", "content:p9"]
    house.write(edge("member:bob", "HOSTS", "content:p4", 900))
    later = matcher.caught_up()
    assert found_by(later)[1][:2] == ["content:p4", "content:p9"]
    assert found_by(matcher)[1][:2] == ["content:p8", "content:p9"]
    assert rows_kept(later) == 1
    house.write(edge("member:di", "HOSTS", "content:p1", 900))
    assert found_by(later.caught_up())[1][:2] == ["content:p4", "content:p9"]


def test_of_whole_evidence_nothing_is_kept(house: Community) -> None:
    matcher = house.matcher()
    question = matcher.question(RecommendationRequest("mentors", EntityId("member:ada")), None)
    whole = telling.whole_evidence(question, everything(question))
    assert np.count_nonzero(whole.deeds) == 11
    assert rows_kept(matcher) == 0
