"""A club in which Vera is everywhere: in texts, ties, works, surveys, and in what others said."""

from __future__ import annotations

from graph.records import Record
from loaders.bundle_entities import stage_id
from tests.community.conftest import edge, node
from tests.community.shared_purpose.test_questions import club

COMMUNITY = "test"
VERA = "member:vera/ü"
SECRET = "Xylographia quondam zephyrus lamplight"
"""What Vera writes, and nobody else."""
TRY, LEAD = (stage_id("saw", name) for name in ("Try", "Lead"))
NAME = "Vera Quillfeather"


def records() -> list[Record]:
    """The club, with Vera in it."""
    return [
        *club(),
        node(VERA, 1, name=NAME, kind="member", bio=f"{SECRET}, in my profile.", location="Ulm"),
        node("purpose:vera1", 2, statement=f"I want to teach sawing, {SECRET}"),
        node("purpose:vera2", 9, statement=f"I want to lead sawing, {SECRET}"),
        edge(VERA, "HOLDS", "purpose:vera1", 2),
        edge(VERA, "HOLDS", "purpose:vera2", 9),
        edge("purpose:vera2", "REVISES", "purpose:vera1", 9),
        node("content:v1", 51, kind="question", title=f"How does one saw, {SECRET}?"),
        node("content:v2", 53, kind="answer", body=f"With a saw, {SECRET}."),
        node("content:v3", 54, kind="answer", body="I thank for that."),
        edge(VERA, "CREATED", "content:v1", 51),
        edge(VERA, "CREATED", "content:v2", 53),
        edge("content:v2", "REPLIES_TO", "content:q1", 53),
        edge("content:v3", "REPLIES_TO", "content:v1", 54),
        edge("member:donor1", "CREATED", "content:v3", 54),
        edge("content:v1", "ABOUT", "skill:saw"),
        edge("content:v2", "ABOUT", "skill:saw"),
        edge(VERA, "HAS_SKILL", "skill:saw", 3, level=0.9),
        edge(VERA, "SEEKS_SKILL", "skill:glue", 3),
        edge(VERA, "JOINED", "group:circle", 20),
        edge(VERA, "ENGAGED", "content:q0", 52, verb="like"),
        node("activity:evening", 40, name="An evening of sawing", starts_at="2026-02-20T18:00:00Z"),
        node("activity:coming", 50, name="A night of glue", starts_at="2030-02-20T18:00:00Z"),
        edge("activity:evening", "DEVELOPS", "skill:saw"),
        edge("activity:coming", "DEVELOPS", "skill:glue"),
        edge(VERA, "HOSTS", "activity:evening", 40),
        edge("member:member1", "ATTENDED", "activity:evening", 41),
        edge(VERA, "HELPED", "member:member0", 50),
        edge(VERA, "HELPED", "member:member2", 52),
        edge("member:donor0", "HELPED", VERA, 52),
        edge(VERA, "CONNECTED", "member:member3", 30),
        edge("member:member4", "FOLLOWS", VERA, 31),
        edge("member:member5", "DISMISSED", VERA, 32, verb="dismiss"),
        edge(VERA, "DISMISSED", "member:staff1", 33, verb="not_suitable"),
        edge("member:member0", "ENDORSED", VERA, 51),
        edge(VERA, "RELATED", "group:circle", 52, verb="shown"),
        node("journey:saw", name="To the saw", accomplishment="Sawing alone"),
        node(TRY, name="Try", place=1),
        node(LEAD, name="Lead", place=2),
        edge(TRY, "PART_OF", "journey:saw"),
        edge(LEAD, "PART_OF", "journey:saw"),
        edge(TRY, "NEXT", LEAD),
        edge(VERA, "REACHED", TRY, 20),
        edge("member:member0", "REACHED", TRY, 21),
        *surveys(),
    ]


def surveys() -> list[Record]:
    """Vera and seven others say before and after how they are."""
    told: list[Record] = [node("instrument:swls", name="swls")]
    who = [VERA, *(f"member:member{number}" for number in range(7))]
    for place, member in enumerate(who):
        for wave, day in (("pre", 5), ("post", 50)):
            value = 10 + place + (3 + place % 3 if wave == "post" else 0)
            said = {"item": "score", "wave": wave, "value": value}
            answer = edge(member, "ANSWERED", "instrument:swls", day, wave, **said)
            told.append(answer)
    return told
