"""Every kind of problem that HTTP answers: what has happened, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

PREFIX = "/problems/"
"""Where the page of a kind is: its type is its address."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem.

    Attributes:
        status: of HTTP, with which it is answered.
        happened: what has happened.
        advice: what whoever asked can do.
    """

    status: int
    happened: str
    advice: str


_ADMIN = "Tell whoever runs the server; its log says more."
_LATER = "Ask again after as many seconds as `Retry-After` says."
_FIX = "Read `detail` and `errors`, change the request, and send it again."

KINDS: Mapping[str, Kind] = {
    # of HTTP itself
    "bad-request": Kind(400, "The request cannot be read.", _FIX),
    "forbidden": Kind(403, "What was shown does not entitle to this.", "Check the signature."),
    "not-found": Kind(
        404, "The address leads nowhere.", "Look at /docs, which lists what there is."
    ),
    "method-not-allowed": Kind(
        405, "The address is right, and the method is not.", "`Allow` says what is possible here."
    ),
    "unsupported-media-type": Kind(
        415, "The body is not of a type that is taken here.", "Send `application/json`."
    ),
    "internal-error": Kind(
        500, "Something went wrong in Kinpath itself.",
        "Report it with the `request_id`; the server's log has more under it.",
    ),
    "not-ready": Kind(503, "The server is starting, or had to stop.", _LATER),
    # the request
    "invalid-request": Kind(
        422, "Something in the request is missing, unknown or wrong. It is a 400 where the request "
        "as a whole cannot be read.", _FIX,
    ),
    "invalid-record": Kind(422, "A fact does not fit what communities can hold.", _FIX),
    "unknown-endpoint": Kind(
        422, "A relationship names somebody or something that is not there.",
        "Write what it names first.",
    ),
    "rows-refused": Kind(
        422, "Some of many rows cannot be used, and so none was written.",
        "`refusals` lists them by line. Mend them, or send all without `strict`.",
    ),
    "body-too-large": Kind(
        413, "The body is longer than is taken here.",
        "Send less at once; many rows go to `/v1/bulk`.",
    ),
    "entity-not-found": Kind(
        404, "The community holds nobody and nothing of that id. What is hidden or of another "
        "community looks the same.", "Check the id, and whether it was loaded.",
    ),
    "unknown-participant": Kind(
        404, "An event names somebody or something that is not there.", "Write it first.",
    ),
    "already-exists": Kind(409, "What was to be created is there.", "Change it, or `PUT` it."),
    "event-conflict": Kind(
        409, "An event of this id was told before, and said something else.",
        "Give the new one an id of its own.",
    ),
    "precondition-failed": Kind(
        412, "`If-Match` or `If-None-Match` does not hold: somebody else has changed it.",
        "Read it again, and decide anew.",
    ),
    "version-conflict": Kind(
        412, "Somebody else has changed it at the same moment.", "Read it again, and decide anew.",
    ),
    # sent again
    "request-in-flight": Kind(
        409, "A request with this `Idempotency-Key` is being carried out.", _LATER,
    ),
    "key-used-otherwise": Kind(
        422, "The `Idempotency-Key` came with another request before.",
        "Give each new request a new key.",
    ),
    "outcome-unknown": Kind(
        409, "The first request with this `Idempotency-Key` was cut off. Nobody knows whether it "
        "was carried out.", "Look whether it was; if not, send it with a new key.",
    ),
    "answer-not-kept": Kind(
        409, "The request with this `Idempotency-Key` was carried out. Its answer is not kept, "
        "since it told a secret, was too long, or named somebody who was erased.",
        "Read what it changed. Do not send it with a new key unless it shall be done again.",
    ),
    # data that is brought in
    "import-conflict": Kind(
        409, "The import is not in a state in which that can be done.", "`detail` says why.",
    ),
    "changed-since": Kind(
        409, "Somebody has changed what the import wrote.", "Look at it, and decide anew.",
    ),
    "load-error": Kind(422, "The data cannot be brought in.", _FIX),
    "unknown-source": Kind(422, "The data is of no kind that is known here.", _FIX),
    "bad-row": Kind(422, "A row of the data cannot be used.", _FIX),
    # jobs
    "job-not-done": Kind(409, "The job has no result yet, or none at all.", "Look at the job."),
    "file-gone": Kind(
        410, "The file that a job made is not kept any more: a day has gone, others came after it, "
        "or a member was erased.", "Begin the job anew.",
    ),
    "result-withdrawn": Kind(
        410, "The result names somebody who has hidden, withdrawn or gone since.",
        "Begin the job anew.",
    ),
    "too-many-jobs": Kind(429, "So many jobs wait that no more are taken.", _LATER),
    # who asks
    "not-signed-in": Kind(
        401, "Nobody knows who asks. It says the same whatever is wrong with what was shown.",
        "Send `Authorization: Bearer` with a key that is valid here.",
    ),
    "not-allowed": Kind(
        403, "Who asks is known, and may not do this.", "Ask the owner of the community.",
    ),
    "scope-missing": Kind(
        403, "The key or account was not made for this.",
        "`detail` names the scope; ask the owner of the community for a key that has it.",
    ),
    "account-exists": Kind(
        409, "There is an account of this name.", "Take another name, or change that account.",
    ),
    "last-owner": Kind(
        409, "Without this account nobody could sign in who may do everything in the community.",
        "Make another account an owner first.",
    ),
    "wrong-password": Kind(422, "The name or the password is not right.", "Try again."),
    "provider-failed": Kind(
        422, "The organisation's provider did not answer as it should, so nobody was signed in.",
        "Try again, or sign in with a password; tell whoever runs the server if it stays so.",
    ),
    "too-many-requests": Kind(429, "The key has asked too often.", _LATER),
    "server-busy": Kind(
        503, "More is asked than can be answered in time, so this was not even begun.", _LATER,
    ),
    # what the server needs
    "community-not-found": Kind(503, "The store does not hold the community.", _ADMIN),
    "snapshot-invalid": Kind(503, "What answers are made from is damaged.", _ADMIN),
    "not-enough-memory": Kind(503, "The community would not fit into memory.", _ADMIN),
    "weights-invalid": Kind(503, "The learned weights cannot be read.", _ADMIN),
    "store-error": Kind(503, "The database has failed.", _LATER),
    "invalid-store-url": Kind(503, "The address of the database is wrong.", _ADMIN),
    "store-unavailable": Kind(503, "The database cannot be reached.", _LATER),
    "store-access-denied": Kind(503, "The database does not let the server in.", _ADMIN),
    "schema-too-new": Kind(503, "A newer Kinpath has written the database.", _ADMIN),
    "schema-changing": Kind(503, "Another process is preparing the database.", _LATER),
    "store-timeout": Kind(504, "The database took longer than it may.", "Ask again in a while."),
    "model-error": Kind(503, "Texts cannot be compared.", _ADMIN),
    "model-not-found": Kind(503, "The model that compares texts is not there.", _ADMIN),
    "model-damaged": Kind(503, "The model that compares texts is damaged.", _ADMIN),
}  # fmt: skip
"""By the last part of their type."""


def title_of(name: str) -> str:
    """`not-found` in words."""
    return name.replace("-", " ").capitalize()


def as_markdown() -> str:
    """The page of the documentation."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Problems"
    yield ""
    yield "Every error of the [HTTP API](api.md#errors) is a problem as in RFC 9457."
    yield "Its `type` is an address: the server that answered it tells there what is said here,"
    yield "also to whoever has no key."
    for name, kind in KINDS.items():
        yield ""
        yield f"## {title_of(name)}"
        yield ""
        yield f"`{PREFIX}{name}`, status {kind.status}. {kind.happened}"
        yield ""
        yield f"What to do: {kind.advice}"
