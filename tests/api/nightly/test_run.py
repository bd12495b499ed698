"""A run for everybody: who is asked, what is written, and what a kill leaves behind."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from api.nightly import NightlyRun, RunFolder, answer_community
from api.nightly.errors import RunFailed
from api.nightly.goal import goals_of
from api.nightly.rows import ROWS, rows_of
from graph.errors import InvalidRequest
from graph.records import EntityId
from graph.snapshot_taking import snapshot_of
from graph.store import GraphStore
from matcher import Matcher, RecommendationRequest
from matcher.batch import Batch
from matcher.goal_settings import Setting, with_setting
from matcher.goals import Goal, default_goals
from matcher.models import Learned, Model, read_model, to_text
from tests.api.conftest import edge, node
from tests.api.nightly.conftest import MENTORS, MODEL, PEERS, Inline, answered, into, members


def questions(asked: RecommendationRequest) -> list[RecommendationRequest]:
    return [replace(asked, id=f"{asked.goal}/{each}", member=EntityId(each)) for each in members()]


def matcher_of(store: GraphStore) -> Matcher:
    return Matcher(snapshot_of(store.export(MODEL), store.community, MODEL))


def test_everybody_is_answered_as_if_they_had_asked_alone(
    circles: GraphStore, wanted: NightlyRun
) -> None:
    rows = answered(circles, wanted)
    matcher = matcher_of(circles)
    assert_frame_equal(rows, rows_of(matcher.recommend(each) for each in questions(PEERS)))
    assert dict(rows.schema) == ROWS
    first = rows.row(0, named=True)
    assert (first["asker"], first["rank"], first["revision"]) == ("member:000", 1, 1)
    assert first["model"] == "default"
    assert first["path"][0] == "member:000"
    assert first["path"][-1] == first["recommended"]
    assert first["reasons"]
    assert sum(share["share"] for share in first["shares"]) == pytest.approx(first["score"])


def test_the_manifest_says_what_the_folder_is(circles: GraphStore, wanted: NightlyRun) -> None:
    manifest = answer_community(circles, wanted, Inline())
    told = json.loads(wanted.folder.manifest.read_text())
    assert told["finished"]
    assert (told["community"], told["goal"], told["k"]) == ("ring", "peers", 3)
    assert (told["revision"], told["model"], told["since"]) == (1, "default", None)
    assert (told["askers"], told["answered"], told["rows"]) == (120, 120, 360)
    assert told["partitions"] == 3
    assert sorted(path.name for path in wanted.folder.path.iterdir()) == [
        "askers.parquet", "manifest.json",
        "part-00000.parquet", "part-00001.parquet", "part-00002.parquet", "snapshot",
    ]  # fmt: skip
    assert manifest.rows == 360


def test_those_who_may_not_be_matched_are_not_asked(
    circles: GraphStore, wanted: NightlyRun
) -> None:
    circles.write(
        [
            node("member:000", visibility="hidden", paused="true"),
            node("member:001", paused="true"),
            node("member:002", consent=["newsletter"]),
            node("member:003", automatic="true"),
        ]
    )
    manifest = answer_community(circles, wanted, Inline())
    assert (manifest.members, manifest.askers) == (120, 116)
    assert set(manifest.left_out.values()) == {1}
    rows = wanted.folder.rows().collect()
    absent = {"member:000", "member:001", "member:002", "member:003"}
    assert not absent & set(rows["asker"])
    assert not absent & set(rows["recommended"])


def test_a_killed_run_goes_on_with_what_is_missing(circles: GraphStore, wanted: NightlyRun) -> None:
    with pytest.raises(KeyboardInterrupt):
        answer_community(circles, wanted, Inline(parts=1))
    assert wanted.folder.parts() == [wanted.folder.part(0)]
    assert not json.loads(wanted.folder.manifest.read_text())["finished"]
    first = wanted.folder.part(0).stat()
    crew = Inline()
    told: list[tuple[int, int | None]] = []
    answer_community(
        circles, wanted, crew, progress=lambda label, done, total: told.append((done, total))
    )
    assert crew.done == [("answer_part", 1), ("answer_part", 2)]
    assert told == [(50, 120), (100, 120), (120, 120)]
    assert wanted.folder.part(0).stat().st_mtime_ns == first.st_mtime_ns
    whole = into(wanted, "whole")
    assert_frame_equal(wanted.folder.rows().collect(), answered(circles, whole))
    again = Inline()
    answer_community(circles, wanted, again)
    assert again.done == []


def test_a_run_killed_before_its_manifest_is_begun_anew(
    circles: GraphStore, wanted: NightlyRun
) -> None:
    (wanted.folder.snapshot / "half").mkdir(parents=True)
    wanted.folder.part(9).write_bytes(b"half")
    assert len(answered(circles, wanted)) == 360


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"asked": MENTORS}, "goal 'peers', not 'mentors'"),
        ({"asked": replace(PEERS, k=4)}, "k 3, not 4"),
        ({"asked": replace(PEERS, exclude=(EntityId("member:001"),))}, "exclude"),
        ({"evenness": 0.5}, "evenness None, not 0.5"),
        ({"model": Model("ring", 1, {}, name="learned-1")}, "model 'default', not 'learned-1'"),
    ],
)
def test_a_folder_of_another_run_is_refused(
    circles: GraphStore, wanted: NightlyRun, other: dict[str, object], told: str
) -> None:
    with pytest.raises(KeyboardInterrupt):
        answer_community(circles, wanted, Inline(parts=1))
    with pytest.raises(InvalidRequest, match=f"--out holds another run .*{told}.*--restart"):
        answer_community(circles, replace(wanted, **other), Inline())  # type: ignore[arg-type]


def test_a_folder_of_another_revision_is_refused_or_restarted(
    circles: GraphStore, wanted: NightlyRun
) -> None:
    answered(circles, wanted)
    circles.write([edge("member:000", "HELPED", "member:115")])
    with pytest.raises(InvalidRequest, match="revision 1, not 2"):
        answer_community(circles, wanted, Inline())
    manifest = answer_community(circles, wanted, Inline(), restart=True)
    assert manifest.terms.revision == 2
    assert set(wanted.folder.rows().collect()["revision"]) == {2}


def test_a_folder_with_other_things_is_left_alone(circles: GraphStore, wanted: NightlyRun) -> None:
    wanted.folder.path.mkdir()
    letter = wanted.folder.path / "letter.txt"
    letter.write_text("dear")
    for restart in (False, True):
        with pytest.raises(InvalidRequest, match="other things"):
            answer_community(circles, wanted, Inline(), restart=restart)
    assert letter.read_text() == "dear"


@pytest.mark.parametrize("text", ["{", "[]", '{"format": 1}', '{"format": 99}'])
def test_a_damaged_manifest_is_told(circles: GraphStore, wanted: NightlyRun, text: str) -> None:
    wanted.folder.path.mkdir()
    wanted.folder.manifest.write_text(text)
    with pytest.raises(InvalidRequest, match=r"manifest|format 99"):
        answer_community(circles, wanted, Inline())


def test_an_unknown_goal_leaves_no_folder(circles: GraphStore, wanted: NightlyRun) -> None:
    with pytest.raises(InvalidRequest, match="goal 'pears'"):
        answer_community(circles, replace(wanted, asked=replace(PEERS, goal="pears")), Inline())
    assert not wanted.folder.path.exists()


def test_learned_weights_answer_and_sign(
    circles: GraphStore, wanted: NightlyRun, tmp_path: Path
) -> None:
    learned = Learned({"profile": 0.1, "walk_from_all": 2.0}, 10, {}, None)
    (tmp_path / "model.json").write_text(to_text(Model("ring", 1, {"peers/member": learned})))
    model = read_model(tmp_path / "model.json")
    rows = answered(circles, replace(wanted, model=model))
    assert set(rows["model"]) == {model.name}


def goals_set(version: int, **weights: float) -> Mapping[str, Goal]:
    """Peers by these weights alone, as that version."""
    setting = Setting(weights_by_member=weights, diversity=0.0)
    goals = default_goals()
    return {**goals, "peers": with_setting(goals["peers"], setting, version)}


def test_the_goal_stays_as_it_was_set_when_the_run_began(
    circles: GraphStore, wanted: NightlyRun
) -> None:
    run = replace(wanted, goals=goals_set(1, number_of_ties=1.0))
    with pytest.raises(KeyboardInterrupt):
        answer_community(circles, run, Inline(parts=1))
    set_again = replace(wanted, goals=goals_set(2, number_of_ties=-1.0))
    with pytest.raises(InvalidRequest, match="goal version 1, not 2"):
        answer_community(circles, set_again, Inline())
    manifest = answer_community(circles, run, Inline())
    assert manifest.terms.goal_version == 1
    rows = run.folder.rows().collect()
    matcher = matcher_of(circles).with_goals(run.goals)
    assert_frame_equal(rows, rows_of(matcher.recommend(each) for each in questions(PEERS)))
    assert set(rows["model"]) == {"peers-1"}
    anew = answer_community(circles, set_again, Inline(), restart=True)
    assert anew.terms.goal_version == 2
    assert set(run.folder.rows().collect()["model"]) == {"peers-2"}
    run.folder.goal.unlink()
    with pytest.raises(RunFailed, match=r"goal\.json does not say how version 2 is set"):
        goals_of(run.folder, "peers", 2)


def test_a_run_from_before_goals_could_be_set_goes_on(
    circles: GraphStore, wanted: NightlyRun
) -> None:
    with pytest.raises(KeyboardInterrupt):
        answer_community(circles, wanted, Inline(parts=1))
    told = json.loads(wanted.folder.manifest.read_text())
    assert told.pop("goal_version") == 0
    wanted.folder.manifest.write_text(json.dumps(told))
    assert answer_community(circles, wanted, Inline()).finished


@pytest.mark.slow
@pytest.mark.parametrize("evenness", [None, 0.8])
def test_shared_exposure_is_that_of_one_batch(
    circles: GraphStore, wanted: NightlyRun, evenness: float | None
) -> None:
    """Everybody has one place, so nobody is shown more than three times, by whichever part."""
    run = replace(wanted, asked=MENTORS, evenness=evenness)
    with pytest.raises(KeyboardInterrupt):
        answer_community(circles, run, Inline(parts=4))
    assert [path.name for path in sorted(run.folder.sharing.glob("plan-*"))]
    crew = Inline()
    assert answer_community(circles, run, crew).shared
    assert crew.done == [("answer_part", 1), ("answer_part", 2)]
    rows = run.folder.rows().collect()
    batch = Batch(matcher_of(circles), questions(MENTORS), evenness)
    expected = rows_of(batch.recommend(each) for each in questions(MENTORS))
    assert_frame_equal(rows, expected)
    assert max(Counter(rows["recommended"]).values()) <= 3
    alone = rows_of(matcher_of(circles).recommend(each) for each in questions(MENTORS))
    assert max(Counter(alone["recommended"]).values()) > 3
    assert not run.folder.sharing.exists()


def test_nobody_to_ask_is_an_empty_run(tmp_path: Path, circles: GraphStore) -> None:
    circles.write([node(each, paused="true") for each in members()])
    run = NightlyRun(PEERS, RunFolder(tmp_path / "nobody"), MODEL)
    rows = answered(circles, run)
    assert rows.is_empty()
    assert dict(rows.schema) == ROWS
    assert pl.read_parquet(run.folder.askers).is_empty()
