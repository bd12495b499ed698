from __future__ import annotations

from collections.abc import Iterator

import pytest

from api.engine import Engine
from api.members import find_member
from api.settings import Settings
from graph.errors import EntityNotFound, InvalidRequest
from graph.snapshot import Snapshot


@pytest.fixture
def snapshot(settings: Settings) -> Iterator[Snapshot]:
    with Engine.open(settings) as engine:
        yield engine.matcher().snapshot


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("member:ada", "member:ada"),
        ("ada", "member:ada"),
        ("Ada Lovelace", "member:ada"),
        ("  ada   LOVELACE ", "member:ada"),
        ("a/b ü😀", "member:a/b ü😀"),
        ("sam1", "member:sam1"),
    ],
)
def test_ids_and_names(snapshot: Snapshot, said: str, found: str) -> None:
    assert find_member(snapshot, said) == found


def test_a_name_of_several_is_refused_with_their_ids(snapshot: Snapshot) -> None:
    with pytest.raises(InvalidRequest, match="2 members") as caught:
        find_member(snapshot, "Sam")
    assert "member:sam1" in str(caught.value)
    assert "member:sam2" in str(caught.value)


@pytest.mark.parametrize("said", ["zoe", "skill:optics", "", "member:", "a\ud800", "x" * 10_000])
def test_nobody(snapshot: Snapshot, said: str) -> None:
    with pytest.raises(EntityNotFound):
        find_member(snapshot, said)


def test_similar_names_are_offered(snapshot: Snapshot) -> None:
    with pytest.raises(EntityNotFound, match=r"member:ada \(Ada Lovelace\)"):
        find_member(snapshot, "lovelace")
