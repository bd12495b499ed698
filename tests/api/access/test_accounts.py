"""Accounts, passwords and sessions, apart from any page."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher

from api.access.accounts import ACCOUNTS, AccountExists, Accounts
from api.access.attempts import MOST_FOR_ACCOUNT, MOST_FROM_ADDRESS, Attempts
from api.access.opening import is_asked
from api.access.passwords import hash_of, is_outdated, is_right
from api.access.principals import SCOPES, Role
from api.access.refusals import TooManyRequests, WrongPassword
from api.access.sessions import IDLE, LONGEST, SESSIONS, Sessions
from api.access.signing_in import Attempt, SigningIn
from api.access.tokens import digest_of
from graph.documents import Documents
from graph.errors import EntityNotFound, InvalidRequest
from tests.conftest import OpenDocuments, StoreAddress

PASSWORD = "several words, easily kept"
HERE = "127.0.0.1"


@pytest.fixture
def documents(open_collections: OpenDocuments, community: str) -> Documents:
    """Documents like the server's own, on each kind of store."""
    return open_collections(community)


@pytest.fixture
def sqlite_documents(sqlite_address: StoreAddress) -> Iterator[Documents]:
    """Documents in a file."""
    with sqlite_address.open_documents(None) as documents:
        yield documents


def test_an_account_is_made_found_and_ended(documents: Documents, community: str) -> None:
    accounts = Accounts(documents)
    assert not is_asked(documents)
    made = accounts.add(community, " Anna@Example.org", Role.OWNER, PASSWORD)
    assert is_asked(documents)
    assert made.name == "anna@example.org"
    assert accounts.of(community) == [made] == [accounts.named(community, "ANNA@example.org")]
    assert documents.holding(PASSWORD) == []
    with pytest.raises(AccountExists):
        accounts.add(community, "anna@example.ORG", Role.VIEWER, PASSWORD)
    assert accounts.add("another", "anna@example.org", Role.VIEWER, PASSWORD)
    accounts.remove(accounts.named(community, "ANNA@example.org"))
    assert accounts.of(community) == []
    with pytest.raises(EntityNotFound):
        accounts.named(community, "anna@example.org")


@pytest.mark.parametrize(
    ("name", "role", "password", "field"),
    [
        ("", Role.OWNER, PASSWORD, "name"),
        ("a\nb", Role.OWNER, PASSWORD, "name"),
        ("a" * 101, Role.OWNER, PASSWORD, "name"),
        ("anna", Role.APP, PASSWORD, "role"),
        ("anna", Role.OWNER, "eleven let.", "password"),
        ("anna", Role.OWNER, "a" * 1025, "password"),
        ("anna", Role.OWNER, "ﷺ" * 300, "password"),
        ("anna", Role.OWNER, "half of a letter \ud800", "password"),
    ],
)
def test_what_will_not_do_is_named(
    sqlite_documents: Documents, name: str, role: Role, password: str, field: str
) -> None:
    with pytest.raises(InvalidRequest) as refused:
        Accounts(sqlite_documents).add("club", name, role, password)
    assert refused.value.field == field
    assert sqlite_documents.count(ACCOUNTS) == 0


def test_a_password_is_the_same_however_it_is_typed(sqlite_documents: Documents) -> None:
    accounts = Accounts(sqlite_documents)
    composed, apart = "Zürich und Genf", "Zu\u0308rich und Genf"
    made = accounts.add("club", "anna", Role.OWNER, apart)
    assert accounts.proved(made, composed)
    assert not accounts.proved(made, "Zurich und Genf")
    assert not is_right(None, composed)
    assert not is_right(hash_of(""), "\ud800")


def test_a_hash_of_other_parameters_is_renewed_when_the_password_is_shown(
    sqlite_documents: Documents,
) -> None:
    accounts = Accounts(sqlite_documents)
    made = accounts.add("club", "anna", Role.OWNER, PASSWORD)
    weak = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
    found = sqlite_documents.get(ACCOUNTS, made.key)
    assert found is not None
    sqlite_documents.put(ACCOUNTS, made.key, found.value | {"password": weak})
    session = Sessions(sqlite_documents).begin(accounts.named("club", "anna"))
    assert accounts.proved(accounts.named("club", "anna"), PASSWORD)
    renewed = accounts.named("club", "anna")
    assert not is_outdated(renewed.password)
    assert session.startswith("ks_")
    assert renewed.stamp == made.stamp  # whoever is signed in stays so


