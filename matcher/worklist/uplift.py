"""What proposals brought about, beside those that were drawn to be left undone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from community.figure import Figure
from community.phrases import phrase
from graph.packing import DAY, seconds
from graph.records import EntityId
from graph.schema import RelationshipKind
from matcher.worklist.entries import Act, Cause
from matcher.worklist.proportions import LEAST, difference, smallest_seen
from matcher.worklist.proposals import Proposal
from matcher.worklist.standing import Standing

WINDOW_DAYS = 28
"""What happens within so many days of a proposal may be its effect."""
_K = RelationshipKind
_TAKEN_UP = (_K.ENGAGED, _K.ATTENDED, _K.JOINED, _K.HOSTS)
_CAUTION = phrase(
    "Who was held out was drawn by lot, so the difference is an effect of "
    "proposing. Somebody who was proposed several times counts each time, which "
    "makes it look somewhat surer than it is."
)


@dataclass(frozen=True, slots=True)
class Arm:
    """Proposals that were made, or held out, and what happened within WINDOW_DAYS.

    Attributes:
        proposals: how many are old enough to tell.
        came_about: of how many the two met, helped or tied, or what was shown was taken up.
        returned: of how many the member concerned did anything.
        members: who they are, as far as they may be named.
    """

    proposals: int
    came_about: int
    returned: int
    members: tuple[EntityId, ...]


@dataclass(frozen=True, slots=True)
class Uplift:
    """The two arms beside each other.

    Attributes:
        cause: of proposals of this cause alone; None: of all.
        too_young: proposals whose WINDOW_DAYS are not over.
        out_of_sight: proposals about somebody or something that is no longer to be seen.
    """

    cause: Cause | None
    proposed: Arm
    held_out: Arm
    came_about: Figure
    returned: Figure
    smallest: Figure
    too_young: int
    out_of_sight: int


def uplift(standing: Standing, earlier: Iterable[Proposal], cause: Cause | None = None) -> Uplift:
    """Compare what was proposed with what was held out, as far as it is WINDOW_DAYS old."""
    drawn = [each for each in earlier if not each.by_hand]
    meant = [each for each in drawn if cause is None or each.cause is cause]
    old = [each for each in meant if seconds(each.at) + WINDOW_DAYS * DAY <= standing.now]
    seen = [each for each in old if _ends(standing, each) is not None]
    outcomes = _Outcomes(standing, seen)
    made, held = (
        _arm(standing, outcomes, [each for each in seen if each.held_out is is_held])
        for is_held in (False, True)
    )
    return Uplift(
        cause,
        made,
        held,
        _figure(phrase("proposals that came about"), made, held, "came_about"),
        _figure(phrase("members who returned"), made, held, "returned"),
        _smallest(made, held),
        too_young=len(meant) - len(old),
        out_of_sight=len(old) - len(seen),
    )


def followed_up(standing: Standing, made: Iterable[Proposal]) -> list[tuple[Proposal, bool]]:
    """Each proposal whose two ends are in sight, and whether what it proposed came about so far."""
    seen = [each for each in made if _ends(standing, each) is not None]
    outcomes = _Outcomes(standing, seen)
    return [(each, outcomes.came_about(each)) for each in seen]


def _ends(standing: Standing, proposal: Proposal) -> tuple[int, int] | None:
    """The two nodes of a proposal; None when one is not to be seen."""
    snapshot = standing.picture.snapshot
    member, target = snapshot.find(proposal.member), snapshot.find(proposal.target)
    return None if member is None or target is None else (member, target)


class _Outcomes:
    """When the pairs of some proposals had to do with each other, and members did something."""

    def __init__(self, standing: Standing, about: Sequence[Proposal]) -> None:
        self._standing = standing
        ends = [pair for each in about if (pair := _ends(standing, each)) is not None]
        self._between: dict[tuple[int, int], list[int]] = defaultdict(list)
        self._of: dict[int, list[int]] = defaultdict(list)
        self._read_pairs(set(ends))
        self._read_deeds({self._subject(each) for each in about})

    def came_about(self, proposal: Proposal) -> bool:
        """Whether what it proposed happened in time."""
        pair = _ends(self._standing, proposal)
        return pair is not None and _within(self._between[pair], proposal)

    def returned(self, proposal: Proposal) -> bool:
        """Whether the member whom it is for did anything in time."""
        return _within(self._of[self._subject(proposal)], proposal)

    def _subject(self, proposal: Proposal) -> int:
        """Whom it is for: who asked, where an answer was sought; else who was asked."""
        ends = _ends(self._standing, proposal)
        assert ends is not None
        return self._standing.writer(ends[1]) if proposal.act is Act.ANSWER else ends[0]

    def _read_pairs(self, pairs: set[tuple[int, int]]) -> None:
        standing, size = self._standing, self._standing.picture.snapshot.size
        one, other, since = standing.ties
        done, replies = standing.picture.events_of(*_TAKEN_UP), standing.replies
        sources = np.concatenate([one, done.sources, standing.authors[replies.sources]])
        targets = np.concatenate([other, done.targets, replies.targets])
        times = np.concatenate([since, done.times, replies.times])
        keys = sources.astype(np.int64) * size + targets
        wanted = np.array([a * size + b for a, b in pairs], dtype=np.int64)
        for place in np.flatnonzero(np.isin(keys, wanted)).tolist():
            self._between[int(sources[place]), int(targets[place])].append(int(times[place]))

    def _read_deeds(self, members: set[int]) -> None:
        deeds = self._standing.deeds
        found = np.isin(deeds.sources, np.array(sorted(members), dtype=np.int32))
        for member, time in zip(
            deeds.sources[found].tolist(), deeds.times[found].tolist(), strict=True
        ):
            self._of[member].append(time)


def _within(times: Iterable[int], proposal: Proposal) -> bool:
    begin = seconds(proposal.at)
    return any(begin < time <= begin + WINDOW_DAYS * DAY for time in times)


def _arm(standing: Standing, outcomes: _Outcomes, found: Sequence[Proposal]) -> Arm:
    return Arm(
        len(found),
        sum(outcomes.came_about(each) for each in found),
        sum(outcomes.returned(each) for each in found),
        tuple(dict.fromkeys(each.member for each in found if standing.may_name(each.member))),
    )


def _figure(name: str, made: Arm, held: Arm, outcome: str) -> Figure:
    yes, other = getattr(made, outcome), getattr(held, outcome)
    definition = phrase(
        "share of {name} within {window_days} days among {made} proposals that "
        "were made, less the same among {held} that were held out",
        name=name,
        window_days=WINDOW_DAYS,
        made=made.proposals,
        held=held.proposals,
    )
    of = made.proposals + held.proposals
    if min(made.proposals, held.proposals) < LEAST:
        return Figure(
            phrase("uplift: {name}", name=name),
            None,
            "share",
            definition,
            n=of,
            note=phrase(
                "needs {least} of each that are {window_days} days old; there are {made}"
                " made and {held} held out (--hold-out 0.1)",
                least=LEAST,
                window_days=WINDOW_DAYS,
                made=made.proposals,
                held=held.proposals,
            ),
        )
    found, low, high = difference(yes, made.proposals, other, held.proposals)
    ends = float(found), float(low), float(high)
    return Figure(
        phrase("uplift: {name}", name=name),
        ends[0],
        "share",
        definition,
        ends[1],
        ends[2],
        of,
        _CAUTION,
        members=made.members,
    )


def _smallest(made: Arm, held: Arm) -> Figure:
    definition = phrase(
        "the smallest rise in the share of proposals that come about which so many "
        "proposals would have shown in 80 of 100 cases, at 95 % confidence"
    )
    name, of = phrase("smallest effect that could have been seen"), made.proposals + held.proposals
    if not (made.proposals and held.proposals):
        note = phrase("needs proposals that were made and some that were held out")
        return Figure(name, None, "share", definition, n=of, note=note)
    share = held.came_about / held.proposals
    seen = smallest_seen(share, made.proposals, held.proposals)
    return Figure(name, seen, "share", definition, n=of)
