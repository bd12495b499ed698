"""The Stack Exchange demo: who is known here is who is known there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.stats import spearmanr

from community.picture import Picture
from community.reputation import reputations
from graph.records import EntityId
from graph.schema import EntityKind
from graph.snapshot_taking import take_snapshot
from graph.store import open_store
from loaders import load

DEMO = Path(__file__).parents[3] / "examples" / "quantum_computing"


@pytest.mark.slow
def test_reputation_agrees_with_that_of_the_site(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path}/demo.db", "demo") as store:
        load(DEMO, store)
        picture = Picture.of(store, take_snapshot(store, tmp_path / "snapshot", "none"))
        found = reputations(picture)
        said = {
            node: float(entity.properties.get("reputation", 0))  # type: ignore[arg-type]
            for node, entity in picture.entities(EntityKind.MEMBER)
        }
    site = np.array([said[node] for node in picture.members.tolist()])
    did = np.isin(picture.members, found.deeds.doers)
    assert spearmanr(found.totals[did], site[did]).statistic > 0.5
    here, there = (set(np.argsort(-points)[:10].tolist()) for points in (found.totals, site))
    assert len(here & there) >= 8
    # Whoever is known for a skill answered on it, and the best known there is so of most skills.
    by_skill = found.by_skill()
    skill = picture.snapshot.node(EntityId("skill:quantum-algorithms"))
    top = np.argsort(-by_skill[:, [skill]].toarray().ravel())[:5]
    assert len(set(top.tolist()) & set(np.argsort(-site)[:20].tolist())) >= 3
