"""Why a request with an `Idempotency-Key` is not carried out."""

from __future__ import annotations

from graph.errors import InvalidRequest, KinpathError

HEADER = "Idempotency-Key"


class RequestInFlight(KinpathError):
    """The first request with the key is still being carried out.

    Attributes:
        seconds: after which asking again makes sense.
    """

    def __init__(self) -> None:
        self.seconds = 1
        super().__init__(
            f"a request with this {HEADER} is being carried out; ask again in a second"
        )


class KeyUsedOtherwise(InvalidRequest):
    """The key came with another request before."""

    def __init__(self) -> None:
        super().__init__(HEADER, "came with another request before; a new request needs a new key")


class OutcomeUnknown(KinpathError):
    """The first request with the key was cut off, or its answer could not be kept."""

    def __init__(self) -> None:
        super().__init__(
            f"the first request with this {HEADER} was cut off, and nobody knows whether it was "
            "carried out; look first, and send it with a new key if it was not"
        )


class AnswerNotKept(KinpathError):
    """The first request with the key was carried out, and its answer may not be told again."""

    def __init__(self) -> None:
        super().__init__(
            f"the request with this {HEADER} was carried out; its answer is not kept, because it "
            "told a secret, was too long, or named somebody who has been erased since"
        )
