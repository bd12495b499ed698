"""Whether a server asks who it is: never until the first key or account is made, then always."""

from __future__ import annotations

import ipaddress

from api.communities import choose_community, communities_of, open_server_documents
from api.settings import Settings
from graph.documents import Documents
from graph.errors import KinpathError

_COLLECTION = "access"
_MARK = "asked"


class KeyNeeded(KinpathError):
    """A server that others could reach, and nobody would be asked who they are."""

    def __init__(self, host: str) -> None:
        super().__init__(
            f"{host} can be reached from other machines, and there is neither a key nor an account "
            "yet, so that anybody could read and change everything; make one with `kinpath keys "
            "create` or `kinpath accounts add`, or listen on 127.0.0.1"
        )


def is_asked(documents: Documents) -> bool:
    """Whether a key or a session is needed.

    It stays so when the last one ends: a key that expires must not open the door to everybody.
    """
    return documents.get(_COLLECTION, _MARK) is not None


def ask_from_now_on(documents: Documents) -> None:
    """Have every server on these documents ask, within a second."""
    documents.add(_COLLECTION, _MARK, {})


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def open_for_serving(settings: Settings) -> tuple[str | None, Documents]:
    """The community that is asked for first, and the documents of the server.

    It is the one that the settings mean. Where a key tells which community is meant, the settings
    need not name one of several; then there is no first one.

    Raises:
        KinpathError: the store cannot be opened, or does not hold what the settings mean.
        KeyNeeded: others could reach the server, and nobody would be asked who they are.
    """
    present = communities_of(settings)
    several = settings.community is None and len(present) > 1
    first = None if several else choose_community(settings)
    documents = open_server_documents(settings)
    try:
        if not is_asked(documents):
            first = choose_community(settings)
            if not is_loopback(settings.host):
                raise KeyNeeded(settings.host)
    except BaseException:
        documents.close()
        raise
    return first, documents
