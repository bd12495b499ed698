"""Where a Neo4j is, read from a store's URL, and who asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from graph.errors import InvalidStoreUrl, shortened
from graph.store import without_password

DEFAULT_USER = "neo4j"
DEFAULT_PORT = 7687


@dataclass(frozen=True, slots=True)
class Neo4jAddress:
    """A server, a database in it, and a user.

    Attributes:
        shown: the URL fit for a message.
        server: the URL as the driver takes it, without user and database.
        user: who asks.
        password: of the user; empty where the server asks for none.
        database: its name; None means the user's home database.
    """

    shown: str
    server: str
    user: str
    password: str = field(repr=False)
    database: str | None


def parse_address(url: str, password: str | None) -> Neo4jAddress:
    """Read `neo4j://user:password@host:7687/database`; `password` wins over the URL's own.

    Raises:
        InvalidStoreUrl: it names no host, an impossible port, or more than one database.
    """
    scheme = url.partition("://")[0]
    try:
        shown = without_password(url)
        parts = urlsplit(url)
        port = parts.port or DEFAULT_PORT
    except ValueError as error:
        # What cannot be read cannot be shown either: a password may stand anywhere in it.
        raise InvalidStoreUrl(f"the address behind {scheme}:// is not a URL: {error}") from None
    if not parts.hostname:
        raise InvalidStoreUrl(
            f"store {shortened(shown)} names no host; write {parts.scheme}://user@host:{port}"
        )
    database = unquote(parts.path.strip("/"))
    if "/" in database or parts.fragment:
        raise InvalidStoreUrl(
            f"store {shortened(shown)} has more behind the host than the name of a database"
        )
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    query = f"?{parts.query}" if parts.query else ""
    return Neo4jAddress(
        shown,
        f"{parts.scheme}://{host}:{port}{query}",
        unquote(parts.username or DEFAULT_USER),
        unquote(parts.password or "") if password is None else password,
        database or None,
    )
