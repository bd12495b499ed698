"""What is said of a community is the same whichever store it lies in."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.alignment_json import alignment_json
from api.health_json import health_json
from api.journeys_json import journeys_json
from api.reputation_json import reputation_json, roles_json
from community.alignment import alignment
from community.health import health
from community.journeys import Grounds
from community.picture import Picture
from community.reputation import propose_roles, reputation_of, reputations
from community.shared_purpose import shared_purpose
from graph.embeddings import DEFAULT_MODEL
from graph.records import EntityId
from graph.snapshot_taking import take_snapshot
from matcher.json_text import write_json
from tests.community.shared_purpose.test_questions import club
from tests.conftest import StoreAddress

TODAY = datetime(2026, 3, 1, tzinfo=UTC)
DONOR = EntityId("member:donor0")


def told(address: StoreAddress, folder: Path) -> dict[str, object]:
    """All that is said of the club in one store, as JSON tells it."""
    with address.open("test") as store:
        store.write(club())
        picture = Picture.of(store, take_snapshot(store, folder / "snapshot", DEFAULT_MODEL))
        known = reputations(picture)
        revision = picture.snapshot.revision
        return {
            "alignment": alignment_json(alignment(picture)),
            "health": health_json(health(picture, today=TODAY)),
            "journeys": journeys_json(Grounds(picture)),
            "reputation": reputation_json(reputation_of(known, DONOR), revision),
            "roles": roles_json(propose_roles(known), revision),
            "shared purpose": asdict(shared_purpose(picture)),
        }


@pytest.mark.neo4j
def test_figures_from_neo4j_are_those_from_sqlite(
    sqlite_address: StoreAddress, neo4j_address: StoreAddress, tmp_path: Path
) -> None:
    ours = told(sqlite_address, tmp_path / "sqlite")
    theirs = told(neo4j_address, tmp_path / "neo4j")
    for part, found in ours.items():
        assert write_json({part: theirs[part]}) == write_json({part: found})
    assert len(reputation_deeds(ours)) == 3


def reputation_deeds(found: dict[str, object]) -> list[object]:
    reputation = found["reputation"]
    assert isinstance(reputation, dict)
    deeds: list[object] = reputation["deeds"]
    return deeds
