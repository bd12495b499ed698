"""Shared purpose in the invented community."""

from __future__ import annotations

import pytest

from community.picture import Picture
from community.reports import as_markdown
from community.shared_purpose import shared_purpose, shared_purpose_report
from graph.schema import EntityKind


@pytest.mark.slow
def test_the_invented_community_gets_answers_to_all_five_questions(invented: Picture) -> None:
    found = shared_purpose(invented)
    assert [each.name for each in found.types] == [
        "member", "donor", "volunteer", "partner", "staff",
    ]  # fmt: skip
    assert sum(each.size.count for each in found.types) == len(invented.members)
    assert all(each.wants and each.gives for each in found.types)
    helped = [each for each in found.relations if each.what == "help"]
    assert len(helped) == 25
    assert len(found.key_figures) == 5
    assert len(found.paths) == len(found.playbooks) == 5
    assert {gap.about for gap in found.gaps} == {1, 2, 3, 4, 5}
    text = as_markdown(shared_purpose_report(found, invented))
    hidden = [e for e in invented.store.entities(EntityKind.MEMBER)
              if e.properties.get("visibility") == "hidden"]  # fmt: skip
    assert hidden
    assert not [member for member in hidden if f"({member.id})" in text]
