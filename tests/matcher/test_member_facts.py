"""What is looked up of members and things, against the same read edge by edge."""

from __future__ import annotations

from collections import Counter
from itertools import chain

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.records import EntityId
from graph.schema import VERBS, EntityKind, RelationshipKind
from matcher import Matcher, RecommendationRequest
from matcher.close_works import MOST_TOLD
from matcher.evidence import gather_evidence
from matcher.features.evidence_kernel import NEAR
from matcher.member_facts import CLOSE, member_facts
from matcher.member_lookups import MOST_TOPICS
from matcher.object_facts import PARTS, TIES, object_facts
from matcher.question import Question
from matcher.shared_things import SHARED
from matcher.vectors import vector_of
from matcher.view import CommunityView
from matcher.wording import rarest
from tests.matcher.asked import everything
from tests.matcher.small_communities import MEMBERS, random_snapshot

_K = RelationshipKind
_TOPICS = (_K.ABOUT, _K.DEVELOPS, _K.SERVES)


def asked(seed: int, goal: str) -> Question:
    matcher = Matcher(random_snapshot(seed))
    seeds = (EntityId("skill:s1"), EntityId("skill:s2")) if seed % 2 else ()
    request = RecommendationRequest(goal, member=EntityId(MEMBERS[seed % 9]), seeds=seeds)
    return matcher.ask(request)


def asker_of(question: Question) -> int:
    assert question.member is not None
    return question.member


def works(view: CommunityView, member: int, topics: tuple[int, ...]) -> dict[int, int]:
    counts: Counter[int] = Counter()
    for work in view.targets(member, _K.CREATED, _K.HOSTS):
        if not view.asks[work]:
            counts.update(set(view.targets(work, *_TOPICS)) & set(topics))
    return dict(counts)


def threads(view: CommunityView, member: int) -> set[int]:
    begin, end = view.snapshot.range(EntityKind.CONTENT)
    telling = ("comment", "answer", "create", "announce")
    return {
        int(view.parents[edge.target]) if view.parents[edge.target] >= 0 else edge.target
        for edge in view.edges_from(member, _K.CREATED, _K.ENGAGED)
        if begin <= edge.target < end and (edge.kind is _K.CREATED or VERBS[edge.verb] in telling)
    }


def shared(view: CommunityView, one: int, other: int) -> list[list[int]]:
    sets = [threads(view, one) & threads(view, other)]
    sets += [set(view.targets(one, kind)) & set(view.targets(other, kind)) for kind in SHARED]
    return [rarest(view, each, 3) for each in sets]


def helps(view: CommunityView, helper: int, helped: int) -> int:
    return sum(edge.target == helped for edge in view.edges_from(helper, _K.HELPED))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["mentors", "peers"]))
def test_facts_of_members_are_those_of_their_edges(seed: int, goal: str) -> None:
    question = asked(seed, goal)
    view, asker, members = question.view, asker_of(question), everything(question)
    evidence = gather_evidence(question, members)
    pieces = NEAR.pieces(question, evidence)
    facts, named = member_facts(question, members, evidence, pieces)
    for place, (member, found) in enumerate(zip(members.tolist(), facts, strict=True)):
        own = slice(int(evidence.offsets[place]), int(evidence.offsets[place + 1]))
        assert found.helped == helps(view, member, asker)
        assert found.returned == helps(view, asker, member)
        counts = works(view, member, question.seeds)
        told = zip(found.topics, found.works, strict=True)
        most = sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:MOST_TOPICS]
        assert [each for each in told if each[0] >= 0] == most
        assert not found.is_cut
        has = view.targets(member, _K.HAS_SKILL)
        offered = [seed for seed in question.seeds if seed in has and seed not in counts]
        assert there(found.skills) == offered[:MOST_TOPICS]
        if goal == "peers":
            assert [there(each) for each in found.shared] == shared(view, asker, member)
        happened = evidence.ages[own][evidence.events[own]]
        assert found.age == (happened.min() if len(happened) else np.inf)
        order = np.lexsort((evidence.nodes[own], -pieces[own]))
        close = question.closeness.at(evidence.nodes)[own] >= CLOSE
        best = dict.fromkeys(int(evidence.nodes[own][at]) for at in order if close[at])
        assert there(found.close) == list(best)[:MOST_TOLD]
        assert {*found.close, *found.topics, *found.skills, *chain(*found.shared)} <= {*named}


def there(nodes: list[int]) -> list[int]:
    """Those before -1, which stands for no more."""
    assert sorted(nodes, key=lambda node: node < 0) == nodes
    return [node for node in nodes if node >= 0]


def ties(view: CommunityView, member: int) -> dict[int, str]:
    found: dict[int, str] = {}
    for kind, outward, inward in TIES:
        found |= {person: inward for person in view.sources(member, kind) if person not in found}
        found |= {person: outward for person in view.targets(member, kind) if person not in found}
    return found


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_facts_of_things_are_those_of_their_edges(seed: int) -> None:
    question = asked(seed, "next_steps")
    view, asker, things = question.view, asker_of(question), everything(question)
    known = ties(view, asker)
    for thing, found in zip(things.tolist(), object_facts(question, things), strict=True):
        topics = rarest(view, set(view.targets(thing, *_TOPICS)) & set(question.seeds), 3)
        assert found.topics == topics
        assert found.is_sought == (set(topics) <= set(view.targets(asker, _K.SEEKS_SKILL)))
        assert found.is_known == (set(topics) <= set(view.targets(asker, _K.HAS_SKILL)))
        assert found.is_answered == bool(view.sources(thing, _K.REPLIES_TO))
        own = question.closeness.at(np.array([thing], dtype=np.int32))[0]
        assert found.closeness == pytest.approx(float(own), nan_ok=True)
        vector = vector_of(view.snapshot, thing)
        if vector is None or not len(question.vectors):
            assert found.part is None
        else:
            cosines = question.vectors @ vector
            assert cosines[found.part or 0] == pytest.approx(float(cosines.max()), abs=1e-4)
        assert found.people == [
            [(person, known[person]) for person in view.sources(thing, kind) if person in known][:2]
            for kind in PARTS
        ]