def test_a_session_ends_by_time_and_with_its_account(documents: Documents, community: str) -> None:
    desk = SigningIn(documents, lambda _: True)
    with desk:
        desk.accounts.add(community, "anna", Role.VIEWER, PASSWORD)
        attempt = Attempt(community, "Anna", PASSWORD, HERE)
        token = desk.sign_in(attempt)
        digest = _digest(documents, token)
        found = desk.sessions.find(digest)
        assert found is not None
        assert found.expires == pytest.approx(time.time() + IDLE, abs=60)
        assert found.principal.scopes == SCOPES[Role.VIEWER]
        assert found.principal.csrf != found.digest
        assert documents.holding(token) == []
        changed = desk.change_password(attempt, PASSWORD + "!")
        assert desk.sessions.find(digest) is None
        assert desk.sessions.find(_digest(documents, changed)) is not None
        desk.accounts.remove(desk.accounts.named(community, "anna"))
        assert desk.sessions.find(_digest(documents, changed)) is None


def _digest(documents: Documents, token: str) -> str:
    digest = digest_of(token)
    assert documents.get(SESSIONS, digest) is not None
    return digest


def test_a_session_that_is_used_ends_after_its_longest_time(sqlite_documents: Documents) -> None:
    account = Accounts(sqlite_documents).add("club", "anna", Role.OWNER, PASSWORD)
    sessions = Sessions(sqlite_documents)
    digest = _digest(sqlite_documents, sessions.begin(account))
    found = sqlite_documents.get(SESSIONS, digest)
    assert found is not None
    long_ago = time.time() - LONGEST + 100
    sqlite_documents.put(SESSIONS, digest, found.value | {"began": long_ago, "seen": long_ago})
    session = sessions.find(digest)
    assert session is not None
    sessions.note_use(session)
    noted = sqlite_documents.get(SESSIONS, digest)
    assert noted is not None
    assert noted.expires == pytest.approx(time.time() + 100, abs=60)


def test_attempts_are_counted_by_account_and_by_address(sqlite_documents: Documents) -> None:
    attempts = Attempts(sqlite_documents)
    for _ in range(MOST_FOR_ACCOUNT):
        attempts.begin("anna", HERE)
    with pytest.raises(TooManyRequests) as refused:
        attempts.begin("anna", "10.0.0.1")
    assert 800 < refused.value.seconds <= 900
    attempts.begin("bert", HERE)
    attempts.succeeded("anna", HERE)
    attempts.begin("anna", HERE)
    for number in range(MOST_FROM_ADDRESS):
        attempts.begin(f"account {number}", f"2001:db8::{number:x}")
    with pytest.raises(TooManyRequests):
        attempts.begin("cleo", "2001:db8::ffff")  # of the same network
    attempts.begin("cleo", "2001:db9::1")


def test_whatever_is_wrong_the_refusal_is_the_same(sqlite_documents: Documents) -> None:
    with SigningIn(sqlite_documents, lambda community: community == "club") as desk:
        for community in ("club", "bakers"):
            desk.accounts.add(community, "anna", Role.OWNER, PASSWORD)
        shown = [
            Attempt("club", "anna", PASSWORD + "x", HERE),
            Attempt("club", "anna", "", HERE),
            Attempt("club", "anna", "x" * 5_000, HERE),
            Attempt("club", "nobody", PASSWORD, HERE),
            Attempt("club", "\ud800", PASSWORD, HERE),
            Attempt("bakers", "anna", PASSWORD, HERE),  # not served here
            Attempt("\ud800", "anna", PASSWORD, HERE),
        ]
        for attempt in shown:
            with pytest.raises(WrongPassword, match="the name or the password is not right"):
                desk.sign_in(attempt)
        assert sqlite_documents.count(SESSIONS) == 0
        assert desk.sign_in(Attempt("club", "ANNA ", PASSWORD, HERE))
