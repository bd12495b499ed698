"""What the host says, part by part, and who carries it; and values, both ways."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from community.alignment.chance import ALIGNED, BY_CHANCE, Yardstick
from community.alignment.ground import Ground, share
from community.alignment.host import STAFF
from community.alignment.results import Claim, ValueHeld
from graph.records import EntityId


def claims_carried(ground: Ground) -> tuple[Claim, ...]:
    """Each part of the host's purpose and promise against the statements held now."""
    found = zip(ground.claims, range(len(ground.claim_vectors)), strict=False)
    return tuple(_claim(ground, text, source, row) for (text, source), row in found)


def _claim(ground: Ground, text: str, source: str, row: int) -> Claim:
    yardstick = Yardstick(ground.claim_vectors[row : row + 1], ground.chance)
    carry = yardstick.closeness(ground.stances.vectors[ground.held]) >= ALIGNED
    carried = share(int(carry.sum()), len(ground.held))
    places = ground.stances.places[ground.held[carry]]
    return Claim(text, source, carried, carried.low > BY_CHANCE, ground.named(places))


def values_held(ground: Ground) -> tuple[ValueHeld, ...]:
    """Values of the host and of members now (without staff), the most named first."""
    who = who_names(ground)
    of_host = [value.casefold() for value in ground.host.values]
    stating = len({place for places in who.values() for place in places})
    told = [
        ValueHeld(
            value, value in of_host, share(len(who[value]), stating), _ids(ground, who[value])
        )
        for value in dict.fromkeys((*of_host, *who))
    ]
    return tuple(sorted(told, key=lambda each: (-each.named.count, each.value)))


def _ids(ground: Ground, places: list[int]) -> tuple[EntityId, ...]:
    return ground.named(np.array(places, dtype=np.int64))


def who_names(ground: Ground) -> defaultdict[str, list[int]]:
    """Places of the members who name each value in the statement that they hold now."""
    who: defaultdict[str, list[int]] = defaultdict(list)
    stances = ground.stances
    for row in np.flatnonzero(stances.current & (ground.kinds[stances.places] != STAFF)).tolist():
        for value in stances.values[row]:
            who[value].append(int(stances.places[row]))
    return who
