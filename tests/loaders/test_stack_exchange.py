"""What a Stack Exchange dump becomes in the graph."""

from __future__ import annotations

import gzip
import json
import lzma
import math
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from graph import EntityId, Record, Relationship, RelationshipKind
from graph.errors import LoadError
from loaders import community_of, recognise
from tests.loaders.bundles import edge, edges, entities, read_all, utc
from tests.loaders.dumps import DUMP, POSTS, line, write_dump, xml


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    folder = write_dump(tmp_path / "bread", DUMP)
    site = {"id": "bread", "name": "Bread", "url": "https://bread.example/", "purpose": "Rise"}
    (folder / "site.json").write_text(json.dumps(site))
    return folder


@pytest.fixture
def records(dump: Path) -> list[Record]:
    return read_all(dump)[0]


def test_users_are_members(records: list[Record]) -> None:
    found = entities(records)
    ada = found[EntityId("member:1")]
    assert ada.at == utc("2019-01-02T10:00:00.500")
    assert ada.properties == {
        "name": "Ada",
        "bio": "I bake & mend.\nSee me",
        "location": "Paris",
        "reputation": 101,
    }
    assert found[EntityId("member:-1")].properties["automatic"] is True
    assert "automatic" not in ada.properties


def test_tags_are_skills_with_their_excerpts(records: list[Record]) -> None:
    found = entities(records)
    bread = found[EntityId("skill:bread")]
    assert bread.properties == {"name": "bread", "description": "All of bread."}
    # A tag that only posts know is one all the same.
    assert found[EntityId("skill:oven")].properties == {"name": "oven"}
    assert EntityId("skill:c++") in found


def test_posts_are_content(records: list[Record]) -> None:
    found = entities(records)
    question, answer = found[EntityId("content:12")], found[EntityId("content:11")]
    assert question.properties == {
        "kind": "question",
        "title": "Why flat?",
        "body": "My bread is flat.\na\n  b",
        "score": 5,
        "url": "https://bread.example/questions/12",
    }
    assert answer.name == "Answer to: Why flat?"
    assert "title" not in answer.properties
    assert EntityId("content:90") not in found
    assert {
        "member:2 CREATED content:12",
        "content:11 REPLIES_TO content:12",
        "content:12 ABOUT skill:oven",
        "content:11 ABOUT skill:oven",
        "content:14 ABOUT skill:bread",
    } <= edges(records)


def test_a_post_of_a_deleted_user_has_no_author(records: list[Record]) -> None:
    assert not [text for text in edges(records) if text.endswith("CREATED content:14")]


def test_answering_helps_the_asker(records: list[Record]) -> None:
    helped = edge(records, "member:1 HELPED member:2")
    assert (helped.key, helped.at) == ("11", utc("2019-02-02"))
    assert helped.properties == {"verb": "help", "value": 3.0, "accepted": True}
    assert "member:2 HELPED member:2" not in edges(records)


def test_answers_show_skills_and_questions_show_wishes(records: list[Record]) -> None:
    has = edge(records, "member:1 HAS_SKILL skill:bread")
    level = round(1 - math.exp(-(1 + math.log(4)) / 5), 4)
    assert (has.at, has.properties) == (
        utc("2019-02-02"),
        {"level": level, "evidence": 1, "derived": True},
    )
    seeks = edge(records, "member:2 SEEKS_SKILL skill:oven")
    assert seeks.at == utc("2019-02-01")
    # An answer that was voted down is still one.
    assert edge(records, "member:2 HAS_SKILL skill:bread").properties["evidence"] == 1


def test_comments_votes_and_badges_are_engagement(records: list[Record]) -> None:
    told = {
        record.key: (str(record), dict(record.properties))
        for record in records
        if isinstance(record, Relationship) and record.kind is RelationshipKind.ENGAGED
    }
    assert told == {
        "comment:1": (
            "member:1 ENGAGED content:12",
            {"verb": "comment", "text": "Which flour?", "value": 2.0},
        ),
        "vote:2": ("member:1 ENGAGED content:12", {"verb": "favorite"}),
        "vote:3": ("member:2 ENGAGED content:12", {"verb": "vote", "value": 50.0}),
        "badge:1": (
            "member:1 ENGAGED skill:bread",
            {"verb": "badge", "name": "bread", "value": 3.0},
        ),
        "badge:2": (
            "member:1 ENGAGED community:bread",
            {"verb": "badge", "name": "Teacher", "value": 1.0},
        ),
    }


def test_a_vote_that_tells_only_its_day_counts_from_the_end_of_it(records: list[Record]) -> None:
    [vote] = [record for record in records if getattr(record, "key", "") == "vote:2"]
    assert vote.at == utc("2019-02-02T23:59:59")


def test_links_join_posts(dump: Path) -> None:
    records, rejections = read_all(dump)
    link = edge(records, "content:14 LINKS_TO content:12")
    assert (link.key, link.properties) == ("link:1", {"link": "duplicate"})
    assert [(bad.file, bad.line, bad.reason) for bad in rejections] == [
        ("PostLinks.xml", 4, "RelatedPostId names post 77, which does not exist")
    ]


