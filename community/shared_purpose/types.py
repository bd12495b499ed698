"""Questions 1 to 3: which member types, what is in it for each, what each contributes."""

from __future__ import annotations

import numpy as np

from community.alignment.ground import estimate, share
from community.alignment.intervals import mean, resampled
from community.picture import Events
from community.shared_purpose.deeds import Deed
from community.shared_purpose.ground import Ground, Mask
from community.shared_purpose.results import Done, MemberType, Sought
from graph.records import EntityId
from graph.schema import RelationshipKind

_SKILLS_SHOWN = 5


def member_types(ground: Ground) -> tuple[MemberType, ...]:
    """Every type, the largest first."""
    return tuple(_type(ground, name, ground.labels == t) for t, name in enumerate(ground.types))


def _type(ground: Ground, name: str, of_type: Mask) -> MemberType:
    size = int(of_type.sum())
    return MemberType(
        name=name,
        size=share(size, len(of_type)),
        active=share(int((of_type & ground.active).sum()), size),
        new=share(int((of_type & ground.new).sum()), size),
        wants=tuple(_done(ground, deed, of_type) for deed in ground.wants),
        skills=_skills(ground, of_type),
        gives=tuple(_done(ground, deed, of_type) for deed in ground.gives),
        members=ground.named(of_type),
        active_members=ground.named(of_type & ground.active),
        new_members=ground.named(of_type & ground.new),
    )


def _done(ground: Ground, deed: Deed, of_type: Mask) -> Done:
    counts = deed.counts[of_type].astype(np.float64)
    who = of_type & (deed.counts > 0)
    sums = np.stack([np.ones(len(counts)), counts], axis=1)
    return Done(
        name=deed.name,
        noun=deed.noun,
        share=share(int(who.sum()), len(counts)),
        per_head=estimate(resampled(sums, mean)),
        members=ground.named(who),
    )


def _skills(ground: Ground, of_type: Mask) -> tuple[Sought, ...]:
    """The skills that most of a type seek, and how many members of all types have each."""
    picture = ground.picture
    sought = picture.events_of(RelationshipKind.SEEKS_SKILL)
    sought = sought.where(of_type[ground.places(sought.sources)])
    skills, counts = np.unique(sought.targets, return_counts=True)
    had = picture.events_of(RelationshipKind.HAS_SKILL)
    best = np.argsort(-counts, kind="stable")[:_SKILLS_SHOWN]
    return tuple(
        Sought(
            skill=picture.snapshot.name(int(skills[place])),
            members=_those_with(ground, sought, int(skills[place])),
            count=int(counts[place]),
            have=int((had.targets == skills[place]).sum()),
            holders=_those_with(ground, had, int(skills[place])),
        )
        for place in best
    )


def _those_with(ground: Ground, ties: Events, skill: int) -> tuple[EntityId, ...]:
    return ground.named(np.isin(ground.picture.members, ties.sources[ties.targets == skill]))
