"""Events settle the same in whatever order, and however often, they come."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.events import EventConflict, parse_event, record_events
from graph import GraphStore
from tests.api.conftest import records
from tests.conftest import OpenStore
from tests.graph.pictures import content

_NAMES = count()
TIMES = st.sampled_from(["2026-02-01T00:00:00Z", "2026-02-02T00:00:00Z"])


@st.composite
def _event(draw: st.DrawFn) -> dict[str, object]:
    told: dict[str, object] = {
        "actor": draw(st.sampled_from(["ada", "bob"])),
        "verb": draw(st.sampled_from(["like", "rate", "ponder"])),
        "object": draw(st.sampled_from(["content:q1", "group:makers"])),
        "at": draw(TIMES),
    }
    value = draw(st.sampled_from([None, 1, 1.5, 5, "much", "little"]))
    if value is not None:
        told["value"] = value
    return told


@settings(max_examples=12)  # each writes a dozen times, to a disk
@given(st.lists(_event(), max_size=8), st.data())
def test_any_order_leaves_the_same(
    open_community: OpenStore, told: list[dict[str, object]], data: st.DataObject
) -> None:
    with_ids = [{**each, "id": f"e{place}"} for place, each in enumerate(told[:4])]
    events = [*with_ids, *told[4:], *data.draw(st.lists(st.sampled_from(with_ids or [{}])))]
    events = [each for each in events if each]
    pictures = []
    for order in (events, data.draw(st.permutations(events))):
        with open_community(f"order-{next(_NAMES)}") as store:
            store.write(records())
            for each in order:
                record_events(store, [parse_event(each)], one=True)
            pictures.append(content(store))
    assert pictures[0] == pictures[1]


def test_an_id_is_one_event(store: GraphStore) -> None:
    store.write(records())
    like = {"id": "e1", "actor": "ada", "verb": "like", "object": "content:q1", "at": "2026-02-01"}
    record_events(store, [parse_event(like)], one=True)
    before = store.stamp()
    assert record_events(store, [parse_event(like)] * 2, one=False).written.unchanged == 2
    for other in ({"verb": "view"}, {"object": "content:q2"}, {"value": 3}, {"at": "2026-02-02"}):
        with pytest.raises(EventConflict, match=r"\[1\]\.id: event 'e1' was told before"):
            record_events(store, [parse_event(like), parse_event(like | other)], one=False)
    assert store.stamp() == before
    someone_else = parse_event(like | {"actor": "bob"})
    assert record_events(store, [someone_else], one=True).written.created == 1


def test_told_again_without_a_time_it_keeps_the_first(store: GraphStore) -> None:
    store.write(records())
    like = {"id": "e1", "actor": "ada", "verb": "like", "object": "content:q1"}
    first = record_events(store, [parse_event(like)], True, {0})
    again = record_events(store, [parse_event(like)], True, {0})
    assert (again.written.unchanged, again.written.revision) == (1, first.written.revision)
