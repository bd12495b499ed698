"""Reputation from deeds, weighed by how far those are trusted who were helped, and roles."""

from community.reputation.evidence import MemberReputation, reputation_of
from community.reputation.reputation import HALF_LIFE, Reputations, reputations
from community.reputation.role_proposals import Proposal, RoleProposals, propose_roles
from community.reputation.roles_report import roles_report
from community.reputation.told_deeds import Deed

__all__ = [
    "HALF_LIFE", "Deed", "MemberReputation", "Proposal", "Reputations", "RoleProposals",
    "propose_roles", "reputation_of", "reputations", "roles_report",
]  # fmt: skip
