"""The roles that are proposed: what each asks for, and how the reason reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from community.phrases import Listing, marked, numerals, phrase
from community.reputation.role_signs import Signs

Mask = npt.NDArray[np.bool_]

NEW_DAYS = 60.0
"""Days after joining for which somebody is a newcomer."""
TOP_WAYS = 0.95
"""Connectors are among the members with ties whom more shortest ways lead over than this share."""


class Role(StrEnum):
    """Roles, in the order in which they are told."""

    NEWCOMER = "newcomer"
    MENTOR = "mentor"
    HELPER = "helper"
    CONNECTOR = "connector"
    STEWARD = "steward"
    LEARNER = "learner"
    LURKER = "lurker"


ROLE_NAMES = {
    Role.NEWCOMER: phrase("newcomer"),
    Role.MENTOR: phrase("mentor"),
    Role.HELPER: phrase("helper"),
    Role.CONNECTOR: phrase("connector"),
    Role.STEWARD: phrase("steward"),
    Role.LEARNER: phrase("learner"),
    Role.LURKER: phrase("lurker"),
}


@dataclass(frozen=True, slots=True)
class RoleRule:
    """When a role is proposed.

    Attributes:
        meaning: for a community manager.
        holds: which members (M,) meet it.
        signs: the counts that it rests on, by the names of `Signs`.
        with_minors: whether minors count; not for what brings people together.
    """

    meaning: str
    holds: Callable[[Signs], Mask]
    signs: tuple[str, ...]
    with_minors: bool = True


def _is_new(signs: Signs) -> Mask:
    return np.asarray(signs.days_here <= NEW_DAYS)


def _mentors(signs: Signs) -> Mask:
    return np.asarray(
        (signs.mentees >= 1) | ((signs.people_helped >= 5) & (signs.helped_often >= 1))
    )


def _helps(signs: Signs) -> Mask:
    return np.asarray((signs.people_helped >= 3) & (signs.help_points >= 1.0))


def _connects(signs: Signs) -> Mask:
    tied = signs.ways[signs.contacts > 0]
    least = np.quantile(tied, TOP_WAYS) if len(tied) else 1.0
    return np.asarray((signs.ways >= least) & (signs.ways > 0.0) & (signs.circles >= 5))


def _stewards(signs: Signs) -> Mask:
    return np.asarray((signs.groups >= 1) | (signs.sessions >= 3))


def _learns(signs: Signs) -> Mask:
    taught = (signs.helpers >= 1) | (signs.attended >= 2)
    gives = _helps(signs) | _mentors(signs) | _stewards(signs)
    return np.asarray(((signs.asked >= 1) | (signs.attended >= 2)) & taught & ~gives)


def _lurks(signs: Signs) -> Mask:
    silent = (signs.written == 0) & (signs.attended == 0) & (signs.people_helped == 0)
    return np.asarray((signs.read >= 1) & silent & (signs.groups == 0) & ~_is_new(signs))


RULES: dict[Role, RoleRule] = {
    Role.NEWCOMER: RoleRule(
        phrase("joined in the last {new_days:.0f} days", new_days=NEW_DAYS), _is_new, ("days_here",)
    ),
    Role.MENTOR: RoleRule(
        phrase("is somebody's mentor, or helped at least 5 people, one of them 3 times or more"),
        _mentors,
        ("mentees", "people_helped", "helped_often"),
        with_minors=False,
    ),
    Role.HELPER: RoleRule(
        phrase("helped at least 3 people whose word counts, which weighs at least 1 point today"),
        _helps,
        ("people_helped", "help_points"),
    ),
    Role.CONNECTOR: RoleRule(
        phrase(
            "in touch with at least 5 people who do not know each other, and among the 5 "
            "% over whom most shortest ways between others lead"
        ),
        _connects,
        ("contacts", "circles", "ways"),
        with_minors=False,
    ),
    Role.STEWARD: RoleRule(
        phrase("leads a group, or led at least 3 sessions that others came to"),
        _stewards,
        ("groups", "sessions"),
        with_minors=False,
    ),
    Role.LEARNER: RoleRule(
        phrase("asks or takes part, got help or came at least twice, and gives little so far"),
        _learns,
        ("asked", "helpers", "attended"),
    ),
    Role.LURKER: RoleRule(
        phrase("reads, and has not written, taken part or helped yet"), _lurks, ("read",)
    ),
}

_CLAUSES: dict[str, tuple[str, str]] = {
    "days_here": (marked("joined a day ago"), marked("joined {count} days ago")),
    "mentees": (marked("is the mentor of one person"), marked("is the mentor of {count} people")),
    "people_helped": (marked("helped one person"), marked("helped {count} people")),
    "helped_often": (
        marked("one of them 3 times or more"),
        marked("{count} of them 3 times or more"),
    ),
    "help_points": (
        marked("this weighs 1.0 points today"),
        marked("this weighs {count} points today"),
    ),
    "contacts": (marked("is in touch with one person"), marked("is in touch with {count} people")),
    "circles": (
        marked("one of them apart from the others"),
        marked("about {count} of whom do not know each other"),
    ),
    "ways": (
        marked("1.0 % of shortest ways lead over them"),
        marked("{count} % of shortest ways lead over them"),
    ),
    "groups": (marked("leads a group"), marked("leads {count} groups")),
    "sessions": (marked("led one session"), marked("led {count} sessions")),
    "asked": (marked("asked one question"), marked("asked {count} questions")),
    "helpers": (marked("was helped by one person"), marked("was helped by {count} people")),
    "attended": (marked("said yes to one activity"), marked("said yes to {count} activities")),
    "read": (
        marked("looked at one thing in the last year, wrote nothing"),
        marked("looked at {count} things in the last year, wrote nothing"),
    ),
}
"""How the counts of `Signs` read: of one, and of several."""


def reason_of(counts: Mapping[str, float]) -> str:
    """Why a role is proposed, from the counts that it rests on; what is zero is left out."""
    told = {name: _written(name, count) for name, count in counts.items()}
    clauses = [
        phrase(_CLAUSES[name][told[name] not in ("1", "1.0")], count=told[name])
        for name, count in counts.items()
        if count > 0.0 or name == "days_here"
    ]
    return Listing.joined(", ", clauses)


def _written(name: str, count: float) -> str:
    if name == "ways":
        return numerals("{0:.1f}", 100.0 * count)
    return numerals("{0:.1f}" if name == "help_points" else "{0:,.0f}", count)
