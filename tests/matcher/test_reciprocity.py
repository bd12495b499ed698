"""What the asker brings and what others look for, against what the rows say when read plainly."""

from __future__ import annotations

import numpy as np
import pytest

from graph.records import EntityId, Record
from graph.schema import RelationshipKind
from matcher.evidence import gather_evidence
from matcher.features import reciprocity
from matcher.features.reciprocity import wanted_back
from matcher.question import MAX_FACETS, Question
from matcher.vectors import vector_of
from tests.graph.packed import Vectors
from tests.matcher.asked import ask, everything
from tests.matcher.conftest import edge, node

_K = RelationshipKind
MEMBERS, SKILLS, POSTS = 12, 20, 40


def community(seed: int) -> list[Record]:
    chance = np.random.default_rng(seed)
    records: list[Record] = [node("member:ada"), *(node(f"member:{m}") for m in range(MEMBERS))]
    records += [node(f"skill:{s}", name=f"S{s}") for s in range(SKILLS)]
    for post in range(POSTS):
        kind = "question" if chance.random() < 0.3 else "post"
        records.append(node(f"content:{post}", kind=kind, title=f"P{post}"))
        author = "ada" if post % 4 == 0 else str(chance.integers(MEMBERS))
        records.append(edge(f"member:{author}", "CREATED", f"content:{post}", post // 8))
    for member in ("ada", *map(str, range(MEMBERS))):
        for skill in chance.permutation(SKILLS)[:4]:
            kind = "SEEKS_SKILL" if chance.random() < 0.5 else "HAS_SKILL"
            day = None if chance.random() < 0.5 else int(chance.integers(5))
            records.append(edge(f"member:{member}", kind, f"skill:{skill}", day))
            if chance.random() < 0.3:
                records.append(edge(f"member:{member}", "HAS_SKILL", f"skill:{skill}", 6))
    return records


def vectors(seed: int) -> Vectors:
    chance = np.random.default_rng(seed)
    named = [*(f"skill:{each}" for each in range(SKILLS)), *(f"content:{p}" for p in range(POSTS))]
    found = chance.normal(size=(len(named), 8)).astype(np.float32)
    found /= np.linalg.norm(found, axis=1, keepdims=True)
    return dict(zip(map(EntityId, named[3:]), found[3:], strict=True))


def plainly(question: Question, member: int) -> float:
    view = question.view
    wishes = view.targets(member, _K.HOLDS, _K.SEEKS_SKILL)
    wishes += [each for each in view.targets(member, _K.CREATED) if view.asks[each]]
    brought = brought_plainly(question)
    values = [1.0] * len(set(wishes) & set(brought))
    for wish in wishes:
        for own in brought:
            one, other = vector_of(view.snapshot, wish), vector_of(view.snapshot, own)
            values += [float(one @ other)] if one is not None and other is not None else []
    return max(values, default=float("nan"))


def brought_plainly(question: Question) -> list[int]:
    view, kinds = question.view, (_K.HAS_SKILL, _K.HOLDS, _K.CREATED, _K.HOSTS)
    edges = sorted(
        view.edges_from(question.member or 0, *kinds), key=lambda edge: (-edge.time, edge.target)
    )
    nodes = [edge.target for edge in edges if not view.asks[edge.target]]
    return list(dict.fromkeys(nodes))[:MAX_FACETS]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("long", [64, 3])
def test_it_is_the_closest_of_all_wishes_to_all_that_is_brought(
    seed: int, long: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reciprocity, "LONG", long)
    question = ask(community(seed), "mentors", vectors=vectors(seed))
    found = reciprocity._brought(question.view, question.member or 0)
    assert found.tolist() == brought_plainly(question)
    members = everything(question)
    expected = [plainly(question, member) for member in members.tolist()]
    for _ in range(2):  # the second time from what was found in long rows
        values = wanted_back(question, members, gather_evidence(question, members))
        assert values.tolist() == pytest.approx(expected, abs=5e-3, nan_ok=True)
    kept = reciprocity._wishes_in_long_rows(question.view)
    assert (kept.used[0] > 0) == (long == 3)
