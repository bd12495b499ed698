"""Features by priority: what could be offered, by how many members it would serve now."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from community.alignment.ground import share
from community.phrases import phrase
from community.picture import Nodes
from community.shared_purpose.deeds import Made, first_replies
from community.shared_purpose.ground import RECENT, Ground, Mask
from community.shared_purpose.results import Feature
from graph.schema import RelationshipKind

_K = RelationshipKind
_READY_TO_LEAD = 3
"""Activities attended, or answers given, from which on somebody may be asked to lead."""


def features(ground: Ground) -> tuple[Feature, ...]:
    """Those that would serve anybody, the most served first; staff are not counted."""
    found = (_feature(ground, *rule) for rule in _RULES)
    served = [feature for feature in found if feature.serves.count]
    return tuple(sorted(served, key=lambda each: (-each.serves.count, each.name)))


def _feature(ground: Ground, name: str, reason: str, rule: Callable[[Ground], Mask]) -> Feature:
    whom = rule(ground) & ~ground.staff
    found = share(int(whom.sum()), int((~ground.staff).sum()))
    return Feature(name, found, reason, ground.named(whom))


def _doing(ground: Ground, members: Nodes) -> Mask:
    """(M,) who is among these nodes."""
    return np.isin(ground.picture.members, members)


def _did(ground: Ground, kind: RelationshipKind) -> Mask:
    return _doing(ground, ground.picture.events_of(kind).sources)


def _got(ground: Ground, *kinds: RelationshipKind) -> Mask:
    return _doing(ground, ground.picture.events_of(*kinds).targets)


def _unanswered(ground: Ground) -> Mask:
    asked = Made.of(ground.picture).questions
    answered = np.isin(asked.targets, first_replies(ground.picture).targets)
    return _doing(ground, asked.sources[~answered])


def _could_be_taught(ground: Ground) -> Mask:
    sought, has = (ground.picture.events_of(kind) for kind in (_K.SEEKS_SKILL, _K.HAS_SKILL))
    seekers = sought.sources[np.isin(sought.targets, has.targets)]
    return _doing(ground, seekers) & ~_got(ground, _K.MENTORS)


def _not_welcomed(ground: Ground) -> Mask:
    return ground.new & ~_got(ground, _K.HELPED, _K.MENTORS, _K.CONNECTED, _K.FOLLOWS, _K.ENDORSED)


def _without_purpose(ground: Ground) -> Mask:
    return ~_did(ground, _K.HOLDS)


def _without_group(ground: Ground) -> Mask:
    joined = _did(ground, _K.JOINED)
    return ground.active & ~joined if joined.any() else np.zeros_like(joined)


def _could_lead(ground: Ground) -> Mask:
    often = np.zeros(len(ground.labels), dtype=np.int64)
    for deed in (*ground.wants, *ground.gives):
        if deed.noun in ("activities attended", "answers given"):
            often += deed.counts
    return ground.active & (often >= _READY_TO_LEAD) & ~_did(ground, _K.HOSTS)


def _gone_quiet(ground: Ground) -> Mask:
    gave = np.sum([deed.counts for deed in ground.gives], axis=0) > 0
    return np.asarray(gave & ~ground.active)


_RULES = (
    (
        phrase("Route open questions to those who know"),
        phrase("They asked, and nobody has answered."),
        _unanswered,
    ),
    (
        phrase("Match those who seek a skill with those who have it"),
        phrase("They seek a skill that somebody here has, and have no mentor."),
        _could_be_taught,
    ),
    (
        phrase("Welcome every newcomer by a person"),
        phrase(
            "They joined in the last {recent} days, and no member has done anything for them yet.",
            recent=RECENT,
        ),
        _not_welcomed,
    ),
    (
        phrase("Help members to say what they are here for"),
        phrase("They state no purpose, so nothing can be matched with it."),
        _without_purpose,
    ),
    (phrase("Suggest a group"), phrase("They are active, and in no group."), _without_group),
    (
        phrase("Invite members to lead"),
        phrase(
            "They are active, took part or answered {ready_to_lead} times or more, and never led.",
            ready_to_lead=_READY_TO_LEAD,
        ),
        _could_lead,
    ),
    (
        phrase("Ask those who gave, and went quiet, what they need"),
        phrase("They contributed before, and have done nothing for {recent} days.", recent=RECENT),
        _gone_quiet,
    ),
)
