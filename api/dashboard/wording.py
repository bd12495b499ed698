"""What the dashboard calls the causes, deeds and goals that Kinpath names in code."""

from __future__ import annotations

from collections.abc import Mapping

from api.dashboard.languages import marked
from community.lately import Kind
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
