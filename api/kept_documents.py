"""What a service keeps besides communities, in the database of an open one."""

from __future__ import annotations

from api.settings import Settings
from graph.documents import Documents, open_documents
from graph.store import GraphStore, without_password


def documents_beside(store: GraphStore, settings: Settings, community: str | None) -> Documents:
    """The documents of a community, or the server's own (None), where the store lies.

    Raises:
        KinpathError: the database cannot be opened.
    """
    # An address may hold a password, which an open store does not tell.
    same = without_password(settings.store) == store.url
    return open_documents(
        settings.store if same else store.url,
        community,
        password=settings.secret,
        deadline=settings.deadline,
    )
