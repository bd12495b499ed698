"""Purposes through both doors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.purpose_schemas import PurposeOfMember, PurposeSuggestions, PurposeThemes
from api.settings import Settings
from graph.embeddings import DEFAULT_MODEL
from graph.records import Record
from graph.store import open_store
from graph.texts import text_hash
from tests.api.conftest import COMMUNITY, CommandLine, at, client_of, edge, node
from tests.api.test_app_recommendations import refused

CAUSES = ("plant seeds in every street", "mend lamps for neighbours", "sing with elders")
MANY = 15


def stated() -> list[Record]:
    """Fifteen members with one of three causes; Ada has two versions, Dan is hidden."""
    records: list[Record] = []
    for number in range(MANY):
        member, purpose = f"member:m{number:02}", f"purpose:m{number:02}"
        text = f"I want to {CAUSES[number % 3]}, number {number}."
        records += [
            node(member, at(1), name=f"M {number}"),
            node(purpose, at(2), statement=text),
            edge(member, "HOLDS", purpose, at(2)),
        ]
    return [
        *records,
        node("purpose:a", at(2), statement="I want to look at stars.", stage="discover"),
        node("purpose:b", at(3), statement="I teach optics to children.", stage="act"),
        edge("member:ada", "HOLDS", "purpose:a", at(2)),
        edge("member:ada", "HOLDS", "purpose:b", at(3)),
        edge("purpose:b", "REVISES", "purpose:a", at(3)),
        node("purpose:dan", at(3), statement="Unseen"),
        edge("member:dan", "HOLDS", "purpose:dan", at(3)),
    ]


@pytest.fixture
def with_purposes(settings: Settings) -> Settings:
    drawn = np.random.default_rng(0)
    with open_store(settings.store, COMMUNITY) as store:
        store.write(stated())
        texts = [f"I want to {CAUSES[number % 3]}, number {number}." for number in range(MANY)]
        rows = np.zeros((MANY, 384), dtype=np.float32)
        for number in range(MANY):
            rows[number, number % 3] = 1.0
            rows[number, 3:9] = 0.1 * drawn.standard_normal(6)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        store.write_vectors(DEFAULT_MODEL, [text_hash(text) for text in texts], rows)
    return settings


@pytest.fixture
def asked(with_purposes: Settings) -> Iterator[TestClient]:
    # Not as a context manager: nothing is compiled and warmed for questions that are not asked.
    application = create_app(with_purposes)
    yield client_of(application)
    application.state.serving.close()


def test_a_members_purpose_over_http(asked: TestClient) -> None:
    told = asked.get("/v1/members/ada/purpose").json()
    assert PurposeOfMember.model_validate(told).model_dump() == told
    assert [version["stage"] for version in told["versions"]] == ["reflect", "act"]
    assert told["versions"][0]["stage_as_given"] == "discover"
    assert told["refinements"][0]["move"] == "forward"
    assert told["versions"][1]["parts"]["brings"] == {
        "text": "optics", "source": "read from the text",
    }  # fmt: skip
    assert told["expression"]["share"]["value"] is None


def test_themes_over_http_and_at_the_terminal_are_the_same(
    asked: TestClient, with_purposes: Settings, kinpath: CommandLine, tmp_path: Path
) -> None:
    told = asked.get("/v1/purposes/themes?pairs=2").json()
    assert PurposeThemes.model_validate(told).model_dump() == told
    assert sorted(theme["size"] for theme in told["themes"]) == [5, 5, 5]
    page = tmp_path / "themes.html"
    printed = kinpath.ok("purpose", "themes", "--pairs", "2", "--json", "--report", str(page))
    assert json.loads(printed) == told
    assert "Who is behind each number" in page.read_text() or "behind-1" in page.read_text()
    assert "mend lamps" in kinpath.ok("purpose", "themes")


def test_purposes_at_the_terminal(with_purposes: Settings, kinpath: CommandLine) -> None:
    shown = kinpath.ok("purpose", "show", "Ada Lovelace")
    assert "I teach optics to children." in shown
    assert "reflect (given as discover)" in shown
    earlier = kinpath.ok("purpose", "show", "ada", "--as-of", "2026-01-03", "--json")
    assert len(json.loads(earlier)["versions"]) == 1
    without = kinpath.ok("purpose", "show", "bob")
    assert "has stated no purpose" in " ".join(without.split())


@pytest.mark.slow
def test_drafts_are_the_members_own_words(asked: TestClient, kinpath: CommandLine) -> None:
    told = asked.get("/v1/members/ada/purpose/suggestions").json()
    assert PurposeSuggestions.model_validate(told).model_dump() == told
    assert told["drafts"][0]["statement"] == "I want to build a telescope."
    assert json.loads(kinpath.ok("purpose", "suggest", "ada", "--json")) == told
    assert "I want to build a telescope." in kinpath.ok("purpose", "suggest", "ada")


@pytest.mark.parametrize("path", ["purpose", "purpose/suggestions"])
@pytest.mark.parametrize("member", ["dan", "nobody"])
def test_the_hidden_are_not_found(asked: TestClient, member: str, path: str) -> None:
    hidden = refused(asked.get(f"/v1/members/{member}/{path}"), 404)
    assert member in str(hidden["detail"])


def test_what_is_wrong_is_named(asked: TestClient, kinpath: CommandLine) -> None:
    assert refused(asked.get("/v1/purposes/themes?pairs=1000"), 422)["field"] == "pairs"
    assert refused(asked.get("/v1/members/skill:optics/purpose"), 422)["field"] == "member"
    wrong: dict[str, tuple[str, ...]] = {
        "must end in .html or .md": ("themes", "--report", "themes.doc"),
        "no 'member dan'": ("show", "dan"),
        "--as-of": ("suggest", "ada", "--as-of", "soon"),
    }
    for told, arguments in wrong.items():
        result = kinpath("purpose", *arguments)
        assert result.exit_code == 1
        assert told in result.stderr
