"""What a change of a resource may be refused for."""

from __future__ import annotations

from graph.errors import KinpathError, shortened


class AlreadyExists(KinpathError):
    """What was to be created is there."""

    def __init__(self, name: str, local: str) -> None:
        super().__init__(f"there is a {name} {shortened(local)} already; PUT replaces it")


class PreconditionFailed(KinpathError):
    """`If-Match` or `If-None-Match` does not hold; nothing was changed.

    Attributes:
        field: the header.
    """

    def __init__(self, header: str, name: str, local: str) -> None:
        self.field = header
        super().__init__(
            f"{name} {shortened(local)} is not what {header} says: somebody changed it, or it is "
            "there already; read it again"
        )
