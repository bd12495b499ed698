"""Reputation and roles as JSON, the same behind both doors."""

from __future__ import annotations

from dataclasses import asdict

from community.figure import Figure
from community.reputation import Deed, MemberReputation, Proposal, RoleProposals
from community.reputation.evidence import DEFINITION
from community.reputation.namings import Naming
from community.reputation.parts import Part
from community.reputation.role_rules import Role
from graph.errors import InvalidRequest
from graph.records import isoformat


def reputation_json(found: MemberReputation, revision: int) -> dict[str, object]:
    """What a member is known for, with the evidence."""
    return {
        "member": found.member,
        "name": found.name,
        "skill": _naming(found.skill),
        "weight": found.weight,
        "points": found.points,
        "low": found.low,
        "high": found.high,
        "people": found.people,
        "definition": DEFINITION,
        "half_life_days": found.half_life,
        "skills": [_part(part) for part in found.skills],
        "purposes": [_part(part) for part in found.purposes],
        "deeds": [_deed(deed) for deed in found.deeds],
        "at": isoformat(found.at),
        "revision": revision,
    }


def roles_json(found: RoleProposals, revision: int, role: Role | None = None) -> dict[str, object]:
    """The proposals, all or those for one role."""
    proposals = found.proposals if role is None else found.of(role)
    return {
        "figures": [_figure(figure) for figure in found.figures],
        "apart": _figure(found.apart),
        "proposals": [_proposal(proposal) for proposal in proposals],
        "half_life_days": found.half_life,
        "at": isoformat(found.at),
        "revision": revision,
    }


def role_named(said: str | None, field: str) -> Role | None:
    """The role that is meant; None for none.

    Raises:
        InvalidRequest: there is no such role.
    """
    if said is None:
        return None
    try:
        return Role(said.strip().lower())
    except ValueError:
        raise InvalidRequest(field, f"must be one of {', '.join(Role)}, not {said!r}") from None


def _naming(naming: Naming | None) -> dict[str, object] | None:
    return None if naming is None else {"id": naming.id, "name": naming.name}


def _part(part: Part) -> dict[str, object]:
    return {"about": _naming(part.about), "weight": part.weight, "deeds": part.deeds}


def _deed(deed: Deed) -> dict[str, object]:
    return {**asdict(deed), "at": isoformat(deed.at)}


def _proposal(proposal: Proposal) -> dict[str, object]:
    return {
        "member": proposal.member,
        "name": proposal.name,
        "role": proposal.role.value,
        "reason": proposal.reason,
        "counts": dict(proposal.counts),
    }


def _figure(figure: Figure) -> dict[str, object]:
    return {
        "name": figure.name,
        "value": figure.value,
        "unit": figure.unit,
        "definition": figure.definition,
        "n": figure.n,
        "note": figure.note,
        "action": figure.action,
        "members": list(figure.members),
    }
