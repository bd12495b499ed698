"""Made by `make client`: the operations on recommendations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from api.client.calls import NOT_SAID, Calls
from api.client.told import Told


class Answer(Told):
    """Recommendations, best first."""

    id: str
    results: tuple[Result, ...]
    revision: int
    """The community's revision that the answer was made from."""
    model: str
    """Name of the weights."""


class Answers(Told):
    """One answer or refusal for each question, in their order."""

    answers: tuple[Answer | Refusal, ...]


class Change(Told):
    """What would bring somebody or something into the answer."""

    kind: str
    """`feature`, `rule`, `candidate` or `variety`."""
    names: tuple[str, ...]
    """The feature, or the rules."""
    words: str
    """The same as a plain sentence."""
    rank: int
    """The place in the answer that asking again gave."""
    before: float | None
    """The feature as it is."""
    after: float | None
    """What it would have to be."""
    confirmed: bool
    """The question was asked again with this change."""


class Compared(Told):
    """A candidate as it was scored."""

    id: str
    name: str
    rank: int
    """By score alone."""
    score: float
    shares: dict[str, float]
    """Each feature's part; they sum to the score."""


class Edge(Told):
    """A relationship that exists, in its own direction."""

    kind: str
    source: str
    target: str
    verb: str | None = None
    at: str | None = None


class EvidencePiece(Told):
    """Something that the recommended did, or is about, and that counts."""

    id: str
    name: str
    worth: float
    """By how much the score falls without it, as far as it is a sum over evidence."""


class Explanation(Told):
    """Why something is recommended."""

    shares: dict[str, float]
    """Each feature's part; they sum to the score."""
    evidence: tuple[EvidencePiece, ...]
    """What counts most, most first."""
    paths: tuple[Path, ...]
    reasons: tuple[str, ...]
    """Plain sentences, most telling first."""


class Path(Told):
    """A way through the graph from who or what asks to what is recommended."""

    nodes: tuple[str, ...]
    names: tuple[str, ...]
    """What people call the nodes."""
    edges: tuple[Edge, ...]
    """`edges[i]` joins `nodes[i]` and `nodes[i + 1]`."""
    strength: float
    """Product of the probabilities of its steps, 0-1."""


class Problem(Told):
    """An error, as in RFC 9457."""

    type: str
    """The address of a page that says what it means and what to do."""
    title: str
    status: int
    detail: str
    field: str | None = None
    """What is wrong in the request."""
    errors: tuple[ProblemPlace, ...] | None = None
    """All that is wrong, and where."""


class ProblemPlace(Told):
    """Where in the request something is wrong, and what; one of the three says where."""

    pointer: str | None = None
    """Into the body (RFC 6901)."""
    parameter: str | None = None
    """A parameter of the path or the query."""
    header: str | None = None
    detail: str


class Refusal(Told):
    """What stands in place of an answer to a question that cannot be answered."""

    id: str | None
    error: Problem


class Result(Told):
    """One recommendation."""

    id: str
    name: str
    rank: int
    score: float
    """Comparable within one answer only; not a probability."""
    fit: float
    """How well it suits whoever else there is; compares questions."""
    probability: float | None = None
    """That it turns out right; only where the community's past allows to say so."""
    explanation: Explanation


class WhyNotAnswer(Told):
    """Why somebody or something is not in an answer."""

    id: str
    status: str
    """`not_seen`, `other_kind`, `excluded`, `not_proposed`, `too_alike`, `outranked` or `shown`."""
    reason: str
    """The same as a plain sentence."""
    rule: str | None
    """The first rule that says no."""
    asked_for: Compared | None
    last_shown: Compared | None
    """The last one in the answer."""
    candidates: int | None
    """Among how many it was ranked."""
    gap: float | None
    """How much lower than the last one shown it scores."""
    change: Change | None
    """The smallest change found; null when none is."""
    revision: int


class RecommendationsOperations(Calls):
    """The operations on recommendations, one method each."""

    def recommend_for_member(
        self, member: str, *, goal: str, k: int | None = None, as_of: str | None = None
    ) -> Answer:
        """Recommend for one member.

        Who or what suits a member, best first, and why.
        """
        return self.call(
            "GET",
            f"/v1/members/{self.part(member)}/recommendations",
            "Answer",
            query={"goal": goal, "k": k, "as_of": as_of},
        )

    def recommend(
        self,
        *,
        goal: str,
        id: str | None = NOT_SAID,
        member: str | None = NOT_SAID,
        text: str | None = NOT_SAID,
        seeds: Iterable[str] | None = NOT_SAID,
        candidates: Iterable[str] | None = NOT_SAID,
        exclude: Iterable[str] | None = NOT_SAID,
        k: int | None = NOT_SAID,
        as_of: str | None = NOT_SAID,
    ) -> Answer:
        """Answer one question, or up to 1,000.

        A member, a text and seeds may ask, alone or together.

        With `{"requests": [...]}` the answer is `{"answers": [...]}` in the same order, from one
        revision of the community; a question that cannot be answered has an `error` in its
        place.
        """
        return self.call(
            "POST",
            "/v1/recommendations",
            "Answer",
            body={
                "id": id,
                "goal": goal,
                "member": member,
                "text": text,
                "seeds": seeds,
                "candidates": candidates,
                "exclude": exclude,
                "k": k,
                "as_of": as_of,
            },
        )

    def recommend_many(self, requests: Iterable[Mapping[str, Any]]) -> Answers:
        """Answer one question, or up to 1,000.

        A member, a text and seeds may ask, alone or together.

        With `{"requests": [...]}` the answer is `{"answers": [...]}` in the same order, from one
        revision of the community; a question that cannot be answered has an `error` in its
        place.
        """
        return self.call(
            "POST", "/v1/recommendations", "Answers", body={"requests": list(requests)}
        )

    def why_not(
        self,
        *,
        goal: str,
        entity: str,
        id: str | None = NOT_SAID,
        member: str | None = NOT_SAID,
        text: str | None = NOT_SAID,
        seeds: Iterable[str] | None = NOT_SAID,
        candidates: Iterable[str] | None = NOT_SAID,
        exclude: Iterable[str] | None = NOT_SAID,
        k: int | None = NOT_SAID,
        as_of: str | None = NOT_SAID,
    ) -> WhyNotAnswer:
        """Why somebody or something is not in an answer.

        The rule that says no, or the shares beside those of the last one shown.

        `change` is the smallest change found that brings it in; asking again with it did.
        Whoever the asker may not see is answered for exactly as an id that does not exist.
        """
        return self.call(
            "POST",
            "/v1/why-not",
            "WhyNotAnswer",
            body={
                "id": id,
                "goal": goal,
                "member": member,
                "text": text,
                "seeds": seeds,
                "candidates": candidates,
                "exclude": exclude,
                "k": k,
                "as_of": as_of,
                "entity": entity,
            },
        )
