"""Whose surroundings changed: worked out by hand on the ring, and beside a run for everybody."""

from __future__ import annotations

import shutil
from dataclasses import replace

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from api.nightly import Manifest, NightlyRun, Since, answer_community, merge
from graph.errors import InvalidRequest
from graph.records import EntityId, Record
from graph.store import GraphStore
from tests.api.conftest import at, edge, node
from tests.api.nightly.conftest import MENTORS, PEERS, Inline, answered, circle_of, into, members


def later(
    store: GraphStore, wanted: NightlyRun, *, with_run: bool, name: str = "later"
) -> tuple[NightlyRun, Manifest]:
    """A run since the one in the folder of `wanted`, or since its revision alone."""
    since = Since.run(wanted.folder)
    run = into(wanted, name, since if with_run else Since(since.revision))
    return run, answer_community(store, run, Inline())


def asked_in(run: NightlyRun) -> set[str]:
    return set(pl.read_parquet(run.folder.askers).drop_nulls()["asker"])


def withdrawn_in(run: NightlyRun) -> list[str]:
    askers = pl.read_parquet(run.folder.askers)
    return askers.filter(pl.col("part").is_null())["asker"].to_list()


@pytest.mark.parametrize("with_run", [False, True])
def test_nothing_changed_is_nobody_asked(
    circles: GraphStore, wanted: NightlyRun, with_run: bool
) -> None:
    answered(circles, wanted)
    run, manifest = later(circles, wanted, with_run=with_run)
    assert (manifest.askers, manifest.rows, manifest.why_everybody) == (0, 0, None)
    assert manifest.terms.since == 1
    assert run.folder.parts() == []


@pytest.mark.parametrize("with_run", [False, True])
def test_two_steps_around_both_ends_of_what_was_written(
    circles: GraphStore, wanted: NightlyRun, with_run: bool
) -> None:
    """Circle 0's skill is sought in circle 11, it seeks that of 1; circle 1 seeks that of 2."""
    answered(circles, wanted)
    circles.write([edge("member:005", "HELPED", "member:017", at(28))])
    run, manifest = later(circles, wanted, with_run=with_run)
    asked = asked_in(run)
    assert {circle_of(each) for each in asked} == {11, 0, 1, 2}
    assert len(asked) == manifest.askers == 40
    assert manifest.why_everybody is None
    everybody = answered(circles, into(wanted, "everybody"))
    same = everybody.filter(pl.col("asker").is_in(pl.Series(list(asked)).implode()))
    assert_frame_equal(run.folder.rows().collect(), same)


def test_hubs_are_reached_and_not_passed(circles: GraphStore, wanted: NightlyRun) -> None:
    """A group of all 120 and 140 programs is a hub: who joins it leads to nobody through it."""
    programs: list[Record] = [node(f"member:zz{n}", automatic="true") for n in range(140)]
    joined = [edge(each, "JOINED", "group:all") for each in members()[1:]]
    joined += [edge(f"member:zz{n}", "JOINED", "group:all") for n in range(140)]
    circles.write([node("group:all"), *programs, *joined])
    answered(circles, wanted)
    circles.write([edge("member:000", "JOINED", "group:all", at(28))])
    run, _ = later(circles, wanted, with_run=False)
    assert {circle_of(each) for each in asked_in(run)} == {11, 0, 1}


def test_too_much_changed_is_everybody(circles: GraphStore, wanted: NightlyRun) -> None:
    """A change in a circle concerns it and the two beside it: nine of twelve here."""
    answered(circles, wanted)
    circles.write([node(f"member:{circle:02d}3", name="New") for circle in (1, 4, 7)])
    run, manifest = later(circles, wanted, with_run=False)
    assert manifest.why_everybody == "90 of 120 are concerned"
    assert len(asked_in(run)) == 120


def test_deletions_need_the_earlier_snapshot(circles: GraphStore, wanted: NightlyRun) -> None:
    answered(circles, wanted)
    assert circles.remove([edge("member:005", "HELPED", "member:006")]) == 1
    _, alone = later(circles, wanted, with_run=False, name="alone")
    assert alone.askers == 120
    assert alone.why_everybody == "1 facts were deleted, and nobody knows what they joined"
    run, known = later(circles, wanted, with_run=True, name="known")
    assert known.why_everybody is None
    assert {circle_of(each) for each in asked_in(run)} == {11, 0, 1}
    shutil.rmtree(wanted.folder.snapshot)
    _, lost = later(circles, wanted, with_run=True, name="lost")
    assert lost.askers == 120


