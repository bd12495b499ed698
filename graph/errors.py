"""Every error that Kinpath raises on purpose, as one tree.

::

    KinpathError
    ├── InvalidRecord            a fact that the schema does not allow (field, reason)
    │   └── UnknownEndpoint      a relationship that names an entity nobody has written
    ├── EntityNotFound           asked for something that this community does not hold
    ├── VersionConflict          what was to be replaced has changed meanwhile (wanted, present)
    ├── CommunityNotFound        no community of that id in the store, or none at all
    ├── StoreError               the database
    │   ├── InvalidStoreUrl
    │   ├── StoreUnavailable     cannot be reached, opened or written
    │   ├── StoreAccessDenied    wrong user or password
    │   ├── StoreTimeout         a call outlived its deadline
    │   └── SchemaTooNew         written by a newer Kinpath
    ├── SnapshotInvalid          damaged, of another format or of another community
    ├── NotEnoughMemory          a snapshot that would not fit (needed, there_is)
    ├── WeightsInvalid           a file of learned weights: missing, damaged, of another format
    ├── ModelError               embeddings
    │   ├── ModelNotFound
    │   └── ModelDamaged         the weights' checksum differs
    ├── LoadError                outside data
    │   ├── UnknownSource        no loader recognises this path
    │   └── BadRow               the first bad row under --strict
    └── InvalidRequest           a question that cannot be answered as it stands (field, reason)

Messages say what is wrong, where, and what to do next; they never hold a password.
"""

from __future__ import annotations


class KinpathError(Exception):
    """The root: catch this to catch everything Kinpath raises on purpose."""


class InvalidRecord(KinpathError):
    """A fact that the schema does not allow.

    Attributes:
        record: the id or ends of the offending record, as text.
        field: the field that is wrong.
        reason: why.
    """

    def __init__(self, record: str, field: str, reason: str) -> None:
        self.record, self.field, self.reason = record, field, reason
        super().__init__(f"{shortened(record)}: {field} {reason}")


class UnknownEndpoint(InvalidRecord):
    """A relationship that names an entity which was never written."""

    def __init__(self, record: str, field: str, entity: str) -> None:
        self.entity = entity
        super().__init__(record, field, f"names {shortened(entity)}, which does not exist")


class EntityNotFound(KinpathError):
    """No such entity in this community."""

    def __init__(self, entity: str, community: str) -> None:
        self.entity, self.community = entity, community
        super().__init__(
            f"no {shortened(entity)} in community {shortened(community)}; was it loaded?"
        )


class VersionConflict(KinpathError):
    """A document that is no longer, or not yet, in the version that was to be replaced.

    Attributes:
        document: its collection and key.
        wanted: the version that was named; 0: it must not be there.
        present: the version that is there; 0: none.
    """

    def __init__(self, document: str, wanted: int, present: int) -> None:
        self.document, self.wanted, self.present = document, wanted, present
        there = f"is in version {present}" if present else "is not there"
        super().__init__(
            f"{shortened(document)} {there}, not in version {wanted}; read it and do it again"
            if wanted
            else f"{shortened(document)} is there already, in version {present}"
        )


class CommunityNotFound(KinpathError):
    """The store holds no community of that id, or none at all, or several and none was named."""


class StoreError(KinpathError):
    """Something is wrong with the database."""


class InvalidStoreUrl(StoreError):
    """The store's address cannot be understood."""


class StoreUnavailable(StoreError):
    """The store cannot be reached, opened or written."""


class StoreAccessDenied(StoreError):
    """The store refused the user or the password."""


class StoreTimeout(StoreError):
    """A call to the store outlived its deadline; what was in flight was rolled back."""


class SchemaTooNew(StoreError):
    """The store was written by a newer Kinpath."""

    def __init__(self, where: str, found: int, known: int) -> None:
        self.found, self.known = found, known
        super().__init__(
            f"{where} has schema version {found}, but this Kinpath knows versions up to {known}; "
            "upgrade Kinpath to open it (nothing was changed)"
        )


class SnapshotInvalid(KinpathError):
    """A snapshot that is damaged, of another format, or of another community."""


class NotEnoughMemory(KinpathError):
    """Something that would not fit into memory; nothing was allocated for it.

    Attributes:
        needed: bytes that it would take.
        there_is: bytes that there are for it.
    """

    def __init__(self, what: str, needed: int, there_is: int) -> None:
        self.needed, self.there_is = needed, there_is
        super().__init__(
            f"{what} would take about {needed / 1e6:,.0f} MB of memory, "
            f"and there are {there_is / 1e6:,.0f} MB; end other programs, or use a larger machine"
        )


class WeightsInvalid(KinpathError):
    """Learned weights that are missing, damaged, of another format, or of another community."""

    def __init__(self, where: object, reason: str) -> None:
        super().__init__(f"the weights {shortened_place(where)}: {reason}")


class ModelError(KinpathError):
    """Something is wrong with the embedding model."""


class ModelNotFound(ModelError):
    """The embedding model is not installed."""


class ModelDamaged(ModelError):
    """The embedding model's weights do not have the expected checksum."""


class LoadError(KinpathError):
    """Outside data that cannot be loaded."""


class UnknownSource(LoadError):
    """No loader recognises this path."""


class BadRow(LoadError):
    """The first bad row of a strict load; nothing was written."""


class InvalidRequest(KinpathError):
    """A question that cannot be answered as it stands.

    Attributes:
        field: the field of the request that is wrong.
        reason: why.
    """

    def __init__(self, field: str, reason: str) -> None:
        self.field, self.reason = field, reason
        super().__init__(f"{field} {reason}")


def shortened(text: str, limit: int = 120) -> str:
    """`text` quoted for a message, cut to `limit` characters."""
    return repr(text if len(text) <= limit else text[: limit - 1] + "…")


def shortened_place(where: object, limit: int = 120) -> str:
    """A path quoted for a message, cut to its last `limit` characters: the file's name is there."""
    text = str(where)
    return repr(text if len(text) <= limit else "…" + text[1 - limit :])
