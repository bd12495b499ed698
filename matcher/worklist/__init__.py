"""The connector's worklist: today's introductions, each with its reason and expected effect."""

from matcher.worklist.entries import Act, Cause, Entry, Person, Waiting, Worklist
from matcher.worklist.making import Wanted, make_worklist, standing_of
from matcher.worklist.proposals import Memory, Proposal, conclude, proposals, remember
from matcher.worklist.uplift import Arm, Uplift, uplift

__all__ = [
    "Act", "Arm", "Cause", "Entry", "Memory", "Person", "Proposal", "Uplift", "Waiting", "Wanted",
    "Worklist", "conclude", "make_worklist", "proposals", "remember", "standing_of", "uplift",
]  # fmt: skip
