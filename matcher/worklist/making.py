"""Makes the connector's worklist of a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from community.picture import Picture
from graph.errors import InvalidRequest
from graph.packing import moment_of
from graph.progress import Progress, silent
from matcher.eligibility import lived_until
from matcher.matching import Matcher
from matcher.worklist.causes import Concern, concerned, found_for, why_now
from matcher.worklist.entries import (
    DEFAULT_COUNT,
    DEFAULT_REST_DAYS,
    MOST_ENTRIES,
    Cause,
    Entry,
    Person,
    Waiting,
    Worklist,
)
from matcher.worklist.expectations import Expectations
from matcher.worklist.finding import Finder, Found
from matcher.worklist.hold_out import check_hold_out, entry_id, is_held_out
from matcher.worklist.proposals import Memory, Proposal, proposals
from matcher.worklist.standing import Standing

LOOKED_AT_PER_ENTRY = 5
"""Of each cause so many members are looked at for each entry that is still missing."""
PAIRS_EACH = 2
"""So many of a member's best peers are weighed against the best of others."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What list is wanted.

    Attributes:
        count: entries at most.
        hold_out: share of proposals that is drawn to be left undone, 0-0.5.
        rest_days: days for which whoever was asked something is left alone.
        as_of: a look at the list of an earlier time.
    """

    count: int = DEFAULT_COUNT
    hold_out: float = 0.0
    rest_days: int = DEFAULT_REST_DAYS
    as_of: datetime | None = None

    def checked(self) -> Wanted:
        """This, or InvalidRequest with the field that is wrong."""
        if not 1 <= self.count <= MOST_ENTRIES:
            raise InvalidRequest("count", f"must be from 1 to {MOST_ENTRIES}")
        if not 0 <= self.rest_days <= 365:
            raise InvalidRequest("rest_days", "must be from 0 to 365")
        check_hold_out(self.hold_out)
        return self


def standing_of(picture: Picture, as_of: datetime | None = None) -> Standing:
    """Where members stand at a time, or now.

    Now is today where the community lives, and in an archive its last day.

    Raises:
        InvalidRequest: nothing in the community has a time.
    """
    if picture.now is None:
        raise InvalidRequest("community", "holds nothing that has a time, so nothing can be due")
    last = picture.last_second
    return Standing(picture, last if as_of is not None else lived_until(last))


def make_worklist(
    matcher: Matcher,
    picture: Picture,
    wanted: Wanted | None = None,
    progress: Progress = silent,
) -> Worklist:
    """The introductions of a day, the most urgent first; nothing is remembered by making it.

    For example:

        worklist = make_worklist(matcher, Picture.of(store, matcher.snapshot))
        for entry in worklist.entries:
            print(entry.line, entry.why_now)
        remember(store, worklist)

    Args:
        matcher: finds who and what suits whom.
        picture: of the same snapshot, at the time of `wanted.as_of`.
        wanted: how long, of which day, and how much of it is held out.
        progress: told how many entries are found.

    Raises:
        InvalidRequest: what is wanted is out of range, or nothing in the community has a time.
    """
    asked = (wanted or Wanted()).checked()
    standing = standing_of(picture, asked.as_of)
    now = moment_of(standing.now)
    assert now is not None
    making = _Making(matcher, standing, asked, now, proposals(picture.store), progress)
    for cause in (Cause.UNANSWERED, Cause.NO_TIE, Cause.ISOLATED, Cause.LEAVING):
        making.add(cause, asked.count)
    making.add(Cause.MENTOR, len(making.entries) + (making.missing + 1) // 2)
    making.add_best_pairs()
    making.add(Cause.MENTOR, asked.count)
    return Worklist(
        picture.snapshot.community, now, tuple(making.entries), tuple(making.held_out),
        tuple(making.waiting.values()), picture.snapshot.revision,
    )  # fmt: skip


class _Making:
    """A list while it is made."""

    def __init__(
        self,
        matcher: Matcher,
        standing: Standing,
        wanted: Wanted,
        now: datetime,
        earlier: Sequence[Proposal],
        progress: Progress,
    ) -> None:
        self._standing, self._wanted, self._now = standing, wanted, now
        self._progress = progress
        self._memory = Memory.of(earlier, now, wanted.rest_days)
        self._finder = Finder(matcher, standing, self._memory, wanted.as_of)
        known = [each for each in earlier if each.at <= now]
        self._expectations = Expectations(standing, known)
        self._snapshot = standing.picture.snapshot
        self.entries: list[Entry] = []
        self.held_out: list[Entry] = []
        self.waiting: dict[Cause, Waiting] = {}

    @property
    def missing(self) -> int:
        """How many entries may still be added."""
        return self._wanted.count - len(self.entries)

    def add(self, cause: Cause, until: int) -> None:
        """Add entries of a cause until there are so many in all."""
        concerns = concerned(self._standing, cause)
        most = LOOKED_AT_PER_ENTRY * max(until - len(self.entries), 0)
        looked_at = without = 0
        for concern in concerns:
            if len(self.entries) >= until or looked_at >= most:
                break
            if not self._may_begin(concern):
                continue
            looked_at += 1
            found = next(self._found(cause, concern), None)
            without += found is None
            if found is not None:
                self._put(cause, concern, found)
        self.waiting[cause] = Waiting(cause, len(concerns), looked_at, without)

    def add_best_pairs(self) -> None:
        """Add introductions of those who suit each other best, each person once."""
        concerns = concerned(self._standing, Cause.MUTUAL)
        free = [each for each in concerns if self._may_begin(each)]
        looked_at = free[: LOOKED_AT_PER_ENTRY * self.missing]
        pairs: list[tuple[float, Concern, Found]] = []
        for concern in looked_at:
            best = islice(self._found(Cause.MUTUAL, concern), PAIRS_EACH)
            pairs += [(found.mutual or 0.0, concern, found) for found in best]
        for _, concern, found in sorted(pairs, key=lambda pair: (-pair[0], pair[1].member)):
            if self.missing and self._may_begin(concern) and self._finder.may_ask(found.it.id):
                self._put(Cause.MUTUAL, concern, found)
        self.waiting[Cause.MUTUAL] = Waiting(Cause.MUTUAL, len(concerns), len(looked_at), 0)

    def _may_begin(self, concern: Concern) -> bool:
        member = self._snapshot.id(concern.member)
        # Who asked a question is not asked for anything: they may be served on any day.
        serves = concern.question is not None
        return self._finder.may_serve(member) if serves else self._finder.may_ask(member)

    def _found(self, cause: Cause, concern: Concern) -> Iterator[Found]:
        member = self._snapshot.id(concern.member)
        if concern.question is not None:
            return self._finder.answerers(self._snapshot.id(concern.question), member)
        return found_for(self._finder, cause, member)

    def _put(self, cause: Cause, concern: Concern, found: Found) -> None:
        entry = self._entry(cause, concern, found)
        people = [entry.member.id, entry.target.id, self._snapshot.id(concern.member)]
        self._finder.take(*people)
        (self.held_out if self._is_held_out(entry) else self.entries).append(entry)
        self._progress("finding introductions", len(self.entries), self._wanted.count)

    def _is_held_out(self, entry: Entry) -> bool:
        """As it was drawn when today's list was first made; else as it is drawn now."""
        day, share = self._now.date(), self._wanted.hold_out
        drawn = self._memory.drawn.get(entry.id)
        return is_held_out(day, entry.member.id, entry.target.id, share) if drawn is None else drawn

    def _entry(self, cause: Cause, concern: Concern, found: Found) -> Entry:
        concerned_one = self._person(concern.member)
        other = Person(found.it.id, found.it.name)
        asked, target, served = concerned_one, other, None
        if concern.question is not None:
            asked, target, served = other, self._person(concern.question), concerned_one
        return Entry(
            id=entry_id(self._now.date(), asked.id, target.id),
            act=found.act,
            cause=cause,
            member=asked,
            target=target,
            served=served,
            reasons=found.it.explanation.reasons,
            reasons_back=() if found.back is None else found.back.explanation.reasons,
            why_now=why_now(self._standing, cause, concern),
            expected=self._expectations.of(cause),
            mutual=found.mutual,
        )

    def _person(self, node: int) -> Person:
        return Person(self._snapshot.id(node), self._snapshot.name(node))
