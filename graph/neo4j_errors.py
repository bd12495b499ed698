"""What the Neo4j driver's errors mean for whoever called the store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from neo4j.exceptions import (
    AuthConfigurationError,
    AuthError,
    ConfigurationError,
    ConnectionAcquisitionTimeoutError,
    DriverError,
    Forbidden,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
)

from graph.errors import (
    InvalidStoreUrl,
    StoreAccessDenied,
    StoreError,
    StoreTimeout,
    StoreUnavailable,
)

_SECURITY = "Neo.ClientError.Security."
_TIMEOUTS = frozenset(
    {
        "TransactionTimedOut",
        "TransactionTimedOutClientConfiguration",
        "Terminated",
        "LockAcquisitionTimeout",
        "LockClientStopped",
    }
)
"""Last words of the codes by which a server says that a transaction took too long."""
_NO_DATABASE = "Neo.ClientError.Database.DatabaseNotFound"
_MADE_BY_OTHERS = frozenset(
    {"EquivalentSchemaRuleAlreadyExists", "IndexAlreadyExists", "ConstraintAlreadyExists"}
)
"""Last words of the codes by which a server says that somebody was faster to make an index."""
_SAID_AT_MOST = 300


class SchemaChanging(StoreError):
    """Another process makes the same indexes at the same moment; the next try finds them made."""


@contextmanager
def explained(url: str) -> Iterator[None]:
    """Turns any error of the driver or the server into one of Kinpath's.

    Raises:
        StoreAccessDenied: wrong user or password, or no right to do it.
        StoreTimeout: the server took too long.
        StoreUnavailable: nobody answers, or the connection broke.
        InvalidStoreUrl: the driver cannot read the address.
        SchemaChanging: others make the same indexes at the same time.
        StoreError: the server refused for another reason.
    """
    try:
        yield
    except (Neo4jError, DriverError) as error:
        raise _meaning(url, error) from error


def _meaning(url: str, error: Neo4jError | DriverError) -> StoreError:
    said = " ".join(str(getattr(error, "message", None) or error).split())[:_SAID_AT_MOST]
    if _is_timeout(error):
        return StoreTimeout(f"{url}: the call outlived its deadline; nothing of it was kept")
    if _is_refusal(error):
        return StoreAccessDenied(f"{url}: the user or the password is wrong, or lacks the right")
    if isinstance(error, Neo4jError) and error.code == _NO_DATABASE:
        return StoreUnavailable(f"{url}: the server has no database of that name")
    if isinstance(error, ServiceUnavailable | SessionExpired):
        return StoreUnavailable(f"{url}: the server cannot be reached; is it running? ({said})")
    if isinstance(error, ConfigurationError):
        return InvalidStoreUrl(f"{url}: the driver cannot use this address ({said})")
    refused = SchemaChanging if _last_word(error) in _MADE_BY_OTHERS else StoreError
    return refused(f"{url}: the database refused ({said}); nothing of the call was kept")


def _is_timeout(error: BaseException) -> bool:
    if isinstance(error, ConnectionAcquisitionTimeoutError):
        return True
    if _last_word(error) in _TIMEOUTS:
        return True
    # The driver says `unavailable` of a server that never answers; the cause tells them apart.
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, TimeoutError):
            return True
        cause = cause.__cause__
    return False


def _last_word(error: BaseException) -> str:
    return str(error.code).rpartition(".")[2] if isinstance(error, Neo4jError) else ""


def _is_refusal(error: Neo4jError | DriverError) -> bool:
    if isinstance(error, AuthError | Forbidden | AuthConfigurationError):
        return True
    return isinstance(error, Neo4jError) and str(error.code).startswith(_SECURITY)
