from __future__ import annotations

from graph.records import EntityId, Record
from matcher.facets import facets, own_topics
from tests.matcher.asked import ask
from tests.matcher.conftest import edge, node


def test_what_was_taken_up_last_comes_first_and_what_has_no_date_last() -> None:
    records: list[Record] = [node("member:ada")]
    for skill, day in (("a", None), ("b", 2), ("c", 5), ("d", 2)):
        records.append(node(f"skill:{skill}"))
        records.append(edge("member:ada", "SEEKS_SKILL", f"skill:{skill}", day))
    records += [node("group:g"), edge("member:ada", "JOINED", "group:g", 3)]
    question = ask(records, "mentors", member="member:ada")
    assert question.member is not None

    def names(nodes: tuple[int, ...] | list[int]) -> list[EntityId]:
        return [question.snapshot.id(each) for each in nodes]

    skills = ["skill:c", "skill:b", "skill:d", "skill:a"]
    assert names(facets(question.goal, question.view, question.member)) == [*skills, "member:ada"]
    topics = own_topics(question.goal, question.view, question.member)
    assert names(topics) == ["skill:c", "group:g", *skills[1:]]
