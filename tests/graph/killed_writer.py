"""Writes batches until it is killed, and says after each one that it was acknowledged.

Its address comes as one JSON line on stdin: url, password, community.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import count

from graph import Entity, EntityId, Record, Relationship, RelationshipKind, open_store

BATCH_SIZE = 25


def batch(number: int) -> list[Record]:
    """A batch that can be told whole from torn: members in a ring."""
    ids = [EntityId(f"member:{number}-{place}") for place in range(BATCH_SIZE)]
    ring = zip(ids, [*ids[1:], ids[0]], strict=True)
    return [
        *(Entity(each, None, {"name": "x" * 500}) for each in ids),
        *(Relationship(RelationshipKind.FOLLOWS, one, other) for one, other in ring),
    ]


def batches() -> Iterator[tuple[int, list[Record]]]:
    """Batches without end."""
    return ((number, batch(number)) for number in count())


def main() -> None:
    """Write until killed."""
    address = json.loads(sys.stdin.readline())
    with open_store(address["url"], address["community"], password=address["password"]) as store:
        for number, records in batches():
            store.write(records)
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