def test_whoever_was_shown_the_forgotten_is_asked_again(
    circles: GraphStore, wanted: NightlyRun
) -> None:
    rows = answered(circles, wanted)
    shown = set(rows.filter(pl.col("recommended") == "member:050")["asker"])
    circles.forget(EntityId("member:050"))
    run, manifest = later(circles, wanted, with_run=True)
    assert manifest.why_everybody is None
    assert shown <= asked_in(run)
    assert "member:050" not in set(run.folder.rows().collect()["recommended"])
    assert withdrawn_in(run) == ["member:050"]


@pytest.mark.parametrize("with_run", [False, True])
def test_who_pauses_has_no_answers_any_more(
    circles: GraphStore, wanted: NightlyRun, with_run: bool
) -> None:
    answered(circles, wanted)
    circles.write([node("member:050", paused="true")])
    run, _ = later(circles, wanted, with_run=with_run)
    assert withdrawn_in(run) == ["member:050"]
    whole = merge(wanted.folder.path, run.folder.path, run.folder.path.with_name("whole"))
    assert whole.askers == 119


def test_merged_runs_are_the_newer_rows_and_the_older_rest(
    circles: GraphStore, wanted: NightlyRun
) -> None:
    older = answered(circles, wanted)
    circles.write([edge("member:005", "HELPED", "member:017", at(28))])
    run, _ = later(circles, wanted, with_run=True)
    out = into(wanted, "whole").folder
    whole = merge(wanted.folder.path, run.folder.path, out.path)
    assert (whole.terms.revision, whole.terms.since, whole.finished) == (2, None, True)
    assert (whole.askers, whole.answered, whole.rows) == (120, 120, 360)
    again = pl.Series(list(asked_in(run))).implode()
    expected = pl.concat(
        [older.filter(pl.col("asker").is_in(again).not_()), run.folder.rows().collect()]
    )
    rows = out.rows().collect()
    assert_frame_equal(rows, expected)
    assert rows.select("asker", "rank").is_unique().all()
    circles.write([edge("member:055", "HELPED", "member:067", at(28))])
    _, third = later(circles, replace(wanted, folder=out), with_run=True, name="third")
    assert (third.terms.since, third.askers) == (2, 40)


def test_runs_that_do_not_follow_each_other_are_not_merged(
    circles: GraphStore, wanted: NightlyRun
) -> None:
    answered(circles, wanted)
    other = into(wanted, "other")
    answered(circles, other)
    with pytest.raises(InvalidRequest, match="begins with everybody"):
        merge(wanted.folder.path, other.folder.path, wanted.folder.path.with_name("out"))
    with pytest.raises(InvalidRequest, match="no folder of a run"):
        merge(wanted.folder.path.with_name("none"), other.folder.path, wanted.folder.path)


@pytest.mark.parametrize(
    ("other", "told"), [(MENTORS, "goal 'peers', not 'mentors'"), (replace(PEERS, k=4), "k 3")]
)
def test_a_run_starts_from_one_on_the_same_terms(
    circles: GraphStore, wanted: NightlyRun, other: object, told: str
) -> None:
    answered(circles, wanted)
    run = replace(into(wanted, "later", Since.run(wanted.folder)), asked=other)  # type: ignore[arg-type]
    with pytest.raises(InvalidRequest, match=f"--since-run was made on other terms .*{told}"):
        answer_community(circles, run, Inline())


def test_an_unfinished_run_is_nothing_to_start_from(
    circles: GraphStore, wanted: NightlyRun
) -> None:
    with pytest.raises(KeyboardInterrupt):
        answer_community(circles, wanted, Inline(parts=1))
    with pytest.raises(InvalidRequest, match="is not finished"):
        Since.run(wanted.folder)


def test_a_revision_that_is_yet_to_come_is_refused(circles: GraphStore, wanted: NightlyRun) -> None:
    with pytest.raises(InvalidRequest, match="is 7, but the store is at 1"):
        answer_community(circles, into(wanted, "later", Since(7)), Inline())


@pytest.mark.slow
def test_lists_of_those_not_asked_again_count_as_shown(
    circles: GraphStore, wanted: NightlyRun
) -> None:
    """Nobody is shown more than three times over both runs together."""
    mentors = replace(wanted, asked=MENTORS)
    answered(circles, mentors)
    circles.write([edge("member:005", "HELPED", "member:017", at(28))])
    run, _ = later(circles, mentors, with_run=True)
    out = into(wanted, "whole").folder
    merge(wanted.folder.path, run.folder.path, out.path)
    shown = out.rows().group_by("recommended").len().collect()
    assert shown["len"].max() <= 3  # type: ignore[operator]
