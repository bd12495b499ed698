"""What members say of themselves: a purpose, and of some a few words and the crafts they know."""

from __future__ import annotations

from benchmarks.planted.chronicle import Chronicle, member_id
from benchmarks.planted.people import Crowd, Person, Random
from benchmarks.planted.words import (
    CRAFTS,
    PASTIMES,
    TOPIC_CRAFTS,
    TRADES,
    invented_name,
    pick,
    spoken,
    subject_named,
)
from graph.records import EntityId, Value
from graph.schema import EntityKind, RelationshipKind

HAS_PURPOSE = 0.9
"""Share of members who state what they are here for; all newcomers do."""
HAS_BIO = 0.6
SAYS_MASTERY, SAYS_INTEREST = 0.35, 0.6
"""Share of experts with a bio who say there what they are good at, of others what they care for."""
TELLING = 0.6
"""Share of an expert's crafts that what they master calls for; the others are any."""


def make_profiles(crowd: Crowd, chronicle: Chronicle, random: Random) -> None:
    """Members, their purposes and their crafts."""
    for person in crowd.people:
        chronicle.make(EntityKind.MEMBER, person.joined, **_about(person, random))
    for person in crowd.people:
        if person.is_newcomer or random.random() < HAS_PURPOSE:
            _state_purpose(person, chronicle, random)
    crafts = [
        chronicle.make(EntityKind.SKILL, 0.0, name=name, description=description)
        for name, description in CRAFTS
    ]
    for person in crowd.people:
        if not person.is_newcomer:
            _name_crafts(person, crafts, chronicle, random)


def _about(person: Person, random: Random) -> dict[str, Value]:
    """A name, and of some a few words: about a trade, and what they know or care for."""
    name = invented_name(random)
    if person.is_newcomer or random.random() > HAS_BIO:
        return {"name": name}
    if person.masters and random.random() < SAYS_MASTERY:
        bio = spoken(random, "expertise", "dreams", min(person.masters))
    elif random.random() < SAYS_INTEREST:
        bio = subject_named(random, "bio", person.strives_for)
    else:
        bio = pick(random, PASTIMES)
    return {"name": name, "headline": pick(random, TRADES), "bio": bio}


def _state_purpose(person: Person, chronicle: Chronicle, random: Random) -> None:
    statement = spoken(random, "dream", "dreams", person.strives_for)
    purpose = chronicle.make(EntityKind.PURPOSE, person.joined, statement=statement)
    chronicle.relate(RelationshipKind.HOLDS, member_id(person.number), purpose, person.joined)


def _name_crafts(
    person: Person, crafts: list[EntityId], chronicle: Chronicle, random: Random
) -> None:
    """Crafts serve many topics, so they say a little of each; a need is never named as one."""
    mastered = sorted({craft for topic in person.masters for craft in TOPIC_CRAFTS[topic]})
    any_craft = range(len(crafts))
    known = {
        int(random.choice(mastered if mastered and random.random() < TELLING else any_craft))
        for _ in range(int(random.integers(3)))
    }
    for craft in sorted(known):
        chronicle.relate(
            RelationshipKind.HAS_SKILL, member_id(person.number), crafts[craft], person.joined
        )
