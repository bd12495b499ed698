"""Alignment in a few figures."""

from __future__ import annotations

import numpy as np

from community.alignment.chance import ALIGNED
from community.alignment.claims import who_names
from community.alignment.ground import Ground, mean_estimate, share
from community.alignment.host import STAFF
from community.alignment.results import Share, Theme
from community.figure import Figure
from community.phrases import phrase
from graph.records import EntityId

MEANING = phrase(
    "A purpose counts as aligned when it is closer in meaning to the host's "
    "purpose than 95 of 100 other texts of this community (questions, stories, "
    "activities, groups) are. By chance 5 % are."
)


def figures_of(ground: Ground, themes: tuple[Theme, ...]) -> tuple[Figure, ...]:
    """What a reader should know first; a value is None where it cannot be told."""
    return (_stated(ground), *_aligned(ground), _values(ground), _unspoken(themes))


def _stated(ground: Ground) -> Figure:
    others = int((ground.kinds != STAFF).sum())
    found = share(len(ground.held), others)
    return _figure(
        phrase("members who state a purpose"),
        found,
        phrase(
            "Members other than staff whose latest statement of purpose can be read, of "
            "all of them."
        ),
        action=phrase(
            "Invite the others to say what they are here for; nothing below speaks of them."
        ),
        members=ground.named(ground.stances.places[ground.held]),
    )


def _aligned(ground: Ground) -> tuple[Figure, Figure]:
    name, unit = phrase("closeness to the host's purpose"), "share"
    told = phrase(
        "Mean share of other texts that are farther from the host's purpose than a member's is."
    )
    if not (ground.can_compare and len(ground.held)):
        note = phrase("See what is missing.")
        return (
            Figure(phrase("aligned members"), None, "share", MEANING, note=note),
            Figure(name, None, unit, told, note=note),
        )
    close = ground.to_host_now[ground.held]
    places = ground.stances.places[ground.held]
    aligned = share(int((close >= ALIGNED).sum()), len(close))
    middle = mean_estimate(places, close)
    who = ground.named(places[close >= ALIGNED])
    first = _figure(phrase("aligned members"), aligned, MEANING, members=who)
    note = phrase("50 % is what any text of this community has.")
    ends = (middle.low, middle.high, len(close))
    return first, Figure(name, middle.value, unit, told, *ends, note)


def _values(ground: Ground) -> Figure:
    name = phrase("members who share a value with the host")
    definition = phrase(
        "Of those who name values, the members who name one of the host's, word for word."
    )
    who = who_names(ground)
    of_host = {value.casefold() for value in ground.host.values}
    stating = {place for places in who.values() for place in places}
    if not (of_host and stating):
        return Figure(name, None, "share", definition, note=phrase("See what is missing."))
    sharing = {place for value in of_host for place in who.get(value, ())}
    members = ground.named(np.array(sorted(sharing), dtype=np.int64))
    return _figure(name, share(len(sharing), len(stating)), definition, members=members)


def _unspoken(themes: tuple[Theme, ...]) -> Figure:
    silent = [theme for theme in themes if theme.spoken_of == "nowhere"]
    return Figure(
        phrase("themes that the host does not speak of"),
        float(len(silent)) if themes else None,
        "themes",
        phrase(
            "Themes of members that are no closer to the host's purpose and promise than "
            "chance, and to which staff give less of what they make than members give of "
            "their purposes."
        ),
        n=len(themes) or None,
        note="" if themes else phrase("See what is missing."),
        action=phrase("Ask these members what the host could say or do.") if silent else "",
        members=tuple(member for theme in silent for member in theme.members),
    )


def _figure(
    name: str,
    found: Share,
    definition: str,
    *,
    action: str = "",
    members: tuple[EntityId, ...] = (),
) -> Figure:
    low, high = (found.low, found.high) if found.of else (None, None)
    return Figure(
        name,
        found.value,
        "share",
        definition,
        low,
        high,
        found.of,
        action=action,
        members=members,
    )
