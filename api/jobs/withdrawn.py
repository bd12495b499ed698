"""Whether a result names somebody who has hidden, withdrawn or gone since it was found."""

from __future__ import annotations

import json
import re

from graph.packing import HIDDEN, NO_CONSENT
from graph.records import EntityId
from graph.snapshot import Snapshot

_MEMBER = re.compile(rb'"member:(?:[^"\\]|\\.)+"')
"""A member's id as JSON has it."""


def names_withdrawn(found: bytes, present: Snapshot) -> bool:
    """Whether JSON names a member who hides now, does not consent to matching, or is gone.

    A job names nobody like that, so it was not so when it ran.
    """
    nodes = [present.find(EntityId(json.loads(said))) for said in set(_MEMBER.findall(found))]
    return any(node is None or present.flags[node] & (HIDDEN | NO_CONSENT) for node in nodes)
