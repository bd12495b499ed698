"""Random small histories: people who ask, answer, meet and join, with and without times."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from graph.records import Entity, Record, Relationship
from tests.graph.packed import Vectors
from tests.matcher.conftest import edge, node

PEOPLE = tuple(f"member:{name}" for name in ("ada", "bob", "cy", "di"))
QUESTIONS = ("content:q0", "content:q1", "content:q2")
THINGS = ("group:g", "activity:walk", "skill:s", "content:q0")
BETWEEN_PEOPLE = ("CONNECTED", "FOLLOWS", "ACCEPTED", "MENTORS", "HELPED")
WITH_THINGS = {
    "group": "JOINED",
    "activity": "ATTENDED",
    "skill": "HAS_SKILL",
    "content": "ENGAGED",
}
timed = st.integers(1, 20)
sometimes = st.none() | timed


@st.composite
def histories(draw: st.DrawFn, times: st.SearchStrategy[int | None] = sometimes) -> list[Record]:
    """Members, three questions with their answers, ties and deeds; times from days 1 to 20."""
    told: list[Record] = [node(member, 0, name=member) for member in PEOPLE]
    told += [node("skill:s", name="s"), node("group:g"), node("activity:walk")]
    for question in QUESTIONS:
        asked = draw(times)
        told.append(node(question, asked, kind="question", title=question))
        told.append(edge(question, "ABOUT", "skill:s"))
        author = draw(st.none() | st.sampled_from(PEOPLE))
        told += [] if author is None else [edge(author, "CREATED", question, asked)]
    told += draw(_answers(times))
    told += draw(_ties(times))
    return list({str(each): each for each in told}.values())


@st.composite
def _answers(draw: st.DrawFn, times: st.SearchStrategy[int | None]) -> list[Record]:
    told: list[Record] = []
    drawn = st.tuples(st.sampled_from(QUESTIONS), st.sampled_from(PEOPLE), times)
    for place, (question, author, at) in enumerate(draw(st.lists(drawn, max_size=5))):
        answer = f"content:a{place}"
        told += [
            node(answer, at, kind="answer", body=f"It is {place}."),
            edge(author, "CREATED", answer, at),
            edge(answer, "REPLIES_TO", question, at),
        ]
    return told


@st.composite
def _ties(draw: st.DrawFn, times: st.SearchStrategy[int | None]) -> list[Relationship]:
    people = st.sampled_from(PEOPLE)
    social = st.tuples(people, st.sampled_from(BETWEEN_PEOPLE), people, times)
    taken = st.tuples(people, st.sampled_from(THINGS), times)
    found = [
        edge(one, kind, other, at)
        for one, kind, other, at in draw(st.lists(social, max_size=10))
        if one != other
    ]
    for member, thing, at in draw(st.lists(taken, max_size=8)):
        kind = WITH_THINGS[thing.partition(":")[0]]
        found.append(edge(member, kind, thing, at, verb="like"))
    return found


def vectors_of(told: list[Record]) -> Vectors:
    """A unit vector for every question."""
    return {
        each.id: np.array([1.0, 0.0, 0.0], dtype=np.float32)
        for each in told
        if isinstance(each, Entity) and each.properties.get("kind") == "question"
    }
