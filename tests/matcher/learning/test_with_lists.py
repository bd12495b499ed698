"""Learning from what was chosen of what was shown: what it finds, and when it is not used."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from graph.embeddings import DEFAULT_MODEL
from graph.packing import seconds
from graph.records import Record, Relationship
from graph.snapshot import Snapshot
from graph.snapshot_taking import snapshot_of
from graph.store import open_store
from matcher.goals import default_goals
from matcher.learning.examples import Example, examples_of_lists, feature_names
from matcher.learning.fitting import Prior
from matcher.learning.judged import FIXED, LEARNED
from matcher.learning.learn import learn_goal
from matcher.learning.lessons import Lesson, lesson_of_replays
from matcher.learning.shown_lists import ShownList, lists_shown
from matcher.learning.with_lists import with_lists
from tests.graph.packed import snapshot
from tests.matcher.conftest import day, edge, node
from tests.matcher.learning.club import club
from tests.matcher.learning.planted import example
from tests.matcher.learning.showings import choices, helped, liked, person, shown
from tests.matcher.learning.test_learn import ask

pytestmark = pytest.mark.large

GOALS = default_goals()
PEERS = GOALS["peers"]
NAMES = feature_names(PEERS)
MEETINGS, LISTS = 40, 40
Told = tuple[Snapshot, Sequence[ShownList]]


def community(folder: Path, *records: Record) -> Told:
    """A snapshot of a club that meets at random, and the lists for peers that its store tells."""
    with open_store(f"sqlite:///{folder}/club.db", "club") as store:
        store.write([*club("random", meetings=MEETINGS), *records])
        picture = snapshot_of(store.export(DEFAULT_MODEL), "club", DEFAULT_MODEL)
        return picture, lists_shown(store, picture, GOALS).get("peers", ())


def lesson_of(told: Told) -> Lesson:
    lesson = learn_goal(told[0], PEERS, "member", ask, slots=4, lists=told[1])
    assert lesson is not None
    return lesson


@pytest.fixture(scope="module")
def chosen(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """Of what they are shown, members get help from those whose stories are liked most."""
    stories, likes = liked(seed=1)
    told = choices(likes, LISTS, seed=1)
    return community(tmp_path_factory.mktemp("chosen"), *stories, *told)


def figures(lesson: Lesson) -> dict[str, float]:
    assert lesson.shown is not None
    return {row.method: row.ndcg.mean for row in lesson.shown.table}


def test_what_is_chosen_of_what_was_shown_is_learned(chosen: Told) -> None:
    lesson = lesson_of(chosen)
    assert lesson.shown is not None
    assert (lesson.shown.lists, lesson.shown.reason) == (LISTS, "")
    found = figures(lesson)
    assert found[LEARNED] > found[FIXED] + 0.05
    assert lesson.learned is not None
    assert (lesson.learned.questions, lesson.learned.lists) == (lesson.questions, LISTS)
    assert lesson.learned.weights["appreciated"] > 0.5
    assert lesson.reason == ""


def test_replays_alone_do_not_find_it(chosen: Told) -> None:
    lesson = lesson_of((chosen[0], ()))
    assert lesson.shown is None
    assert lesson.learned is None
    assert "do not surely beat the default" in lesson.reason


def test_lists_of_which_anything_may_be_chosen_are_not_learned_from(tmp_path: Path) -> None:
    stories, likes = liked(seed=1)
    told = community(tmp_path, *stories, *choices(likes, 20, seed=1, by_lot=True))
    lesson = lesson_of(told)
    assert lesson.shown is not None
    assert "do not surely do better on them" in lesson.shown.reason
    assert lesson.learned is None
    assert lesson.reason == lesson_of((told[0], ())).reason


def test_too_few_lists_are_counted_and_change_nothing(chosen: Told) -> None:
    lesson = lesson_of((chosen[0], chosen[1][:9]))
    assert lesson.shown is not None
    assert (lesson.shown.lists, lesson.shown.table) == (9, ())
    assert lesson.shown.reason == "9 shown lists, fewer than the 10 it takes"
    without = lesson_of((chosen[0], ()))
    assert (lesson.learned, lesson.table, lesson.reason) == (
        without.learned, without.table, without.reason,
    )  # fmt: skip


def test_lists_alone_are_enough(tmp_path: Path) -> None:
    stories, likes = liked(seed=1)
    records = [each for each in club("random", meetings=4) if "FOLLOWS" not in str(each)]
    told = [*records, *stories, *choices(likes, LISTS, seed=1)]
    with open_store(f"sqlite:///{tmp_path}/quiet.db", "club") as store:
        store.write(told)
        picture = snapshot_of(store.export(DEFAULT_MODEL), "club", DEFAULT_MODEL)
        lesson = lesson_of((picture, lists_shown(store, picture, GOALS)["peers"]))
    assert (lesson.questions, lesson.table) == (0, ())
    assert lesson.learned is not None
    assert (lesson.learned.table, lesson.learned.calibration) == ({}, None)
    assert lesson.learned.weights["appreciated"] > 0.5


def features(**columns: list[float]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    found = np.zeros((3, len(NAMES)))
    for name, values in columns.items():
        found[:, NAMES.index(name)] = values
    return found


def test_lists_that_make_the_replay_worse_are_not_learned_from() -> None:
    """Who is chosen in the replay has most ties; who is chosen of lists has fewest."""
    default = np.array([float(name == "number_of_ties") for name in NAMES])
    prior = Prior(default, np.ones(len(NAMES)))
    replayed = [
        example(features(number_of_ties=[2.0, 1.0, 0.0]), [0], at=10 * number)
        for number in range(12)
    ]
    lists = [
        example(features(number_of_ties=[2.0, 1.0, 0.0]), [2], at=number) for number in range(120)
    ]
    lesson = lesson_of_replays(PEERS, "member", replayed, prior, seed=1)
    found = with_lists(lesson, PEERS, replayed, lists, prior, seed=1)
    assert found.shown is not None
    assert found.shown.reason == "weights learned with them surely do worse in the replay (100%)"
    assert (found.learned, found.table) == (lesson.learned, lesson.table)
    alone = with_lists(lesson, PEERS, [], lists, prior, seed=1)
    assert alone.shown is not None
    assert alone.shown.reason == ""


def examples(told: list[Record], lists: Sequence[tuple[str, int, str, str]]) -> list[Example]:
    """Examples of lists told as member, day, who was shown and who was chosen."""
    past = snapshot(told)
    return examples_of_lists([_list(past, *each) for each in lists], past, PEERS, ask)


def _list(past: Snapshot, member: str, at: int, shown: str, chosen: str) -> ShownList:
    def nodes(names: str) -> list[int]:
        return sorted(past.node(each.id) for each in (node(f"member:{n}") for n in names.split()))

    (asker,) = nodes(member)
    return ShownList(asker, seconds(day(at)), tuple(nodes(shown)), frozenset(nodes(chosen)))


ONE = ("m01", 90, "m05 m06 m07 m08", "m07")


def test_an_example_holds_what_was_shown_and_nothing_else() -> None:
    told = club("random", meetings=40)
    (found,) = examples(told, [ONE])
    past = snapshot(told)
    names = [past.id(n) for n in found.nodes.tolist()]
    assert names == [person(n) for n in (5, 6, 7, 8)]
    assert found.positive.tolist() == [False, False, True, False]
    assert found.scaled.shape == (4, len(NAMES))


def test_later_facts_change_no_example() -> None:
    told = [*club("random", meetings=120), *liked(seed=1)[0]]
    early = [each for each in told if each.at is None or each.at < day(90)]
    later: list[Record] = [
        helped(person(1), person(7), 92), shown(person(1), person(7), 90),
        edge(person(1), "DISMISSED", person(6), 91, verb="dismiss"),
        *(edge(person(n), "FOLLOWS", person(7), 95) for n in range(10, 40)),
    ]  # fmt: skip
    (expected,), (found,) = examples(early, [ONE]), examples([*told, *later], [ONE])
    assert found.positive.tolist() == expected.positive.tolist()
    np.testing.assert_allclose(found.scaled, expected.scaled, rtol=1e-5, atol=1e-6)


def test_who_no_source_leads_to_any_more_is_a_row_all_the_same() -> None:
    told = [*club("random", meetings=40), node("member:alone", 0)]
    (found,) = examples(told, [("m01", 90, "m05 m06 alone", "m05")])
    past = snapshot(told)
    assert "member:alone" in [past.id(n) for n in found.nodes.tolist()]
    (alone,) = np.flatnonzero(found.nodes == past.node(node("member:alone").id)).tolist()
    assert found.scaled[alone, NAMES.index("number_of_ties")] == 0.0


@pytest.mark.parametrize(
    ("change", "left"),
    [
        (node("member:m06", 0, visibility="hidden"), (5, 7, 8)),
        (node("member:m06", 0, consent=["research"]), (5, 7, 8)),
        (node("member:m06", 0, paused=True), (5, 7, 8)),
        (edge("member:m06", "BLOCKS", "member:m01", 150), (5, 7, 8)),
        (edge("member:m01", "BLOCKS", "member:m06", 150), (5, 7, 8)),
        (edge("member:m01", "FOLLOWS", "member:m06", 80), (5, 7, 8)),
        (edge("member:m01", "BLOCKS", "member:m07", 150), None),
        (node("member:m01", 0, consent=["research"]), None),
        (node("member:m01", 100), None),
    ],
)
def test_who_may_not_be_seen_is_neither_example_nor_row(
    change: Record, left: tuple[int, ...] | None
) -> None:
    def is_replaced(each: Record) -> bool:
        return not isinstance(each, Relationship) and each.id == getattr(change, "id", None)

    told = [each for each in club("random", meetings=40) if not is_replaced(each)]
    found = examples([*told, change], [ONE])
    past = snapshot([*told, change])
    expected = [] if left is None else [[person(n) for n in left]]
    assert [[past.id(n) for n in each.nodes.tolist()] for each in found] == expected
