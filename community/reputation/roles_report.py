"""The proposed roles as a report for whoever cares for the community."""

from __future__ import annotations

from community.figure import Figure
from community.phrases import numerals, phrase
from community.reports import Number, Paragraph, Report, Section, Table
from community.reputation.role_proposals import RoleProposals
from community.reputation.role_rules import Role
from graph.records import EntityId

SHOWN = 50
"""Members that are listed per role; all of them stand behind its number."""

_HEADINGS = {
    Role.NEWCOMER: phrase("Newcomers"),
    Role.MENTOR: phrase("Mentors"),
    Role.HELPER: phrase("Helpers"),
    Role.CONNECTOR: phrase("Connectors"),
    Role.STEWARD: phrase("Stewards"),
    Role.LEARNER: phrase("Learners"),
    Role.LURKER: phrase("Lurkers"),
}


def roles_report(found: RoleProposals, about: str, names: dict[EntityId, str]) -> Report:
    """The report; `about`: of which community and revision; `names`: what members are called."""
    sections = [_counts(found)]
    sections += [_role(found, role) for role in Role if found.of(role)]
    sections.append(_apart(found.apart))
    sections.append(_how(found))
    return Report(phrase("Roles that members could take"), about, tuple(sections), names)


def _counts(found: RoleProposals) -> Section:
    rows = tuple(
        (figure.name, Number(str(figure), figure.members), figure.definition)
        for figure in found.figures
    )
    said = phrase(
        "These are proposals. Nobody has been told, and nobody is given a role by "
        "this report: ask them. A member may meet several. Names are in alphabetical "
        "order, which says nothing of who did more."
    )
    told = Table((phrase("role"), phrase("members"), phrase("who meets it")), rows)
    return Section(phrase("How many meet each role"), (Paragraph.of(said), told))


def _role(found: RoleProposals, role: Role) -> Section:
    proposals = found.of(role)
    rows = tuple(
        (Number(proposal.name, (proposal.member,)), proposal.reason)
        for proposal in proposals[:SHOWN]
    )
    table = Table((phrase("member"), phrase("why")), rows)
    if len(proposals) <= SHOWN:
        return Section(_HEADINGS[role], (table,))
    more = phrase(
        "The first {shown} of {proposals:,}; --json lists all.",
        shown=SHOWN,
        proposals=len(proposals),
    )
    return Section(_HEADINGS[role], (table, Paragraph.of(more)))


def _apart(figure: Figure) -> Section:
    count = Number(phrase("{figure} of {n:,} members", figure=figure, n=figure.n), figure.members)
    said = Paragraph.of(
        count, numerals(" {definition}. ", definition=figure.definition), figure.note
    )
    blocks = (said, Paragraph.of(figure.action)) if figure.value else (said,)
    return Section(phrase("Whose deeds hardly count yet"), blocks)


def _how(found: RoleProposals) -> Section:
    said = phrase(
        "Roles follow from counts in the data alone, which are given beside each "
        "name. What happened elsewhere, and what is not recorded, is not in them. "
        "Points are worth of deeds, halved every {half_life:g} days, and counted as "
        "far as those are trusted for whom they were done. Roles that bring people "
        "together are not proposed to minors. Members who did not consent to "
        "matching, and minors, are counted and not named.",
        half_life=found.half_life,
    )
    return Section(phrase("How this was worked out"), (Paragraph.of(said),))
