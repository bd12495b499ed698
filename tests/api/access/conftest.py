"""A server that asks who it is, in front of two communities of the same form."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.access.keys import Keys
from api.access.principals import Role, Scope
from api.app import create_app
from api.communities import open_server_documents
from api.settings import Settings
from graph.documents import Documents
from graph.store import open_store
from tests.api.conftest import COMMUNITY, client_of, node, records

OTHER = "bakers"


@pytest.fixture
def two(settings: Settings) -> Settings:
    """Settings that lead to a copy of the club, with a community of bakers beside it."""
    with open_store(settings.store, OTHER) as store:
        store.write([*records()[:2], node("member:ada", name="Ada of the bakers")])
        store.write([node("member:baker", name="Baker"), node("member:eve", name="Eve")])
    return settings


@pytest.fixture
def documents(two: Settings) -> Iterator[Documents]:
    """The server's own documents."""
    with open_server_documents(two) as documents:
        yield documents


@pytest.fixture
def keys(documents: Documents) -> Keys:
    """The keys of the server; there are none yet."""
    return Keys(documents)


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def owner(keys: Keys) -> dict[str, str]:
    """The header of the club's owner."""
    return bearer(keys.create(COMMUNITY, "owner", Role.OWNER).token)


@pytest.fixture
def guarded(two: Settings, owner: dict[str, str]) -> Iterator[TestClient]:
    """The API of both communities; whoever asks has to say who they are."""
    with client_of(create_app(two)) as client:
        yield client


def with_scopes(keys: Keys, *scopes: Scope, community: str = COMMUNITY) -> dict[str, str]:
    """The header of a new key that may do this much."""
    return bearer(keys.create(community, "some", Role.APP, scopes).token)
