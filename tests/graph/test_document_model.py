"""Whatever is done to documents in SQLite, they answer as a dictionary would."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import Document, Documents, open_documents
from graph.errors import VersionConflict
from tests.graph.test_document_values import ODD_KEYS

PAST, FUTURE = 1.0, 4e9
CONFLICT = "conflict"
_communities = count()


@dataclass(slots=True)
class Model:
    """What documents are, without a database, threads and clocks."""

    kept: dict[tuple[str, str], Document] = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=dict)

    def present(self, collection: str, key: str) -> Document | None:
        found = self.kept.get((collection, key))
        return None if found is None or found.expires == PAST else found

    def keep(self, document: Document) -> Document:
        self.kept[document.collection, document.key] = document
        return document

    def add(self, collection: str, key: str, value: Any, *, expires: float | None) -> Any:
        if self.present(collection, key):
            return None
        return self.keep(Document(collection, key, value, 1, expires))

    def put(
        self, collection: str, key: str, value: Any, *, version: int | None, expires: float | None
    ) -> Any:
        present = self.present(collection, key)
        found = present.version if present else 0
        if version not in (None, found):
            return CONFLICT
        return self.keep(Document(collection, key, value, found + 1, expires))

    def get(self, collection: str, key: str) -> Any:
        return self.present(collection, key)

    def remove(self, collection: str, key: str, *, version: int | None) -> Any:
        present = self.present(collection, key)
        if present and version not in (None, present.version):
            return CONFLICT
        self.kept.pop((collection, key), None)
        return present is not None

    def append(self, collection: str, value: Any, *, expires: float | None) -> Any:
        while True:
            self.last[collection] = self.last.get(collection, 0) + 1
            key = f"{self.last[collection]:016}"
            if added := self.add(collection, key, value, expires=expires):
                return added

    def page(
        self,
        collection: str,
        *,
        after: str,
        before: str | None,
        prefix: str,
        limit: int,
        backwards: bool,
    ) -> Any:
        keys = sorted(
            key
            for where, key in self.kept
            if where == collection
            and self.present(where, key)
            and key > after
            and (before is None or key < before)
            and key.startswith(prefix)
        )
        return [self.kept[collection, key] for key in (keys[::-1] if backwards else keys)][:limit]

    def count(self, collection: str, *, prefix: str) -> Any:
        return len(
            self.page(
                collection, after="", before=None, prefix=prefix, limit=10_000, backwards=False
            )
        )

    def holding(self, text: str) -> Any:
        return [
            found
            for (_, key), found in sorted(self.kept.items())
            if text in key or text in str(found.value)
        ]

    def purge(self) -> Any:
        gone = [place for place, found in self.kept.items() if found.expires == PAST]
        for place in gone:
            del self.kept[place]
        return len(gone)


collections = st.sampled_from(("a", "ab"))
keys = st.sampled_from((*ODD_KEYS, "0000000000000002"))
prefixes = st.sampled_from(("", "a", "a%", "0", "\U0010ffff", "👩"))
words = st.sampled_from(("weave", "span", "river"))
values = st.dictionaries(words, st.integers(0, 3) | words | st.none(), max_size=2)
expiries = st.sampled_from((None, PAST, FUTURE))
versions = st.none() | st.integers(0, 3)


def step(name: str, **arguments: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """One call: the operation's name and what it is given."""
    return st.tuples(st.just(name), st.fixed_dictionaries(arguments))


steps = st.one_of(
    step("add", collection=collections, key=keys, value=values, expires=expiries),
    step("put", collection=collections, key=keys, value=values, expires=expiries, version=versions),
    step("get", collection=collections, key=keys),
    step("remove", collection=collections, key=keys, version=versions),
    step("append", collection=collections, value=values, expires=expiries),
    step(
        "page",
        collection=collections,
        after=st.just("") | keys,
        before=st.none() | keys,
        prefix=prefixes,
        limit=st.integers(1, 4),
        backwards=st.booleans(),
    ),
    step("count", collection=collections, prefix=prefixes),
    step("holding", text=words | st.just("a")),
    step("purge"),
)


@pytest.fixture(scope="module")
def shared_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """One file for all examples, each of which is a community of its own."""
    folder: Path = tmp_path_factory.mktemp("documents")
    return f"sqlite:///{folder / 'kinpath.db'}"


def outcome(documents: Documents, name: str, arguments: dict[str, Any]) -> Any:
    operation: Callable[..., Any] = getattr(documents, name)
    arguments = dict(arguments)
    by_place = [arguments.pop(each) for each in ("collection", "key", "value") if each in arguments]
    try:
        return operation(*by_place, **arguments)
    except VersionConflict:
        return CONFLICT


@given(st.lists(steps, max_size=30))
def test_documents_answer_as_a_dictionary_would(
    shared_url: str, asked: list[tuple[str, dict[str, Any]]]
) -> None:
    model = Model()
    with open_documents(shared_url, f"example-{next(_communities)}") as documents:
        for name, arguments in asked:
            expected = getattr(model, name)(**arguments)
            assert outcome(documents, name, arguments) == expected, (name, arguments)
