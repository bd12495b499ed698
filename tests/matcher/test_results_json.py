from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import InvalidRequest
from graph.packing import NO_TIME, moment_of
from graph.records import EntityId, Record, isoformat
from graph.snapshot import Snapshot
from matcher import Matcher, RecommendationRequest, answer_json
from matcher.json_bytes import end_of_list, put_digits, put_escaped, put_moment
from tests.graph.packed import snapshot
from tests.matcher.conftest import edge, node
from tests.matcher.small_communities import MEMBERS, random_snapshot

ODD = ('Zoë "☕" 🌍', "back\\slash", "a\b\x01\x1b\x7f/", '"],[', '"', "\\", ":", "NaN")
GOALS = ("mentors", "peers", "next_steps", "members", "content")


def assert_same(matcher: Matcher, requests: Iterable[RecommendationRequest]) -> None:
    for request in requests:
        told = matcher.recommend_json(request)
        assert told.decode() == answer_json(matcher.recommend(request))


@pytest.mark.parametrize("seed", range(8))
def test_columns_say_what_objects_say(seed: int) -> None:
    matcher = Matcher(random_snapshot(seed, edges=90))
    asked = [RecommendationRequest(goal, EntityId(each)) for goal in GOALS for each in MEMBERS]
    seeds = (EntityId("skill:s1"), EntityId("content:c2"))
    assert_same(matcher, [*asked, *(RecommendationRequest(goal, seeds=seeds) for goal in GOALS)])


def test_odd_names_replies_without_a_title_and_leap_days() -> None:
    matcher = Matcher(odd_community())
    requests = [
        RecommendationRequest(goal, EntityId(f'member:"{each}"'), id=name)
        for goal in GOALS
        for each, name in enumerate(ODD)
    ]
    assert_same(matcher, requests)
    told = b"".join(matcher.recommend_json(request) for request in requests).decode()
    assert 'answer to Why? \\"' in told
    assert '"at":"2028-02-29T00:00:00.000000Z"' in told


def odd_community() -> Snapshot:
    """Members of odd names who wrote replies without titles, which others like."""
    numbers = range(len(ODD))
    members = [node(f'member:"{each}"', name=ODD[each]) for each in numbers]
    records: list[Record] = [*members, node("skill:s", name=ODD[0])]
    records.append(node("content:q", title='Why? "', kind="question"))
    for each in numbers:
        reply = f"content:r{each}"
        records += [
            node(reply),
            edge(reply, "REPLIES_TO", "content:q"),
            edge(reply, "ABOUT", "skill:s"),
            edge(f'member:"{each}"', "CREATED", reply, 789 + each),
            edge(f'member:"{each}"', "ENGAGED", f"content:r{(each + 3) % len(ODD)}", verb="like"),
            edge(f'member:"{each}"', "SEEKS_SKILL", "skill:s"),
        ]
    return snapshot(records)


def test_names_that_came_after_the_snapshot_are_told() -> None:
    taken = odd_community()
    question, other = (taken.find(EntityId(each)) for each in ("content:q", 'member:"3"'))
    assert question is not None
    assert other is not None
    ids = taken.ids.with_others({other: "member:new"})
    for later in ({question: "How?"}, {other: "Néw"}):
        snapshot_ = replace(taken, names=taken.names.with_others(later), ids=ids)
        requests = [RecommendationRequest(goal, EntityId('member:"0"')) for goal in GOALS]
        assert_same(Matcher(snapshot_), requests)
        told = b"".join(Matcher(snapshot_).recommend_json(each) for each in requests).decode()
        assert all(name in told for name in [*later.values(), "member:new"])


def test_nobody_to_recommend() -> None:
    matcher = Matcher(snapshot([node("member:ada")]))
    told = matcher.recommend_json(RecommendationRequest("mentors", EntityId("member:ada"), id="q"))
    assert json.loads(told) == {"id": "q", "results": [], "revision": 1, "model": "default"}


def test_a_wrong_question_is_refused() -> None:
    with pytest.raises(InvalidRequest):
        Matcher(snapshot([node("member:ada")])).recommend_json(RecommendationRequest("mentors"))


def written(write: object, room: int, *what: object) -> str:
    out = np.zeros(room, dtype=np.uint8)
    end = write(out, 0, *what)  # type: ignore[operator]
    return out[:end].tobytes().decode()


@given(st.integers(NO_TIME + 1, 2**31 - 1))
def test_a_moment_is_written_as_everywhere(second: int) -> None:
    assert written(put_moment, 32, second) == isoformat(moment_of(second))


@given(st.text())
def test_a_text_is_escaped_as_json_wants_it(text: str) -> None:
    bytes_ = np.frombuffer(text.encode(), dtype=np.uint8)
    told = written(put_escaped, 6 * len(bytes_) + 1, bytes_, 0, len(bytes_))
    assert json.loads(f'"{told}"') == text


@given(st.integers(1, 10_000))
def test_a_rank_is_written_in_digits(number: int) -> None:
    assert written(put_digits, 8, number) == str(number)


@given(st.lists(st.text('a"\\[],')))
def test_a_list_of_texts_ends_where_it_is_closed(texts: list[str]) -> None:
    told = json.dumps(texts)
    bytes_ = np.frombuffer((told + ',["a"]').encode(), dtype=np.uint8)
    assert end_of_list(bytes_, 0) == len(told)
