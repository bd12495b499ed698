"""What the data does not tell, as questions to the manager."""

from __future__ import annotations

from collections.abc import Iterator

from community.phrases import Listing, phrase
from community.shared_purpose.ground import Ground
from community.shared_purpose.results import Gap
from graph.schema import RelationshipKind

_K = RelationshipKind


def gaps(ground: Ground) -> tuple[Gap, ...]:
    """By the number of the question that they belong to."""
    found = [*_who(ground), *_for_them(ground), *_from_them(ground), *_between(ground)]
    return (*found, *_host(ground))


def _who(ground: Ground) -> Iterator[Gap]:
    if not ground.stated:
        yield Gap(
            1,
            phrase(
                "Who among the members is staff, partner, donor, volunteer …? The types here "
                "were read from what members do."
            ),
            phrase("column “kind” of the table “members”"),
        )
    yield Gap(1, phrase("Who is not here yet, and should be part of this?"), "")


def _for_them(ground: Ground) -> Iterator[Gap]:
    if not _any(ground, _K.HOLDS):
        yield Gap(
            2,
            phrase("What are members here for? Nobody states a purpose."),
            phrase("table “purposes”"),
        )
    if not _any(ground, _K.ANSWERED):
        yield Gap(
            2,
            phrase("Do members feel that they belong, and has it done them good?"),
            phrase("table “surveys”"),
        )
    if not _any(ground, _K.JOINED, _K.ATTENDED):
        yield Gap(
            2,
            phrase("Which groups and activities do members come for?"),
            phrase("tables “groups”, “activities”"),
        )
    yield Gap(2, phrase("What would each type miss if the community closed tomorrow?"), "")


def _from_them(ground: Ground) -> Iterator[Gap]:
    if not _any(ground, _K.HAS_SKILL):
        yield Gap(3, phrase("What can members do?"), phrase("table “member_skills”"))
    if ground.stated:
        quiet = [name for t, name in enumerate(ground.types) if not _gives(ground, t)]
        if quiet:
            yield Gap(
                3,
                phrase(
                    "What do these types contribute elsewhere: {types}?",
                    types=Listing.joined(", ", quiet),
                ),
                "",
            )
    yield Gap(3, phrase("Who gives money, rooms, contacts or time that no system records?"), "")


def _between(ground: Ground) -> Iterator[Gap]:
    if not _any(ground, _K.MENTORS):
        yield Gap(
            4, phrase("Who mentors whom?"), phrase("verb “mentor” in the table “relationships”")
        )
    if not _any(ground, _K.CONNECTED, _K.FOLLOWS):
        yield Gap(
            4,
            phrase("Who knows whom, and who follows whom?"),
            phrase("verbs “connect” and “follow” there"),
        )
    yield Gap(4, phrase("Which types should meet, and do not?"), "")


def _host(ground: Ground) -> Iterator[Gap]:
    if not ground.staff.any():
        yield Gap(
            5,
            phrase("What do the host's people do, and for whom?"),
            phrase("members of the kind “staff”"),
        )
    for said, name in ((ground.host.promise, "brand_promise"), (ground.host.values, "values")):
        if not said:
            told = (
                phrase("What is the host's brand promise?")
                if name != "values"
                else phrase("What does it value?")
            )
            yield Gap(5, told, phrase("column `{name}` of the table “community”", name=name))
    if not ground.host.texts:
        yield Gap(
            5,
            phrase("What does the host want to change in the world?"),
            phrase("column “purpose” there"),
        )
    yield Gap(5, phrase("What will the host do less of, so that members can do it themselves?"), "")


def _any(ground: Ground, *kinds: RelationshipKind) -> bool:
    return len(ground.picture.events_of(*kinds)) > 0


def _gives(ground: Ground, number: int) -> bool:
    of_type = ground.labels == number
    return any(deed.counts[of_type].any() for deed in ground.gives)
