"""What is missing, doubtful or wrong in a community's data, each as a figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from community.figure import Figure
from community.picture import Picture
from graph.packing import NO_TIME, seconds
from graph.schema import EntityKind, RelationshipKind
from graph.texts import text_of

FEWEST_WORDS = 5
"""Words from which on a profile says something that matching can go by."""
STALE = 365 * 24 * 3600
"""Seconds after which nobody knows whether a member is still there."""
MOST_NAMED = 200
"""Members behind a figure that are listed; all of them are counted."""

Chosen = npt.NDArray[np.bool_]


def flaws(picture: Picture, today: datetime) -> tuple[Figure, ...]:
    """What may be wrong, whatever matters most for matching first.

    Args:
        picture: of the community; hidden members are not in it.
        today: times after it cannot be right.
    """
    profiles = _profiles(picture)
    return (
        _figure(picture, _without_purpose(picture), "members without a purpose",
                "members who have not said what they are for",
                "Ask what they would like to bring about; one sentence helps matching most."),
        _figure(picture, profiles.words < FEWEST_WORDS, "profiles that say little",
                f"members whose headline and text have fewer than {FEWEST_WORDS} words together",
                "Ask them to write two sentences about themselves."),
        _figure(picture, _namesakes(profiles.names), "members of the same name",
                "members who share their whole name with another member; capitals and spaces "
                "do not count",
                "Look whether they are one person. Nothing is put together by itself."),
        _figure(picture, _stale(picture, profiles.joined), "members not seen for a year",
                "members who joined and did something last more than a year before the "
                "community's latest event, or of whom no time is known",
                "Ask whether they are still there, before others are led to them."),
        _figure(picture, _early(picture, today), "members with times to come",
                "members with a deed that is dated after today",
                "Correct the times: ages of everything else are counted from the latest one."),
        _unused_skills(picture),
    )  # fmt: skip


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


@dataclass(frozen=True, slots=True)
class _Profiles:
    """What M members say of themselves.

    Attributes:
        names: (M) what they are called, written so that the same is the same.
        words: (M,) how many words their headline and text have.
        joined: (M,) when they joined, in seconds since 2000; NO_TIME where it is not known.
    """

    names: list[str]
    words: npt.NDArray[np.int64]
    joined: npt.NDArray[np.int64]


def _profiles(picture: Picture) -> _Profiles:
    members = picture.members.tolist()
    place = {node: index for index, node in enumerate(members)}
    names = [" ".join(picture.snapshot.name(node).casefold().split()) for node in members]
    words = np.zeros(len(names), dtype=np.int64)
    joined = np.full(len(names), NO_TIME, dtype=np.int64)
    for node, entity in picture.entities(EntityKind.MEMBER):
        words[place[node]] = len(text_of(entity).split())
        joined[place[node]] = seconds(entity.at)
    return _Profiles(names, words, joined)


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


def _unused_skills(picture: Picture) -> Figure:
    skills = picture.snapshot.nodes(EntityKind.SKILL)
    events = picture.events
    # One that narrower skills belong to is a heading, which nobody needs to have.
    used = np.isin(events.sources, picture.members) | np.isin(events.sources, skills)
    unused = skills[~np.isin(skills, events.targets[used])]
    return Figure(
        name="skills that nobody has or seeks",
        value=len(unused),
        unit="skills",
        definition="skills that no member has, seeks or is otherwise joined to, and that "
        "no narrower skill belongs to",
        n=len(skills),
        note=_listed(picture.snapshot.name(int(node)) for node in unused[:10]),
        action="Remove them, or call them what members call them." if len(unused) else "",
    )


def _listed(names: Iterable[str]) -> str:
    told = ", ".join(names)
    return f"for example {told}." if told else ""
