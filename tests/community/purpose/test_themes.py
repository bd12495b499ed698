"""Themes: planted ones are found again, chance is told from groups, and nobody is given away."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from sklearn.metrics import adjusted_rand_score

from community.purpose import find_themes
from community.purpose.clusters import clustered
from community.purpose.theme_names import names_of_themes
from graph.records import Record
from tests.community.conftest import Pictured, edge, node

Rows = npt.NDArray[np.float32]
CAUSES = (
    "I plant seeds so that young hands know the soil",
    "I mend lamps so that nothing is thrown away",
    "I sing with elders so that nobody grows old alone",
)


def planted(
    groups: int, each: int, spread: float, dimensions: int = 24
) -> tuple[Rows, npt.NDArray[np.int64]]:
    drawn = np.random.default_rng(7)
    centres = drawn.standard_normal((groups, dimensions))
    truth = np.repeat(np.arange(groups), each)
    rows = centres[truth] + spread * drawn.standard_normal((groups * each, dimensions))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    mixed = drawn.permutation(len(rows))
    return rows[mixed].astype(np.float32), truth[mixed]


def test_planted_groups_are_found_again_with_their_number() -> None:
    rows, truth = planted(8, 30, spread=0.5)
    found = clustered(rows[:-13])
    assert found is not None
    assert len(found.stability) == 8
    assert adjusted_rand_score(truth[:-13], found.labels) > 0.97
    assert min(found.stability) > 0.9
    assert found.silhouette > found.reference
    assert (np.diff(np.bincount(found.labels)) <= 0).all()


@pytest.mark.slow
def test_groups_repeat_exactly_and_those_beyond_the_sample_join_the_nearest() -> None:
    rows, truth = planted(5, 1_000, spread=0.5)
    one, other = clustered(rows), clustered(rows)
    assert one is not None
    assert other is not None
    assert adjusted_rand_score(truth, one.labels) > 0.97
    assert (one.labels == other.labels).all()
    assert one.agreement == other.agreement


def test_where_there_are_no_groups_none_are_told() -> None:
    drawn = np.random.default_rng(0)
    rows = drawn.standard_normal((120, 24)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    assert clustered(rows) is None
    assert clustered(np.repeat(rows[:1], 50, axis=0)) is None


def test_names_are_phrases_of_several_statements_that_others_lack() -> None:
    texts = ["We plant seeds in our street"] * 3 + ["We mend old lamps in our street"] * 3
    texts.append("We plant seeds for Zebulon in our street")
    labels = np.array([0, 0, 0, 1, 1, 1, 0], dtype=np.int32)
    first, second = names_of_themes(texts, labels, np.ones(7, dtype=np.float32))
    assert first == ("plant seeds",)
    assert second == ("mend old lamps",)


def stated(texts: list[str], **said: object) -> list[Record]:
    records: list[Record] = []
    for number, text in enumerate(texts):
        records += [
            node(f"member:{number:03}", 0, **said),
            node(f"purpose:{number:03}", 1, statement=text),
            edge(f"member:{number:03}", "HOLDS", f"purpose:{number:03}", 1),
        ]
    return records


def test_themes_count_everybody_and_name_only_those_who_consent(pictured: Pictured) -> None:
    texts = [f"{CAUSES[number % 3]}, number {number}." for number in range(30)]
    records = stated(texts)
    records += [
        node("member:000", 0, consent=["research"]),
        node("member:003", 0, visibility="hidden"),
        *stated([*texts, "Я хочу, чтобы дети читали"])[-3:],
        *stated([*texts, "x", " "])[-3:],
    ]
    drawn = np.random.default_rng(0)
    vectors = {
        f"purpose:{number:03}": (np.eye(3)[number % 3] + 0.1 * drawn.standard_normal(3)).tolist()
        for number in range(31)
    }
    found = find_themes(pictured(records, vectors=vectors))
    assert [theme.size for theme in found.themes] == [10, 10, 9]
    names = " ".join(theme.name for theme in found.themes)
    assert all(word in names for word in ("seeds", "lamps", "elders"))
    seeds = next(theme for theme in found.themes if "seeds" in theme.name)
    assert len(seeds.members) == 8
    assert not {"member:000", "member:003"} & set(seeds.members)
    assert all("number 0." not in text for text in seeds.examples)
    assert found.notes == (
        "left out: 1 empty",
        "left out: 1 probably not in English, which the model reads best",
    )


def test_few_statements_make_no_themes_and_say_what_is_needed(pictured: Pictured) -> None:
    found = find_themes(pictured(stated(list(CAUSES))))
    assert found.themes == ()
    assert "at least 12" in found.notes[-1]
    assert "without a vector" in found.notes[0]
