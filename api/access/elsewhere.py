"""From a provider's word to a session: what is kept meanwhile, and whose account it is."""

from __future__ import annotations

import time
from dataclasses import dataclass

from api.access.accounts import Account, Accounts, account_key
from api.access.openid import Flow, Provider, ProviderFailed
from api.access.refusals import WrongPassword
from api.access.sessions import Sessions
from api.access.tokens import digest_of
from graph.documents import Documents

FLOWS = "openid_flows"
"""The collection of the server's documents that holds sign-ins under way."""
PATIENCE = 600.0
"""Seconds that somebody may take to sign in elsewhere."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants who is sent elsewhere.

    Attributes:
        community: which is theirs.
        back: the page that they want to see.
        redirect: where the provider is to send them.
    """

    community: str
    back: str
    redirect: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody who was signed in elsewhere; `token` is that of their session."""

    token: str
    account: Account
    wanted: Wanted


class Elsewhere:
    """The door for those who sign in at a provider.

    Args:
        documents: the server's own.
        provider: where they sign in.
    """

    def __init__(self, documents: Documents, provider: Provider) -> None:
        self._documents = documents
        self._provider = provider
        self._accounts = Accounts(documents)
        self._sessions = Sessions(documents)

    def begin(self, wanted: Wanted) -> tuple[str, str]:
        """Where to send somebody, and what their browser has to bring back.

        Raises:
            ProviderFailed: the provider cannot be reached.
        """
        flow = Flow.drawn()
        address = self._provider.address(flow, wanted.redirect)
        kept = {
            "nonce": flow.nonce, "verifier": flow.verifier, "community": wanted.community,
            "back": wanted.back, "redirect": wanted.redirect,
        }  # fmt: skip
        expires = time.time() + PATIENCE
        self._documents.add(FLOWS, digest_of(flow.state), kept, expires=expires)
        return address, flow.state

    def finish(self, state: str, brought: bytes, code: str) -> SignedIn:
        """Sign somebody in who came back.

        Args:
            state: as the provider sent it along.
            brought: what the browser was given when it left.
            code: which the provider exchanges for a token.

        Raises:
            ProviderFailed: it is not the browser that left, it came back twice, or the provider
                does not vouch for anybody.
            WrongPassword: there is no account for them here.
        """
        key = digest_of(state.encode(errors="replace"))
        found = self._documents.get(FLOWS, key) if digest_of(brought) == key else None
        if found is None or not self._documents.remove(FLOWS, key):
            raise ProviderFailed("this sign-in was begun elsewhere, or too long ago")
        said = found.value
        wanted = Wanted(said["community"], said["back"], said["redirect"])
        flow = Flow(state, said["nonce"], said["verifier"])
        person = self._provider.person(flow, code, wanted.redirect)
        for name in person.names:
            account = self._accounts.find(account_key(wanted.community, name))
            if account is None or account.is_disabled:
                continue
            if account.subject in ("", person.subject):
                # Whoever gets this address one day is not taken for them.
                account = self._accounts.bind(account, person.subject)
                return SignedIn(self._sessions.begin(account), account, wanted)
        raise WrongPassword
