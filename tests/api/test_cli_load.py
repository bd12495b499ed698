"""`kinpath load` and `kinpath export`, on both kinds of store."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.records import EntityId
from graph.store import list_communities
from tests.api.conftest import CommandLine
from tests.conftest import StoreAddress
from tests.loaders.forum import answering

MEMBERS = [
    {"id": "ada", "name": "Ada", "bio": "I build telescopes."},
    {"id": "bob", "name": "Bob", "bio": "I grind lenses."},
    {"id": "cy", "name": "Cy"},
]
SKILLS = [{"id": "optics", "name": "optics"}]
MEMBER_SKILLS = [
    {"member_id": "ada", "skill_id": "optics", "relation": "seeks"},
    {"member_id": "bob", "skill_id": "optics", "relation": "has"},
]
RELATIONSHIPS = [{"member_id": "cy", "verb": "wave", "other_id": "ada"}]


def write_bundle(folder: Path, community: str, *broken: dict[str, str]) -> Path:
    tables = {
        "community": [{"id": community, "name": "The club"}],
        "members": [*MEMBERS, *broken],
        "skills": SKILLS,
        "member_skills": MEMBER_SKILLS,
        "relationships": RELATIONSHIPS,
    }
    folder.mkdir()
    for name, rows in tables.items():
        text = "".join(json.dumps(row) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text(text)
    return folder


@pytest.fixture
def bundle(tmp_path: Path, community: str) -> Path:
    return write_bundle(tmp_path / "bundle", community)


@pytest.fixture
def kinpath(address: StoreAddress, tmp_path: Path) -> CommandLine:
    """The command line on an empty store of each kind."""
    return CommandLine(
        {
            "KINPATH_STORE": address.url,
            "KINPATH_PASSWORD": address.password,
            "KINPATH_CACHE": str(tmp_path / "cache"),
            "KINPATH_COMMUNITY": None,
        }
    )


def communities(address: StoreAddress) -> list[str]:
    return list_communities(address.url, password=address.password)


def test_a_bundle_in_recommendations_out(
    kinpath: CommandLine, bundle: Path, community: str
) -> None:
    result = kinpath("load", str(bundle), "--no-embed")
    assert result.exit_code == 0, result.stderr
    assert "members" in result.stdout
    assert f"community {community}" in result.stderr
    assert "'wave' (1 times)" in result.stderr
    asked = ("recommend", "ada", "--community", community, "--goal", "mentors", "--json")
    (answer,) = (json.loads(line) for line in kinpath.ok(*asked).splitlines())
    assert answer["results"][0]["id"] == "member:bob"


def test_loading_again_changes_nothing(kinpath: CommandLine, bundle: Path) -> None:
    first = json.loads(kinpath.ok("load", str(bundle), "--no-embed", "--json"))
    again = json.loads(kinpath.ok("load", str(bundle), "--no-embed", "--json"))
    assert first["tables"]["members"]["written"] == 3
    assert again["tables"]["members"]["unchanged"] == 3
    assert again["revision"] == first["revision"]


def test_a_name_of_ones_own(kinpath: CommandLine, bundle: Path, community: str) -> None:
    own = f"{community}-own"
    report = json.loads(kinpath.ok("load", str(bundle), "--community", own, "--no-embed", "--json"))
    assert report["community"] == own


def test_bad_rows_are_told_and_set_aside(
    kinpath: CommandLine, tmp_path: Path, community: str
) -> None:
    broken = write_bundle(tmp_path / "broken", community, {"id": "", "name": "No id"})
    result = kinpath("load", str(broken), "--no-embed", "--quarantine", str(tmp_path / "bad"))
    assert result.exit_code == 0
    assert "1 bad rows were left out" in result.stderr
    assert "members.jsonl, line 4" in result.stderr
    assert (tmp_path / "bad").exists()


def test_strict_ends_at_the_first_bad_row_before_writing(
    kinpath: CommandLine, tmp_path: Path, community: str, address: StoreAddress
) -> None:
    broken = write_bundle(tmp_path / "broken", community, {"id": "", "name": "No id"})
    result = kinpath("load", str(broken), "--strict", "--no-embed")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "members.jsonl, line 4" in result.stderr
    assert "nothing was written" in result.stderr


def test_a_dry_run_writes_nothing(
    kinpath: CommandLine, bundle: Path, community: str, address: StoreAddress
) -> None:
    report = json.loads(kinpath.ok("load", str(bundle), "--dry-run", "--json"))
    assert report["dry_run"] is True
    assert report["tables"]["members"]["read"] == 3
    assert community not in communities(address)
    kinpath.ok("load", str(bundle), "--no-embed")
    kinpath.ok("load", str(bundle), "--dry-run")


def test_an_export_loads_as_the_same_community(
    kinpath: CommandLine, bundle: Path, community: str, tmp_path: Path
) -> None:
    kinpath.ok("load", str(bundle), "--no-embed")
    folder = tmp_path / "out"
    result = kinpath(
        "export", str(folder), "--community", community, "--format", "csv", "--compression", "gz"
    )
    assert (result.exit_code, result.stdout) == (0, ""), result.stderr
    assert str(folder) in result.stderr
    assert (folder / "members.csv.gz").exists()
    again = json.loads(kinpath.ok("load", str(folder), "--no-embed", "--json"))
    assert again["tables"]["members"] == {
        "read": 3,
        "written": 0,
        "unchanged": 3,
        "skipped": 0,
        "quarantined": 0,
    }


def test_a_path_that_is_nothing_is_named(kinpath: CommandLine, tmp_path: Path) -> None:
    result = kinpath("load", str(tmp_path / "missing"))
    assert result.exit_code == 1
    assert "missing" in result.stderr
    (tmp_path / "empty").mkdir()
    assert kinpath("load", str(tmp_path / "empty")).exit_code == 1


def test_a_forum_is_loaded_over_its_api(
    kinpath: CommandLine, address: StoreAddress, community: str
) -> None:
    with answering() as forum:
        shown = kinpath.ok(
            "load", f"discourse:{forum.url}", "--community", community, "--no-embed", "--json"
        )
        both = ("--dry-run", "--no-embed", "--community", community)
        refused = kinpath("load", f"discourse:{forum.url}", *both)
    report = json.loads(shown)
    assert (report["format"], report["community"]) == ("discourse", community)
    assert report["tables"]["posts"]["written"] == 2
    assert refused.exit_code == 2
    assert "goes with files" in refused.stderr
    with address.open(community, create=False) as store:
        assert store.entity(EntityId("member:7")).name == "Grace"
