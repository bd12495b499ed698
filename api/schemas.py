"""The shapes of bodies and answers, as OpenAPI tells them.

Requests and events are read by `matcher.request_json` and `api.events`, for HTTP and files alike;
their shapes here tell readers and generated clients what those accept.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Discriminator, Field, SkipValidation, Tag

from api.events import MAX_EVENTS
from matcher.request import DEFAULT_COUNT, MAX_COUNT

MAX_REQUESTS = 1_000
"""Questions that one request may ask."""

_MEMBER = "Who asks: an id such as `member:ada`, or `ada`."
_GOAL = (
    "`mentors`, `peers`, `next_steps`, or one kind alone: `content`, `activities`, `groups`, "
    "`skills`, `members`."
)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Question(_Strict):
    """Who, or what, suits this member, this text, these seeds, or all of them?"""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"goal": "mentors", "member": "ada", "k": 5}]}
    )

    id: str | None = Field(None, description="Your name for the question; it stands in the answer.")
    goal: str = Field(description=_GOAL)
    member: str | None = Field(None, description=_MEMBER)
    text: str | None = Field(None, description="What is asked, in free words.")
    seeds: list[str] | None = Field(None, description="Ids of what the question is about.")
    candidates: list[str] | None = Field(
        None, description="Rank every one of these that is eligible, and nothing else."
    )
    exclude: list[str] | None = Field(None, description="Ids that are never recommended.")
    k: int | None = Field(DEFAULT_COUNT, ge=1, le=MAX_COUNT, description="Results at most.")
    as_of: str | None = Field(
        None, description="ISO 8601: answer from what was known before that time."
    )


class Questions(_Strict):
    """Many questions at once; one that cannot be answered gets an `error` in its place."""

    requests: list[SkipValidation[Question]] = Field(min_length=1, max_length=MAX_REQUESTS)


class Event(_Strict):
    """Somebody did something with somebody or something."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "like-91",
                    "actor": "member:ada",
                    "verb": "like",
                    "object": "content:12",
                    "at": "2026-01-31T12:00:00Z",
                }
            ]
        }
    )

    id: str | None = Field(
        None, description="Telling an event of the same id again changes nothing."
    )
    actor: str = Field(description="The member who did it.")
    verb: str = Field(
        description="`view`, `like`, `create`, `join`, `accept`, `leave`, `dismiss`, `complete`, "
        "`rate`, `lead`, …; towards a member `follow`, `connect`, `help`, `mentor`, `invite`, "
        "`accept`, `reject`, `block`, `endorse`. Another verb is kept, and carries no weight."
    )
    object: str = Field(description="Id of a member, content, activity, group or skill.")
    at: str | None = Field(None, description="ISO 8601, when it happened; now when absent.")
    value: float | str | None = Field(None, description="Such as the stars of `rate`.")


class Edge(BaseModel):
    """A relationship that exists, in its own direction."""

    kind: str = Field(examples=["CREATED"])
    source: str = Field(examples=["member:ada"])
    target: str = Field(examples=["content:12"])
    verb: str | None = None
    at: str | None = None


class Path(BaseModel):
    """A way through the graph from who or what asks to what is recommended."""

    nodes: list[str]
    names: list[str] = Field(description="What people call the nodes.")
    edges: list[Edge] = Field(description="`edges[i]` joins `nodes[i]` and `nodes[i + 1]`.")
    strength: float = Field(description="Product of the probabilities of its steps, 0-1.")


class EvidencePiece(BaseModel):
    """Something that the recommended did, or is about, and that counts."""

    id: str = Field(examples=["content:12"])
    name: str
    worth: float = Field(
        description="By how much the score falls without it, as far as it is a sum over evidence."
    )


class Explanation(BaseModel):
    """Why something is recommended."""

    shares: dict[str, float] = Field(description="Each feature's part; they sum to the score.")
    evidence: list[EvidencePiece] = Field(description="What counts most, most first.")
    paths: list[Path]
    reasons: list[str] = Field(description="Plain sentences, most telling first.")


class Result(BaseModel):
    """One recommendation."""

    id: str = Field(examples=["member:bob"])
    name: str = Field(examples=["Bob"])
    rank: int = Field(examples=[1])
    score: float = Field(description="Comparable within one answer only; not a probability.")
    fit: float = Field(description="How well it suits whoever else there is; compares questions.")
    probability: float | None = Field(
        default=None,
        description="That it turns out right; only where the community's past allows to say so.",
    )
    explanation: Explanation


class Answer(BaseModel):
    """Recommendations, best first."""

    id: str
    results: list[Result]
    revision: int = Field(description="The community's revision that the answer was made from.")
    model: str = Field(description="Name of the weights.")


class ProblemPlace(BaseModel):
    """Where in the request something is wrong, and what; one of the three says where."""

    pointer: str | None = Field(None, description="Into the body (RFC 6901).", examples=["#/k"])
    parameter: str | None = Field(None, description="A parameter of the path or the query.")
    header: str | None = None
    detail: str = Field(examples=["k must be from 1 to 1000"])


class Problem(BaseModel):
    """An error, as in RFC 9457."""

    type: str = Field(
        description="The address of a page that says what it means and what to do.",
        examples=["/problems/invalid-request"],
    )
    title: str = Field(examples=["Invalid request"])
    status: int = Field(examples=[422])
    detail: str = Field(examples=["k must be from 1 to 1000"])
    field: str | None = Field(None, description="What is wrong in the request.", examples=["k"])
    errors: list[ProblemPlace] | None = Field(None, description="All that is wrong, and where.")


class Refusal(BaseModel):
    """What stands in place of an answer to a question that cannot be answered."""

    id: str | None
    error: Problem


class Answers(BaseModel):
    """One answer or refusal for each question, in their order."""

    answers: list[Answer | Refusal]


class Recorded(BaseModel):
    """Events that are now in the store."""

    accepted: int = Field(description="How many events were told.")
    created: int = Field(description="How many of them are new.")
    updated: int = Field(description="How many, told without an id, have a greater value now.")
    unchanged: int = Field(description="How many were there already.")
    revision: int = Field(description="The community's revision afterwards.")
    unknown_verbs: list[str] = Field(description="Kept, but without weight in matching.")


class Health(BaseModel):
    """The process is alive."""

    status: str = Field(examples=["ok"])


class Readiness(BaseModel):
    """The store answers and its snapshot is loaded; which one, as long as nobody needs a key."""

    status: str = Field(examples=["ready"])
    community: str | None = None
    revision: int | None = None


def _one_or_many(many_when: type) -> Any:
    """Tells a body that asks for many things from one that asks for one."""

    def tag(body: object) -> str:
        if many_when is dict:
            return "many" if isinstance(body, dict) and "requests" in body else "one"
        return "many" if isinstance(body, list) else "one"

    return Discriminator(tag)


QuestionBody = Annotated[
    Annotated[SkipValidation[Question], Tag("one")] | Annotated[Questions, Tag("many")],
    _one_or_many(dict),
]
EventBody = Annotated[
    Annotated[SkipValidation[Event], Tag("one")]
    | Annotated[
        list[SkipValidation[Event]], Field(min_length=1, max_length=MAX_EVENTS), Tag("many")
    ],
    _one_or_many(list),
]
