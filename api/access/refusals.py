"""Why somebody is not let in, or has to wait."""

from __future__ import annotations

from collections.abc import Iterable

from graph.errors import KinpathError


class NotSignedIn(KinpathError):
    """Nobody knows who asks; it says the same whatever was wrong with what they showed."""

    def __init__(self) -> None:
        super().__init__(
            "a key is needed that is valid here: `Authorization: Bearer kp_…`; "
            "`kinpath keys create` makes one"
        )


class WrongPassword(KinpathError):
    """Somebody could not be signed in; it says the same whatever was wrong."""

    def __init__(self) -> None:
        super().__init__("the name or the password is not right")


class NotAllowed(KinpathError):
    """Who asks is known, and may not do this."""


class ScopeMissing(NotAllowed):
    """The key or account was not made for this."""

    def __init__(self, missing: Iterable[str]) -> None:
        scopes = ", ".join(f"`{scope}`" for scope in missing)
        super().__init__(f"this needs the scope {scopes}, which the key or account does not have")


class TooManyRequests(KinpathError):
    """So many requests were made with a key that it has to wait.

    Attributes:
        seconds: until the next request can be answered.
    """

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(f"too many requests; ask again in {seconds} s")


class ServerBusy(KinpathError):
    """So many requests wait that one more would wait for too long."""

    def __init__(self) -> None:
        super().__init__("the server has more to answer than it can; ask again in a second")
