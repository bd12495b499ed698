from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest

from graph.embeddings import SentenceTransformerEmbedder
from graph.errors import EntityNotFound, InvalidRequest
from graph.records import EntityId, Record
from matcher import RecommendationList, RecommendationRequest
from tests.matcher.conftest import Community, day, edge, node

Build = Callable[[Iterable[Record]], Community]
ADA, BOB = EntityId("member:ada"), EntityId("member:bob")
ASK = RecommendationRequest(goal="mentors", member=ADA)


def names(answer: RecommendationList) -> list[str]:
    return [result.name for result in answer.results]


def test_who_answered_on_what_a_member_seeks_comes_first(
    build: Build, mentoring: list[Record]
) -> None:
    answer = build(mentoring).matcher().recommend(ASK)
    assert names(answer)[0] == "Bob"
    assert "answered, wrote or led on optics (once)" in answer.results[0].explanation.reasons


def test_a_full_mentor_is_not_recommended_until_there_is_room(
    build: Build, mentoring: list[Record]
) -> None:
    house = build(mentoring)
    assert "Di" not in names(house.matcher().recommend(ASK))
    house.write(node("member:di", name="Di", capacity=2, roles=["mentor"]))
    answer = house.matcher().recommend(ASK)
    [di] = [result for result in answer.results if result.name == "Di"]
    assert di.explanation.reasons == ("has the skill optics", "has room for 1 more mentee")


def test_shares_sum_to_the_score(build: Build, mentoring: list[Record]) -> None:
    for goal in ("mentors", "peers", "next_steps"):
        answer = build(mentoring).matcher().recommend(replace(ASK, goal=goal))
        assert answer.results
        for result in answer.results:
            shares = result.explanation.shares.values()
            assert sum(shares) == pytest.approx(result.score, abs=1e-9)


def test_a_text_alone_finds_who_knows(
    build: Build, mentoring: list[Record], embedder: SentenceTransformerEmbedder
) -> None:
    matcher = build(mentoring).matcher(embedder)
    answer = matcher.recommend(RecommendationRequest("mentors", text="bending light in glass"))
    assert names(answer)[0] == "Bob"
    assert answer.results[0].explanation.reasons[0].startswith("answered “How do lenses focus?”")


def test_seeds_alone_find_who_knows(build: Build, mentoring: list[Record]) -> None:
    request = RecommendationRequest("mentors", seeds=(EntityId("skill:bread"),))
    answer = build(mentoring).matcher().recommend(request)
    assert names(answer)[0] == "Eve"


def test_next_steps_are_neither_known_nor_replies(build: Build, mentoring: list[Record]) -> None:
    answer = build(mentoring).matcher().recommend(replace(ASK, goal="next_steps"))
    ids = [result.id for result in answer.results]
    assert ids[0] == "content:q1"
    assert "content:a1" not in ids
    of_cy = replace(ASK, goal="next_steps", member=EntityId("member:cy"))
    answer = build(mentoring).matcher().recommend(of_cy)
    assert "content:q1" not in [result.id for result in answer.results]


def test_named_candidates_are_all_ranked(build: Build, mentoring: list[Record]) -> None:
    wanted = tuple(EntityId(f"member:{name}") for name in ("eve", "cy", "bob", "ada", "di"))
    answer = build(mentoring).matcher().recommend(replace(ASK, candidates=wanted, k=1))
    assert sorted(names(answer)) == ["Bob", "Cy", "Eve"]
    scores = [result.score for result in answer.results]
    assert scores == sorted(scores, reverse=True)


def test_the_excluded_and_the_dismissed_stay_away(build: Build, mentoring: list[Record]) -> None:
    house = build(mentoring)
    answer = house.matcher().recommend(replace(ASK, exclude=(EntityId("member:bob"),)))
    assert "Bob" not in names(answer)
    house.write(edge("member:ada", "DISMISSED", "member:bob", 8))
    assert "Bob" not in names(house.matcher().recommend(ASK))


def test_activities_that_have_begun_are_over(build: Build) -> None:
    house = build(
        [
            node("member:ada", name="Ada"),
            node("member:bob", name="Bob"),
            node("activity:past", name="Past", starts_at=day(1).isoformat()),
            node("activity:next", name="Next", starts_at=day(90).isoformat()),
            edge("member:bob", "ATTENDED", "activity:past", 1),
            edge("member:bob", "ATTENDED", "activity:next", 2),
        ]
    )
    request = RecommendationRequest("activities", member=ADA, as_of=day(10))
    assert names(house.matcher().recommend(request)) == ["Next"]


@pytest.mark.parametrize(
    ("request_", "error", "words"),
    [
        (RecommendationRequest("friends", member=ADA), InvalidRequest, "is not one of mentors"),
        (RecommendationRequest("mentors"), InvalidRequest, "name one of them"),
        (RecommendationRequest("mentors", text="  "), InvalidRequest, "name one of them"),
        (RecommendationRequest("mentors", member=ADA, k=0), InvalidRequest, "between 1 and"),
        (RecommendationRequest("mentors", text="optics"), InvalidRequest, "embedding model"),
        (RecommendationRequest("mentors", member=EntityId("member:zoe")), EntityNotFound, "zoe"),
        (RecommendationRequest("mentors", seeds=(EntityId("skill:x"),)), EntityNotFound, "skill:x"),
    ],
)
def test_what_cannot_be_answered_says_why(
    build: Build,
    mentoring: list[Record],
    request_: RecommendationRequest,
    error: type[Exception],
    words: str,
) -> None:
    with pytest.raises(error, match=words):
        build(mentoring).matcher().recommend(request_)


def test_a_community_of_one_and_one_without_edges_get_empty_or_short_lists(
    build: Build,
) -> None:
    house = build([node("member:ada", name="Ada")])
    for goal in ("mentors", "peers", "next_steps", "content", "activities", "groups", "skills"):
        assert house.matcher().recommend(replace(ASK, goal=goal)).results == ()
    house.write(node("member:bob", name="Bob"))
    assert house.matcher().recommend(replace(ASK, goal="peers")).results == ()


def test_a_run_repeats_exactly(build: Build, mentoring: list[Record]) -> None:
    house = build(mentoring)
    assert house.matcher().recommend(ASK) == house.matcher().recommend(ASK)


def test_nobody_is_found_over_the_community_itself(build: Build) -> None:
    house = build(
        [
            node("community:test", name="Test"),
            node("member:ada", name="Ada"),
            node("member:bob", name="Bob"),
            edge("member:ada", "ENGAGED", "community:test", 1, verb="badge"),
            edge("member:bob", "ENGAGED", "community:test", 1, verb="badge"),
        ]
    )
    answer = house.matcher().recommend(replace(ASK, goal="peers"))
    assert [path for result in answer.results for path in result.explanation.paths] == []


def test_nobody_can_tell_who_is_hidden_from_who_does_not_exist(
    build: Build, mentoring: list[Record]
) -> None:
    hidden, nobody = EntityId("member:hal"), EntityId("member:zoe")
    matcher = build([*mentoring, node(hidden, name="Hal", visibility="hidden")]).matcher()
    named = [
        matcher.recommend(RecommendationRequest("mentors", member=ADA, candidates=(BOB, asked)))
        for asked in (hidden, nobody)
    ]
    assert named[0].results == named[1].results
    assert [result.id for result in named[0].results] == [BOB]
    for seed in (hidden, nobody):
        with pytest.raises(EntityNotFound) as error:
            matcher.recommend(RecommendationRequest("mentors", member=ADA, seeds=(seed,)))
        assert str(error.value) == f"no {seed!r} in community 'test'; was it loaded?"
