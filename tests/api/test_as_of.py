"""Reports as of a past time, through both doors: what came later does not show."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from graph.records import Entity, Record
from graph.store import open_store
from tests.api.conftest import COMMUNITY, CommandLine, at, client_of, edge, environment, node
from tests.api.test_app_recommendations import refused
from tests.api.test_journeys import journeys
from tests.community.conftest import write_vectors
from tests.community.outcomes.surveys import members, survey

THEN = "2026-01-10"
PATHS: dict[str, tuple[str, ...]] = {
    "/v1/alignment": ("alignment",),
    "/v1/shared-purpose": ("shared-purpose",),
    "/v1/journeys": ("journeys",),
    "/v1/journeys/maker": ("journeys", "maker"),
    "/v1/members/sam1/journeys": ("journeys", "--member", "sam1"),
    "/v1/mined-journeys?toward=joining": ("journeys", "mine", "--toward", "joining"),
    "/v1/community/health": ("health",),
    "/v1/outcomes": ("outcomes",),
    "/v1/roles": ("roles",),
    "/v1/members/bob/reputation": ("reputation", "bob"),
    "/v1/members/ada/purpose": ("purpose", "show", "ada"),
    "/v1/purposes/themes": ("purpose", "themes"),
}
SCORES = np.array([10.0, 12.0, 15.0, 20.0, 22.0, 25.0])


def earlier() -> list[Record]:
    """Ada wants to see the stars, and values wonder."""
    return [
        *journeys(),
        node("purpose:ada", at(8), statement="I want to see the stars", values=["wonder"]),
        edge("member:ada", "HOLDS", "purpose:ada", at(8)),
        *members(len(SCORES)),
        *survey("swls", {"1": SCORES, "2": SCORES + 1.0}),
    ]


def later() -> list[Record]:
    """Another purpose of Ada's, a newcomer with one, progress, help and a survey."""
    return [
        node("purpose:haste", at(11), statement="I want to be quick", values=["haste"]),
        edge("member:ada", "HOLDS", "purpose:haste", at(11)),
        edge("purpose:haste", "REVISES", "purpose:ada", at(11)),
        node("member:late", at(12), name="Late"),
        node("purpose:late", at(12), statement="I want to be on time"),
        edge("member:late", "HOLDS", "purpose:late", at(12)),
        edge("member:late", "JOINED", "group:makers", at(12)),
        edge("member:late", "REACHED", "stage:maker/spark", at(12)),
        edge("member:sam1", "REACHED", "stage:maker/pilot", at(12)),
        edge("member:bob", "HELPED", "member:cleo", at(13)),
        edge("member:bob", "MENTORS", "member:late", at(13)),
        *(replace(each, at=at(12)) for each in survey("swls", {"3": SCORES + 5.0})[1:]),
    ]


def settings_with(written: Path, folder: Path, records: list[Record]) -> Settings:
    folder.mkdir()
    shutil.copy(written, folder / "kinpath.db")
    settings = Settings(store=f"sqlite:///{folder}/kinpath.db", cache=folder / "cache")
    with open_store(settings.store, COMMUNITY) as store:
        store.write(records)
        purposes = [
            each.id for each in records if isinstance(each, Entity) and "purpose:" in each.id
        ]
        write_vectors(store, {purpose: [1.0, 0.5] for purpose in purposes})
    return settings


@pytest.fixture(scope="module")
def now(written: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings that lead to all of it, which no test changes."""
    folder = tmp_path_factory.mktemp("all") / "community"
    return settings_with(written, folder, [*earlier(), *later()])


@pytest.fixture(scope="module")
def then(written: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings that lead to what there was before THEN alone."""
    return settings_with(written, tmp_path_factory.mktemp("then") / "community", earlier())


@pytest.fixture(scope="module")
def web(now: Settings) -> Iterator[TestClient]:
    with client_of(create_app(now)) as client:
        yield client


def at_time(path: str, said: str, field: str = "as_of") -> str:
    return f"{path}{'&' if '?' in path else '?'}{field}={said}"


def asked(settings: Settings, command: tuple[str, ...], *more: str) -> dict[str, object]:
    told: dict[str, object] = json.loads(
        CommandLine(environment(settings)).ok(*command, "--json", *more)
    )
    del told["revision"]
    return told


@pytest.mark.parametrize("command", PATHS.values(), ids=" ".join)
def test_what_came_later_does_not_show(
    now: Settings, then: Settings, command: tuple[str, ...]
) -> None:
    past = asked(now, command, "--as-of", THEN)
    assert past == asked(then, command, "--as-of", THEN)
    assert past != asked(now, command)


@pytest.mark.parametrize("path", PATHS)
def test_both_doors_tell_the_same_past(web: TestClient, now: Settings, path: str) -> None:
    told = web.get(at_time(path, THEN))
    assert told.status_code == 200, told.text
    over_http = told.json()
    del over_http["revision"]
    assert over_http == asked(now, PATHS[path], "--as-of", THEN)


def test_the_answers_of_now_do_not_change_when_the_past_was_asked_for(web: TestClient) -> None:
    before = web.get("/v1/journeys").json()
    assert web.get(f"/v1/journeys?as_of={THEN}").json() != before
    assert web.get("/v1/journeys").json() == before


@pytest.mark.parametrize("path", PATHS)
def test_a_time_that_is_none_and_a_field_that_is_none_are_named(web: TestClient, path: str) -> None:
    assert refused(web.get(at_time(path, "soon")), 422)["field"] == "as_of"
    assert "since" in str(refused(web.get(at_time(path, THEN, "since")), 422)["field"])


@pytest.mark.parametrize("command", PATHS.values(), ids=" ".join)
def test_a_time_that_is_none_is_one_line(now: Settings, command: tuple[str, ...]) -> None:
    result = CommandLine(environment(now))(*command, "--as-of", "soon")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "--as-of must be an ISO 8601 time" in result.stderr
