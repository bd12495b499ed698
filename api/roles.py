"""The report on proposed roles, as every door writes it."""

from __future__ import annotations

from community.phrases import numerals, phrase
from community.picture import Picture
from community.reports import Report
from community.reputation import RoleProposals, roles_report


def report_of_roles(picture: Picture, found: RoleProposals) -> Report:
    """What was found in a picture, with the names of those behind its numbers."""
    snapshot = picture.snapshot
    said = {"community": snapshot.community, "revision": snapshot.revision}
    about = phrase("{community}, revision {revision}", **said)
    if picture.now is not None:
        day = numerals("{0:%Y-%m-%d}", picture.now)
        about = phrase("{community}, revision {revision}, as of {day}", day=day, **said)
    figures = (*found.figures, found.apart)
    members = {member for figure in figures for member in figure.members}
    names = {member: snapshot.name(snapshot.node(member)) for member in members}
    return roles_report(found, about, names)
