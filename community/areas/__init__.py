"""A community as a map: areas of members who have to do with each other, or are for the same.

For example::

    from community.areas import by_purpose, by_ties, within

    whole = by_ties(picture)
    [len(area.places) for area in whole.areas]
    within(picture, whole, 0)
"""

from community.areas.area_map import Area, AreaMap, Link, Shared
from community.areas.grouping import Grouping
from community.areas.mapping import (
    Dots,
    by_purpose,
    by_ties,
    grouped_by_purpose,
    grouped_by_ties,
    within,
)

__all__ = [
    "Area",
    "AreaMap",
    "Dots",
    "Grouping",
    "Link",
    "Shared",
    "by_purpose",
    "by_ties",
    "grouped_by_purpose",
    "grouped_by_ties",
    "within",
]
