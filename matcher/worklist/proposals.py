"""What was proposed before: kept in the store beside everything else, and heeded by later lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from graph.errors import EntityNotFound, InvalidRequest
from graph.records import EntityId, Relationship, isoformat, kind_of
from graph.schema import EntityKind, RelationshipKind
from graph.store import GraphStore, WriteReport
from matcher.worklist.entries import Act, Cause, Worklist
from matcher.worklist.hold_out import entry_id

KEY = "worklist:"
"""Begins the key of a relationship that keeps a proposal; the entry's id follows."""
VERB = "proposed"
"""A verb without weight in matching: being proposed is no deed of anybody."""
RESULTS = ("done", "skip")
PROMISE_DAYS = 28
"""A mentor's place that was proposed is taken for so many days, unless it was skipped."""
PAIR_DAYS = 180
"""Days for which the same is not proposed to the same member again."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An entry that was on a list, or was held out of it, or what somebody introduced by hand."""

    id: str
    at: datetime
    act: Act
    cause: Cause
    member: EntityId
    target: EntityId
    held_out: bool
    result: str = ""
    result_at: str = ""
    by_hand: bool = False
    result_by: str = ""

    @property
    def people(self) -> tuple[EntityId, ...]:
        """Whom it asks something of."""
        return tuple(m for m in (self.member, self.target) if kind_of(m) is EntityKind.MEMBER)

    def kept(self) -> Relationship:
        """The relationship that keeps it."""
        said: dict[str, str | bool] = {
            "verb": VERB, "act": self.act.value, "cause": self.cause.value,
            "held_out": self.held_out,
        }  # fmt: skip
        if self.result:
            said |= {"result": self.result, "result_at": self.result_at}
        if self.result_by:
            said["result_by"] = self.result_by
        if self.by_hand:
            said["by_hand"] = True
        key = f"{KEY}{self.id}"
        return Relationship(RelationshipKind.RELATED, self.member, self.target, key, self.at, said)


def remember(store: GraphStore, worklist: Worklist) -> WriteReport:
    """Keep what the list proposes and what it holds out; what is kept already stays as it is."""
    known = {proposal.id for proposal in proposals(store)}
    new = [
        Proposal(
            entry.id, worklist.at, entry.act, entry.cause, entry.member.id, entry.target.id, held
        ).kept()
        for entries, held in ((worklist.entries, False), (worklist.held_out, True))
        for entry in entries
        if entry.id not in known
    ]
    return store.write(new)


def proposals(store: GraphStore) -> list[Proposal]:
    """All that was ever proposed or held out, the earliest first."""
    edges = store.relationships(RelationshipKind.RELATED)
    found = [_proposal(edge) for edge in edges if _is_proposal(edge)]
    return sorted(found, key=lambda proposal: (proposal.at, proposal.id))


def conclude(store: GraphStore, entry: str, result: str, at: datetime, by: str = "") -> Proposal:
    """Keep what became of an entry: `done`, or `skip` when it is not to be done.

    Args:
        store: of the community.
        entry: the id of what was proposed.
        result: what became of it.
        at: when that is told.
        by: who tells it, such as `account:anna`; empty where nobody knows.

    Raises:
        InvalidRequest: there is no such result.
        EntityNotFound: nothing was proposed under that id.
    """
    if result not in RESULTS:
        raise InvalidRequest("result", f"must be one of {', '.join(RESULTS)}")
    told = replace(_shown(store, entry), result=result, result_at=isoformat(at) or "", result_by=by)
    store.write([told.kept()])
    return told


def reopen(store: GraphStore, entry: str) -> Proposal:
    """Take back what was told of an entry; what was introduced by hand goes altogether.

    Raises EntityNotFound when nothing was proposed under that id.
    """
    found = _shown(store, entry)
    told = replace(found, result="", result_at="", result_by="")
    if found.by_hand:
        store.remove([found.kept()])
    else:
        store.write([told.kept()])
    return told


