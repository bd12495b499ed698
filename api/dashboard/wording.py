"""What the dashboard calls the causes, deeds and goals that Kinpath names in code."""

from __future__ import annotations

from collections.abc import Mapping

from community.lately import Kind
from community.phrases import marked
from graph.schema import EntityKind, RelationshipKind
from matcher.worklist import Cause

CAUSES: Mapping[Cause, str] = {
    Cause.UNANSWERED: marked("A newcomer's question is unanswered"),
    Cause.NO_TIE: marked("A newcomer knows nobody"),
    Cause.ISOLATED: marked("Active, and knows nobody"),
    Cause.LEAVING: marked("About to leave"),
    Cause.MENTOR: marked("Seeks a mentor"),
    Cause.MUTUAL: marked("They suit each other"),
}
HAPPENINGS: Mapping[Kind, str] = {
    Kind.CAME: marked("came"),
    Kind.ASKED: marked("questions"),
    Kind.ANSWERED: marked("answers"),
    Kind.WROTE: marked("stories and posts"),
    Kind.HELPED: marked("times somebody helped"),
    Kind.MET: marked("members met"),
    Kind.TOOK_PART: marked("times somebody took part"),
    Kind.JOINED: marked("joined a group"),
    Kind.STATED: marked("stated a purpose"),
}
GOALS: Mapping[str, str] = {
    "mentors": marked("Mentors"),
    "peers": marked("Peers"),
    "next_steps": marked("Next steps"),
    "members": marked("Members"),
    "content": marked("Content"),
    "activities": marked("Activities"),
    "groups": marked("Groups"),
    "skills": marked("Skills"),
}

_K = RelationshipKind
TIES: Mapping[RelationshipKind, str] = {
    _K.PURSUES: marked("pursues"),
    _K.HOLDS: marked("holds the purpose"),
    _K.REVISES: marked("revises"),
    _K.NEAR: marked("is near to"),
    _K.HAS_SKILL: marked("has the skill"),
    _K.SEEKS_SKILL: marked("wants to learn"),
    _K.BROADER: marked("belongs to"),
    _K.ABOUT: marked("is about"),
    _K.DEVELOPS: marked("develops"),
    _K.CREATED: marked("wrote"),
    _K.ENGAGED: marked("took an interest in"),
    _K.REPLIES_TO: marked("replies to"),
    _K.LINKS_TO: marked("points to"),
    _K.SERVES: marked("serves"),
    _K.JOINED: marked("joined"),
    _K.ATTENDED: marked("took part in"),
    _K.HOSTS: marked("leads"),
    _K.PART_OF: marked("is part of"),
    _K.HELPED: marked("helped"),
    _K.MENTORS: marked("mentors"),
    _K.FOLLOWS: marked("follows"),
    _K.CONNECTED: marked("knows"),
    _K.INVITED: marked("invited"),
    _K.ACCEPTED: marked("accepted"),
    _K.ENDORSED: marked("endorsed"),
    _K.REACHED: marked("reached"),
    _K.NEXT: marked("leads on to"),
    _K.CALLS_FOR: marked("asks for"),
}
"""What joins two, as a sentence would say it between their names."""
KINDS: Mapping[EntityKind, str] = {
    EntityKind.COMMUNITY: marked("community"),
    EntityKind.MEMBER: marked("member"),
    EntityKind.PURPOSE: marked("purpose"),
    EntityKind.SKILL: marked("skill"),
    EntityKind.CONTENT: marked("content"),
    EntityKind.ACTIVITY: marked("activity"),
    EntityKind.GROUP: marked("group"),
    EntityKind.JOURNEY: marked("journey"),
    EntityKind.STAGE: marked("stage"),
    EntityKind.INSTRUMENT: marked("survey"),
}
SAID: Mapping[str, str] = {
    "introduce": marked("Introduced. It stands under Today, where it is followed up."),
    "dismiss": marked("Not now: not recommended to them again."),
    "not_suitable": marked("Not suitable: not recommended again, and what is like it comes later."),
    "block": marked("Blocked: the two are invisible to each other."),
}
"""What an act on a recommendation brought about."""
STAGES: Mapping[str, str] = {
    "reflect": marked("Reflect"),
    "connect": marked("Connect"),
    "explore": marked("Explore"),
    "choose": marked("Choose"),
    "repack": marked("Repack"),
    "act": marked("Act"),
}
"""Stages of the Life Reimagined process that a statement of purpose may be at."""
