"""An erased member is found nowhere: not in the store, not in a file, not after a kill."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from api.engine import Engine
from api.jobs.results import JobResults
from api.rights.erasure import erase_member, finish_erasures, report_json
from api.rights.erasure.plan import PLANS, REPORTS
from api.rights.erasure.sought import Needles
from api.rights.member_records import MemberRecords
from api.settings import Settings
from graph.records import Entity, EntityId
from graph.store import entity_digest, open_store
from tests.api.conftest import CommandLine
from tests.api.rights.club import NAME, SECRET, VERA
from tests.community.conftest import edge, node
from tests.conftest import StoreAddress

HERS = EntityId(VERA)
STEPS = (
    "plan", "records", "jobs", "documents", "cache", "files", "search", "forget the plan",
    "database files", "report",
)  # fmt: skip
TEXTS = (VERA, NAME, SECRET, "content:v1", "purpose:vera1")


def filled(settings: Settings) -> None:
    """All places hold something of Vera: snapshot, documents, quarantine, a log, a nightly run."""
    with Engine.open(settings) as engine:
        engine.matcher().prepare()
        documents = engine.documents
        documents.put("session", "1", {"member": VERA})
        documents.put("answers", "2", {"body": {"results": [{"id": VERA, "name": NAME}]}})
        documents.put("webhooks", "3", {"event": {"actor": "member:donor0", "object": VERA}})
        documents.put("audit", "4", {"what": "looked at", "whom": VERA, "by": "member:donor1"})
        documents.put("session", "5", {"member": f"{VERA}2"})
        with JobResults(settings.job_results, engine.store).writing("7") as result:
            result.write(json.dumps({"members": [VERA]}).encode())
        documents.put("session", "6", {"member": "member:donor0"})
    folder = Path(settings.store.removeprefix("sqlite:///")).parent
    rejected = {"table": "members", "file": "a.csv", "line": 2, "reason": "has an id twice"}
    lines = [{**rejected, "row": {"id": each}} for each in (VERA, "donor0")]
    text = "\n".join(json.dumps(line) for line in lines)
    (folder / "a.csv.quarantine.jsonl").write_text(text + "\n", encoding="ascii")


def found_in(folders: list[Path]) -> list[tuple[Path, str]]:
    """Which files hold which texts, byte by byte, as they are or as JSON of ASCII writes them."""
    return [
        (path, text)
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
        for text in TEXTS
        for form in (text.encode(), json.dumps(text)[1:-1].encode())
        if form
        in path.read_bytes()
        .replace(f"{VERA}2".encode(), b"")
        .replace(json.dumps(f"{VERA}2")[1:-1].encode(), b"")
    ]


def folders_of(settings: Settings) -> list[Path]:
    return [
        Path(settings.store.removeprefix("sqlite:///")).parent,
        settings.cache,
        settings.data,
    ]


def test_nothing_of_an_erased_member_is_left_in_any_file(settings: Settings) -> None:
    filled(settings)
    places = {path.name for path, _ in found_in(folders_of(settings))}
    assert {"kinpath.db", "a.csv.quarantine.jsonl"} <= places
    assert len(places) >= 4
    with Engine.open(settings) as engine:
        report = report_json(erase_member(engine.store, engine.documents, settings, HERS))
        assert not found_in(folders_of(settings))
        assert engine.store.existing({HERS, EntityId("content:v1")}) == set()
        assert not list(engine.store.relationships(touching=HERS))
        kept = engine.documents
        assert kept.get("session", "1") is None
        assert kept.get("answers", "2") is None
        assert kept.get("webhooks", "3") is None
        audit = kept.get("audit", "4")
        assert audit is not None
        assert audit.value["whom"].startswith("erased:")
        assert audit.value["by"] == "member:donor1"
        assert kept.get("session", "5") is not None
        assert kept.get("session", "6") is not None
    check(report)
    lines = (folders_of(settings)[0] / "a.csv.quarantine.jsonl").read_text(encoding="ascii")
    assert [json.loads(line)["row"]["id"] for line in lines.splitlines()] == ["donor0"]


def test_somebody_who_reads_meanwhile_is_waited_for(settings: Settings) -> None:
    filled(settings)
    with (
        Engine.open(settings) as engine,
        open_store(settings.store, engine.store.community) as other,
        ThreadPoolExecutor() as threads,
    ):
        reading = other.relationships()
        next(reading)
        report = threads.submit(erase_member, engine.store, engine.documents, settings, HERS)
        with pytest.raises(TimeoutError):
            report.result(timeout=1.5)
        list(reading)
        assert report.result().is_whole
        assert not found_in(folders_of(settings))


def check(report: dict[str, Any]) -> None:
    """It looked everywhere, found something in most places before and nothing after."""
    assert report["whole"] is True
    assert report["erasure"] == entity_digest(VERA)
    assert {each["place"] for each in report["places"] if each["looked_at"]} == {
        "records", "documents", "jobs", "cache", "models", "files", "database files",
    }  # fmt: skip
    before = {each["place"]: each["found_before"] for each in report["places"]}
    assert all(before[place] for place in ("records", "documents", "jobs", "cache", "files"))
    assert not any(each["found_after"] for each in report["places"])
    assert report["removed"]["entities"] == 5
    assert {each["what"] for each in report["sought"]} == {
        "id", "id of theirs", "name", "sentence",
    }  # fmt: skip
    assert not any(text in json.dumps(report, ensure_ascii=False) for text in TEXTS)


@pytest.mark.slow
@pytest.mark.parametrize("step", STEPS)
def test_an_erasure_that_is_killed_is_finished_by_the_next_start(
    settings: Settings, step: str
) -> None:
    filled(settings)
    said = {"store": settings.store, "cache": str(settings.cache), "data": str(settings.data)}
    killed = subprocess.run(
        [sys.executable, "-m", "tests.api.rights.killed_eraser"],
        input=json.dumps({**said, "member": VERA, "step": step}) + "\n",
        text=True,
        check=False,
        capture_output=True,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    with Engine.open(settings) as engine:
        if step == "plan":  # nothing was begun yet: all of it is there
            assert engine.store.existing({HERS})
            erase_member(engine.store, engine.documents, settings, HERS)
        else:
            finish_erasures(engine.store, engine.documents, settings)
        assert not found_in(folders_of(settings))
        assert engine.documents.count(PLANS) == 0
        (report,) = engine.documents.page(REPORTS)
        check(report.value)
        engine.matcher()
    assert not found_in(folders_of(settings))


def test_the_next_snapshot_of_anybody_finishes_it(settings: Settings) -> None:
    with Engine.open(settings) as engine:

        def stop(step: str) -> None:
            if step == "cache":
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            erase_member(engine.store, engine.documents, settings, HERS, told=stop)
        assert engine.documents.count(PLANS) == 1
    with Engine.open(settings) as engine:
        engine.matcher()
        assert engine.documents.count(PLANS) == 0


def test_learned_weights_hold_nothing_of_anybody(settings: Settings) -> None:
    """They are numbers by feature, however much was learned from her."""
    from matcher.models import Learned, Model

    with Engine.open(settings) as engine:
        learned = Learned({"own_text": 1.0}, 40, {}, None)
        engine.weights.add(Model("test", 1, {"peers/member": learned}))
        report = report_json(erase_member(engine.store, engine.documents, settings, HERS))
        (models,) = (each for each in report["places"] if each["place"] == "models")
        assert (models["found_before"], models["found_after"]) == (0, 0)
        assert engine.weights.in_use() is not None


def test_what_others_wrote_as_well_stays_theirs_and_is_said(settings: Settings) -> None:
    sentence = f"{SECRET}, in my profile."
    with Engine.open(settings) as engine:
        engine.store.write([node("content:other", 60, kind="post", body=f"“{sentence}”")])
        report = report_json(erase_member(engine.store, engine.documents, settings, HERS))
        assert report["whole"] is True
        assert any("stay there" in note for note in report["notes"])
        assert sentence in str(engine.store.entity(EntityId("content:other")).properties["body"])


def test_an_id_that_goes_on_is_somebody_elses(settings: Settings) -> None:
    with Engine.open(settings) as engine:
        other = EntityId(f"{VERA}2")
        engine.store.write([node(other, name="Vera the second")])
        told = edge("member:donor0", "RELATED", "group:circle", 60, key=f"for {VERA}", verb="x")
        about = edge("member:donor0", "RELATED", "group:circle", 60, key=f"for {other}", verb="x")
        engine.store.write([told, about])
        erase_member(engine.store, engine.documents, settings, HERS)
        keys = {each.key for each in engine.store.relationships(touching=EntityId("group:circle"))}
        assert f"for {other}" in keys
        assert f"for {VERA}" not in keys
        assert engine.store.existing({other})


def test_short_names_and_those_of_two_are_not_searched_for(settings: Settings) -> None:
    with Engine.open(settings) as engine:
        engine.store.write([Entity(EntityId("member:bo"), None, {"name": "Bo"})])
        needles = Needles.of(MemberRecords.of(engine.store, EntityId("member:bo")))
        assert [each.what for each in needles.sought] == ["id"]


def test_both_doors_erase(client: TestClient, kinpath: CommandLine, tmp_path: Path) -> None:
    answer = client.post(f"/v1/members/{quote('vera/ü', safe='')}/erasure")
    assert answer.status_code == 200, answer.text
    assert answer.json()["whole"] is True
    again = client.post(f"/v1/members/{quote('vera/ü', safe='')}/erasure")
    assert again.status_code == 404
    log = tmp_path / "server.log"
    log.write_text('{"member": "member:donor3"}\n{"member": "member:donor30"}\n', encoding="utf-8")
    report = tmp_path / "report.json"
    shown = kinpath.ok("erase", "donor3", "--yes", "--also", str(log), "--report", str(report))
    assert "records: 1 before, 0 after" in shown
    assert json.loads(report.read_text(encoding="utf-8"))["whole"] is True
    assert log.read_text(encoding="utf-8") == '{"member": "member:donor30"}\n'
    assert kinpath("erase", "donor2").exit_code != 0  # nobody can be asked
    assert kinpath("erase", "nobody", "--yes").exit_code != 0


@pytest.mark.neo4j
def test_neo4j_forgets_as_well_and_says_what_a_server_may_keep(
    neo4j_address: StoreAddress, community: str, tmp_path: Path
) -> None:
    from api.kept_documents import documents_beside
    from tests.api.rights.club import records

    settings = Settings(
        store=neo4j_address.url,
        password=SecretStr(neo4j_address.password or ""),
        community=community,
        cache=tmp_path / "cache",
        data=tmp_path / "data",
    )
    with (
        neo4j_address.open(community) as store,
        documents_beside(store, settings, community) as documents,
    ):
        store.write(records())
        documents.put("session", "1", {"member": VERA})
        report = report_json(erase_member(store, documents, settings, HERS))
        assert report["whole"] is True
        assert not store.existing({HERS})
        assert documents.holding(VERA) == []
        assert any("db.tx_log" in note for note in report["notes"])
        store.forget(EntityId("member:donor0"))
