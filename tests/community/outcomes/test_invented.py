"""The invented community: what was planted in its surveys is found again, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from community.outcomes import Outcomes, StudyPlan, Verdict, outcomes
from community.outcomes.report import outcome_report
from community.picture import Picture
from community.reports import as_markdown
from examples.make_invented_community import invent
from graph.embeddings import DEFAULT_MODEL
from graph.records import Record, entity_id
from graph.schema import EntityKind
from graph.snapshot_taking import take_snapshot
from graph.store import open_store
from loaders import load
from tests.community.conftest import INVENTED
from tests.community.outcomes.surveys import answered, instrument

pytestmark = pytest.mark.slow
LIFT = 4.0
"""Points of life satisfaction that the programme adds, of 5 to 35; to gratitude it adds nothing."""
SPREAD = 5.0


def planted() -> list[Record]:
    """Two more measures for every second member, who was drawn by lot: one gained, one did not."""
    dice = np.random.default_rng(8)
    records: list[Record] = [instrument("swls"), instrument("gq6")]
    for number, row in enumerate(invent()["members"]):
        member = entity_id(EntityKind.MEMBER, row["id"])
        level = dice.normal(20, SPREAD)
        lift = LIFT if number % 2 == 0 else 0.0
        for wave, gain in (("pre", 0.0), ("post", lift)):
            if wave == "post" and dice.random() < 0.1:
                continue  # left
            for name, gained in (("swls", gain), ("gq6", 0.0)):
                score = float(np.clip(round(level + gained + dice.normal(0, 3)), 6, 35))
                records.append(answered(member, name, score, wave))
    return records


@pytest.fixture(scope="module")
def surveyed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Picture]:
    folder = tmp_path_factory.mktemp("surveyed")
    with open_store(f"sqlite:///{folder}/invented.db", "invented") as store:
        load(INVENTED, store)
        store.write(planted())
        yield Picture.of(store, take_snapshot(store, folder / "snapshot", DEFAULT_MODEL))


@pytest.fixture(scope="module")
def found(surveyed: Picture) -> Outcomes:
    drawn = frozenset(entity_id(EntityKind.MEMBER, row["id"]) for row in invent()["members"][1::2])
    plan = StudyPlan(primary=("swls", "gq6"), compared_with=drawn, randomised=True)
    return outcomes(surveyed, plan)


def test_a_true_effect_and_none_are_told_apart(found: Outcomes) -> None:
    lifted, left_alone = found.outcomes[:2]
    assert lifted.verdict is Verdict.CAUSED
    assert lifted.change.low <= LIFT <= lifted.change.high
    assert left_alone.verdict is Verdict.NOT_SHOWN
    assert left_alone.change.low <= 0 <= left_alone.change.high
    assert "caused a change: it raised Satisfaction with life by" in as_markdown(
        outcome_report(found, "Lantern Commons")
    )


def test_those_who_left_are_told_and_do_not_turn_it(found: Outcomes) -> None:
    lifted = found.outcomes[0].dropout
    assert lifted is not None
    assert 0.05 < lifted.left / lifted.started < 0.15
    assert lifted.weighted.low <= LIFT <= lifted.weighted.high


def test_belonging_gained_what_its_invention_gave_it(surveyed: Picture) -> None:
    told = outcomes(surveyed, StudyPlan(primary=("belonging",))).outcomes[0]
    # `make_surveys` lifts each answer of 1-4 by one with the probability .4 + activity, at most 1;
    # activity is the square of a number even between 0 and 1: .4 + .29.
    assert told.verdict is Verdict.CHANGED
    assert told.change.low <= 0.69 <= told.change.high
    # Answers there are drawn one by one, so they have nothing in common, and the report says so.
    assert any("hardly go together" in note for note in told.notes)
