"""What both stores promise of documents. Each test runs on each store."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

import pytest

from graph import Document, Documents, GraphStore
from graph.errors import InvalidRecord, InvalidRequest, StoreUnavailable, VersionConflict
from tests.conftest import OpenDocuments, StoreAddress
from tests.graph.facts import ADA, EVERYTHING


def keys(documents: list[Document]) -> list[str]:
    return [each.key for each in documents]


def test_a_document_is_added_once(documents: Documents) -> None:
    added = documents.add("note", "one", {"text": "first", "n": [1, 2.5, None, True, {"a": []}]})
    assert added == Document(
        "note", "one", {"text": "first", "n": [1, 2.5, None, True, {"a": []}]}, 1, None
    )
    assert documents.add("note", "one", {"text": "second"}) is None
    assert documents.get("note", "one") == added
    assert documents.get("note", "two") is None
    assert documents.get("letter", "one") is None


def test_what_is_put_replaces_and_counts_its_versions(documents: Documents) -> None:
    later = time.time() + 3600
    assert documents.put("note", "one", {"n": 1}).version == 1
    assert documents.put("note", "one", {"m": 2}, expires=later).version == 2
    assert documents.get("note", "one") == Document("note", "one", {"m": 2}, 2, later)
    assert documents.put("note", "one", {}, version=2) == Document("note", "one", {}, 3, None)
    assert documents.get("note", "one") == Document("note", "one", {}, 3, None)


def test_a_stale_version_replaces_nothing(documents: Documents) -> None:
    documents.put("note", "one", {"n": 1})
    present = documents.put("note", "one", {"n": 2})
    for stale in (1, 3):
        with pytest.raises(VersionConflict, match="'note/one' is in version 2, not in version"):
            documents.put("note", "one", {"n": 3}, version=stale)
        with pytest.raises(VersionConflict):
            documents.remove("note", "one", version=stale)
    with pytest.raises(VersionConflict, match="is there already") as caught:
        documents.put("note", "one", {"n": 3}, version=0)
    assert (caught.value.wanted, caught.value.present) == (0, 2)
    with pytest.raises(VersionConflict, match="is not there"):
        documents.put("note", "two", {"n": 3}, version=1)
    assert documents.get("note", "one") == present
    assert documents.count("note") == 1
    assert documents.put("note", "two", {"n": 3}, version=0).version == 1


def test_what_is_removed_is_not_there(documents: Documents) -> None:
    documents.put("note", "one", {"n": 1})
    assert documents.remove("note", "one", version=1)
    assert not documents.remove("note", "one")
    assert not documents.remove("note", "one", version=1)
    assert documents.get("note", "one") is None
    assert documents.add("note", "one", {"n": 2}) == Document("note", "one", {"n": 2}, 1)


def test_what_has_expired_is_not_there(documents: Documents) -> None:
    past, soon = time.time() - 1, time.time() + 3600
    for key, expires in (("gone", past), ("here", soon), ("always", None)):
        assert documents.add("session", key, {"key": key}, expires=expires) is not None
    assert documents.get("session", "gone") is None
    assert keys(documents.page("session")) == ["always", "here"]
    assert documents.count("session") == 2
    assert not documents.remove("session", "gone")
    documents.put("session", "gone", {}, expires=past)
    assert documents.put("session", "gone", {"again": 1}, version=0).version == 1
    documents.put("session", "gone", {}, expires=past)
    assert documents.add("session", "gone", {"again": 2}) is not None
    assert documents.get("session", "gone") == Document("session", "gone", {"again": 2}, 1)


def test_a_document_expires_while_it_is_looked_at(documents: Documents) -> None:
    expires = time.time() + 0.5
    documents.add("session", "short", {}, expires=expires)
    if time.time() < expires - 0.1:
        assert documents.get("session", "short") is not None
    time.sleep(max(0.0, expires - time.time()) + 0.05)
    assert documents.get("session", "short") is None


def test_what_has_expired_is_purged_and_nothing_else(
    documents: Documents, open_collections: OpenDocuments
) -> None:
    other = open_collections(f"{documents.community}-b")
    past = time.time() - 1
    for number in range(7):
        documents.add("session", str(number), {}, expires=past if number % 2 else None)
    other.add("session", "theirs", {"text": "kept"}, expires=past)
    assert documents.purge() == 3
    assert documents.purge() == 0
    assert keys(documents.page("session")) == ["0", "2", "4", "6"]
    assert keys(other.holding("kept")) == ["theirs"]
    other.purge()


def test_pages_lead_through_a_collection_both_ways(documents: Documents) -> None:
    names = [f"{number:02}" for number in range(10)]
    for name in random.Random(7).sample(names, len(names)):
        documents.add("note", name, {"name": name})
    documents.add("notes", "00", {})
    assert keys(documents.page("note", limit=4)) == names[:4]
    assert keys(documents.page("note", after="03", limit=4)) == names[4:8]
    assert keys(documents.page("note", after="07", limit=4)) == names[8:]
    assert documents.page("note", after="09") == []
    assert keys(documents.page("note", backwards=True, limit=4)) == ["09", "08", "07", "06"]
    assert keys(documents.page("note", before="06", backwards=True, limit=4)) == [
        "05", "04", "03", "02",
    ]  # fmt: skip
    assert keys(documents.page("note", after="03", before="07")) == ["04", "05", "06"]
    assert documents.page("nothing") == []


def test_a_prefix_is_taken_by_the_letter(documents: Documents) -> None:
    for key in ("a", "a%", "a%b", "a_", "ab", "abc", "abd", "ac", "b", "a\U0010ffff"):
        documents.add("note", key, {})
    assert keys(documents.page("note", prefix="ab")) == ["ab", "abc", "abd"]
    assert keys(documents.page("note", prefix="ab", after="ab", limit=1)) == ["abc"]
    assert keys(documents.page("note", prefix="ab", before="abd", backwards=True)) == ["abc", "ab"]
    assert keys(documents.page("note", prefix="a%")) == ["a%", "a%b"]
    assert keys(documents.page("note", prefix="a_")) == ["a_"]
    assert keys(documents.page("note", prefix="a\U0010ffff")) == ["a\U0010ffff"]
    assert keys(documents.page("note", prefix="a", after="ac")) == ["a\U0010ffff"]
    assert documents.page("note", prefix="ab", after="b") == []
    assert documents.count("note", prefix="ab") == 3
    assert documents.count("note") == 10


def test_what_is_appended_comes_in_order_under_numbers_that_never_come_again(
    documents: Documents, open_collections: OpenDocuments
) -> None:
    first, second = (documents.append("log", {"n": number}) for number in (1, 2))
    assert (first.key, second.key) == ("0000000000000001", "0000000000000002")
    assert documents.get("log", second.key) == second
    assert documents.remove("log", second.key)
    documents.append("log", {"n": 3}, expires=time.time() - 1)
    documents.purge()
    assert documents.append("log", {"n": 4}).key == "0000000000000004"
    assert documents.add("log", "0000000000000005", {"n": "by hand"}) is not None
    assert documents.append("log", {"n": 6}).key == "0000000000000006"
    assert documents.append("diary", {"n": 1}).key == "0000000000000001"
    other = open_collections(f"{documents.community}-b")
    assert other.append("log", {"n": 1}).key == "0000000000000001"
    assert [each.value["n"] for each in documents.page("log")] == [1, 4, "by hand", 6]


def test_a_handle_never_sees_what_is_anothers(
    documents: Documents, open_collections: OpenDocuments, community: str
) -> None:
    others = (open_collections(f"{community}-b"), open_collections(None))
    key = f"shared-{community}"
    for each in (documents, *others):
        assert each.add("note", key, {"of": each.community, "secret": community}) is not None
    for each in (documents, *others):
        found = each.get("note", key)
        assert found is not None
        assert found.value["of"] == each.community
        assert each.count("note", prefix=key) == 1
        assert [one.value["of"] for one in each.page("note", prefix=key)] == [each.community]
        assert [one.value["of"] for one in each.holding(community)] == [each.community]
    assert documents.remove("note", key)
    assert all(other.get("note", key) is not None for other in others)
    for other in others:
        other.remove("note", key)


def test_documents_that_hold_a_text_are_found_in_all_collections(documents: Documents) -> None:
    documents.add("note", "a", {"member": "member:ada"})
    documents.add("note", "b", {"deep": [{"member:ada": 1}]})
    documents.add("audit", "member:ada", {})
    documents.add("audit", "old", {"text": "to member:ada"}, expires=time.time() - 1)
    documents.add("audit", "other", {"text": "MEMBER:ADA, member:ad, 100%"})
    documents.add("audit", "odd", {"text": 'Zoë said "no"\n\\ and left\0'})
    found = [(each.collection, each.key) for each in documents.holding("member:ada")]
    assert found == [("audit", "member:ada"), ("audit", "old"), ("note", "a"), ("note", "b")]
    assert keys(documents.holding('"no"\n\\ and')) == ["odd"]
    assert keys(documents.holding("left\0")) == ["odd"]
    assert keys(documents.holding("Zoë")) == ["odd"]
    assert keys(documents.holding("%")) == ["other"]
    assert documents.holding("member:eve") == []
    with pytest.raises(InvalidRequest, match="text is empty"):
        documents.holding("")


def test_documents_are_no_part_of_the_community(
    store: GraphStore, documents: Documents, community: str
) -> None:
    store.write(EVERYTHING)

    def seen() -> tuple[Any, ...]:
        graph = store.export("model")
        return (
            store.stamp(),
            store.counts(),
            list(store.entities()),
            list(store.relationships()),
            store.changes_since(0),
            graph.ids,
            graph.sources.tolist(),
            graph.edge_facts.tolist(),
        )

    before = seen()
    documents.put("note", "member:ada", {"id": "member:ada", "community": community})
    documents.append("log", {"id": "member:ada"})
    documents.remove("note", "member:ada")
    documents.add("note", "old", {}, expires=time.time() - 1)
    documents.purge()
    assert seen() == before


def test_documents_need_no_community(
    address: StoreAddress, documents: Documents, community: str
) -> None:
    documents.add("note", "a", {"n": 1})
    with address.open_documents(community, create=False) as again:
        assert again.get("note", "a") == Document("note", "a", {"n": 1}, 1)
    with address.open(community) as store:
        assert store.revision() == 0
        store.write(EVERYTHING)
        store.forget(ADA.id)
    assert documents.get("note", "a") is not None


def test_a_closed_handle_says_so(address: StoreAddress, community: str) -> None:
    documents = address.open_documents(community)
    documents.close()
    attempts: list[Callable[[], object]] = [
        lambda: documents.get("note", "a"),
        lambda: documents.add("note", "a", {}),
        lambda: documents.append("note", {}),
    ]
    for attempt in attempts:
        with pytest.raises(StoreUnavailable, match="this handle is closed"):
            attempt()


def test_a_community_has_an_id(address: StoreAddress) -> None:
    with pytest.raises(InvalidRecord, match="nothing behind the colon"):
        address.open_documents("")
