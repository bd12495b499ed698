"""Roles as proposals to whoever cares for the community; nobody is given one by Kinpath."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from community.figure import Figure
from community.phrases import phrase
from community.picture import Picture
from community.reputation.reputation import Reputations
from community.reputation.role_rules import ROLE_NAMES, RULES, Role, RoleRule, reason_of
from community.reputation.role_signs import Signs, signs_of
from graph.records import EntityId

UNTRUSTED = 0.05
"""Mean standing of those whom somebody did something for, below which hardly any of it counts."""
MANY = 5
"""Deeds from which on it is told that they hardly count."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A role for a member.

    Attributes:
        member: whom.
        name: what they are called.
        role: which.
        reason: why, with the counts.
        counts: the counts, by their names in `community.reputation.role_signs`.
    """

    member: EntityId
    name: str
    role: Role
    reason: str
    counts: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class RoleProposals:
    """What is proposed.

    Attributes:
        proposals: by role and then by name, never by reputation; a member may be there more than
            once. Who did not consent to matching is not there.
        figures: how many members would have each role, and have none; also those who are not named.
        apart: members whose deeds hardly count since those whom they were for are hardly trusted.
        at: the time of which they speak.
        half_life: days after which a deed weighs half.
    """

    proposals: tuple[Proposal, ...]
    figures: tuple[Figure, ...]
    apart: Figure
    at: datetime | None
    half_life: float

    def of(self, role: Role) -> tuple[Proposal, ...]:
        """Those for one role."""
        return tuple(proposal for proposal in self.proposals if proposal.role is role)


def propose_roles(found: Reputations) -> RoleProposals:
    """Roles for all members, from their deeds and their place among the others.

    For example:

        >>> found = propose_roles(reputations(picture))  # doctest: +SKIP
        >>> [proposal.reason for proposal in found.of(Role.MENTOR)]  # doctest: +SKIP
    """
    picture, signs = found.picture, signs_of(found)
    masks = {role: _meet(picture, rule, signs) for role, rule in RULES.items()}
    proposals = [
        proposal
        for role, mask in masks.items()
        for proposal in _proposed(picture, role, mask, signs)
    ]
    none = ~np.any(list(masks.values()), axis=0)
    figures = [
        _figure(picture, ROLE_NAMES[role], RULES[role].meaning, masks[role]) for role in RULES
    ]
    figures.append(_figure(picture, phrase("none"), phrase("meets none of these"), none))
    return RoleProposals(
        tuple(proposals), tuple(figures), _apart(found), picture.now, found.half_life
    )


def _meet(picture: Picture, rule: RoleRule, signs: Signs) -> npt.NDArray[np.bool_]:
    holds = rule.holds(signs)
    return holds if rule.with_minors else holds & ~picture.minors


def _proposed(
    picture: Picture, role: Role, mask: npt.NDArray[np.bool_], signs: Signs
) -> list[Proposal]:
    snapshot, rule, found = picture.snapshot, RULES[role], []
    for place in np.flatnonzero(mask & picture.nameable).tolist():
        node = int(picture.members[place])
        counts = {name: float(getattr(signs, name)[place]) for name in rule.signs}
        name = snapshot.name(node)
        found.append(Proposal(snapshot.id(node), name, role, reason_of(counts), counts))
    return sorted(found, key=lambda proposal: (proposal.name.casefold(), proposal.member))


def _figure(picture: Picture, name: str, meaning: str, mask: npt.NDArray[np.bool_]) -> Figure:
    """How many: a count of all, so that it has no interval."""
    return Figure(
        name=name,
        value=float(mask.sum()),
        unit="members",
        definition=meaning,
        n=len(mask),
        members=picture.ids(picture.members[mask & picture.nameable]),
    )


def _apart(found: Reputations) -> Figure:
    picture, deeds = found.picture, found.deeds
    places = np.searchsorted(picture.members, deeds.doers)
    size = len(picture.members)
    counts = np.bincount(places, minlength=size)
    trust = np.bincount(places, found.weights.standing, size) / np.maximum(counts, 1)
    mask = (counts >= MANY) & (trust < UNTRUSTED)
    return Figure(
        name=phrase("deeds among themselves"),
        value=float(mask.sum()),
        unit="members",
        definition=phrase(
            "did at least {many} things for others, nearly all of them for people with "
            "whom hardly anybody else has to do",
            many=MANY,
        ),
        n=int((counts >= MANY).sum()),
        note=phrase(
            "They may praise each other to look good, or be a circle of their own that "
            "has nothing to do with the others yet: the data cannot tell which."
        ),
        action=phrase(
            "Look at what they did. If they are a circle of their own, bring some of them"
            " together with others: what they do counts as soon as others have to do with"
            " them."
        ),
        members=picture.ids(picture.members[mask & picture.nameable]),
    )
