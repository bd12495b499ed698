"""The connector's worklist: today's introductions, each with its reason and expected effect."""

from matcher.worklist.arrivals import Newcomer, newcomers
from matcher.worklist.entries import Act, Cause, Entry, Person, Waiting, Worklist
from matcher.worklist.making import Wanted, make_worklist, standing_of
from matcher.worklist.proposals import (
    Memory,
    Proposal,
    conclude,
    introduce,
    proposals,
    remember,
    reopen,
)
from matcher.worklist.uplift import Arm, Uplift, followed_up, uplift

__all__ = [
    "Act", "Arm", "Cause", "Entry", "Memory", "Newcomer", "Person", "Proposal", "Uplift",
    "Waiting", "Wanted", "Worklist", "conclude", "followed_up", "introduce", "make_worklist",
    "newcomers", "proposals", "remember", "reopen", "standing_of", "uplift",
]  # fmt: skip
