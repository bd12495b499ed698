"""A forum is imported as it shows itself, no faster than it allows, and goes on where it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.documents import Documents, open_documents
from graph.errors import BadRow, LoadError
from graph.records import EntityId, Relationship
from graph.store import GraphStore, open_store
from loaders.discourse_api import ATTEMPTS, LONGEST_PAUSE, Forum
from loaders.discourse_import import import_forum
from loaders.report import LoadReport
from tests.loaders.forum import Recorded, answering

Kept = tuple[GraphStore, Documents]
REPLY = EntityId("content:post-160")
TOPIC = EntityId("content:topic-50")


@pytest.fixture
def recorded() -> Iterator[Recorded]:
    with answering() as recorded:
        yield recorded


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    url = f"sqlite:///{tmp_path / 'kinpath.db'}"
    with open_store(url, "forum") as store, open_documents(url, "forum") as documents:
        yield store, documents


def imported(
    recorded: Recorded, kept: Kept, key: str | None = None, strict: bool = False
) -> LoadReport:
    with Forum(recorded.url, key, pause=lambda _: None) as forum:
        return import_forum(forum, *kept, strict=strict)


def edges(store: GraphStore, entity: str) -> set[tuple[str, str, str]]:
    found: Iterator[Relationship] = store.relationships(touching=EntityId(entity))
    return {(each.source, each.kind.value, each.target) for each in found}


def test_all_that_it_shows_becomes_records(recorded: Recorded, kept: Kept) -> None:
    report = imported(recorded, kept)
    store = kept[0]
    assert store.entity(EntityId("member:7")).properties == {
        "name": "Grace",
        "bio": "Compilers & ships.",
        "location": "Arlington",
    }
    assert store.entity(EntityId("member:8")).name == "alan"  # whose profile is not shown
    assert store.entity(TOPIC).properties["title"] == "A first programming language"
    assert store.entity(TOPIC).properties["body"] == "Which language first?"
    assert edges(store, TOPIC) == {
        ("member:7", "CREATED", TOPIC),
        (TOPIC, "ABOUT", "skill:learning"),
        (REPLY, "REPLIES_TO", TOPIC),
    }
    assert edges(store, "member:8") == {
        ("member:8", "CREATED", REPLY),
        ("member:8", "HELPED", "member:7"),  # though the reply came first
        ("member:8", "JOINED", "group:41"),
    }
    assert ("member:7", "ENGAGED", REPLY) in edges(store, "member:7")
    assert "example.org" not in str(list(store.entities()))
    assert not store.existing([EntityId("member:-1"), EntityId("group:3")])
    assert report.changed_tags == 1
    counts = {name: (each.read, each.quarantined) for name, each in report.tables.items()}
    assert counts == {
        "groups": (3, 0), "users": (3, 0), "topics": (1, 0), "posts": (3, 1), "likes": (1, 0)
    }  # fmt: skip
    assert [str(each) for each in report.rejections] == [
        "posts 159: topic_id must be a whole number"
    ]


def test_the_same_again_changes_nothing_and_reads_known_posts_no_more(
    recorded: Recorded, kept: Kept
) -> None:
    imported(recorded, kept)
    revision = kept[0].revision()
    recorded.asked.clear()
    report = imported(recorded, kept)
    assert (kept[0].revision(), report.total.written) == (revision, 0)
    assert [each for each, _ in recorded.asked if each.startswith("/posts")] == ["/posts.json"]


@pytest.mark.parametrize(
    "ends_at",
    [
        "/u/grace.json",
        "/posts.json?before=108",
        "/user_actions.json?filter=1&offset=1&username=grace",
    ],
)
def test_what_was_interrupted_goes_on_where_it_was(
    recorded: Recorded, kept: Kept, ends_at: str
) -> None:
    recorded.ends_at = ends_at
    with pytest.raises(LoadError, match="answers 503"):
        imported(recorded, kept)
    read = [each for each, _ in recorded.asked]
    recorded.ends_at = ""
    recorded.asked.clear()
    imported(recorded, kept)
    again = [each for each, _ in recorded.asked]
    assert "/groups.json?page=0" in read
    assert "/groups.json?page=0" not in again
    assert ("/posts.json" in again) is ("/posts.json" not in read)
    assert edges(kept[0], "member:8") >= {("member:8", "HELPED", "member:7")}
    assert ("member:7", "ENGAGED", REPLY) in edges(kept[0], "member:7")


def test_it_waits_as_long_as_it_is_asked_to(recorded: Recorded) -> None:
    pauses: list[float] = []
    recorded.busy = [
        (429, {}, {"error_type": "rate_limit", "extras": {"wait_seconds": 17}}),
        (429, {"Retry-After": "9"}, {"extras": {"wait_seconds": 17}}),
        (429, {"Retry-After": "86400"}, {}),
        (429, {"Retry-After": "soon"}, {}),
        (503, {}, {}),
    ]
    with Forum(recorded.url, pause=pauses.append) as forum:
        assert forum.get("/groups.json", page=1) == recorded.answers["/groups.json?page=1"]
    assert pauses == [17, 9, LONGEST_PAUSE, 8, 16]


def test_it_gives_up_where_nobody_answers(recorded: Recorded) -> None:
    recorded.busy = [(429, {}, {})] * ATTEMPTS
    with Forum(recorded.url, pause=lambda _: None) as forum, pytest.raises(LoadError, match="429"):
        forum.get("/groups.json")
    with (
        Forum("http://127.0.0.1:9", pause=lambda _: None) as nobody,
        pytest.raises(LoadError, match="cannot be reached"),
    ):
        nobody.get("/groups.json")


def test_a_key_goes_along_and_is_in_no_error(recorded: Recorded, kept: Kept) -> None:
    imported(recorded, kept, key="a-secret")
    assert {key for _, key in recorded.asked} == {"a-secret"}
    recorded.answers["/groups.json?page=0"] = {"groups": 7}
    with pytest.raises(LoadError) as failed:
        imported(recorded, kept, key="a-secret")
    assert "a-secret" not in str(failed.value)


@pytest.mark.parametrize("answer", [[1], "words", {"groups": ["x"]}])
def test_what_is_no_forum_is_said_to_be_none(
    recorded: Recorded, kept: Kept, answer: object
) -> None:
    recorded.answers["/groups.json?page=0"] = answer
    with pytest.raises(LoadError):
        imported(recorded, kept)


def test_the_first_bad_row_is_an_error_where_that_is_wanted(recorded: Recorded, kept: Kept) -> None:
    with pytest.raises(BadRow, match="posts 159: topic_id"):
        imported(recorded, kept, strict=True)


@pytest.mark.parametrize("url", ["forum", "ftp://forum.example", "https://"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(LoadError, match="no address of a forum"):
        Forum(url)
