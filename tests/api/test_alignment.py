"""Alignment through both doors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.alignment_schemas import AlignmentAnswer
from api.settings import Settings
from graph.embeddings import SentenceTransformerEmbedder, embed_missing
from graph.records import Record
from graph.store import open_store
from tests.api.conftest import COMMUNITY, CommandLine, at, edge, node, words
from tests.api.test_app_recommendations import refused


def test_what_is_missing_is_said_at_both_doors(client: TestClient, kinpath: CommandLine) -> None:
    answer = client.get("/v1/alignment")
    assert answer.status_code == 200
    told = answer.json()
    assert AlignmentAnswer.model_validate(told).model_dump() == told
    assert any("“purposes”" in sentence for sentence in told["missing"])
    assert told["figures"][0]["value"] == 0
    assert told["figures"][1]["value"] is None
    assert json.loads(kinpath.ok("alignment", "--json")) == told
    assert "Missing: The host's purpose: what does the host want" in words(kinpath.ok("alignment"))


@pytest.mark.parametrize(
    ("member", "status"), [("nobody", 404), ("dan", 404), ("Sam", 422), ("ada", 422)]
)
def test_a_member_who_cannot_be_told_of(client: TestClient, member: str, status: int) -> None:
    problem = refused(client.get(f"/v1/alignment?member={member}"), status)
    assert problem.get("field") == ("member" if status == 422 else None)


def test_of_a_minor_alone_nothing_is_told(settings: Settings, client: TestClient) -> None:
    with open_store(settings.store, COMMUNITY) as store:
        store.write([node("member:kid", at(3), name="Kid", age_band="minor")])
    problem = refused(client.get("/v1/alignment?member=kid"), 422)
    assert "under age" in str(problem["detail"])


def test_a_report_that_cannot_be_written_is_refused_at_once(kinpath: CommandLine) -> None:
    refusal = kinpath("alignment", "--report", "alignment.docx")
    assert refusal.exit_code == 1
    assert "must end in .html or .md" in refusal.stderr


def stating() -> list[Record]:
    """A host for optics, eight members who agree, eight who bake, and other texts."""
    host = f"community:{COMMUNITY}"
    records: list[Record] = [
        node(host, name="Optics club", values=["wonder"]),
        node("purpose:host", statement="Everybody builds a telescope and sees the stars"),
        edge(host, "PURSUES", "purpose:host", at(1)),
    ]
    for number in range(16):
        bakes = number % 2
        said = "bake bread for my street" if bakes else "build telescopes to see the stars"
        member, purpose = f"member:m{number:02}", f"purpose:m{number:02}"
        records += [
            node(member, at(2), name=f"M{number}", kind="donor" if number < 4 else "member"),
            node(purpose, at(3), statement=f"I want to {said} ({number})", values=["wonder"]),
            edge(member, "HOLDS", purpose, at(3)),
        ]
    about = ("gardening", "chess", "taxes", "cats", "trains", "poems")
    kinds = ("How do I begin with {}?", "What does {} cost?", "A year of {}", "{} for all", "My {}")
    return records + [
        node(f"content:other{each}{number}", at(4), title=words.format(each))
        for each in about
        for number, words in enumerate(kinds)
    ]


@pytest.mark.slow
def test_a_real_model_tells_who_is_aligned(
    settings: Settings,
    embedder: SentenceTransformerEmbedder,
    kinpath: CommandLine,
    tmp_path: Path,
) -> None:
    with open_store(settings.store, COMMUNITY) as store:
        store.write(stating())
        embed_missing(store, embedder)
    page = tmp_path / "alignment.html"
    asked = ("alignment", "--member", "m02", "--report", str(page), "--json")
    told = json.loads(kinpath.ok(*asked))
    assert AlignmentAnswer.model_validate(told).model_dump() == told
    assert told["figures"][1]["value"] == pytest.approx(0.5)
    assert told["claims"][0]["carried"]["count"] == 8
    assert told["member"]["aligned"]
    assert told["member"]["values"] == ["wonder"]
    (silent,) = (theme for theme in told["themes"] if theme["spoken_of"] == "nowhere")
    assert "bread" in silent["name"]
    assert "I want to bake bread for my street" in page.read_text()
