"""Keys as they are kept: made, exchanged, revoked."""

from __future__ import annotations

import hashlib
import time

import pytest

from api.access.keys import KEYS, Keys
from api.access.opening import is_asked
from api.access.principals import SCOPES, Role, Scope
from api.access.tokens import digest_of
from graph.documents import Documents
from graph.errors import InvalidRequest
from tests.api.access.conftest import OTHER
from tests.api.conftest import COMMUNITY


def test_a_key_is_256_bits_and_only_its_digest_is_kept(keys: Keys, documents: Documents) -> None:
    assert not is_asked(documents)
    made = keys.create(COMMUNITY, "app of the club")
    assert is_asked(documents)
    assert made.token.startswith("kp_")
    assert len(made.token) == 3 + 43
    digest = hashlib.sha256(made.token.encode()).hexdigest()
    assert [each.key for each in documents.page(KEYS)] == [digest]
    assert documents.holding(made.token) == documents.holding(made.token[3:]) == []
    found = keys.find(digest_of(made.token))
    assert found == made.key
    assert found.scopes == SCOPES[Role.APP]
    assert found.principal.who == f"key:{found.id}"


def test_keys_are_listed_by_community(keys: Keys) -> None:
    first, second = (keys.create(COMMUNITY, name).key.id for name in ("first", "second"))
    keys.create(OTHER, "third")
    assert [key.id for key in keys.of(COMMUNITY)] == [first, second]


def test_an_exchanged_key_is_valid_for_a_while(keys: Keys) -> None:
    old = keys.create(COMMUNITY, "app", scopes=[Scope.READ], lasts=3600)
    new = keys.rotate(COMMUNITY, old.key.id, grace=0.05)
    assert (new.key.id, new.key.scopes) == (old.key.id, old.key.scopes)
    assert new.key.expires == old.key.expires
    assert [key.is_replaced for key in keys.of(COMMUNITY)] == [False, True]
    assert keys.find(digest_of(old.token)) is not None
    time.sleep(0.06)
    assert keys.find(digest_of(old.token)) is None
    assert keys.find(digest_of(new.token)) is not None


def test_revoking_ends_the_former_secrets_too(keys: Keys) -> None:
    old = keys.create(COMMUNITY, "app")
    new = keys.rotate(COMMUNITY, old.key.id)
    assert keys.revoke(COMMUNITY, old.key.id).id == old.key.id
    assert keys.find(digest_of(old.token)) is keys.find(digest_of(new.token)) is None
    with pytest.raises(InvalidRequest, match="is not a key of this community"):
        keys.rotate(COMMUNITY, old.key.id)


def test_a_key_of_another_community_is_none(keys: Keys) -> None:
    key = keys.create(OTHER, "theirs").key.id
    for change in (keys.revoke, keys.rotate):
        with pytest.raises(InvalidRequest) as told:
            change(COMMUNITY, key)
        assert told.value.field == "key"
    assert [each.id for each in keys.of(OTHER)] == [key]


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "bell\a"])
def test_a_name_that_cannot_be_shown_is_refused(keys: Keys, name: str) -> None:
    with pytest.raises(InvalidRequest) as told:
        keys.create(COMMUNITY, name)
    assert told.value.field == "name"
    assert keys.of(COMMUNITY) == []


def test_the_use_of_a_key_is_noted_once_a_minute(keys: Keys) -> None:
    digest = digest_of(keys.create(COMMUNITY, "app").token)
    for _ in range(2):
        found = keys.find(digest)
        assert found is not None
        keys.note_use(found)
    found = keys.find(digest)
    assert found is not None
    assert found.version == 2
    assert found.used == pytest.approx(time.time(), abs=60)


def test_the_use_of_a_revoked_key_does_not_bring_it_back(keys: Keys) -> None:
    made = keys.create(COMMUNITY, "app")
    keys.revoke(COMMUNITY, made.key.id)
    keys.note_use(made.key)
    assert keys.of(COMMUNITY) == []
