"""Alignment as JSON: the same behind both doors."""

from __future__ import annotations

from dataclasses import asdict

from api.members import find_member
from community.alignment import Alignment, MemberAlignment
from community.picture import Picture
from graph.errors import EntityNotFound, InvalidRequest


def alignment_json(found: Alignment, member: MemberAlignment | None = None) -> dict[str, object]:
    """All that was found, and in `member` the one who was asked about; null if nobody was."""
    told = asdict(found)
    del told["each"]
    told["member"] = None if member is None else asdict(member)
    return told


def one_of(found: Alignment, picture: Picture, said: str) -> MemberAlignment:
    """What was found of the member called `said`.

    Raises:
        EntityNotFound: there is nobody of that id or name who may be named.
        InvalidRequest: several have that name, they are under age, or state no purpose that could
            be compared.
    """
    member = find_member(picture.snapshot, said)
    place = picture.members.tolist().index(picture.snapshot.node(member))
    if not picture.consenting[place]:
        raise EntityNotFound(f"member {said}", found.community)
    if picture.minors[place]:
        raise InvalidRequest("member", "is under age: minors are counted, and told of in no report")
    for each in found.each:
        if each.member == member:
            return each
    raise InvalidRequest("member", "states no purpose that could be compared with the host's")
