"""The report on proposed roles, as every door writes it."""

from __future__ import annotations

from community.picture import Picture
from community.reports import Report
from community.reputation import RoleProposals, roles_report


def report_of_roles(picture: Picture, found: RoleProposals) -> Report:
    """What was found in a picture, with the names of those behind its numbers."""
    snapshot = picture.snapshot
    when = "" if picture.now is None else f", as of {picture.now.date().isoformat()}"
    about = f"{snapshot.community}, revision {snapshot.revision}{when}"
    figures = (*found.figures, found.apart)
    members = {member for figure in figures for member in figure.members}
    names = {member: snapshot.name(snapshot.node(member)) for member in members}
    return roles_report(found, about, names)
