"""The communities in `examples/` load whole, and are what their notices say."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from examples.make_invented_community import main
from graph import EntityKind, Relationship, RelationshipKind
from graph.records import EntityId
from loaders import community_of, recognise
from loaders.compressed import open_bytes
from tests.loaders.bundles import entities, read_all

pytestmark = pytest.mark.large

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
INVENTED = EXAMPLES / "invented_community"
QUANTUM = EXAMPLES / "quantum_computing"


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())


def test_the_invented_community_is_what_its_script_writes(tmp_path: Path) -> None:
    main(tmp_path)
    for path in INVENTED.glob("*.jsonl.gz"):
        written = gzip.decompress((tmp_path / path.name).read_bytes())
        assert gzip.decompress(path.read_bytes()) == written, path.name
    assert {path.name for path in tmp_path.iterdir()} == {
        path.name for path in INVENTED.glob("*.jsonl.gz")
    }
    assert size(INVENTED) < 500_000


def test_the_invented_community_has_everything_that_matching_must_heed() -> None:
    records, rejections = read_all(INVENTED)
    assert rejections == []
    members = [each for each in entities(records).values() if each.kind is EntityKind.MEMBER]
    assert len(members) == 300
    said = [member.properties for member in members]
    assert {each["kind"] for each in said} == {"member", "staff", "volunteer", "partner", "donor"}
    for name, wanted in (
        ("visibility", "hidden"),
        ("age_band", "minor"),
        ("paused", True),
        ("consent", ()),
        ("capacity", 0),
        ("roles", ("mentor", "mentee")),
    ):
        assert any(each.get(name) == wanted for each in said), name
    present = {each.kind for each in records if isinstance(each, Relationship)}
    rare = {RelationshipKind.NEAR, RelationshipKind.LINKS_TO, RelationshipKind.DISMISSED}
    answers_to_invitations = {RelationshipKind.ACCEPTED, RelationshipKind.REJECTED}
    assert present == set(RelationshipKind) - rare - answers_to_invitations
    starts = [
        str(each.properties["starts_at"])
        for each in entities(records).values()
        if each.kind is EntityKind.ACTIVITY
    ]
    assert min(starts) < "2025-06-01" < max(starts)


def test_the_real_community_names_its_licence_and_its_authors() -> None:
    notice = (QUANTUM / "README.md").read_text(encoding="utf-8")
    for words in ("CC BY-SA 3.0", "CC BY-SA 4.0", "What was changed", "name the authors"):
        assert words in notice
    assert community_of(QUANTUM) == "quantum-computing"
    assert recognise(QUANTUM).ignored == ("README.md",)
    assert size(QUANTUM) < 2_000_000


def test_the_real_community_is_whole() -> None:
    records, rejections = read_all(QUANTUM)
    assert len(rejections) == 26
    found = entities(records).values()
    kinds = [each.kind for each in found]
    assert kinds.count(EntityKind.MEMBER) == 3_461
    assert kinds.count(EntityKind.SKILL) == 154
    posts = [each for each in found if each.kind is EntityKind.CONTENT]
    assert [post.properties["kind"] for post in posts].count("question") == 612
    assert len(posts) == 612 + 1_060
    prefix = "https://quantumcomputing.stackexchange.com/questions/"
    assert all(str(post.properties["url"]).startswith(prefix) for post in posts)


@pytest.mark.parametrize("leak", ["ProfileImageUrl", "WebsiteUrl", "EmailHash", "AccountId"])
def test_the_real_community_carries_no_profiles(leak: str) -> None:
    with open_bytes(QUANTUM / "Users.xml.zst") as file:
        assert leak.encode() not in file.content.read()


def test_members_of_the_real_community_know_who_is_a_program() -> None:
    found = entities(read_all(QUANTUM)[0])
    automatic = [each.id for each in found.values() if each.properties.get("automatic")]
    assert automatic == [EntityId("member:-1")]
