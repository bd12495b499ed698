"""What is missing, doubtful or wrong in a community's data, each as a figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

import numpy as np
import numpy.typing as npt

from community.data_quality.profiles import Profiles, profiles_in
from community.data_quality.twins import Twins, twins_in
from community.figure import Figure
from community.phrases import phrase
from community.picture import Picture
from graph.packing import DAY, NO_TIME, seconds
from graph.schema import EntityKind, RelationshipKind

FEWEST_WORDS = 5
"""Words from which on a profile says something that matching can go by."""
STALE = 365 * 24 * 3600
"""Seconds after which nobody knows whether a member is still there."""
MOST_NAMED = 200
"""Members behind a figure that are listed; all of them are counted."""

Chosen = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class DataQuality:
    """What may be wrong in a community's data.

    Attributes:
        figures: whatever matters most for matching first.
        twins: members who are likely one person, as far as both may be named, the surest first.
    """

    figures: tuple[Figure, ...]
    twins: tuple[Twins, ...]


def data_quality(picture: Picture, today: datetime) -> DataQuality:
    """What may be wrong in a community's data; nothing is changed.

    Args:
        picture: of the community; hidden members are not in it.
        today: times after it cannot be right.
    """
    profiles = profiles_in(picture)
    pairs = twins_in(picture, profiles)
    figures = _figures(picture, profiles, pairs, today)
    can_be_named = picture.nameable
    told = (twins for one, other, twins in pairs if can_be_named[one] and can_be_named[other])
    return DataQuality(figures, tuple(islice(told, MOST_NAMED)))


def _figures(
    picture: Picture, profiles: Profiles, pairs: Sequence[tuple[int, int, Twins]], today: datetime
) -> tuple[Figure, ...]:
    doubled = np.zeros(len(picture.members), dtype=bool)
    doubled[[place for pair in pairs for place in pair[:2]]] = True
    return (
        _figure(
            picture,
            _without_purpose(picture),
            phrase("members without a purpose"),
            phrase("members who have not said what they are for"),
            phrase("Ask what they would like to bring about; one sentence helps matching most."),
        ),
        _figure(
            picture,
            profiles.words < FEWEST_WORDS,
            phrase("profiles that say little"),
            phrase(
                "members whose headline and text have fewer than {fewest_words} words together",
                fewest_words=FEWEST_WORDS,
            ),
            phrase("Ask them to write two sentences about themselves."),
        ),
        _figure(
            picture,
            doubled,
            phrase("members who may be here twice"),
            phrase(
                "members whose name is nearly that of another member, and whose text is so "
                "too; where one of the two has no text, the whole name is the same and "
                "neither says another place"
            ),
            phrase("Look at each pair. Nothing is put together by itself."),
        ),
        _figure(
            picture,
            _namesakes(profiles.names),
            phrase("members of the same name"),
            phrase(
                "members who share their whole name with another member; capitals and spaces "
                "do not count"
            ),
            phrase("Look whether they are one person. Nothing is put together by itself."),
        ),
        _figure(
            picture,
            _stale(picture, profiles.joined),
            phrase("members not seen for a year"),
            phrase(
                "members who joined and did something last more than a year before the "
                "community's latest event, or of whom no time is known"
            ),
            phrase("Ask whether they are still there, before others are led to them."),
        ),
        _figure(
            picture,
            _early(picture, today),
            phrase("members with times to come"),
            phrase("members with a deed that is dated after today"),
            phrase("Correct the times: ages of everything else are counted from the latest one."),
        ),
        _figure(
            picture,
            _before_joining(picture, profiles.joined),
            phrase("members with deeds before they joined"),
            phrase("members with a deed that is dated before the day on which they joined"),
            phrase("Correct when they joined, or the time of the deed."),
        ),
        _ending_early(picture),
        _unused_skills(picture),
    )


def _figure(picture: Picture, chosen: Chosen, name: str, definition: str, action: str) -> Figure:
    count = int(chosen.sum())
    listed = picture.members[chosen & picture.nameable][:MOST_NAMED]
    return Figure(
        name=name,
        value=count,
        unit="members",
        definition=definition,
        n=len(chosen),
        action=action if count else "",
        members=picture.ids(listed),
    )


def _namesakes(names: list[str]) -> Chosen:
    often = Counter(names)
    return np.array([bool(name) and often[name] > 1 for name in names], dtype=bool)


def _without_purpose(picture: Picture) -> Chosen:
    return ~np.isin(picture.members, picture.events_of(RelationshipKind.HOLDS).sources)


def _stale(picture: Picture, joined: npt.NDArray[np.int64]) -> Chosen:
    """Of whom the latest time known is long ago; nobody where no time at all is known."""
    if picture.last_second == NO_TIME:
        return np.zeros(len(picture.members), dtype=bool)
    latest = np.full(picture.snapshot.size, NO_TIME, dtype=np.int64)
    np.maximum.at(latest, picture.events.sources, picture.events.times)
    latest = np.maximum(latest[picture.members], joined)
    return np.asarray((latest == NO_TIME) | (latest < picture.last_second - STALE))


def _early(picture: Picture, today: datetime) -> Chosen:
    events = picture.events
    return np.isin(picture.members, events.sources[events.times > seconds(today)])


def _before_joining(picture: Picture, joined: npt.NDArray[np.int64]) -> Chosen:
    events = picture.events
    first = np.full(picture.snapshot.size, np.iinfo(np.int64).max, dtype=np.int64)
    known = events.times != NO_TIME
    np.minimum.at(first, events.sources[known], events.times[known].astype(np.int64))
    return np.asarray((joined != NO_TIME) & (first[picture.members] < joined - DAY))


def _ending_early(picture: Picture) -> Figure:
    ends_early: list[str] = []
    count = 0
    for _, entity in picture.entities(EntityKind.ACTIVITY):
        count += 1
        begins, ends = (entity.properties.get(name) for name in ("starts_at", "ends_at"))
        # Both are written in the one way, in which the earlier text is the earlier time.
        if isinstance(begins, str) and isinstance(ends, str) and ends < begins:
            ends_early.append(entity.name)
    return Figure(
        name=phrase("activities that end before they begin"),
        value=len(ends_early),
        unit="activities",
        definition=phrase("activities whose end is dated before their beginning"),
        n=count,
        note=_listed(ends_early[:10]),
        action=phrase("Correct the times.") if ends_early else "",
    )


def _unused_skills(picture: Picture) -> Figure:
    skills = picture.snapshot.nodes(EntityKind.SKILL)
    events = picture.events
    # One that narrower skills belong to is a heading, which nobody needs to have.
    used = np.isin(events.sources, picture.members) | np.isin(events.sources, skills)
    unused = skills[~np.isin(skills, events.targets[used])]
    return Figure(
        name=phrase("skills that nobody has or seeks"),
        value=len(unused),
        unit="skills",
        definition=phrase(
            "skills that no member has, seeks or is otherwise joined to, and that no "
            "narrower skill belongs to"
        ),
        n=len(skills),
        note=_listed(picture.snapshot.name(int(node)) for node in unused[:10]),
        action=phrase("Remove them, or call them what members call them.") if len(unused) else "",
    )


def _listed(names: Iterable[str]) -> str:
    told = ", ".join(names)
    return phrase("for example {told}.", told=told) if told else ""