def test_the_site_is_the_community(dump: Path) -> None:
    assert community_of(dump) == "bread"
    host = entities(read_all(dump)[0])[EntityId("community:bread")]
    assert host.properties == {"name": "Bread", "url": "https://bread.example", "purpose": "Rise"}
    assert recognise(dump).ignored == ()


def test_without_a_site_file_the_folder_names_the_community(tmp_path: Path) -> None:
    folder = write_dump(tmp_path / "beer.stackexchange.com", {"Posts": POSTS})
    assert community_of(folder) == "beer.stackexchange.com"
    content = entities(read_all(folder)[0])[EntityId("content:12")]
    assert content.properties["url"] == "https://beer.stackexchange.com/questions/12"


def test_posts_alone_are_a_community(tmp_path: Path) -> None:
    records, rejections = read_all(write_dump(tmp_path / "beer", {"Posts": POSTS}))
    assert rejections == []
    ada = entities(records)[EntityId("member:1")]
    assert (ada.at, ada.properties) == (utc("2019-02-02"), {"name": "user1"})
    assert {
        "member:1 HELPED member:2",
        "member:1 HAS_SKILL skill:oven",
    } <= edges(records)


@pytest.mark.parametrize("ending", [".gz", ".xz", ".zst"])
def test_tables_may_be_compressed(dump: Path, ending: str) -> None:
    expected = edges(read_all(dump)[0])
    packers: dict[str, Callable[[bytes], bytes]] = {
        ".gz": gzip.compress,
        ".xz": lzma.compress,
        ".zst": zstandard.ZstdCompressor().compress,
    }
    for path in dump.glob("*.xml"):
        path.with_name(path.name + ending).write_bytes(packers[ending](path.read_bytes()))
        path.unlink()
    assert edges(read_all(dump)[0]) == expected


def test_a_broken_site_file_is_named(dump: Path) -> None:
    (dump / "site.json").write_text("{")
    with pytest.raises(LoadError, match=r"site\.json cannot be read"):
        recognise(dump)
    (dump / "site.json").write_text('{"id": 5}')
    with pytest.raises(LoadError, match=r"site\.json must be an object with texts"):
        recognise(dump)


BROKEN_POSTS = [
    ({"PostTypeId": "1", "CreationDate": "2019-01-01"}, "lacks Id"),
    ({"Id": "x", "PostTypeId": "1", "CreationDate": "2019-01-01"}, "Id is not a whole number"),
    ({"Id": "1", "PostTypeId": "1"}, "lacks CreationDate"),
    ({"Id": "2", "PostTypeId": "1", "CreationDate": "soon"}, "CreationDate is not a time"),
    ({"Id": "3", "CreationDate": "2019-01-01"}, "lacks PostTypeId"),
    ({"Id": "4", "PostTypeId": "2", "CreationDate": "2019-01-01"}, "lacks ParentId"),
    (
        {"Id": "5", "PostTypeId": "2", "ParentId": "999", "CreationDate": "2019-01-01"},
        "ParentId names question 999, which does not exist",
    ),
    (
        {"Id": "6", "PostTypeId": "1", "CreationDate": "2019-01-01", "Score": "many"},
        "Score is not a whole number",
    ),
    ({"Id": "12", "PostTypeId": "1", "CreationDate": "2019-01-01"}, "Id 12 stands in an earlier"),
    (
        {"Id": "7", "PostTypeId": "1", "CreationDate": "2019-01-01", "Tags": f"<{'x' * 300}>"},
        "has a tag that is longer than 256",
    ),
]


def test_broken_rows_are_named_and_the_others_used(tmp_path: Path) -> None:
    rows = [*POSTS, *(row for row, _ in BROKEN_POSTS)]
    lines = xml("Posts", rows).splitlines()
    torn = '  <row Id="8" PostTypeId="1" Body="&#x0;" />'
    lines[-1:] = [torn, line({**POSTS[1], "Id": "20"}), lines[-1], ""]
    folder = tmp_path / "bread"
    folder.mkdir()
    (folder / "Posts.xml").write_text("\n".join(lines), encoding="utf-8")
    records, rejections = read_all(folder)
    assert EntityId("content:20") in entities(records)
    expected = [reason for _, reason in BROKEN_POSTS] + ["is not well-formed XML"]
    assert [bad.line for bad in rejections] == list(range(9, 9 + len(expected)))
    for bad, reason in zip(rejections, expected, strict=True):
        assert bad.reason.startswith(reason)


def test_a_cut_off_table_keeps_what_came_before(dump: Path) -> None:
    posts = dump / "Posts.xml"
    posts.write_text(posts.read_text(encoding="utf-8")[:-80], encoding="utf-8")
    records, rejections = read_all(dump)
    assert EntityId("content:14") in entities(records)
    (cut,) = [bad for bad in rejections if bad.file == "Posts.xml"]
    assert cut.reason.startswith("the file ends in the middle")