def introduce(
    store: GraphStore,
    member: EntityId,
    target: EntityId,
    cause: Cause,
    at: datetime,
    by: str = "",
) -> Proposal:
    """Keep that somebody introduced two members by their own choice: heeded as done from then on.

    Where a list of the same day proposes just that, its entry is done. Nobody was held out of what
    was chosen by hand, so it tells nothing of what lists bring about, and is not counted there.
    `by` is who did, as in `conclude`.

    Raises:
        InvalidRequest: they are not two members.
        EntityNotFound: the community does not hold one of them.
    """
    if member == target or {kind_of(member), kind_of(target)} != {EntityKind.MEMBER}:
        raise InvalidRequest("target", "must be another member")
    present = store.existing({member, target})
    for each in (member, target):
        if each not in present:
            raise EntityNotFound(each, store.community)
    made = Proposal(
        entry_id(at.date(), member, target), at, Act.INTRODUCE, cause, member, target,
        held_out=False, by_hand=True,
    )  # fmt: skip
    listed = (each for each in proposals(store) if each.id == made.id and not each.held_out)
    told = replace(next(listed, made), result="done", result_at=isoformat(at) or "", result_by=by)
    store.write([told.kept()])
    return told


def _shown(store: GraphStore, entry: str) -> Proposal:
    for found in proposals(store):
        if found.id == entry and not found.held_out:
            return found
    raise EntityNotFound(f"worklist entry {entry}", store.community)


@dataclass(frozen=True, slots=True)
class Memory:
    """What a list of one day heeds of what was proposed before.

    Attributes:
        resting: who was asked something on one of the last days, or held out of it.
        pairs: what was proposed to whom within PAIR_DAYS, or was concluded today.
        settled: who has done or skipped something today already.
        drawn: by the ids of today's entries, whether they were held out.
        promised: how often members were proposed as mentors within PROMISE_DAYS.
    """

    resting: frozenset[EntityId]
    pairs: frozenset[tuple[EntityId, EntityId]]
    settled: frozenset[EntityId]
    drawn: Mapping[str, bool]
    promised: Mapping[EntityId, int]

    @classmethod
    def of(cls, earlier: Iterable[Proposal], at: datetime, rest_days: int) -> Memory:
        """What counts at a time of all that was proposed earlier.

        A list of the same day is made again as it was, so what is open of it does not count; nor
        does anything dated later, when a list of the past is looked at.
        """
        before = [proposal for proposal in earlier if proposal.at.date() <= at.date()]
        today = [proposal for proposal in before if proposal.at.date() == at.date()]
        past = [proposal for proposal in before if proposal.at.date() < at.date()]
        done = [proposal for proposal in today if proposal.result]
        asked_to_mentor = [
            proposal.target
            for proposal in _within(past, at.date(), PROMISE_DAYS)
            if proposal.cause is Cause.MENTOR and proposal.result != "skip"
        ]
        return cls(
            resting=_people(past, at.date(), rest_days),
            pairs=_pairs([*_within(past, at.date(), PAIR_DAYS), *done]),
            settled=frozenset(member for proposal in done for member in proposal.people),
            drawn={proposal.id: proposal.held_out for proposal in today},
            promised=Counter(asked_to_mentor),
        )


def _within(past: Sequence[Proposal], day: date, days: int) -> list[Proposal]:
    first = day - timedelta(days=days)
    return [proposal for proposal in past if proposal.at.date() >= first]


def _people(past: Sequence[Proposal], day: date, days: int) -> frozenset[EntityId]:
    asked = _within(past, day, days)
    return frozenset(member for proposal in asked for member in proposal.people)


def _pairs(found: Sequence[Proposal]) -> frozenset[tuple[EntityId, EntityId]]:
    one_way = {(proposal.member, proposal.target) for proposal in found}
    return frozenset(one_way | {(target, member) for member, target in one_way})


def _is_proposal(edge: Relationship) -> bool:
    said = edge.properties
    if not edge.key.startswith(KEY) or edge.at is None or said.get("verb") != VERB:
        return False
    return said.get("act") in set(Act) and said.get("cause") in set(Cause)


def _proposal(edge: Relationship) -> Proposal:
    said, at = edge.properties, edge.at
    assert at is not None
    return Proposal(
        id=edge.key.removeprefix(KEY),
        at=at,
        act=Act(str(said["act"])),
        cause=Cause(str(said["cause"])),
        member=edge.source,
        target=edge.target,
        held_out=bool(said.get("held_out")),
        result=str(said.get("result", "")),
        result_at=str(said.get("result_at", "")),
        by_hand=bool(said.get("by_hand")),
        result_by=str(said.get("result_by", "")),
    )
