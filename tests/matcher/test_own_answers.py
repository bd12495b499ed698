"""Members who switch profiling off, or weigh their own answers anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from graph.records import Entity, EntityId, Record, Relationship
from graph.schema import RELATIONSHIP_CODES, RELATIONSHIPS, RelationshipKind
from graph.snapshot import Snapshot
from graph.unprofiled import DEEDS, QUIET_CODES, STANDING, without_deeds
from matcher import Matcher, RecommendationList, RecommendationRequest
from matcher.feature_words import FEATURE_WORDS
from matcher.visibility import Views
from tests.graph.packed import snapshot
from tests.matcher.conftest import Community, edge, node
from tests.matcher.small_communities import MEMBERS, random_records

Build = Callable[[Iterable[Record]], Community]
ME = EntityId("member:m0")
GOALS = ("mentors", "peers", "next_steps", "skills", "members")
K = RelationshipKind


def is_deed_of_mine(record: Record) -> bool:
    ends = isinstance(record, Relationship) and ME in (record.source, record.target)
    return ends and record.kind in DEEDS


def community(seed: int, deeds_of: int, **said: Any) -> Snapshot:
    """The community of a seed, in which I did what somebody did in that of another seed."""
    records = [each for each in random_records(seed) if not is_deed_of_mine(each)]
    records += [each for each in random_records(deeds_of) if is_deed_of_mine(each)]
    known = {each.id for each in records if isinstance(each, Entity)}
    kept = [
        each for each in records if isinstance(each, Entity) or {each.source, each.target} <= known
    ]
    me = node(str(ME), **said)
    chance = np.random.default_rng(seed)
    texts = [each.id for each in records if isinstance(each, Entity)]
    vectors = {text: chance.normal(size=8).astype(np.float32) for text in sorted(texts)}
    return snapshot([me if getattr(each, "id", "") == ME else each for each in kept], vectors)


def answers(found: Snapshot, narrowed: bool) -> list[bytes]:
    matcher = Matcher(found)
    if narrowed:
        matcher._views = Views(found, 0)
    asked = [RecommendationRequest(goal, member=ME) for goal in GOALS]
    asked += [replace(each, seeds=(EntityId("skill:s1"),)) for each in asked]
    others = [RecommendationRequest(goal, member=EntityId(MEMBERS[1])) for goal in GOALS]
    return [matcher.recommend_json(each) for each in (*asked, *others)]


@pytest.mark.parametrize("narrowed", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_without_profiling_what_somebody_did_changes_no_answer_to_anybody(
    seed: int, narrowed: bool
) -> None:
    one = community(seed, deeds_of=seed, profiling="off")
    other = community(seed, deeds_of=seed + 50, profiling="off")
    assert answers(one, narrowed) == answers(other, narrowed)
    profiled = [community(seed, deeds_of=deeds) for deeds in (seed, seed + 50)]
    assert answers(profiled[0], narrowed) != answers(profiled[1], narrowed)


def test_every_kind_of_relationship_of_a_member_is_declared_standing_or_a_deed() -> None:
    declared = {K.HOLDS, K.HAS_SKILL, K.SEEKS_SKILL, K.BLOCKS}
    from_members = {kind for kind in K if any("member" in str(e) for e in _sources(kind))}
    assert from_members == declared | set(STANDING) | set(DEEDS)


def _sources(kind: RelationshipKind) -> set[str]:
    return {each.value for each in RELATIONSHIPS[kind].sources}


def test_codes_for_rules_alone_fit_into_sets_of_64_and_are_nobody_elses() -> None:
    codes = set(QUIET_CODES.values())
    assert max(codes) < 64
    assert not codes & set(RELATIONSHIP_CODES.values())


def test_a_skill_that_was_derived_from_deeds_goes_and_a_stated_one_stays() -> None:
    found = without_deeds(
        snapshot(
            [
                node("member:ada", profiling="off"),
                node("skill:maths"),
                node("skill:bread"),
                edge("member:ada", "HAS_SKILL", "skill:maths"),
                edge("member:ada", "HAS_SKILL", "skill:bread", derived=True, level=0.5),
            ]
        )
    )
    ada = found.node(EntityId("member:ada"))
    assert [found.id(each) for each in found.out.neighbours[slice(*found.out.spans[ada])]] == [
        "skill:maths"
    ]


def test_whom_they_know_or_turned_down_is_still_left_out(
    build: Build, mentoring: list[Record]
) -> None:
    house = build(mentoring)
    ada = EntityId("member:ada")
    ask = RecommendationRequest("mentors", member=ada)
    first = house.matcher().recommend(ask).results[0].id
    entity = house.store.entity(ada)
    house.write(
        Entity(ada, entity.at, {**entity.properties, "profiling": "off"}),
        edge("member:ada", "DISMISSED", first, 10),
    )
    shown = [each.id for each in house.matcher().recommend(ask).results]
    assert shown
    assert first not in shown


def shares_by_group(found: RecommendationList) -> dict[str, float]:
    groups: dict[str, float] = {}
    for result in found.results:
        explained = result.explanation.shares
        assert result.score == pytest.approx(sum(explained.values()))
        for name, share in explained.items():
            group = FEATURE_WORDS[name].group
            groups[group] = groups.get(group, 0.0) + abs(share)
    return groups


@pytest.mark.parametrize("narrowed", [False, True])
def test_factors_show_in_the_shares_which_still_sum_to_the_score(narrowed: bool) -> None:
    names = tuple(EntityId(member) for member in MEMBERS[1:])
    ask = RecommendationRequest("peers", member=ME, candidates=names)

    def answer(**said: Any) -> RecommendationList:
        found = community(3, deeds_of=3, **said)
        matcher = Matcher(found)
        if narrowed:
            matcher._views = Views(found, 0)
        return matcher.recommend(ask)

    usual, told = answer(), answer(preferences=("paths=2", "likeness=0"))
    before, after = shares_by_group(usual), shares_by_group(told)
    assert after["paths"] == pytest.approx(2 * before["paths"])
    assert before["likeness"] > 0
    assert after.get("likeness", 0.0) == 0.0
    assert after["meaning"] == pytest.approx(before["meaning"])
    assert (usual.model, told.model) == ("default", "default+own")


def test_a_factor_for_variety_changes_which_are_shown_and_no_score() -> None:
    def shown(**said: Any) -> list[tuple[str, float]]:
        found = Matcher(community(1, deeds_of=1, **said))
        results = found.recommend(RecommendationRequest("members", member=ME, k=5)).results
        return [(each.id, each.score) for each in results]

    plain, by_score = shown(preferences=("variety=2",)), shown(preferences=("variety=0",))
    assert [score for _, score in by_score] == sorted((s for _, s in by_score), reverse=True)
    assert dict(plain).keys() & dict(by_score).keys()
    for entity, score in plain:
        assert dict(by_score).get(entity, score) == pytest.approx(score)


@pytest.mark.parametrize("off_first", [True, False])
def test_switching_profiling_holds_for_the_next_answer_of_a_community_that_is_followed(
    build: Build, off_first: bool
) -> None:
    house = build(random_records(2))
    stated: tuple[dict[str, Any], ...] = ({"profiling": "off"}, {})
    before, after = stated if off_first else stated[::-1]
    house.write(node(str(ME), **before))
    matcher = house.matcher()
    matcher._views = Views(matcher.snapshot, 0)
    matcher = matcher.caught_up()
    house.write(node(str(ME), **after))
    followed = matcher.caught_up()
    assert not followed.is_complete
    fresh = house.matcher()
    for goal in GOALS:
        ask = RecommendationRequest(goal, member=ME)
        assert followed.recommend_json(ask) == fresh.recommend_json(ask)


def test_what_they_do_later_is_not_followed_either(build: Build) -> None:
    house = build([*random_records(2), node(str(ME), profiling="off")])
    matcher = house.matcher()
    matcher._views = Views(matcher.snapshot, 0)
    ask = RecommendationRequest("next_steps", member=ME)
    before = matcher.recommend(ask).results
    house.write(
        edge(str(ME), "ENGAGED", "content:c1", 300, verb="like"),
        edge(str(ME), "JOINED", "group:g1", 300),
        edge(str(ME), "HELPED", MEMBERS[1], 300),
    )
    assert matcher.caught_up().recommend(ask).results == before
