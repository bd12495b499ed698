"""Which community of a store is meant, and opening it."""

from __future__ import annotations

from api.settings import Settings
from graph.documents import Documents, open_documents
from graph.errors import CommunityNotFound, shortened
from graph.store import GraphStore, list_communities, open_store, without_password


def communities_of(settings: Settings) -> list[str]:
    """Ids of the communities in the store, sorted."""
    return list_communities(settings.store, password=settings.secret, deadline=settings.deadline)


def choose_community(settings: Settings) -> str:
    """The community that the settings name, else the only one in the store.

    Raises:
        CommunityNotFound: it is not there, or none was named and there is not exactly one.
    """
    present = communities_of(settings)
    where = without_password(settings.store)
    if settings.community is not None:
        if settings.community in present:
            return settings.community
        raise CommunityNotFound(
            f"no community {shortened(settings.community)} in {where}; {_listed(present)}"
        )
    if len(present) == 1:
        return present[0]
    if not present:
        raise CommunityNotFound(f"{where} holds no community yet; `kinpath load PATH` loads one")
    raise CommunityNotFound(
        f"{where} holds several communities, name one with --community; {_listed(present)}"
    )


def open_chosen(settings: Settings) -> GraphStore:
    """Open the community that the settings mean; it must be there."""
    return open_named(settings, choose_community(settings), create=False)


def open_named(settings: Settings, community: str, *, create: bool) -> GraphStore:
    """Open a community by its id; with `create`, it and its database are made when missing."""
    return open_store(
        settings.store,
        community,
        create=create,
        password=settings.secret,
        deadline=settings.deadline,
    )


def open_server_documents(settings: Settings) -> Documents:
    """Open the documents of the server itself, such as keys; they are made when missing."""
    return open_documents(
        settings.store, None, password=settings.secret, deadline=settings.deadline
    )


def open_documents_of(settings: Settings, community: str) -> Documents:
    """Open what the service keeps of a community besides what is known about it."""
    return open_documents(
        settings.store, community, password=settings.secret, deadline=settings.deadline
    )


def _listed(present: list[str], limit: int = 20) -> str:
    if not present:
        return "it holds none yet"
    shown = ", ".join(shortened(community) for community in present[:limit])
    return f"it holds {shown}" + (f" and {len(present) - limit} more" if present[limit:] else "")
